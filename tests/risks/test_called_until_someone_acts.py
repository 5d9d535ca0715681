"""Whoever was called to a live risk keeps it on Today until someone has acted, and one named person
owns each step."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Involvement
from stillpoint.people.models import Officer
from stillpoint.risks import access
from stillpoint.risks.escalating import escalate_overdue
from stillpoint.risks.handling import move_risk, next_owner, raise_risk
from stillpoint.risks.models import LiveRisk
from stillpoint.risks.states import MOVES, RESOLVED, moves_from
from stillpoint.risks.waiting import waiting_for, waits_for
from tests.people.factories import make_officer
from tests.reviews.factories import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Line:
    """A detective, and three who manage one above the other; a lead; and one who raised it."""

    def __init__(self) -> None:
        self.superintendent = make_officer(rank="superintendent")
        self.chief_inspector = make_officer(rank="chief_inspector", manager=self.superintendent)
        self.inspector = make_officer(rank="inspector", manager=self.chief_inspector)
        self.detective = make_officer(rank="constable", manager=self.inspector)
        self.lead = make_officer(rank="superintendent", roles=["rasso_lead"])
        self.raiser = make_officer(rank="inspector")
        case = make_case(live=True)
        for officer in (self.detective, self.raiser):
            Involvement.objects.create(case=case, officer=officer, role="investigator")
        self.risk = raise_risk(
            by=self.raiser, case=case, what="No plan is recorded.", receiver=self.inspector
        )

    def everyone(self) -> list[Officer]:
        return [
            self.superintendent,
            self.chief_inspector,
            self.inspector,
            self.detective,
            self.lead,
            self.raiser,
        ]

    def now(self) -> LiveRisk:
        return LiveRisk.objects.get(pk=self.risk.pk)

    def move(self, name: str, by: Officer) -> LiveRisk:
        return move_risk(by=by, risk=self.now(), name=name, text="Done as agreed.")

    def time_runs_out(self) -> None:
        past = timezone.now() - dt.timedelta(minutes=5)
        LiveRisk.objects.filter(pk=self.risk.pk).update(due_at=past)
        escalate_overdue()


def on_today(officer: Officer) -> list[str]:
    return [one.ref for one in waiting_for(Officer.objects.get(pk=officer.pk), most=5)]


def test_it_stays_first_on_today_of_who_was_called_first_however_often_it_escalates() -> None:
    line = Line()
    line.move("direct", line.raiser)
    for _ in range(4):
        line.time_runs_out()
        assert on_today(line.inspector) == [line.risk.ref]
    client = Client()
    client.force_login(line.inspector)
    shown = client.get("/").content.decode()
    assert shown.index(f"/risks/{line.risk.ref}/") < shown.index("</main>")
    assert "Overdue by" in shown


def test_everyone_who_was_called_and_the_lead_see_it_until_someone_acts() -> None:
    line = Line()
    line.move("direct", line.raiser)
    line.time_runs_out()
    line.time_runs_out()
    called = {call.officer for call in line.now().calls.filter(ended_at=None)}
    assert len(called) > 1
    assert all(on_today(one) for one in called | {line.lead})
    line.move("acknowledge", line.inspector)
    waiting = [one for one in line.everyone() if on_today(one)]
    assert waiting == [line.inspector]


def test_whoever_acknowledges_for_the_receiver_owns_the_next_step() -> None:
    line = Line()
    line.move("direct", line.raiser)
    line.time_runs_out()
    line.time_runs_out()
    acted = line.move("acknowledge", line.superintendent)
    assert next_owner(acted) == line.superintendent
    assert on_today(line.superintendent) == [line.risk.ref]
    assert on_today(line.inspector) == []


def test_nobody_is_told_that_a_step_is_theirs_who_cannot_take_it() -> None:
    """At every state, after any number of escalations, for everyone."""
    line = Line()
    path = (
        ("direct", line.raiser),
        ("acknowledge", line.inspector),
        ("assess", line.inspector),
        ("mitigate", line.inspector),
        ("verify", line.raiser),
    )
    for name, by in path:
        for _ in range(3):
            risk = line.now()
            named = next_owner(risk)
            for officer in line.everyone():
                theirs = risk.pk in waits_for(officer, [risk])
                able = any(
                    access.can_move(officer, risk, move.name) for move in moves_from(risk.state)
                )
                assert able or not theirs, (risk.state, officer.rank)
                if named is not None and named.pk == officer.pk:
                    assert theirs, (risk.state, officer.rank)
            line.time_runs_out()
        if (name in MOVES and line.now().state not in RESOLVED) or line.now().state in RESOLVED:
            line.move(name, by)


def test_a_list_says_waits_for_you_just_where_today_does() -> None:
    line = Line()
    line.move("direct", line.raiser)
    line.time_runs_out()
    for officer in line.everyone():
        client = Client()
        client.force_login(officer)
        shown = client.get(reverse("risks")).content.decode()
        assert ("Waits for you" in shown) is bool(on_today(officer)), officer.rank


def test_the_page_says_who_has_seen_it_and_who_has_not() -> None:
    line = Line()
    line.move("direct", line.raiser)
    address = reverse("risk", args=[line.risk.ref])
    client = Client()
    client.force_login(line.raiser)
    assert "has not opened it yet" in client.get(address).content.decode()
    receiver = Client()
    receiver.force_login(line.inspector)
    receiver.get(address)
    shown = client.get(address).content.decode()
    assert "has not opened it yet" not in shown
    assert f"{line.inspector.titled_name}, {timezone.localtime():%-d %B}" in shown
