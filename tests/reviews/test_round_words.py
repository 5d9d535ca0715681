"""What the pages of a round and of a review say, and what can still be changed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import (
    opening,
    planning,
    presenters_planning,
    reopening,
    review_presenters,
    second_reviewing,
)
from stillpoint.reviews.forms_rounds import plan_data
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import AreaComparison, Review, Round, RoundState
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    make_case,
    make_cases,
    make_frozen_round,
    make_open_round,
)
from tests.reviews.review_factories import (
    area_keys,
    author_of,
    make_draft,
    make_locked_second_review,
    make_reviewer,
    make_submitted_first_review,
    make_submitted_second_review,
)

pytestmark = pytest.mark.django_db

WORD_FOR_WORD = "go word for word, without ratings or names of reviewers, to the officers involved"


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def at(name: str, round: Round) -> str:
    return reverse(name, kwargs={"ref": round.ref})


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


# Who reads a review


def test_a_reviewer_is_told_where_the_two_lists_go() -> None:
    review = make_draft()
    said = review_presenters.frame(review)["purpose"]
    assert "You, the second reviewer" in said and WORD_FOR_WORD in said
    assert "the report inside the RASSO command" in said


def test_a_round_that_shows_ratings_is_said_to_show_them() -> None:
    round = Round(feedback_shows_ratings=True)
    assert "with ratings and without names" in review_presenters.who_reads(2, round)


@pytest.mark.parametrize("step", [1, 2])
def test_to_somebody_else_the_author_is_not_called_you(lead: Officer, step: int) -> None:
    review = make_submitted_first_review()
    if step == 2:
        review = make_submitted_second_review(review)
    page = f"/reviews/{review.ref}/"
    assert "Its author" in words(browser(lead).get(page))
    assert "Its author" not in words(browser(author_of(review)).get(page))


def test_the_two_lists_of_an_area_say_who_will_read_them() -> None:
    review = make_draft()
    page = reverse("review-area", args=[review.ref, area_keys()[0]])
    assert "these two lists go word for word" in words(browser(author_of(review)).get(page))


# What a reviewer is told


def differing(why: str) -> tuple[Review, Any]:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    second = second_reviewing.reveal(by=author_of(second), review=second)
    page = reverse("review-compare", args=[second.ref, area_keys()[0]])
    client = browser(author_of(second))
    sent = {"agrees": "no", "why": why, "version": "0"}
    return second, (client.post(page, sent, follow=True), client.get(page))


def test_to_differ_without_a_reason_is_said_at_once_and_saved() -> None:
    second, (onward, again) = differing("")
    assert AreaComparison.objects.get(review=second).agrees is False
    assert "and have not said why" in words(onward)
    assert "You differ and have not said why." in words(again)


def test_to_differ_with_a_reason_says_nothing_more() -> None:
    _, (onward, again) = differing("The plan was made on day two.")
    assert "have not said why" not in words(onward) + words(again)


@pytest.mark.parametrize("typed", ["-5", "an hour", "999999"])
def test_minutes_that_cannot_be_name_their_field(typed: str) -> None:
    review = make_draft()
    sent = {"reading_minutes": typed, "writing_minutes": "10", "version": "0"}
    page = browser(author_of(review)).post(reverse("review-time", args=[review.ref]), sent)
    assert "Reading the case: enter" in words(page)


def test_practice_cases_are_shown_to_accredited_reviewers_alone() -> None:
    assert "Practice cases" in words(browser(make_reviewer(1)).get("/reviews/"))
    shown = browser(make_officer()).get("/reviews/").content.decode()
    assert reverse("calibration") not in shown.split("<main")[1]


def test_a_second_review_whose_first_was_reopened_is_out_of_date_to_its_author() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)

    reopening.reopen_first(by=CONSOLE, review=first, reason="A page was left out.")
    client = browser(author_of(second))
    assert "Out of date" in words(client.get("/reviews/"))
    assert "Out of date" in words(client.get(f"/reviews/{second.ref}/"))


# What a round is for


def test_the_purpose_of_a_round_is_edited_until_it_is_published(lead: Officer) -> None:
    make_cases()
    round = make_frozen_round()
    client = browser(lead)
    assert at("round-purpose", round) in client.get(at("round", round)).content.decode()
    client.post(at("round-purpose", round), {"purpose": "To learn more.", "how_used": "By us."})
    round.refresh_from_db()
    assert (round.purpose, round.how_used) == ("To learn more.", "By us.")
    assert TrailEntry.objects.filter(act="edit a round's purpose").exists()


def test_the_purpose_of_a_published_round_stands(lead: Officer) -> None:
    round = make_open_round()
    Round.objects.update(state=RoundState.PUBLISHED)
    with pytest.raises(CannotDo, match="stand as reviewers were told"):
        opening.edit_purpose(by=lead, round=round, purpose="Other.", how_used="Other.")
    client = browser(lead)
    assert client.get(at("round-purpose", round)).status_code == 409
    assert at("round-purpose", round) not in client.get(at("round", round)).content.decode()


def test_a_purpose_is_not_emptied(lead: Officer) -> None:
    sent = {"purpose": " ", "how_used": "By us."}
    assert browser(lead).post(at("round-purpose", make_open_round()), sent).status_code == 422


def test_only_a_lead_edits_a_purpose() -> None:
    with pytest.raises(Refused):
        opening.edit_purpose(
            by=make_officer(), round=make_open_round(), purpose="Mine.", how_used="Mine."
        )


# Steps of a round


def test_with_both_parts_shown_the_round_says_to_draw(lead: Officer) -> None:
    make_cases()
    round, other = make_frozen_round(), make_officer("Ana Lyst", roles=("analyst",))
    parts = {lead: "seven-lamps-over-a-harbour", other: "eleven-quiet-orchard-gates"}
    for sent in ("commit", "show"):
        for officer, part in parts.items():
            browser(officer).post(at("round-seed", round), {"part": part, "action": sent})
    assert "Draw the sample" in words(browser(lead).get(at("round", round)))


def test_a_closed_round_has_no_form_to_abandon_it(lead: Officer) -> None:
    round = make_open_round()
    Round.objects.update(state=RoundState.CLOSED)
    page = browser(lead).get(at("round-abandon", round))
    assert page.status_code == 409 and "is closed already" in words(page)


def test_a_closed_round_is_said_to_be_closed_already(lead: Officer) -> None:
    round = make_open_round()
    Round.objects.update(state=RoundState.CLOSED)
    assert "is closed already." in words(browser(lead).get(at("round-close", round)))


# The plan


def plan(**changes: Any) -> dict[str, Any]:
    return {"by": ["area"], "decide": "size", "amount": "6", "rule": "proportional", **changes}


def test_a_plan_with_reversed_dates_says_which_is_after_which(lead: Officer) -> None:
    make_cases()
    asked = plan(since="2026-03-01", until="2026-02-01")
    page = words(browser(lead).get(at("round-plan", make_open_round()), asked))
    assert "“Reported from” is after “Reported until”" in page


def test_a_plan_starts_from_relationship_and_outcome() -> None:
    assert plan_data(make_open_round(), Population()).getlist("by") == ["relationship", "outcome"]


def test_a_plan_in_which_the_least_decides_says_so() -> None:
    make_cases(each=6)
    round = make_open_round()
    told = {}
    for size in (4, 6):
        shown = planning.proposal(round, planning.Design(by=("area",), size=size))
        told[size] = " ".join(presenters_planning.plan_shown(round, shown).notes)
    assert "The least of 2 decides every stratum" in told[4]
    assert told[6] == ""


def test_a_merge_that_leaves_one_case_counts_it_as_one() -> None:
    make_case(area="North", relationship_group="domestic")
    for _ in range(4):
        make_case(area="North", relationship_group="stranger", outcome_group="charged")
    with pytest.raises(planning.PlanRefused) as refused:
        planning.proposal(
            make_open_round(), planning.Design(by=("relationship", "outcome"), size=2)
        )
    leaves = [one.leaves for one in presenters_planning.proposals(refused.value)]
    assert any("with 1 case." in one for one in leaves)
