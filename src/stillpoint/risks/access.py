"""Who may see and do what with a live risk (design section 6): the raiser, the receiver,
supervisors of the case, the RASSO lead, the disclosure officer. Default: no."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from stillpoint.cases.access import can_see_case
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.access import has_role, is_system, supervised_by
from stillpoint.people.models import Officer
from stillpoint.risks.models import LiveRisk
from stillpoint.risks.states import MOVES
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes


def can_raise(by: Officer, case: Case) -> Answer:
    """Anyone with access to the case, even from a draft."""
    return can_see_case(by, case)


def can_see_risk(officer: Officer, risk: LiveRisk) -> Answer:
    if parts_of(officer, risk):
        return yes()
    if has_role(officer, "rasso_lead") or has_role(officer, "disclosure_officer"):
        return yes()
    if _supervises_case(officer, risk.case):
        return yes()
    return no(
        "A live risk is read by the person who raised it, the person who received it, supervisors "
        "of the case, the RASSO lead and the disclosure officer."
    )


def can_list_risks(officer: Officer) -> Answer:
    return yes("You see the live risks that you have a part in.")


def can_move(by: ActsAs, risk: LiveRisk, name: str) -> Answer:
    """Whether this person may make this move: their part in the risk, not its state."""
    if is_system(by):
        return yes()
    if not isinstance(by, Officer):
        return no("Sign in to act on a live risk.")
    parts = parts_of(by, risk)
    if parts & set(MOVES[name].who):
        return yes()
    if "raiser" in MOVES[name].who and len(MOVES[name].who) == 1:
        return no("The person who raised the risk says whether it has been dealt with.")
    return no("The person who received the risk, or their superior, takes this step.")


def parts_of(officer: Officer, risk: LiveRisk) -> set[str]:
    """The parts that the officer has in the risk: raiser, receiver, superior."""
    parts = set()
    if risk.raised_by_id == officer.pk:
        parts.add("raiser")
    if risk.receiver_id == officer.pk:
        parts.add("receiver")
    if risk.escalated_to_id == officer.pk or (
        risk.receiver_id and supervised_by(officer).filter(pk=risk.receiver_id).exists()
    ):
        parts.add("superior")
    return parts


def visible_to(officer: Officer) -> QuerySet[LiveRisk]:
    """The live risks that the officer may read."""
    risks = LiveRisk.objects.select_related("case", "raised_by", "receiver")
    if has_role(officer, "rasso_lead") or has_role(officer, "disclosure_officer"):
        return risks
    mine = supervised_by(officer).values("pk")
    led = Involvement.objects.filter(officer__in=mine).values("case")
    return risks.filter(
        Q(raised_by=officer)
        | Q(receiver=officer)
        | Q(escalated_to=officer)
        | Q(receiver__in=mine)
        | Q(case__in=led)
    )


def _supervises_case(officer: Officer, case: Case) -> bool:
    return Involvement.objects.filter(
        case=case, officer__in=supervised_by(officer).values("pk")
    ).exists()
