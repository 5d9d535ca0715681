from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from stillpoint.evidence import computing, gathering, telling_practice
from stillpoint.evidence.documents import Paragraph
from stillpoint.evidence.wording import Words
from stillpoint.methods import agreement
from stillpoint.reviews.models import AreaJudgement, Assignment, Review, Round
from tests.evidence.factories import (
    AREA,
    Given,
    close,
    make_published_round,
    originals,
    review_twice,
)
from tests.people.factories import make_officer

pytestmark = pytest.mark.django_db

PAIRS = [(4, 4), (2, 3), (5, 4), (3, 3), (4, 5), (1, 1)]


def reviewed(*, locked: bool = True) -> Round:
    round = make_published_round()
    selections = [*originals(round, "North"), *originals(round, "South")]
    firsts = [make_officer() for _ in range(3)]
    for place, (selection, (first, second)) in enumerate(zip(selections, PAIRS, strict=True)):
        reviewers = (firsts[place % 3], make_officer(rank="chief_inspector"))
        review_twice(
            selection,
            Given(rating=None, areas={AREA: first}, record=3),
            Given(rating=None, areas={AREA: second}, record=3),
            reviewers=reviewers,
            locked=locked,
        )
    return round


def agreement_of(round: Round) -> dict[str, Any]:
    found: dict[str, Any] = computing.compute(gathering.gather(close(round)))["agreement"]
    return found


def of_area(found: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in found["areas"] if one["key"] == AREA)


def test_agreement_is_that_of_the_locked_pairs() -> None:
    area = of_area(agreement_of(reviewed()))
    assert area["n"] == 6
    assert area["percent"]["value"] == pytest.approx(3 / 6)
    assert (area["direction"]["higher"], area["direction"]["lower"]) == (2, 1)
    assert area["direction"]["mean"]["value"] == pytest.approx((1 - 1 + 1) / 6)


def test_coefficients_have_intervals_that_allow_for_reviewers() -> None:
    area = of_area(agreement_of(reviewed()))
    clusters = [0, 1, 2, 0, 1, 2]
    expected = agreement.gwet_ac(
        PAIRS, "ordinal", categories=(1, 2, 3, 4, 5), cluster=clusters, interval="log"
    )
    kappa = agreement.cohen_kappa(PAIRS, "quadratic", categories=(1, 2, 3, 4, 5), cluster=clusters)
    given = area["gwet_ac2"]
    assert (given["value"], given["low"], given["high"]) == pytest.approx(
        (expected.value, expected.low, expected.high)
    )
    assert area["weighted_kappa"]["standard_error"] == pytest.approx(kappa.standard_error)


def test_ratings_locked_after_the_reveal_do_not_count() -> None:
    found = agreement_of(reviewed(locked=False))
    assert found["pairs"] == 0
    assert "No second reviewer locked" in found["why_not"]


def test_a_round_that_was_not_blinded_shows_no_agreement() -> None:
    round = reviewed()
    Round.objects.filter(pk=round.pk).update(blinded=False)
    round.refresh_from_db()
    found = agreement_of(round)
    assert found["all"] is None
    assert "from the start" in found["why_not"]


def test_a_first_review_changed_after_the_reveal_counts_as_it_stood_then() -> None:
    round = reviewed()
    first = Review.objects.filter(step=1).order_by("pk").first()
    assert first is not None
    Review.objects.filter(pk=first.pk).update(state="superseded")
    later = Review.objects.create(
        assignment=first.assignment,
        step=1,
        revision=2,
        state="submitted",
        submitted_at=timezone.now() + dt.timedelta(minutes=1),
        template_version="2026.1",
        record_rating=3,
    )
    AreaJudgement.objects.create(review=later, area=AREA, rating=1)
    result = computing.compute(gathering.gather(close(round)))
    # The rating that stands is the new one; the pair is of the ratings as they were locked.
    assert result["areas"][0]["overall"]["spread"]["1"]["count"] == 2
    assert of_area(result["agreement"])["percent"]["value"] == pytest.approx(3 / 6)


def test_pairs_that_all_agree_have_no_interval_of_no_width() -> None:
    round = make_published_round()
    for selection in round.selections.all():
        review_twice(selection, Given(rating=4))
    area = of_area(agreement_of(round))
    assert area["gwet_ac2"]["value"] == 1.0
    assert area["gwet_ac2"]["low"] is None
    # The share of equal pairs keeps its width.
    assert area["percent"]["low"] < 1.0


def test_one_category_only_leaves_kappa_without_a_value() -> None:
    round = make_published_round()
    for selection in round.selections.all():
        review_twice(selection, Given(rating=4))
    assert of_area(agreement_of(round))["weighted_kappa"] is None


def test_a_pair_that_is_not_blind_is_left_out_and_the_report_says_so() -> None:
    round = reviewed()
    second = Assignment.objects.filter(selection__round=round, step=2).order_by("pk")[0]
    Assignment.objects.filter(pk=second.pk).update(could_see_first=True)
    inputs = gathering.gather(close(round))
    assert sum(case["not_blind"] for case in inputs["cases"]) == 1
    result = computing.compute(inputs)
    assert of_area(result["agreement"])["n"] == 5
    assert result["agreement"]["left_out"] == 1
    shown = telling_practice.agreement(result, Words(suppressed=False))
    said = " ".join(block.text for block in shown.blocks if isinstance(block, Paragraph))
    assert "1 case is left out of these figures" in said
