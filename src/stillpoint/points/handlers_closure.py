"""What this room does about closure notices. What goes out by e-mail says that something waits and
never what."""

from __future__ import annotations

from stillpoint.cases.facts import CasesImported, MilestoneRecorded
from stillpoint.cases.models import Case
from stillpoint.events.telling import tell
from stillpoint.events.working import keep_lease
from stillpoint.people.facts import OfficerLeft, OfficerMoved
from stillpoint.people.models import Officer
from stillpoint.points.closure import outcome_came
from stillpoint.points.closure_hands import hand_on_notices, lapse
from stillpoint.points.facts import NoticeMoved
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.trust.actors import job

SIGN_IN = "Sign in to read it."
TO_SENDER = "A closure notice is asked for"
TO_OFFICER = {
    NoticeState.HELD_BACK: "There is an answer to what you asked to hear",
    NoticeState.SENT: "Something that you asked to hear is ready to read",
}


def outcome_after_milestone(fact: MilestoneRecorded) -> None:
    """A milestone may be an outcome, or tell more of one."""
    _outcome(Case.objects.get(ref=fact.case))


def outcome_after_import(fact: CasesImported) -> None:
    """Of the cases of an import only those in which somebody asked to hear."""
    asked = ClosureNotice.objects.values("case")
    cases = Case.objects.filter(last_run__ref=fact.run, pk__in=asked)
    for pk in list(cases.order_by("pk").values_list("pk", flat=True)):
        _outcome(Case.objects.get(pk=pk))
        keep_lease()


def tell_of_notice(fact: NoticeMoved) -> None:
    """The one whose turn it is now: the sender, or the officer who asked."""
    notice = ClosureNotice.objects.select_related("sender", "officer").get(ref=fact.notice)
    told: Officer | None = notice.sender
    subject = TO_SENDER
    if fact.state in TO_OFFICER:
        told, subject = notice.officer, TO_OFFICER[NoticeState(fact.state)]
    if told is not None:
        _tell(told, subject, notice, f"{fact.state}:{fact.at}")


def after_leaving(fact: OfficerLeft) -> None:
    """What the leaver asked to hear lapses, and what they were to send goes to another."""
    officer = Officer.objects.get(ref=fact.officer)
    lapse(by=job("let closure notices lapse"), officer=officer)
    _hand_on(officer)


def after_moving(fact: OfficerMoved) -> None:
    _hand_on(Officer.objects.get(ref=fact.officer))


def _outcome(case: Case) -> None:
    outcome_came(by=job("ask for closure notices"), case=case)


def _hand_on(officer: Officer) -> None:
    for notice in hand_on_notices(by=job("hand on closure notices"), officer=officer):
        if notice.sender is not None:
            _tell(notice.sender, TO_SENDER, notice, f"handed:{notice.sender.ref}")


def _tell(officer: Officer, subject: str, notice: ClosureNotice, what: str) -> None:
    tell(
        officer,
        subject=subject,
        text=SIGN_IN,
        link=f"/closure/{notice.ref}/",
        key=f"closure:{notice.ref}:{what}",
    )
