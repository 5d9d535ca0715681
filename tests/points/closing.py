"""Closure notices in the states that the tests of them start from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.leaving import leave
from stillpoint.people.models import Officer
from stillpoint.points import closure
from stillpoint.points.models import ClosureNotice
from stillpoint.site.today.collecting import in_order, what_is_left
from tests.points.factories import make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

ANSWER: dict[str, Any] = {"witness": "complete", "trial_to_come": False, "thanks": "early_work"}


def case_of(group: str = "not_finalised", **people: Officer) -> Case:
    case = make_manned_case("", **people)
    return ended(case, group)


def ended(case: Case, group: str) -> Case:
    Case.objects.filter(pk=case.pk).update(outcome_group=group)
    case.refresh_from_db()
    return case


def fro(case: Case) -> Officer:
    return officer_of(case, "fro")


def sergeant(case: Case) -> Officer:
    return officer_of(case, "supervisor")


def asked(group: str = "nfa_police") -> ClosureNotice:
    """A notice that is due: the case has an outcome of the group."""
    case = case_of(group)
    return closure.ask_to_hear(by=fro(case), case=case)


def sent(group: str = "nfa_police", **answer: Any) -> ClosureNotice:
    notice = asked(group)
    return closure.answer_notice(by=sergeant(notice.case), notice=notice, **{**ANSWER, **answer})


def held_back() -> ClosureNotice:
    return sent("charged", witness="not_complete", trial_to_come=True)


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, notice: ClosureNotice) -> str:
    response = browser(officer).get(reverse("closure-notice", args=[notice.ref]))
    assert response.status_code == 200
    return str(response.content.decode())


def today(officer: Officer, now: dt.datetime | None = None) -> list[str]:
    items = in_order(what_is_left(officer, now or timezone.now()))
    return [item.sentence.partition(":")[0].partition(" case")[0] for item in items]


def subjects(officer: Officer) -> list[str]:
    run_until_idle(raising=True)
    return [one.subject for one in messages_for(officer)]


def left(officer: Officer) -> None:
    leave(by=CONSOLE, officer=officer, on=timezone.localdate())
    run_until_idle(raising=True)
