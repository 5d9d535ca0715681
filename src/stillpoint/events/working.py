"""The worker: claims handlings and jobs, runs them, and loses nothing when it is killed."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from stillpoint.events import claiming, leases, scheduling, wiring
from stillpoint.events.facts import Fact, fact_from
from stillpoint.events.leases import Claim, LeaseLost
from stillpoint.events.models import Handling, Heartbeat
from stillpoint.events.wiring import Handler

__all__ = [
    "Worked",
    "beat",
    "is_alive",
    "keep_lease",
    "run_until_idle",
    "work_forever",
    "work_once",
]

logger = logging.getLogger(__name__)

ALIVE_FOR = dt.timedelta(seconds=60)
POLL_SECONDS = 1.0
HEARTBEATS_KEPT = dt.timedelta(days=7)


@dataclass(frozen=True)
class Worked:
    """How many handlings and jobs were run, and how many of them raised."""

    handlings: int = 0
    jobs: int = 0
    problems: int = 0

    def __add__(self, other: Worked) -> Worked:
        return Worked(
            self.handlings + other.handlings,
            self.jobs + other.jobs,
            self.problems + other.problems,
        )

    def __bool__(self) -> bool:
        return bool(self.handlings or self.jobs)


def work_once(now: dt.datetime | None = None, *, raising: bool = False) -> Worked:
    """Run one due job or one ready handling; an empty answer when there is nothing to do.

    ``now``: the time to reckon with in place of the clock's. ``raising``: raise what a handler or
    job raises, after it has been written down; the tests of other rooms want that.
    """
    at = now or timezone.now()
    return _run_a_job(at, raising) or _run_a_handling(at, raising)


def run_until_idle(now: dt.datetime | None = None, *, raising: bool = False) -> Worked:
    """Run jobs and handlings until none is ready. What must wait to be tried again still waits."""
    scheduling.bring_in_line(wiring.current(), now or timezone.now())
    worked = Worked()
    while step := work_once(now, raising=raising):
        worked += step
    return worked


def work_forever(
    *, stop: Callable[[], bool], poll: float = POLL_SECONDS, name: str | None = None
) -> None:
    """Work until ``stop()`` says so; it is asked between one piece of work and the next.

    A database that goes away is waited for.
    """
    name = name or f"{socket.gethostname()}:{os.getpid()}"
    while not stop():
        try:
            close_old_connections()
            beat(name)
            scheduling.bring_in_line(wiring.current(), timezone.now())
            if work_once():
                continue
        except DatabaseError as problem:
            logger.error("The database cannot be used (%s). Trying again.", type(problem).__name__)
            connection.close()
        if not stop():
            time.sleep(poll)


def keep_lease() -> None:
    """Say that the work now running is alive, so that no other worker takes it up.

    For handlers that run alone and for jobs, between their transactions and at least once a
    minute. Raises LeaseLost when it was taken up already: stop then. Does nothing elsewhere.
    """
    claim = leases.running.get()
    if claim is None:
        return
    now = timezone.now()
    claim.extend(now)
    beat(now=now)


def beat(name: str | None = None, now: dt.datetime | None = None) -> None:
    """Write the heartbeat of this worker, and forget those of workers long gone."""
    now = now or timezone.now()
    name = name or f"{socket.gethostname()}:{os.getpid()}"
    _, made = Heartbeat.objects.update_or_create(worker=name, defaults={"at": now})
    if made:
        Heartbeat.objects.filter(at__lt=now - HEARTBEATS_KEPT).delete()


def is_alive(now: dt.datetime | None = None) -> bool:
    """Whether a worker was seen within the last minute.

    A heartbeat from further ahead than that was written before the clock went back and says
    nothing.
    """
    now = now or timezone.now()
    return Heartbeat.objects.filter(at__gt=now - ALIVE_FOR, at__lt=now + ALIVE_FOR).exists()


def _run_a_handling(now: dt.datetime, raising: bool) -> Worked:
    taken = claiming.claim_next(now)
    if taken is None:
        return Worked()
    handling, claim = taken
    token = leases.running.set(claim)
    try:
        handler, fact = _look_up(handling)
        (_run_alone if handler.alone else _run_in_transaction)(handler, fact, claim, now)
    except LeaseLost:
        logger.warning("%s was taken up by another worker.", handling.handler)
    except Exception as problem:
        logger.error("%s raised %s.", handling.handler, type(problem).__name__)
        claiming.put_back(claim, problem, now)
        if raising:
            raise
        return Worked(handlings=1, problems=1)
    finally:
        leases.running.reset(token)
    return Worked(handlings=1)


def _look_up(handling: Handling) -> tuple[Handler, Fact]:
    announcement = handling.announcement
    fact = fact_from(announcement.name, announcement.values)
    return wiring.current().handler(type(fact), handling.handler), fact


def _run_in_transaction(handler: Handler, fact: Fact, claim: Claim, now: dt.datetime) -> None:
    """The handler's effects and the mark that it is done are committed together, or not at all.

    The handling's row stays locked meanwhile, so that however long it takes nobody else runs it.
    """
    with transaction.atomic():
        handling = claiming.hold(claim)
        if handling is None:
            raise LeaseLost("Another worker has taken this up.")
        handler.run(fact)
        claiming.mark_done(handling, now)


def _run_alone(handler: Handler, fact: Fact, claim: Claim, now: dt.datetime) -> None:
    handler.run(fact)
    with transaction.atomic():
        handling = claiming.hold(claim)
        if handling is None:
            raise LeaseLost("Another worker has taken this up.")
        claiming.mark_done(handling, now)


def _run_a_job(now: dt.datetime, raising: bool) -> Worked:
    taken = scheduling.claim_job(now)
    if taken is None:
        return Worked()
    row, claim = taken
    token = leases.running.set(claim)
    try:
        wiring.current().job(row.name).run()
    except LeaseLost:
        logger.warning("The job %s was taken up by another worker.", row.name)
    except Exception as problem:
        logger.error("The job %s raised %s.", row.name, type(problem).__name__)
        scheduling.finish_job(row, claim, now, problem)
        if raising:
            raise
        return Worked(jobs=1, problems=1)
    else:
        scheduling.finish_job(row, claim, now)
    finally:
        leases.running.reset(token)
    return Worked(jobs=1)
