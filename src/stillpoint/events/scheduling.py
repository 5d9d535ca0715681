"""The schedule: bring the table in line with the wiring, and claim the jobs that are due."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stillpoint.events.leases import CLOCKS_DIFFER_BY, LEASE, Claim, new_token, run_out
from stillpoint.events.models import ScheduledJob
from stillpoint.events.wiring import Wiring

# A job that raised is tried again after this, or after its own interval if that is shorter.
AFTER_A_PROBLEM = dt.timedelta(minutes=1)


def bring_in_line(wiring: Wiring, now: dt.datetime) -> None:
    """Add new jobs (due at once), take changed intervals over, forget jobs no longer wired.

    A job due later than one interval from now was scheduled by a clock that has since gone back:
    it is brought back to now.
    """
    standing = {job.name: job for job in ScheduledJob.objects.all()}
    for job in wiring.schedule:
        every = int(job.every.total_seconds())
        row = standing.pop(job.name, None)
        if row is None:
            ScheduledJob.objects.get_or_create(
                name=job.name, defaults={"every": every, "next_due": now}
            )
        elif row.every != every or row.next_due > now + job.every + CLOCKS_DIFFER_BY:
            row.every = every
            row.next_due = min(row.next_due, now)
            row.save(update_fields=["every", "next_due"])
    if standing:
        ScheduledJob.objects.filter(name__in=standing).delete()


def claim_job(now: dt.datetime) -> tuple[ScheduledJob, Claim] | None:
    """Take up the job that has been due longest, or None."""
    due = Q(next_due__lte=now) & (Q(claimed="") | run_out(now))
    if not ScheduledJob.objects.filter(due).exists():
        return None
    with transaction.atomic():
        row = (
            ScheduledJob.objects.select_for_update(skip_locked=True)
            .filter(due)
            .order_by("next_due", "name")
            .first()
        )
        if row is None:
            return None
        row.claimed = new_token()
        row.lease_until = now + LEASE
        row.last_started = now
        row.save()
    return row, Claim(ScheduledJob, row.pk, row.claimed)


def finish_job(
    row: ScheduledJob, claim: Claim, now: dt.datetime, problem: Exception | None = None
) -> None:
    """Say how the run went and when the next is due; nothing, when the claim no longer holds.

    The next is reckoned from the end of this one: jobs missed while no worker ran are not made
    up for one by one.
    """
    every = dt.timedelta(seconds=row.every)
    wait = every if problem is None else min(every, AFTER_A_PROBLEM)
    ScheduledJob.objects.filter(pk=row.pk, claimed=claim.token).update(
        claimed="",
        lease_until=None,
        next_due=now + wait,
        last_finished=now if problem is None else row.last_finished,
        last_problem="" if problem is None else type(problem).__name__[:80],
    )


def late_jobs(now: dt.datetime | None = None) -> list[ScheduledJob]:
    """Jobs more than two intervals overdue, or whose last run ended in a problem."""
    now = now or timezone.now()
    return [
        job
        for job in ScheduledJob.objects.all()
        if job.last_problem or job.next_due + 2 * dt.timedelta(seconds=job.every) < now
    ]
