"""The worker's page, for administrators: does it live, what failed, what is late, try again.

It shows names of jobs and classes of errors. Facts carry references and no content, and not even
those are shown here: an administrator has no way into content.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stillpoint.events import claiming, sending, working
from stillpoint.events.models import Handling, HandlingState, Heartbeat, ScheduledJob
from stillpoint.people.access import can_administer, person
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import require
from stillpoint.trust.models import Operation
from stillpoint.trust.screens import screen

A_PAGE = 25
# Work that waits longer than this beyond its time is late: the worker looks every second.
LATE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Email:
    """The one account of e-mail: whether there is a mail server, why it was not reached at the
    last try, how much waits since when, and what was refused by itself and is tried again."""

    has_server: bool
    problem: str
    waiting: int
    waiting_since: dt.datetime | None
    refused: list[tuple[str, int]]


@dataclass(frozen=True)
class WorkerPage:
    alive: bool
    last_seen: dt.datetime | None
    waiting: int
    waiting_since: dt.datetime | None
    failed: int
    late_jobs: list[ScheduledJob]
    troubled_jobs: list[ScheduledJob]
    email: Email


@screen(can_administer, quiet="names of jobs and classes of errors: nothing about anybody")
def worker(request: HttpRequest) -> HttpResponse:
    """How the worker is; a press gives what failed its attempts again."""
    if request.method == "POST":
        again = try_failed_again(by=person(request))
        things = "1 piece of work is" if again == 1 else f"{again} pieces of work are"
        messages.success(request, f"{things} tried again within a few seconds.")
        return redirect("worker")
    page = Paginator(failed_by_handler(), A_PAGE).get_page(request.GET.get("page"))
    shown = worker_page(timezone.now())
    return render(request, "pages/worker.jinja", {"shown": shown, "failures": page})


@act
def try_failed_again(*, by: ActsAs) -> int:
    """Give every failed piece of work its attempts again; returns how many."""
    require(can_administer(by))
    again = claiming.try_failed_again(timezone.now())
    if not again:
        trail.nothing_changed()
        return 0
    trail.record(
        Operation.ALTERATION, "try failed work again", by=by, about="worker", note=str(again)
    )
    return again


def worker_page(now: dt.datetime) -> WorkerPage:
    waiting = Handling.objects.filter(state=HandlingState.WAITING, due_at__lte=now)
    told = waiting.aggregate(many=Count("pk"), since=Min("due_at"))
    jobs = list(ScheduledJob.objects.all())
    return WorkerPage(
        alive=working.is_alive(now),
        last_seen=Heartbeat.objects.aggregate(at=Max("at"))["at"],
        waiting=told["many"],
        waiting_since=told["since"] if told["since"] and told["since"] < now - LATE else None,
        failed=Handling.objects.filter(state=HandlingState.FAILED).count(),
        late_jobs=[job for job in jobs if job.next_due < now - LATE],
        troubled_jobs=[job for job in jobs if job.last_problem and job.name != sending.SEND_EMAIL],
        email=_email(now, jobs),
    )


def _email(now: dt.datetime, jobs: list[ScheduledJob]) -> Email:
    problems = [job.last_problem for job in jobs if job.name == sending.SEND_EMAIL]
    unsent = sending.unsent(now)
    told = unsent.aggregate(many=Count("pk"), since=Min("created"))
    refused = unsent.exclude(email_problem="").order_by().values_list("email_problem")
    return Email(
        has_server=sending.has_mail_server(),
        problem=next(iter(problems), ""),
        waiting=told["many"],
        waiting_since=told["since"],
        refused=list(refused.annotate(many=Count("pk")).order_by("email_problem")),
    )


def failed_by_handler() -> QuerySet[Handling, Any]:
    """Failed work by what was to be done and what went wrong, the newest first."""
    failed = Handling.objects.filter(state=HandlingState.FAILED)
    return (
        failed.values("handler", "last_problem")
        .annotate(many=Count("pk"), newest=Max("finished_at"))
        .order_by("-newest", "handler")
    )
