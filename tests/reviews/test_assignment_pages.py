"""The pages on which reviews are handed out, answered, followed and closed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.reviews.models import Assignment, ConductReferral, Review, Round, RoundState
from tests.people.factories import make_officer
from tests.reviews.factories import (
    involve,
    make_cases,
    make_drawn_round,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = pytest.mark.django_db


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def at(name: str, round: Round, **more: str) -> str:
    return reverse(name, kwargs={"ref": round.ref, **more})


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def drawn(lead: Officer) -> Round:
    make_cases(each=1)
    make_reviewers()
    return make_drawn_round(size=4, lead=lead)


@pytest.fixture
def published(lead: Officer) -> Round:
    make_cases(each=2)
    make_reviewers()
    return make_published_round(size=4, lead=lead)


def test_the_lead_proposes_then_publishes(lead: Officer, drawn: Round) -> None:
    client, page = browser(lead), at("round-assignments", drawn)
    proposed = words(client.post(page, {"action": "propose"}, follow=True))
    assert "8 reviews have a reviewer: proposed; nobody is told yet." in proposed
    client.post(page, {"action": "publish"})
    drawn.refresh_from_db()
    assert drawn.state == RoundState.PUBLISHED


def test_gaps_are_shown_with_their_reasons_and_what_would_free_them(
    lead: Officer, drawn: Round
) -> None:
    case = drawn.selections.all()[0].case
    for reviewer in Officer.objects.filter(accreditations__step=1):
        involve(reviewer, case)
    make_officer(accredited=(1,), calibrated_on=None)
    page = browser(lead).post(at("round-assignments", drawn), {"action": "propose"}, follow=True)
    shown = words(page)
    assert f"First review of {case.reference} Nobody can review it as things are." in shown
    assert "4 involved in the case" in shown
    assert "1 person could review it if calibrated on the practice cases." in shown


def test_a_force_in_which_nobody_can_review_is_told_once_for_each_step_and_what_would_free_it(
    lead: Officer,
) -> None:
    make_cases(each=1)
    round = make_drawn_round(size=4, lead=lead)
    Officer.objects.exclude(pk=lead.pk).update(is_active=False)
    Officer.objects.filter(pk=lead.pk).update(rank="constable", acting_rank="")
    shown = words(browser(lead).get(at("round-assignments", round)))
    assert shown.count("Nobody can hold a first review as things are") == 1
    assert shown.count("Nobody can hold a second review as things are") == 1
    assert "This goes for all 4 cases without a first reviewer" in shown
    assert "nobody is of the rank for it (Chief Inspector or above)" in shown
    assert "Enter or import the people who review, then accredit them." in shown
    assert "Reviewers and their accreditation" in shown


def test_a_force_with_ranks_and_no_accreditation_is_told_whom_accrediting_would_free(
    lead: Officer,
) -> None:
    make_cases(each=1)
    make_officer(rank="inspector")
    round = make_drawn_round(size=4, lead=lead)
    page = browser(lead).post(at("round-assignments", round), {"action": "propose"}, follow=True)
    shown = words(page)
    assert "8 still have none: see why below." in shown
    assert "Nobody can hold a first review as things are" in shown
    assert "2 not accredited" in shown


def test_publishing_with_gaps_is_asked_for(lead: Officer, drawn: Round) -> None:
    client, page = browser(lead), at("round-assignments", drawn)
    client.post(page, {"action": "propose", "first_load": "1"})
    Assignment.objects.filter(step=1)[0].delete()
    answer = client.post(page, {"action": "publish"})
    assert answer.status_code == 422 and "1 review has no reviewer" in words(answer)
    client.post(page, {"action": "publish", "with_gaps": "on"})
    drawn.refresh_from_db()
    assert drawn.state == RoundState.PUBLISHED


def test_a_review_is_moved_by_hand_to_an_alternate(lead: Officer, published: Round) -> None:
    selection = published.selections.all()[0]
    held = selection.assignments.get(step=1)
    client = browser(lead)
    page = at("round-move", published, selection=selection.ref, step="1")
    shown = words(client.get(page))
    other = Officer.objects.filter(accreditations__step=1).exclude(pk=held.reviewer_id)[0]
    assert other.titled_name in shown
    client.post(page, {"choice": other.ref})
    assert selection.assignments.get(step=1, state="published").reviewer == other


def test_who_else_could_review_a_case_is_listed_least_loaded_first_and_never_whom_a_rule_bars(
    lead: Officer, published: Round
) -> None:
    selection = published.selections.all()[0]
    holder = selection.assignments.get(step=1).reviewer
    others = Officer.objects.filter(accreditations__step=1).exclude(pk=holder.pk)
    barred, *able = others
    involve(barred, selection.case)
    idle = make_officer(accredited=(1,))
    client = browser(lead)
    assert "Change lists who else could review a case." in words(
        client.get(at("round-assignments", published))
    )
    page = client.get(at("round-move", published, selection=selection.ref, step="1"))
    shown = words(page)
    assert "the least loaded first" in shown
    for nobody in (barred, holder):
        assert f"{nobody.titled_name} (" not in shown
    listed = [shown.index(f"{one.titled_name} (1 case at this step)") for one in able]
    assert shown.index(f"{idle.titled_name} (no case at this step)") < min(listed)


def test_whoever_would_review_upwards_is_listed_last_and_called_so(
    lead: Officer, published: Round
) -> None:
    selection = published.selections.all()[0]
    involve(make_officer(rank="chief_inspector"), selection.case)
    page = at("round-move", published, selection=selection.ref, step="1")
    shown = words(browser(lead).get(page))
    assert "Those who would review upwards come last." in shown
    assert "reviews upwards, with support" in shown


def test_a_review_that_nobody_else_could_take_over_says_so(lead: Officer, published: Round) -> None:
    selection = published.selections.all()[0]
    for one in Officer.objects.filter(accreditations__step=1):
        involve(one, selection.case)
    page = at("round-move", published, selection=selection.ref, step="1")
    shown = words(browser(lead).get(page))
    assert "Nobody else can review it as things are." in shown
    assert "Who can review it" not in shown


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.ABANDONED])
def test_a_round_that_is_over_lists_who_held_what_and_asks_nothing_of_who_could(
    lead: Officer, published: Round, state: RoundState
) -> None:
    selection = published.selections.all()[0]
    holder = selection.assignments.get(step=1).reviewer
    selection.assignments.get(step=2).delete()
    Round.objects.filter(pk=published.pk).update(state=state)
    shown = words(browser(lead).get(at("round-assignments", published)))
    assert selection.case.reference in shown and holder.titled_name in shown
    assert "could review" not in shown and "Change" not in shown


def test_somebody_whom_a_rule_bars_is_refused_beside_the_field(
    lead: Officer, published: Round
) -> None:
    selection = published.selections.all()[0]
    barred = make_officer(accredited=(1,))
    involve(barred, selection.case)
    page = at("round-move", published, selection=selection.ref, step="1")
    answer = browser(lead).post(page, {"other": barred.number})
    assert answer.status_code == 422 and "own case" in words(answer)


def test_one_person_is_chosen_not_two_and_not_none(lead: Officer, published: Round) -> None:
    selection = published.selections.all()[0]
    page = at("round-move", published, selection=selection.ref, step="1")
    assert "Choose one person" in words(browser(lead).post(page, {}))


def test_there_is_no_third_step(lead: Officer, published: Round) -> None:
    selection = published.selections.all()[0]
    page = at("round-move", published, selection=selection.ref, step="3")
    assert browser(lead).get(page).status_code == 404


def many_reviews(lead: Officer) -> Round:
    make_cases(each=4)
    make_reviewers(first=8, second=6)
    return make_published_round("Large", size=40, lead=lead)


@pytest.mark.parametrize("page", ["round-assignments", "round-progress"])
def test_a_page_of_forty_cases_keeps_to_its_queries(lead: Officer, page: str) -> None:
    round = many_reviews(lead)
    client = browser(lead)
    client.get(at(page, round))
    with CaptureQueriesContext(connection) as made:
        shown = words(client.get(at(page, round)))
    assert "1 to 25 of 40 cases" in shown
    assert len(made) <= {"round-assignments": 18, "round-progress": 17}[page]


@pytest.mark.parametrize(
    ("page", "most"), [("round", 11), ("round-feedback", 14), ("round-close", 11)]
)
def test_a_page_that_counts_forty_cases_keeps_to_its_queries(
    lead: Officer, page: str, most: int
) -> None:
    round = many_reviews(lead)
    client = browser(lead)
    client.get(at(page, round))
    with CaptureQueriesContext(connection) as made:
        client.get(at(page, round))
    assert len(made) <= most


def test_a_page_of_many_gaps_keeps_to_its_queries(lead: Officer) -> None:
    round = many_reviews(lead)
    Assignment.objects.filter(step=1).delete()
    client = browser(lead)
    client.get(at("round-assignments", round))
    with CaptureQueriesContext(connection) as made:
        client.get(at("round-assignments", round))
    assert len(made) <= 29


def held(round: Round) -> Assignment:
    return Assignment.objects.select_related("selection__case", "reviewer").filter(
        selection__round=round, step=1
    )[0]


def test_a_reviewer_reads_what_they_are_asked_and_who_took_part(published: Round) -> None:
    one = held(published)
    involve(make_officer("Pat Person", rank="constable"), one.selection.case)
    shown = words(browser(one.reviewer).get(reverse("assignment", args=[one.ref])))
    assert "You are asked to review this case. It takes about 120 minutes." in shown
    assert "Pat Person: Officer in the case" in shown
    assert "To learn how we work." in shown


def test_a_reviewer_accepts_on_screen(published: Round) -> None:
    one = held(published)
    page = reverse("assignment", args=[one.ref])
    sent = {"action": "accept", "accept-knows_people": "The OIC, from a course."}
    browser(one.reviewer).post(page, sent)
    one.refresh_from_db()
    assert (one.state, one.knows_people) == ("accepted", "The OIC, from a course.")


def test_a_reviewer_declines_on_screen_and_sees_no_more_of_the_case(published: Round) -> None:
    one = held(published)
    involve(make_officer("Pat Person", rank="constable"), one.selection.case)
    client, page = browser(one.reviewer), reverse("assignment", args=[one.ref])
    assert client.post(page, {"action": "decline"}).status_code == 422
    client.post(page, {"action": "decline", "decline-reason": "On a course."})
    shown = words(client.get(page))
    assert "no longer with you" in shown and "Pat Person" not in shown


def test_before_publishing_a_reviewer_cannot_open_what_is_proposed(
    lead: Officer, drawn: Round
) -> None:
    browser(lead).post(at("round-assignments", drawn), {"action": "propose"})
    one = held(drawn)
    page = browser(one.reviewer).get(reverse("assignment", args=[one.ref]))
    assert page.status_code == 403


def test_the_lead_does_not_answer_for_a_reviewer(lead: Officer, published: Round) -> None:
    page = reverse("assignment", args=[held(published).ref])
    assert browser(lead).post(page, {"action": "accept"}).status_code == 403


def test_progress_says_how_far_reviews_are_and_nothing_of_what_they_say(
    lead: Officer, published: Round
) -> None:
    one = published.selections.order_by("order")[0]
    submit_both(one, strengths=["A strength in words."], improvements=["An improvement."])
    page = browser(lead).get(at("round-progress", published))
    shown = words(page)
    assert "2 of 8 reviews submitted" in shown and "6 waiting for an answer" in shown
    assert "A strength in words." not in shown and "rating" not in shown.lower().replace(
        "operating", ""
    )


def test_a_stale_second_review_is_named(lead: Officer, published: Round) -> None:
    one = published.selections.select_related("case").order_by("order")[0]
    submit_both(one)
    Review.objects.filter(step=2).update(stale_since=timezone.now())
    shown = words(browser(lead).get(at("round-progress", published)))
    reviewer = one.assignments.get(step=2).reviewer
    assert f"{reviewer.titled_name}: {one.case.reference}" in shown


def test_a_case_is_set_aside_with_its_reason_and_its_substitute_named(
    lead: Officer, published: Round
) -> None:
    one = published.selections.all()[0]
    page = at("round-set-aside", published, selection=one.ref)
    client = browser(lead)
    assert client.post(page, {"how": "unavailable", "reason": ""}).status_code == 422
    shown = words(
        client.post(page, {"how": "unavailable", "reason": "The file is lost."}, follow=True)
    )
    substitute = published.selections.get(substitute_for=one)
    assert f"{substitute.case.reference} takes its place" in shown
    assert "Unavailable: The file is lost." in shown
    assert "2 without a reviewer" in shown


def test_an_ineligible_case_is_marked_on_screen(lead: Officer, published: Round) -> None:
    one = published.selections.all()[0]
    page = at("round-set-aside", published, selection=one.ref)
    browser(lead).post(page, {"how": "ineligible", "reason": "Recorded twice."})
    one.refresh_from_db()
    assert one.state == "ineligible"


def test_closing_says_what_is_outstanding_and_asks(lead: Officer, published: Round) -> None:
    client, page = browser(lead), at("round-close", published)
    assert "4 cases are not reviewed twice yet." in words(client.get(page))
    assert client.post(page).status_code == 422
    client.post(page, {"with_outstanding": "on"})
    published.refresh_from_db()
    assert published.state == RoundState.CLOSED


def test_a_reviewer_of_the_case_refers_a_conduct_matter(published: Round) -> None:
    one = held(published)
    page = at("conduct-referral", published, selection=one.selection.ref)
    client = browser(one.reviewer)
    assert client.post(page, {"referred_to": "Professional standards"}).status_code == 422
    client.post(page, {"referred_to": "Professional standards", "author_told": "on"})
    assert ConductReferral.objects.get().referred_by == one.reviewer
    assert browser(make_officer()).get(page).status_code == 403


def test_these_pages_are_the_leads_alone(published: Round) -> None:
    one = held(published)
    analyst = make_officer(roles=("analyst",))
    part = {"selection": one.selection.ref}
    pages = [
        at("round-assignments", published),
        at("round-progress", published),
        at("round-feedback", published),
        at("round-close", published),
        at("round-move", published, step="1", **part),
        at("round-set-aside", published, **part),
    ]
    for officer in (analyst, one.reviewer):
        assert [browser(officer).get(page).status_code for page in pages] == [403] * 6
