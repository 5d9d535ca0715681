"""Closure notices when somebody leaves or moves: another sender, or nobody left to hear."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.people.models import Officer
from stillpoint.points.closing_cases import sender_for
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.points.models.closure import MOVES
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation

TO_SEND = (NoticeState.DUE, NoticeState.HELD_BACK)


@act
def hand_on_notices(*, by: ActsAs, officer: Officer) -> list[ClosureNotice]:
    """Give what the officer was to send to whoever sends it now; returns what changed hands. One
    for whom nobody is found stays, if the officer is still with the force; else it has no sender,
    and the lead sees so."""
    return _give(by, ClosureNotice.objects.filter(sender=officer))


@act
def find_senders(*, by: ActsAs) -> list[ClosureNotice]:
    """Look again for senders of notices that have none."""
    return _give(by, ClosureNotice.objects.filter(sender=None))


def find_senders_now() -> None:
    """The job of the schedule."""
    find_senders(by=job("find senders of closure notices"))


@act
def lapse(*, by: ActsAs, officer: Officer) -> int:
    """The officer who asked has left: nothing more is asked for on their behalf."""
    move = next(one for one in MOVES if one.name == "leave")
    theirs = ClosureNotice.objects.select_for_update().filter(officer=officer)
    found = list(theirs.filter(state__in=move.before))
    if not found:
        trail.nothing_changed()
        return 0
    for notice in found:
        notice.state = move.after
        notice.save(update_fields=["state"])
    trail.record(
        Operation.ALTERATION,
        "let closure notices of a leaver lapse",
        by=by,
        about=[officer, *found],
        after={"state": move.after},
    )
    return len(found)


def _give(by: ActsAs, notices: QuerySet[ClosureNotice]) -> list[ClosureNotice]:
    changed = []
    still = notices.filter(state__in=TO_SEND).select_for_update(of=("self",))
    still = still.select_related("case", "officer", "sender")
    for notice in still.order_by("pk"):
        sender = sender_for(notice.case, notice.officer)
        stays = notice.sender is not None and notice.sender.is_active and sender is None
        if sender == notice.sender or stays:
            continue
        notice.sender = sender
        notice.save(update_fields=["sender"])
        changed.append(notice)
    if not changed:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "hand on closure notices",
        by=by,
        about=changed,
        after={"senders": [(one.ref, one.sender.ref if one.sender else "") for one in changed]},
    )
    return changed
