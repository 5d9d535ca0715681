"""The pages of reviews, as a browser asks for them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stillpoint import practice
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.models import Announcement
from stillpoint.people.models import Officer
from stillpoint.reviews import reopening, submitting
from stillpoint.reviews.models import AreaJudgement, Review, ReviewState
from tests.people.factories import make_officer
from tests.reviews.review_factories import (
    area_keys,
    author_of,
    fill_first,
    make_assignment,
    make_draft,
    make_published_round,
    make_reviewer,
    make_submitted_first_review,
    make_submitted_second_review,
)

pytestmark = pytest.mark.django_db
JSON: dict[str, Any] = {"headers": {"accept": "application/json"}}


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(review: Review, name: str = "review", **kwargs: str) -> str:
    return reverse(name, kwargs={"ref": review.ref, **kwargs})


def area_post(**changes: str) -> dict[str, str]:
    return {
        "version": "0",
        "where": "Day 3 entry.",
        "narrative": "Steady work.",
        "strengths-0": "A plan on day 3.",
        "improvements-0": "It was not looked at again.",
        "verdict": "3",
        **changes,
    }


def test_a_first_review_is_written_and_submitted_page_by_page() -> None:
    assignment = make_assignment(1)
    client = signed_in(author_of(assignment))
    start = reverse("review-start", kwargs={"ref": assignment.ref})
    assert client.get(start).status_code == 200
    client.post(start)
    review = Review.objects.get(assignment=assignment)
    assert client.get(page(review)).status_code == 200
    assert client.get(page(review, "review-summary")).status_code == 200
    posted = client.post(
        page(review, "review-summary"), {"version": "0", "summary": "Report to outcome."}
    )
    for area in area_keys():
        assert posted["Location"] == page(review, "review-area", area=area)
        assert client.get(posted["Location"]).status_code == 200
        posted = client.post(posted["Location"], area_post())
    assert posted["Location"] == page(review, "review-arrest")
    assert client.get(posted["Location"]).status_code == 200
    asked = practice.current().review_template.arrest_effects
    effects = {f"effect-{prompt.key}": "It waited." for prompt in asked}
    posted = client.post(posted["Location"], {"version": "0", "arrest_timing": "late", **effects})
    assert client.get(posted["Location"]).status_code == 200
    posted = client.post(posted["Location"], {"version": "0", "record_rating": "4"})
    assert client.get(posted["Location"]).status_code == 200
    minutes = {"version": "0", "reading_minutes": "90", "writing_minutes": "22"}
    posted = client.post(posted["Location"], minutes)
    assert posted["Location"] == page(review, "review-check")
    assert "Steady work." in client.get(posted["Location"]).text
    posted = client.post(posted["Location"], {"not_on_file": "no"})
    assert posted["Location"] == page(review)
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    assert "Steady work." in client.get(page(review)).text


def test_a_second_review_is_compared_and_submitted_page_by_page() -> None:
    first = make_submitted_first_review()
    second = make_draft(2, selection=first.assignment.selection)
    client = signed_in(author_of(second))
    assert client.get(page(second)).status_code == 200
    ratings = {"version": "0", "action": "lock", "rating-quality_of_record": "4"}
    ratings.update({f"rating-{area}": "4" for area in area_keys()})
    assert client.get(page(second, "review-ratings")).status_code == 200
    client.post(page(second, "review-ratings"), ratings)
    second.refresh_from_db()
    assert second.locked_at
    assert client.get(page(second, "review-ratings")).status_code == 200
    assert "Show the first review" in client.get(page(second)).text
    posted = client.post(page(second, "review-reveal"))
    for area in [*area_keys(), practice.QUALITY_OF_RECORD]:
        assert posted["Location"] == page(second, "review-compare", area=area)
        assert client.get(posted["Location"]).status_code == 200
        posted = client.post(posted["Location"], {"version": "0", "agrees": "yes"})
    assert posted["Location"] == page(second, "review-of-review")
    assert client.get(posted["Location"]).status_code == 200
    qualities = {
        f"quality-{q.key}": "4" for q in practice.current().review_template.review_of_review
    }
    judged = {"version": "0", "why": "Thorough.", "missed": "Nothing.", **qualities}
    posted = client.post(posted["Location"], judged)
    assert client.get(posted["Location"]).status_code == 200
    posted = client.post(posted["Location"], {"version": "0", "leader_takes": "More time."})
    minutes = {"version": "0", "reading_minutes": "40", "writing_minutes": "9"}
    posted = client.post(posted["Location"], minutes)
    assert posted["Location"] == page(second, "review-check")
    assert client.get(posted["Location"]).status_code == 200
    client.post(posted["Location"], {"not_on_file": "no"})
    second.refresh_from_db()
    assert second.state == ReviewState.SUBMITTED
    assert "More time." in client.get(page(second)).text


def test_a_page_saves_itself_as_one_types() -> None:
    review = make_draft(1)
    address = page(review, "review-area", area="risk")
    saved = signed_in(author_of(review)).post(address, area_post(), **JSON)
    assert saved.status_code == 200
    assert saved.json()["version"] == 1
    assert AreaJudgement.objects.get(review=review).strengths == ["A plan on day 3."]


def test_saving_says_what_looks_like_an_identifier_and_saves_it() -> None:
    review = make_draft(1)
    address = page(review, "review-area", area="risk")
    saved = signed_in(author_of(review)).post(
        address, area_post(narrative="Mrs Example was seen."), **JSON
    )
    found = saved.json()["found"]
    assert [(one["field"], one["words"]) for one in found] == [("narrative", "Mrs Example")]
    assert AreaJudgement.objects.get(review=review).narrative == "Mrs Example was seen."


def test_a_script_hears_of_a_second_window_with_both_texts() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    address = page(review, "review-area", area="risk")
    client.post(address, area_post(narrative="In one window"), **JSON)
    answer = client.post(address, area_post(narrative="In the other"), **JSON)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["narrative"] == "In one window"
    assert answer.json()["version"] == 1


def test_without_script_a_second_window_sees_both_texts_and_can_then_save() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    address = page(review, "review-area", area="risk")
    client.post(address, area_post(narrative="In one window"))
    answer = client.post(address, area_post(narrative="In the other"))
    assert answer.status_code == 409
    assert "In one window" in answer.text
    assert "In the other" in answer.text
    assert 'name="version" value="1"' in answer.text
    client.post(address, area_post(narrative="In the other", version="1"))
    assert AreaJudgement.objects.get(review=review).narrative == "In the other"


def test_a_script_is_told_to_sign_in_when_the_session_has_ended() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    client.logout()
    answer = client.post(page(review, "review-area", area="risk"), area_post(), **JSON)
    assert answer.status_code == 401
    assert answer.json()["sign_in"]
    assert not AreaJudgement.objects.exists()


def test_what_was_typed_is_shown_again_when_the_session_has_ended() -> None:
    review = make_draft(1)
    answer = Client().post(page(review, "review-area", area="risk"), area_post())
    assert answer.status_code == 401
    assert "Steady work." in answer.text


def test_a_damaged_post_is_answered_and_nothing_is_saved() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    address = page(review, "review-area", area="risk")
    answer = client.post(address, area_post(version="soon", verdict="9"), **JSON)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"version", "verdict"}
    assert not AreaJudgement.objects.exists()


def test_another_line_can_be_added_without_script_and_nothing_is_lost() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    address = page(review, "review-area", area="risk")
    posted = client.post(address, area_post(action="more-strengths"))
    shown = client.get(posted["Location"]).text
    assert "A plan on day 3." in shown
    assert 'name="strengths-3"' in shown
    assert 'name="improvements-3"' not in shown


def test_strengths_and_improvements_are_asked_for_equally() -> None:
    review = make_draft(1)
    shown = signed_in(author_of(review)).get(page(review, "review-area", area="risk")).text
    assert shown.count('name="strengths-') == shown.count('name="improvements-') == 3


def test_every_area_shows_its_prompts_and_intervals() -> None:
    review = make_draft(1)
    client = signed_in(author_of(review))
    for area in practice.current().review_template.areas:
        shown = unescape(client.get(page(review, "review-area", area=area.key)).text)
        assert all(prompt.text in shown for prompt in area.prompts)
        labels = [practice.current().interval(key).label for key in area.intervals]
        assert all(label in shown for label in labels)


def test_time_on_a_page_is_measured_and_offered_for_correction() -> None:
    with time_machine.travel("2026-06-01T12:00:00Z", tick=False) as clock:
        review = make_draft(1)
        client = signed_in(author_of(review))
        clock.shift(100)
        client.post(
            page(review, "review-area", area="risk"), area_post(active_seconds="90"), **JSON
        )
        shown = client.get(page(review, "review-time")).text
    assert "about 2 minutes" in shown


def test_submitting_twice_on_screen_ends_at_the_submitted_review() -> None:
    review = fill_first(make_draft(1))
    client = signed_in(author_of(review))
    for _ in range(2):
        posted = client.post(page(review, "review-check"), {"not_on_file": "no"})
        assert posted["Location"] == page(review)
    assert Announcement.objects.filter(name="reviews.ReviewSubmitted").count() == 1


def test_what_is_missing_is_named_with_a_link_when_submit_is_pressed() -> None:
    review = make_draft(1)
    shown = signed_in(author_of(review)).post(page(review, "review-check")).text
    assert "There is a problem" in shown
    assert page(review, "review-area", area="risk") in shown


def test_words_that_may_identify_are_listed_and_confirmed_on_screen() -> None:
    review = fill_first(make_draft(1), words="Mrs Example was seen.")
    client = signed_in(author_of(review))
    refused = client.post(page(review, "review-check"), {"not_on_file": "no"})
    assert "Take out what could identify a person" in refused.text
    posted = client.post(
        page(review, "review-check"), {"not_identifiers": "on", "not_on_file": "no"}
    )
    assert posted["Location"] == page(review)


def test_the_question_about_the_case_file_keeps_what_was_typed_until_it_is_answered() -> None:
    review = fill_first(make_draft(1))
    client = signed_in(author_of(review))
    said = {"not_on_file": "yes", "flag_words": "Mrs Example heard voices."}
    asked = client.post(page(review, "review-check"), {"flag_words": "She heard voices."}).text
    assert "Say whether the review holds something" in asked and "She heard voices." in asked
    refused = client.post(page(review, "review-check"), said).text
    assert "none of them identifies a person" in refused and said["flag_words"] in refused
    client.post(page(review, "review-check"), {**said, "not_identifiers": "on"})
    assert RelevanceFlag.objects.get().words == said["flag_words"]


def test_a_lead_reopens_on_screen() -> None:
    first = make_submitted_first_review()
    lead = make_officer(rank="superintendent", roles=["rasso_lead"])
    client = signed_in(lead)
    assert page(first, "review-reopen") in client.get(page(first)).text
    client.post(page(first, "review-reopen"), {"reason": "A date is wrong."})
    draft = Review.objects.get(assignment=first.assignment, state=ReviewState.DRAFT)
    shown = signed_in(author_of(draft)).get(page(draft)).text
    assert "A date is wrong." in shown


def test_a_stale_second_review_offers_to_compare_again() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    lead = make_officer(rank="superintendent", roles=["rasso_lead"])
    draft = reopening.reopen_first(by=lead, review=first, reason="A date is wrong.")
    client = signed_in(author_of(second))
    assert "a revision that no longer stands" in client.get(page(second)).text
    submitting.submit(by=author_of(draft), review=draft, not_on_file="no")
    assert "Compare again" in client.get(page(second)).text
    client.post(page(second, "review-reveal"))
    assert Review.objects.get(assignment=second.assignment, state=ReviewState.DRAFT).rests_on


def test_a_first_reviewers_list_leads_to_each_review() -> None:
    review = make_draft(1)
    shown = signed_in(author_of(review)).get(reverse("reviews")).text
    assert review.assignment.selection.case.reference in shown
    assert page(review) in shown


def test_the_list_of_own_reviews_asks_no_more_for_more_reviews(
    django_assert_max_num_queries: Any,
) -> None:
    round = make_published_round()
    by = make_reviewer(1)
    for selection in round.selections.all():
        make_draft(1, by, selection)
    client = signed_in(by)
    with django_assert_max_num_queries(13):
        assert client.get(reverse("reviews")).text.count("In progress") == 6


@pytest.mark.parametrize(("step", "name", "most"), [(1, "review-check", 11), (2, "review", 15)])
def test_a_page_of_every_answer_reads_each_thing_once(
    step: int, name: str, most: int, django_assert_max_num_queries: Any
) -> None:
    """To check a first review, and to read a second one that is submitted."""
    review = make_submitted_first_review() if step == 2 else fill_first(make_draft(1))
    review = make_submitted_second_review(review) if step == 2 else review
    client = signed_in(author_of(review))
    client.get(page(review, name))
    with django_assert_max_num_queries(most):
        assert client.get(page(review, name)).status_code == 200


def test_a_stranger_is_refused_every_page() -> None:
    review = make_draft(1)
    client = signed_in(make_reviewer(1))
    for name in ("review", "review-summary", "review-arrest", "review-record", "review-check"):
        assert client.get(page(review, name)).status_code == 403


def test_pages_of_one_step_are_not_for_the_other() -> None:
    second = make_draft(2)
    client = signed_in(author_of(second))
    assert client.get(page(second, "review-summary")).status_code == 403
    first = make_draft(1, selection=second.assignment.selection)
    assert signed_in(author_of(first)).get(page(first, "review-ratings")).status_code == 403


def test_a_refused_lock_is_no_quarrel_with_oneself_and_leads_to_what_is_missing() -> None:
    review = make_draft(2)
    client, address = signed_in(author_of(review)), page(review, "review-ratings")
    first, *others = area_keys()
    sent = {"version": "0", "action": "lock", f"rating-{first}": "4"}
    refused = client.post(address, sent)
    shown = refused.content.decode()
    for area in others:
        assert f'href="#id_rating-{area}"' in shown
    assert f'href="#id_rating-{first}"' not in shown
    assert shown.index(f"#id_rating-{others[0]}") < shown.index(f"#id_rating-{others[-1]}")
    (version,) = re.findall(r'name="version" value="(\d+)"', shown)
    rated = {f"rating-{area}": "3" for area in others} | {"rating-quality_of_record": "4"}
    again = client.post(address, sent | rated | {"version": version})
    assert again.status_code == 302
    review.refresh_from_db()
    assert review.locked_at
