"""The closure notice: a first responder asks to hear what becomes of a case (P34, P35).

It gives status and thanks, never evidence (domain 3.4). It waits while the officer may yet be a
witness whose own account is not complete, and before a trial it says where the case stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.before_trial import is_before_a_court, status_of
from stillpoint.cases.models import Case
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points import access_closure as access
from stillpoint.points.closing_cases import sender_for
from stillpoint.points.complete import refuse_identifiers
from stillpoint.points.facts import NoticeMoved
from stillpoint.points.models import ClosureNotice, NoticeState, Point, Witness
from stillpoint.points.models.closure import MOVES, Move
from stillpoint.points.opening_points import due_time
from stillpoint.practice.handover import ClosureStatus
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

LONGEST_OWN_WORDS = 300
BEFORE_A_COURT = (
    "The record of the case says that it is before a court: answer “Yes”. If the court case has "
    "ended, enter the court result on the page of the case first."
)
BY_NAME: Mapping[str, Move] = {one.name: one for one in MOVES}


@act
def ask_to_hear(*, by: Officer, case: Case, point: Point | None = None) -> ClosureNotice:
    """The officer asks to hear what becomes of the case: one press, once. Where it has an outcome
    already the notice is asked for at once. Raises Refused."""
    require(access.can_ask_to_hear(by, case))
    Case.objects.select_for_update().get(pk=case.pk)
    last = ClosureNotice.objects.filter(case=case, officer=by).order_by("-occasion").first()
    if last is not None and last.state != NoticeState.WITHDRAWN:
        trail.nothing_changed()
        return last
    now = timezone.now()
    notice = last or ClosureNotice(case=case, officer=by, point=point, asked_at=now)
    if last is not None:
        _moved(last, "ask again")
        last.asked_at = now
    if status_of(case) is not None or _milestone_came(case):
        _make_due(notice)
    notice.save()
    _record(by, notice, "ask to hear what becomes of a case", new=last is None)
    return notice


@act
def withdraw(*, by: Officer, notice: ClosureNotice) -> ClosureNotice:
    """The officer would rather not hear. They can ask again. Raises Refused, CannotDo."""
    notice = _for(by, notice, access.is_for)
    if notice.state == NoticeState.WITHDRAWN:
        trail.nothing_changed()
        return notice
    _moved(notice, "withdraw")
    notice.save()
    _record(by, notice, "no longer ask to hear what becomes of a case")
    return notice


@act
def outcome_came(*, by: ActsAs, case: Case) -> list[ClosureNotice]:
    """The case has an outcome, or a further one: notices that wait for it are asked for. Running it
    again asks for nothing twice."""
    status = status_of(case)
    if status is None and not _milestone_came(case):
        trail.nothing_changed()
        return []
    due = []
    for notice in _latest(case):
        if notice.state == NoticeState.WANTED:
            _make_due(notice)
            notice.save()
            due.append(notice)
        elif _is_news(notice, status):
            due.append(_further(notice))
    if not due:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "ask for closure notices",
        by=by,
        about=[case, *due],
        after={"due": [one.ref for one in due]},
    )
    return due


@act
def answer_notice(
    *,
    by: Officer,
    notice: ClosureNotice,
    witness: str,
    trial_to_come: bool,
    thanks: str = "",
    own_words: str = "",
    status: str = "",
    not_identifiers: bool = False,
    version: int | None = None,
) -> ClosureNotice:
    """Send the notice, or hold it back while the officer may be a witness without a completed
    account. ``thanks``: key of a form of thanks; ``own_words``: thanks in the sender's words, not
    before a trial; ``status``: where the outcome does not give it; ``version``: of what the page
    showed (``standing_of``). Raises Refused, StaleForm, CannotDo."""
    notice = _for(by, notice, access.can_send)
    if notice.state in (NoticeState.SENT, NoticeState.READ):
        if notice.sent_by_id == by.pk and notice.own_words == own_words.strip():
            trail.nothing_changed()
            return notice
        raise CannotDo(_already_sent(notice))
    if witness not in Witness.values:
        raise CannotDo("Say whether their own account is complete.", field="witness")
    if not trial_to_come and is_before_a_court(notice.case):
        raise CannotDo(BEFORE_A_COURT, field="trial_to_come")
    must_stand_as_seen(version, standing_of(notice))
    notice.witness, notice.trial_to_come = witness, trial_to_come
    if witness == Witness.NOT_COMPLETE and trial_to_come:
        _hold_back(notice)
        _record(by, notice, "hold a closure notice back")
        return notice
    noted = _put_into_words(notice, thanks, own_words.strip(), status, not_identifiers)
    _moved(notice, "send")
    notice.sent_by, notice.sent_at = by, timezone.now()
    notice.save()
    _record(by, notice, "send a closure notice", note=noted)
    return notice


@act
def say_account_complete(*, by: Officer, notice: ClosureNotice) -> ClosureNotice:
    """The officer says that their statement or pocket-book entry is complete: the sender looks
    again. Raises Refused, CannotDo."""
    notice = _for(by, notice, access.is_for)
    _moved(notice, "statement")
    notice.ask_again_at = None
    notice.save()
    _record(by, notice, "say that an account is complete")
    return notice


@act
def note_read(*, by: Officer, notice: ClosureNotice) -> ClosureNotice:
    """The officer has read the notice; only the first time counts, and only theirs."""
    notice = ClosureNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.officer_id != by.pk or notice.state != NoticeState.SENT:
        trail.nothing_changed()
        return notice
    _moved(notice, "read")
    notice.read_at = timezone.now()
    notice.save(update_fields=["state", "read_at"])
    _record(by, notice, "read a closure notice")
    return notice


def standing_of(notice: ClosureNotice) -> tuple[str, str]:
    """Where the notice stands for whoever sends it: its state, and when it is asked for again."""
    again = notice.ask_again_at
    return notice.state, again.isoformat() if again else ""


def _already_sent(notice: ClosureNotice) -> str:
    who = notice.sent_by.titled_name if notice.sent_by else "Somebody"
    return (
        f"{who} has sent this notice already, and it stays as it was sent. What you wrote has not "
        "gone out: it is still here, for you to copy."
    )


def _for(by: Officer, notice: ClosureNotice, rule: Any) -> ClosureNotice:
    require(rule(by, notice))
    found = ClosureNotice.objects.select_for_update(of=("self",))
    found = found.select_related("case", "officer", "sent_by")
    return found.get(pk=notice.pk)


def _moved(notice: ClosureNotice, name: str) -> None:
    """Take the move, if it is open from where the notice stands, and announce where it came to."""
    move = BY_NAME[name]
    if notice.state not in move.before:
        raise CannotDo(f"This notice is past that: {notice.get_state_display().lower()}.")
    notice.state = move.after
    if move.told:
        at = timezone.now().isoformat()
        announce(NoticeMoved(notice=notice.ref, state=notice.state, at=at))


def _make_due(notice: ClosureNotice) -> None:
    if notice.state == NoticeState.WANTED:
        _moved(notice, "outcome")
    notice.due_at, notice.sender = timezone.now(), sender_for(notice.case, notice.officer)


def _is_news(notice: ClosureNotice, status: ClosureStatus | None) -> bool:
    """Whether the officer was told of another status than that which the case has now."""
    told = notice.state in (NoticeState.SENT, NoticeState.READ) and notice.officer.is_active
    return told and status is not None and status.key != notice.status


def _further(before: ClosureNotice) -> ClosureNotice:
    """A further notice, for a further outcome; what was read stays as it was."""
    notice = ClosureNotice(
        case=before.case,
        officer=before.officer,
        point=before.point,
        occasion=before.occasion + 1,
        asked_at=before.asked_at,
    )
    _make_due(notice)
    notice.save()
    return notice


def _hold_back(notice: ClosureNotice) -> None:
    model = practice.current().handover.closure
    _moved(notice, "hold back")
    notice.held_back_reason = model.held_back
    notice.ask_again_at = due_time(timezone.now(), model.ask_again_working_days)
    notice.save()


def _put_into_words(
    notice: ClosureNotice, thanks: str, own_words: str, status: str, not_identifiers: bool
) -> str:
    """Fill in what the officer will read; returns what the trail notes of the scan."""
    model = practice.current()
    known = {one.key: one for one in model.handover.closure_thanks}
    if thanks not in known:
        raise CannotDo("Choose a form of thanks.", field="thanks")
    if own_words and notice.trial_to_come:
        raise CannotDo(
            f"{model.handover.closure.before_trial} Take out your own words.", field="own_words"
        )
    if len(own_words) > LONGEST_OWN_WORDS:
        raise CannotDo(
            f"Keep your own words to {LONGEST_OWN_WORDS} characters: these are {len(own_words)}.",
            field="own_words",
        )
    stands = status_of(notice.case)
    given = {one.key: one for one in model.handover.closure_statuses}
    if stands is None and status not in given:
        raise CannotDo("Choose where the case stands.", field="status")
    stands = stands or given[status]
    noted = refuse_identifiers([own_words], confirmed=not_identifiers)
    notice.status, notice.status_words = stands.key, stands.text
    notice.thanks_words, notice.own_words = known[thanks].text, own_words
    notice.practice_version, notice.held_back_reason = model.version, ""
    notice.ask_again_at = None
    return noted


def _latest(case: Case) -> list[ClosureNotice]:
    """The latest notice of each officer who asked."""
    found: dict[int, ClosureNotice] = {}
    notices = ClosureNotice.objects.select_for_update().filter(case=case)
    for one in notices.order_by("occasion"):
        found[one.officer_id] = one
    return list(found.values())


def _milestone_came(case: Case) -> bool:
    kinds = practice.current().handover.closure.outcome_milestones
    return bool(case.milestones.filter(kind__in=kinds).exists())


def _record(
    by: Officer, notice: ClosureNotice, what: str, *, new: bool = False, note: str = ""
) -> None:
    trail.record(
        Operation.COLLECTION if new else Operation.ALTERATION,
        what,
        by=by,
        about=[notice, notice.case],
        after={
            "state": notice.state,
            "witness": notice.witness,
            "status": notice.status,
            "words": notice.own_words,
        },
        note=note,
    )
