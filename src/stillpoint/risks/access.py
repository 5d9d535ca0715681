"""Who may see and do what with a live risk (design section 6): the raiser, the receiver,
supervisors of the case, the RASSO lead, the disclosure officer. Default: no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint.cases.access import can_see_case
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.access import below, has_role, is_system, supervised_by
from stillpoint.people.models import Officer
from stillpoint.risks.models import LiveRisk, RiskCall
from stillpoint.risks.states import MOVES, RAISER, RECEIVER, RESOLVED, SUPERIOR
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared

LEAD, DISCLOSURE = "rasso_lead", "disclosure_officer"


def can_raise(by: Officer, case: Case) -> Answer:
    """Anyone with access to the case, even from a draft."""
    return can_see_case(by, case)


def can_see_risk(officer: Officer, risk: LiveRisk) -> Answer:
    if visible_to(officer).filter(pk=risk.pk).exists():
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
    if not isinstance(by, Officer) or not by.is_active:
        return no("Sign in to act on a live risk.")
    if parts_of(by, risk) & set(MOVES[name].who):
        return yes()
    if MOVES[name].who == (RAISER,):
        return no("The person who raised the risk says whether it has been dealt with.")
    return no("The person who received the risk, or their superior, takes this step.")


def parts_of(officer: Officer, risk: LiveRisk) -> set[str]:
    """The parts that the officer has in the risk: raiser, receiver, superior."""
    return parts_in(officer, [risk])[risk.pk]


def parts_in(officer: Officer, risks: Iterable[LiveRisk]) -> dict[int, set[str]]:
    """The officer's parts in each of these risks, by its id, in three queries.

    A superior manages the receiver, or was called when its time ran out. While nobody has received
    it, and once its time has run out, RASSO leads are superiors too, and while nobody has received
    it, so are those who supervise someone involved in the case. Who raised it, or verifies it, is
    not also its superior: nobody verifies what they dealt with themselves.
    """
    held = list(risks)
    called = _called_to(officer, held)
    mine = set(supervised_by(officer).values_list("pk", flat=True)) if held else set()
    unreceived = [risk.case_id for risk in held if risk.receiver_id is None]
    led = _cases_led(unreceived, mine)
    return {risk.pk: _parts(officer, risk, mine, led, called) for risk in held}


def _parts(
    officer: Officer, risk: LiveRisk, mine: set[int], led: set[int], called_to: set[int]
) -> set[str]:
    if officer.pk in (risk.raised_by_id, risk.verifier_id):
        return {RAISER}
    if risk.pk in called_to and risk.state in RESOLVED:
        return {RAISER}
    parts = set()
    if risk.receiver_id == officer.pk:
        parts.add(RECEIVER)
    manages = risk.receiver_id in mine or risk.escalated_to_id == officer.pk
    manages = manages or risk.pk in called_to
    nobody_yet = risk.receiver_id is None and risk.case_id in led
    called = risk.receiver_id is None or risk.overdue_since is not None
    if manages or nobody_yet or (called and has_role(officer, LEAD)):
        parts.add(SUPERIOR)
    return parts


def _called_to(officer: Officer, risks: list[LiveRisk]) -> set[int]:
    """Of these risks, those that the officer is called to and nobody has acted on since."""
    calls = RiskCall.objects.filter(officer=officer, ended_at=None, risk__in=risks)
    return set(calls.values_list("risk_id", flat=True)) if risks else set()


def _cases_led(cases: list[int], mine: set[int]) -> set[int]:
    """Of these cases, those in which somebody whom the officer manages is involved."""
    if not cases or not mine:
        return set()
    found = Involvement.objects.filter(case__in=cases, officer__in=mine)
    return set(found.values_list("case_id", flat=True))


def visible_to(officer: Officer) -> QuerySet[LiveRisk]:
    """The live risks that the officer may read."""
    return seen_by(officer.pk, timezone.localdate(), everything=sees_all_risks(officer))


def sees_all_risks(officer: Officer) -> bool:
    return has_role(officer, LEAD) or has_role(officer, DISCLOSURE)


def seen_by(officer: int, today: dt.date, *, everything: bool) -> QuerySet[LiveRisk]:
    """``visible_to`` for prepared queries, which take a key and a day."""
    risks = LiveRisk.objects.select_related("case", "raised_by", "receiver")
    if everything:
        return risks
    mine = below(officer, today).values("pk")
    led = Involvement.objects.filter(officer__in=mine).values("case")
    return risks.filter(named(officer) | Q(receiver__in=mine) | Q(case__in=led))


def risks_of(case: Case, officer: Officer, *, most: int) -> list[LiveRisk]:
    """The newest live risks of the case that the officer may read."""
    everything = sees_all_risks(officer)
    return _risks_of(case.pk, officer.pk, timezone.localdate(), everything=everything, most=most)


@prepared
def _risks_of(
    case: int, officer: int, today: dt.date, *, everything: bool, most: int
) -> QuerySet[LiveRisk]:
    seen = seen_by(officer, today, everything=everything)
    return seen.filter(case=case).order_by("-id")[:most]


def named(officer: Officer | int) -> Q:
    """Risks that name the officer: as raiser or in their place, as receiver, or as one who was
    called when time ran out."""
    raised = Q(raised_by=officer) | Q(verifier=officer)
    called = Q(pk__in=RiskCall.objects.filter(officer=officer).values("risk"))
    return raised | Q(receiver=officer) | Q(escalated_to=officer) | called
