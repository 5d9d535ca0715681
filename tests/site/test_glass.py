"""Break-glass: a reason, a second person, a few hours, and shown to the people who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from stillpoint.cases import breaking_glass
from stillpoint.cases.models import BrokenGlass, Case
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.noting import write_note
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sharing import share
from stillpoint.reviews.models import Review, Selection
from stillpoint.site import first_use
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import involve, make_manned_case, officer_of
from tests.reviews.review_factories import (
    make_draft,
    make_locked_second_review,
    make_submitted_first_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHY = "Professional standards asked about a complaint of March"
LAW = "It would prejudice an investigation, section 44(4) of the Act"
NOON = dt.datetime(2026, 6, 1, 11, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def auditor() -> Officer:
    return signed("Ari Auditor", "auditor")


@pytest.fixture
def administrator() -> Officer:
    return signed("Ada Admin", "administrator")


@pytest.fixture
def point(clock: object) -> Point:
    """Held, with words that stand nowhere else."""
    case = make_manned_case()
    author = officer_of(case, "oic")
    found = ask_for_point(by=author, case=case, kind="rpp3", why="For the tests.")
    said: dict[str, dict[str, Any]] = {
        "case": {"answer": "something", "what": "We called her at once"},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        "together": {"present": [author.ref], "not_on_file": "no"},
    }
    save_conversation(by=author, point=found, version=0, lenses=said)
    share(by=author, point=found)
    return Point.objects.get(pk=found.pk)


def signed(name: str, *roles: str) -> Officer:
    officer = make_officer(name, roles=roles)
    first_use.confirm_purpose(by=officer)
    return officer


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def asked(by: Officer, case: Case, hours: int = 4) -> BrokenGlass:
    return breaking_glass.ask_for_glass(by=by, case=case, reason=WHY, hours=hours)


def opened(by: Officer, case: Case, second: Officer) -> BrokenGlass:
    return breaking_glass.agree_glass(by=second, glass=asked(by, case))


def test_until_a_second_person_agrees_nothing_opens(auditor: Officer, point: Point) -> None:
    asked(auditor, point.case)
    assert browser(auditor).get(f"/points/{point.ref}/").status_code == 403


def test_from_page_to_page_it_opens_the_shared_record_and_ends_by_itself(
    auditor: Officer, administrator: Officer, point: Point, clock: time_machine.Traveller
) -> None:
    reader, second = browser(auditor), browser(administrator)
    given = {"case": point.case.reference, "reason": WHY, "hours": "4"}
    assert reader.post("/glass/ask/", given).status_code == 302
    glass = BrokenGlass.objects.get()
    assert "by break-glass" in second.get("/").text
    second.post(f"/glass/{glass.ref}/", {"action": "agree"})
    shown = reader.get(f"/glass/{glass.ref}/").text
    assert f"/points/{point.ref}/" in shown
    assert "We called her at once" in reader.get(f"/points/{point.ref}/").text
    clock.shift(dt.timedelta(hours=3, minutes=59))
    # Nobody used the page meanwhile, so the session is over as well: sign in again.
    assert browser(auditor).get(f"/points/{point.ref}/").status_code == 200
    clock.shift(dt.timedelta(minutes=1))
    assert browser(auditor).get(f"/points/{point.ref}/").status_code == 403


def test_it_opens_one_case_to_one_reader(
    auditor: Officer, administrator: Officer, point: Point
) -> None:
    opened(auditor, make_manned_case(), administrator)
    assert browser(auditor).get(f"/points/{point.ref}/").status_code == 403
    opened(auditor, point.case, administrator)
    assert browser(administrator).get(f"/points/{point.ref}/").status_code == 403


def test_a_private_note_and_every_change_stay_shut(
    auditor: Officer, administrator: Officer, point: Point
) -> None:
    note = write_note(by=officer_of(point.case, "oic"), text="For me alone", point=point)
    opened(auditor, point.case, administrator)
    reader = browser(auditor)
    assert reader.get(f"/notes/{note.ref}/").status_code in (403, 404)
    assert "For me alone" not in reader.get(f"/points/{point.ref}/").text
    before = Point.objects.filter(pk=point.pk).values().get()
    for given in ({"action": "join"}, {"action": "share"}, {"lens": "x"}):
        assert reader.post(f"/points/{point.ref}/", given).status_code in (403, 409)
    assert Point.objects.filter(pk=point.pk).values().get() == before


def test_it_opens_submitted_reviews_and_no_drafts(
    auditor: Officer, administrator: Officer, clock: object
) -> None:
    submitted = make_submitted_first_review()
    others = Selection.objects.exclude(pk=submitted.assignment.selection_id)
    draft = make_draft(selection=others.select_related("round", "case")[0])
    for review in (submitted, draft):
        opened(auditor, review.assignment.selection.case, administrator)
    reader = browser(auditor)
    assert reader.get(f"/reviews/{submitted.ref}/").status_code == 200
    assert reader.get(f"/reviews/{draft.ref}/").status_code == 403


def test_whoever_is_blinded_stays_blinded(administrator: Officer, clock: object) -> None:
    first = make_submitted_first_review()
    reader = make_officer("Cho Chief", rank="chief_inspector", roles=("auditor",), accredited=(2,))
    make_draft(2, reader, first.assignment.selection)
    opened(reader, first.assignment.selection.case, administrator)
    assert browser(reader).get(f"/reviews/{first.ref}/").status_code == 403


def test_two_administrators_do_not_open_a_case(administrator: Officer, point: Point) -> None:
    glass = asked(administrator, point.case)
    with pytest.raises(Refused, match="must be an auditor"):
        breaking_glass.agree_glass(by=make_officer(roles=("administrator",)), glass=glass)
    breaking_glass.agree_glass(by=make_officer(roles=("auditor",)), glass=glass)


def test_nobody_agrees_for_themselves(point: Point) -> None:
    both = make_officer(roles=("auditor", "administrator"))
    with pytest.raises(Refused, match="second person"):
        breaking_glass.agree_glass(by=both, glass=asked(both, point.case))


@pytest.mark.parametrize("role", ["rasso_lead", "disclosure_officer", "analyst", "ld_lead"])
def test_nobody_else_asks_or_agrees(auditor: Officer, point: Point, role: str) -> None:
    other = make_officer(roles=(role,))
    with pytest.raises(Refused):
        asked(other, point.case)
    with pytest.raises(Refused):
        breaking_glass.agree_glass(by=other, glass=asked(auditor, point.case))


def test_nobody_asks_for_a_case_in_which_they_had_a_part(point: Point) -> None:
    involved = make_officer(roles=("auditor",))
    involve(point.case, involved, "fro")
    with pytest.raises(CannotDo, match="had a part"):
        asked(involved, point.case)


def test_a_reason_says_something_and_hours_are_few(auditor: Officer, point: Point) -> None:
    with pytest.raises(CannotDo, match="Say why"):
        breaking_glass.ask_for_glass(by=auditor, case=point.case, reason="x", hours=4)
    with pytest.raises(CannotDo, match="1 to 8 hours"):
        breaking_glass.ask_for_glass(by=auditor, case=point.case, reason=WHY, hours=9)


def test_it_can_be_declined_and_closed_early(
    auditor: Officer, administrator: Officer, point: Point
) -> None:
    glass = asked(auditor, point.case)
    breaking_glass.decline_glass(by=administrator, glass=glass)
    with pytest.raises(CannotDo, match="no longer waits"):
        breaking_glass.agree_glass(by=administrator, glass=glass)
    glass = opened(auditor, point.case, administrator)
    breaking_glass.close_glass(by=administrator, glass=glass)
    assert browser(auditor).get(f"/points/{point.ref}/").status_code == 403


def test_afterwards_the_people_who_wrote_it_are_shown_who_when_and_why(
    auditor: Officer, administrator: Officer, point: Point, clock: time_machine.Traveller
) -> None:
    glass = opened(auditor, point.case, administrator)
    author = officer_of(point.case, "oic")
    first_use.confirm_purpose(by=author)
    address = f"/glass/{glass.ref}/"
    assert browser(author).get(address).status_code == 403
    run_until_idle(raising=True)
    assert not messages_for(author).filter(link=address).exists()
    clock.shift(dt.timedelta(hours=4))
    run_until_idle(timezone.now(), raising=True)
    assert messages_for(author).filter(link=address).count() == 1
    shown = browser(author).get(address).text
    assert all(words in shown for words in (auditor.full_name, administrator.full_name, WHY))
    assert browser(make_officer()).get(address).status_code == 403


def test_writers_of_reviews_are_shown_it_too(
    auditor: Officer, administrator: Officer, clock: time_machine.Traveller
) -> None:
    review: Review = make_submitted_first_review()
    glass = opened(auditor, review.assignment.selection.case, administrator)
    clock.shift(dt.timedelta(hours=5))
    run_until_idle(timezone.now(), raising=True)
    assert glass.shown_to.filter(officer=review.assignment.reviewer).exists()


def test_a_legal_reason_withholds_it_until_an_auditor_says_otherwise(
    auditor: Officer, administrator: Officer, point: Point, clock: time_machine.Traveller
) -> None:
    glass = opened(auditor, point.case, administrator)
    other = signed("Otis Other", "auditor")
    on = timezone.localdate() + dt.timedelta(days=30)
    with pytest.raises(Refused, match="other than the reader"):
        breaking_glass.withhold_glass(by=auditor, glass=glass, reason=LAW, review_on=on)
    breaking_glass.withhold_glass(by=other, glass=glass, reason=LAW, review_on=on)
    clock.shift(dt.timedelta(days=29))
    run_until_idle(timezone.now(), raising=True)
    assert not glass.shown_to.exists()
    assert "still withheld" not in browser(other).get("/").text
    clock.shift(dt.timedelta(days=1))
    assert "still withheld" in browser(other).get("/").text
    browser(other).post(f"/glass/{glass.ref}/", {"action": "show"})
    run_until_idle(timezone.now(), raising=True)
    assert glass.shown_to.filter(officer=officer_of(point.case, "oic")).exists()


@pytest.mark.parametrize("days", [0, 100])
def test_withholding_has_a_day_within_three_months(
    auditor: Officer, administrator: Officer, point: Point, days: int
) -> None:
    glass = opened(administrator, point.case, auditor)
    on = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(CannotDo, match="three months"):
        breaking_glass.withhold_glass(by=auditor, glass=glass, reason=LAW, review_on=on)


def test_the_trail_holds_who_opened_it_to_whom_and_every_page_read(
    auditor: Officer, administrator: Officer, point: Point
) -> None:
    glass = opened(auditor, point.case, administrator)
    broken = TrailEntry.objects.get(act="break the glass")
    assert broken.operation == "disclosure"
    assert broken.actor == f"officer:{administrator.ref}"
    assert broken.recipients == [f"officer:{auditor.ref}"]
    assert broken.about == [f"glass:{glass.ref}", point.case.trail_reference]
    browser(auditor).get(f"/points/{point.ref}/")
    read = TrailEntry.objects.filter(actor=f"officer:{auditor.ref}", act="read a point").get()
    assert point.trail_reference in read.about


def test_a_locked_second_review_that_is_not_submitted_stays_shut(
    auditor: Officer, administrator: Officer, clock: object
) -> None:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    opened(auditor, first.assignment.selection.case, administrator)
    assert browser(auditor).get(f"/reviews/{second.ref}/").status_code == 403
