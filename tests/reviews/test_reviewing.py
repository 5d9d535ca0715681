"""Writing a review: drafts, stale forms, two people, time."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from stillpoint.reviews import reviewing, timing
from stillpoint.reviews.models import AreaJudgement, Review
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.saving import StaleForm
from tests.reviews.review_factories import author_of, make_assignment, make_draft, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


def test_a_review_starts_once_however_often_it_is_started() -> None:
    review = make_draft(1)
    again = reviewing.start_review(by=author_of(review), assignment=review.assignment)
    assert again.pk == review.pk
    assert Review.objects.count() == 1


def test_a_review_starts_only_after_the_case_is_accepted() -> None:
    assignment = make_assignment(1, state="published")
    with pytest.raises(CannotDo, match="Accept the review first"):
        reviewing.start_review(by=author_of(assignment), assignment=assignment)


def test_nobody_starts_somebody_elses_review() -> None:
    assignment = make_assignment(1)
    with pytest.raises(Refused):
        reviewing.start_review(by=make_reviewer(1), assignment=assignment)


def test_nobody_writes_in_somebody_elses_review() -> None:
    review = make_draft(1)
    with pytest.raises(Refused, match="Only its author"):
        reviewing.save_summary(by=make_reviewer(1), review=review, version=0, summary="Mine")


def test_an_incomplete_area_is_saved_with_the_questions_it_answers() -> None:
    review = make_draft(1)
    saved = reviewing.save_area(
        by=author_of(review), review=review, area="risk", version=0, narrative="So far"
    )
    assert (saved.version, saved.rating) == (1, None)
    assert saved.template_version == reviewing.version_answered()


def test_identifiers_never_block_a_draft() -> None:
    review = make_draft(1)
    words = "Mrs Example of BS1 4DJ rang from 07700 900123."
    saved = reviewing.save_area(
        by=author_of(review), review=review, area="risk", version=0, narrative=words
    )
    assert saved.narrative == words


def test_a_silent_file_takes_the_rating_away() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_area(by=by, review=review, area="risk", version=0, rating=4)
    saved = reviewing.save_area(by=by, review=review, area="risk", version=1, silent=True)
    assert (saved.silent, saved.rating) == (True, None)


def test_blank_lines_are_not_strengths() -> None:
    review = make_draft(1)
    saved = reviewing.save_area(
        by=author_of(review), review=review, area="risk", version=0, strengths=["", " Seen ", ""]
    )
    assert saved.strengths == ["Seen"]


def test_an_unknown_area_is_refused() -> None:
    review = make_draft(1)
    with pytest.raises(CannotDo, match="no area"):
        reviewing.save_area(by=author_of(review), review=review, area="weather", version=0)


def test_a_second_window_is_refused_with_what_stands_there() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_area(by=by, review=review, area="risk", version=0, narrative="First window")
    with pytest.raises(StaleForm) as stale:
        reviewing.save_area(by=by, review=review, area="risk", version=0, narrative="Second")
    assert stale.value.theirs["narrative"] == "First window"
    assert stale.value.version == 1
    assert AreaJudgement.objects.get(review=review).narrative == "First window"


def test_the_same_save_twice_is_no_clash() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_summary(by=by, review=review, version=0, summary="Done in order.")
    again = reviewing.save_summary(by=by, review=review, version=0, summary="Done in order.")
    assert reviewing.section_version(again, "summary") == 1


def test_two_pages_of_one_review_do_not_clash() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_summary(by=by, review=review, version=0, summary="In one window")
    saved = reviewing.save_minutes(by=by, review=review, version=0, reading=50, writing=20)
    assert (saved.summary, saved.reading_minutes) == ("In one window", 50)


def test_a_stale_summary_is_refused() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_summary(by=by, review=review, version=0, summary="One")
    with pytest.raises(StaleForm) as stale:
        reviewing.save_summary(by=by, review=review, version=0, summary="Two")
    assert stale.value.theirs == {"summary": "One"}


def test_each_save_leaves_one_entry_with_digests_and_without_content() -> None:
    review = make_draft(1)
    by = author_of(review)
    reviewing.save_summary(by=by, review=review, version=0, summary="One")
    before = TrailEntry.objects.count()
    reviewing.save_summary(by=by, review=review, version=1, summary="Secret words")
    entry = TrailEntry.objects.order_by("-id")[0]
    assert TrailEntry.objects.count() == before + 1
    assert entry.before and entry.after and entry.before != entry.after
    assert "Secret words" not in str(vars(entry))


def test_an_arrest_effect_that_nobody_asks_for_is_not_kept() -> None:
    review = make_draft(1)
    effects = {"arrest_on_risk": "Longer", "arrest_on_weather": "None"}
    saved = reviewing.save_arrest(
        by=author_of(review), review=review, version=0, timing="late", effects=effects
    )
    assert saved.arrest_effects == {"arrest_on_risk": "Longer"}


def test_active_seconds_add_up() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        review = make_draft(1)
        for _ in range(3):
            clock.shift(60)
            timing.add_seconds(by=author_of(review), review=review, seconds=45)
    review.refresh_from_db()
    assert review.measured_seconds == 135
    assert timing.measured_minutes(review) == 3


def test_one_post_adds_at_most_two_minutes() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        review = make_draft(1)
        clock.shift(3600)
        timed = timing.add_seconds(by=author_of(review), review=review, seconds=3600)
    assert timed.measured_seconds == 120


def test_no_more_seconds_count_than_have_gone_by() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        review = make_draft(1)
        clock.shift(10)
        timing.add_seconds(by=author_of(review), review=review, seconds=60)
        clock.shift(5)
        timed = timing.add_seconds(by=author_of(review), review=review, seconds=60)
    assert timed.measured_seconds == 15


def test_a_clock_that_goes_back_adds_nothing_and_takes_nothing() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        review = make_draft(1)
        clock.shift(60)
        timing.add_seconds(by=author_of(review), review=review, seconds=60)
        clock.shift(-3600)
        timed = timing.add_seconds(by=author_of(review), review=review, seconds=60)
        assert timed.measured_seconds == 60
        clock.shift(30)
        timed = timing.add_seconds(by=author_of(review), review=review, seconds=30)
    assert timed.measured_seconds == 90
