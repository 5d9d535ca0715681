"""What was shared at a debrief, read by the reviewer assigned to the case and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sharing import share
from stillpoint.reviews.debriefs import can_read_debriefs
from stillpoint.reviews.models import Review, Round
from stillpoint.reviews.opening import open_round
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.debriefing import contribute, converse, record
from tests.points.factories import involve
from tests.reviews.factories import CONSOLE
from tests.reviews.review_factories import author_of, make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def hold_debrief(review: Review) -> Point:
    """A debrief of the review's case, held between its investigator and their sergeant."""
    case = review.assignment.selection.case
    sergeant = make_officer(rank="sergeant")
    oic = involve(case, make_officer(rank="constable", manager=sergeant), "oic").officer
    point = ask_for_point(by=oic, case=case, kind="rpp6")
    contribute(oic, point)
    record(point)
    lenses = converse(point, oic)
    lenses["welfare"] = {"answer": "nothing", "answers": {"recognised": "A private matter."}}
    save_conversation(by=oic, point=point, version=0, lenses=lenses)
    share(by=oic, point=point)
    return point


def get(officer: Officer, name: str, review: Review) -> Any:
    client = Client()
    client.force_login(officer)
    return client.get(reverse(name, args=[review.ref]))


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("step", [1, 2])
def test_the_reviewer_finds_the_debrief_on_the_task_list_and_reads_it(step: int) -> None:
    review = make_draft(step)
    hold_debrief(review)
    reviewer = author_of(review)
    href = reverse("review-debrief", args=[review.ref])
    assert href in text(get(reviewer, "review", review))
    shown = text(get(reviewer, "review-debrief", review))
    assert "It took a year." in shown and "Room 4" in shown
    assert "A private matter." not in shown


def test_reading_it_stands_in_the_trail_under_the_review_and_the_point() -> None:
    review = make_draft()
    point = hold_debrief(review)
    get(author_of(review), "review-debrief", review)
    entry = TrailEntry.objects.filter(act="read the debrief of a case under review").get()
    assert {review.trail_reference, point.trail_reference} <= set(entry.about)


def test_nobody_else_reads_it_by_way_of_the_review() -> None:
    review = make_draft()
    hold_debrief(review)
    other = make_officer(accredited=[1])
    for officer in (other, make_officer(roles=["rasso_lead"])):
        assert get(officer, "review-debrief", review).status_code == 403


def test_a_round_can_keep_debriefs_from_reviewers() -> None:
    review = make_draft()
    hold_debrief(review)
    Round.objects.filter(pk=review.assignment.selection.round_id).update(shows_debriefs=False)
    reviewer = author_of(review)
    assert get(reviewer, "review-debrief", review).status_code == 403
    assert "/debrief/" not in text(get(reviewer, "review", review))


def test_the_debrief_of_a_live_case_stays_with_those_invited() -> None:
    review = make_draft()
    hold_debrief(review)
    case = review.assignment.selection.case
    case.live = True
    case.save()
    assert get(author_of(review), "review-debrief", review).status_code == 403


def test_who_no_longer_has_the_case_does_not_read_its_debrief() -> None:
    review = make_draft()
    hold_debrief(review)
    review.assignment.state = "withdrawn"
    review.assignment.save()
    assert not can_read_debriefs(author_of(review), review)


def test_a_debrief_that_is_not_held_is_not_shown() -> None:
    review = make_draft()
    case = review.assignment.selection.case
    oic = involve(case, make_officer(rank="constable"), "oic").officer
    contribute(oic, ask_for_point(by=oic, case=case, kind="rpp6"))
    assert get(author_of(review), "review-debrief", review).status_code == 403


def test_reviewers_may_read_debriefs_unless_the_lead_says_otherwise() -> None:
    assert open_round(by=CONSOLE, name="One").shows_debriefs
    assert not open_round(by=CONSOLE, name="Two", shows_debriefs=False).shows_debriefs
