"""Claim handlings from the outbox and move them through their states."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from stillpoint.events.leases import CLOCKS_DIFFER_BY, LEASE, Claim, new_token, run_out
from stillpoint.events.models import Handling, HandlingState

ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(hours=1)
DIED = "WorkerDied"


def back_off(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: 5 s, then four times as long each, up to an hour."""
    times = 4.0 ** min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * times, LONGEST_WAIT)


def ready(now: dt.datetime) -> Q:
    """Handlings that a worker may take up: due, or left behind by a worker that died.

    One never tried is due whatever the clock says, and no wait is longer than the longest:
    otherwise work would lie for as long as the clock went back.
    """
    impossible = Q(due_at__gt=now + LONGEST_WAIT + CLOCKS_DIFFER_BY)
    due = Q(due_at__lte=now) | Q(attempts=0) | impossible
    waiting = Q(state=HandlingState.WAITING) & due
    return waiting | (Q(state=HandlingState.RUNNING) & run_out(now))


def claim_next(now: dt.datetime) -> tuple[Handling, Claim] | None:
    """Take up the next handling, or None when nothing is ready.

    Counting the attempt here, before the handler runs, means that one which kills its worker
    every time ends as failed and visible, and does not kill workers for ever.
    """
    while Handling.objects.filter(ready(now)).exists():
        with transaction.atomic():
            handling = (
                Handling.objects.select_for_update(skip_locked=True)
                .filter(ready(now))
                .order_by("due_at", "id")
                .first()
            )
            if handling is None:
                return None
            if handling.attempts >= ATTEMPTS:
                _fail(handling, handling.last_problem or DIED, now)
                continue
            handling.state = HandlingState.RUNNING
            handling.attempts += 1
            handling.claimed = new_token()
            handling.lease_until = now + LEASE
            handling.save()
        return handling, Claim(Handling, handling.pk, handling.claimed)
    return None


def hold(claim: Claim) -> Handling | None:
    """Lock the claimed handling for this transaction; None when the claim no longer holds."""
    return (
        Handling.objects.select_for_update()
        .filter(pk=claim.pk, claimed=claim.token, state=HandlingState.RUNNING)
        .first()
    )


def mark_done(handling: Handling, now: dt.datetime) -> None:
    handling.state = HandlingState.DONE
    handling.claimed = ""
    handling.lease_until = None
    handling.last_problem = ""
    handling.finished_at = now
    handling.save()


def put_back(claim: Claim, problem: BaseException, now: dt.datetime) -> None:
    """The handler raised: try again later, or after the last attempt let it stand as failed.

    Only the class of the problem is kept, because its words could quote a record.
    """
    with transaction.atomic():
        handling = hold(claim)
        if handling is None:
            return
        name = type(problem).__name__[:80]
        if handling.attempts >= ATTEMPTS:
            _fail(handling, name, now)
            return
        handling.state = HandlingState.WAITING
        handling.claimed = ""
        handling.lease_until = None
        handling.last_problem = name
        handling.due_at = now + back_off(handling.attempts)
        handling.save()


def _fail(handling: Handling, problem: str, now: dt.datetime) -> None:
    handling.state = HandlingState.FAILED
    handling.claimed = ""
    handling.lease_until = None
    handling.last_problem = problem
    handling.finished_at = now
    handling.save()


def try_failed_again(now: dt.datetime) -> int:
    """Give every failed handling its attempts again; returns how many."""
    return Handling.objects.filter(state=HandlingState.FAILED).update(
        state=HandlingState.WAITING, attempts=0, due_at=now, finished_at=None
    )
