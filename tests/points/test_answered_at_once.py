"""Two people answer the same thing at once: the second reads the first answer and keeps their own
words, and nothing is written over that they did not see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Course, Officer
from stillpoint.points import inviting, preparing
from stillpoint.points.conversing import invite
from stillpoint.points.models import CoverException, Point, SecondPerson, Side, SideExcused
from stillpoint.points.opening_points import open_points
from stillpoint.points.waiving import waive
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.saving import version_of
from tests.answering import hidden_version
from tests.people.factories import make_officer
from tests.points.code_tests import make_code_test, oic
from tests.points.debriefing import oic_of, open_debrief, open_point
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ANSWERED = "Somebody has answered this since you opened the page"


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def above(officer: Officer | None) -> Officer:
    assert officer is not None
    manager: Officer = officer.managed_by.get().manager
    return manager


@dataclass
class AtOnce:
    """A page that two have open; what each posts, and how what stands there is read."""

    address: str
    people: tuple[Officer, Officer]
    posted: tuple[dict[str, Any], dict[str, Any]]
    kept: str

    def answered(self) -> tuple[str, Any]:
        """Both open it, the first answers and then the second; what the second is shown."""
        first, second = map(browser, self.people)
        versions = [hidden_version(one.get(self.address)) for one in (first, second)]
        done = first.post(self.address, {**self.posted[0], "version": versions[0]})
        assert done.status_code == 302
        refused = second.post(self.address, {**self.posted[1], "version": versions[1]})
        shown = refused.content.decode()
        assert ANSWERED in shown and self.kept in shown
        again = second.post(self.address, {**self.posted[1], "version": hidden_version(refused)})
        return shown, again


def point_of(kind: str) -> Point:
    case = make_manned_case()
    happen(case, kind)
    return next(one for one in open_points(by=CONSOLE, case=case))


def test_why_a_side_cannot_answer() -> None:
    point = point_of("handover_accepted")
    both = AtOnce(
        reverse("point-handover", args=[point.ref]),
        (above(point.owner), above(officer_of(point.case, "fro"))),
        (
            {"side": Side.PASSES_ON, "reason": "Has left the force."},
            {"side": Side.PASSES_ON, "reason": "On long leave abroad."},
        ),
        "On long leave abroad.",
    )
    shown, again = both.answered()
    assert "Has left the force." in shown and again.status_code == 302
    assert SideExcused.objects.get().reason == "On long leave abroad."


def test_protected_time() -> None:
    point = open_point("rpp5_court", "plea_hearing")
    day = timezone.localdate() + dt.timedelta(days=3)
    time = preparing.ask_for_time(
        by=oic_of(point), point=point, hours=6, wanted_by=day, purpose="file"
    )
    both = AtOnce(
        reverse("protected-time", args=[time.ref]),
        (time.answerer, time.answerer),
        (
            {"move": "agree", "since": day.isoformat()},
            {"move": "refuse", "reason": "Nobody to cover the turn."},
        ),
        "Nobody to cover the turn.",
    )
    both.answered()
    time.refresh_from_db()
    assert time.state == "not_possible"


def test_an_offer_that_changed_is_not_taken_unseen() -> None:
    point = open_point("rpp5_court", "plea_hearing")
    days = [timezone.localdate() + dt.timedelta(days=number) for number in (3, 5)]
    time = preparing.ask_for_time(
        by=oic_of(point), point=point, hours=6, wanted_by=days[0], purpose="file"
    )
    preparing.answer_time(by=time.answerer, time=time, move="offer", since=days[0])
    address = reverse("protected-time", args=[time.ref])
    opened = hidden_version(browser(time.asked_by).get(address))
    preparing.answer_time(by=time.answerer, time=time, move="offer", since=days[1])
    posted = {"action": "accept", "version": opened}
    shown = browser(time.asked_by).post(address, posted).content.decode()
    time.refresh_from_db()
    assert "has changed the offer" in shown and time.state == "offered"
    posted["version"] = hidden_version(browser(time.asked_by).get(address))
    browser(time.asked_by).post(address, posted)
    time.refresh_from_db()
    assert (time.state, time.since) == ("agreed", days[1])


def test_who_the_second_person_is() -> None:
    point = make_code_test()
    peer = invite(by=oic(point), point=point, number=make_officer().number).officer
    chosen = [make_officer(f"Petra Person{number}") for number in (1, 2)]
    both = AtOnce(
        reverse("point-second-person", args=[point.ref]),
        (oic(point), peer),
        ({"number": chosen[0].number}, {"number": chosen[1].number}),
        f'value="{chosen[1].number}"',
    )
    shown, again = both.answered()
    assert f"{chosen[0].titled_name} is the second person now." in shown
    assert again.status_code == 302
    assert SecondPerson.objects.get().officer == chosen[1]


def test_to_whom_a_debrief_is_handed_on() -> None:
    point = open_debrief()
    to = [make_officer(rank="sergeant") for _ in range(2)]
    for one in to:
        involve(point.case, make_officer(rank="constable", manager=one), "analyst")
    assert point.owner is not None
    inviting.invite_everybody(by=point.owner, point=point)
    both = AtOnce(
        reverse("point-debrief-hand-on", args=[point.ref]),
        (point.owner, above(officer_of(point.case, "fro"))),
        (
            {"number": to[0].number, "reason": "On leave."},
            {"number": to[1].number, "reason": "They know the case."},
        ),
        "They know the case.",
    )
    both.answered()
    point.refresh_from_db()
    assert point.owner == to[1]


def test_why_cover_was_what_it_was() -> None:
    Course.objects.create(key="fro", name="First response", valid_months=36)
    point = point_of("fro_deployed")
    assert point.owner is not None
    (fro,) = [part.officer for part in point.participations.all() if part.role == "fro"]
    given = {"action": "cover", "officer": fro.ref}
    both = AtOnce(
        reverse("point-shift", args=[point.ref]),
        (point.owner, point.owner),
        ({**given, "reason": "nobody_trained"}, {**given, "reason": "not_known"}),
        'value="not_known" checked',
    )
    shown, _ = both.answered()
    assert "Nobody trained was on duty." in shown
    assert CoverException.objects.get().reason == "not_known"


def test_a_reason_for_waiving_stays_on_the_page_when_somebody_was_first() -> None:
    point = point_of("fro_deployed")
    address = reverse("point-waive", args=[point.ref])
    waive(by=above(point.owner), point=point, reason="It was held elsewhere last week.")
    shown = browser(above(point.owner)).post(address, {"reason": "It is not needed this time."})
    assert "waived already" in shown.content.decode()
    assert "It is not needed this time." in shown.content.decode()


def test_a_version_is_another_one_once_anything_is() -> None:
    assert version_of(["a", ""]) != version_of(["", "a"])
    assert version_of(["a"]) == version_of(("a",))


def test_without_a_page_nothing_was_shown_that_could_be_stale() -> None:
    point = open_debrief()
    assert point.owner is not None
    with pytest.raises(CannotDo, match="owns this debrief already"):
        inviting.hand_debrief_on(
            by=point.owner, point=point, number=point.owner.number, reason="On leave."
        )
