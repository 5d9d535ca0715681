"""Figures of a small round that a reader can work out by hand.

North: 10 cases, 2 drawn; South: 20 cases, 4 drawn. Every drawn case counts for five.
"""

from __future__ import annotations

from typing import Any

import pytest

from stillpoint.evidence import computing, gathering
from stillpoint.methods import estimation
from stillpoint.reviews import drawing
from stillpoint.reviews.models import Round
from tests.evidence.factories import (
    AREA,
    Given,
    close,
    make_published_round,
    make_reviewed_round,
    originals,
    review_twice,
)
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def result_of(round: Round) -> dict[str, Any]:
    return computing.compute(gathering.gather(close(round)))


def area(result: dict[str, Any], key: str = AREA) -> dict[str, Any]:
    return next(one for one in result["areas"] if one["key"] == key)


def test_the_share_good_or_better_is_that_of_the_rated_cases() -> None:
    overall = area(result_of(make_reviewed_round()))["overall"]
    # 4, 5 and 4 of the five rated cases, each counting for five.
    assert overall["good"]["value"] == pytest.approx(3 / 5)
    assert overall["good"]["n"] == 5


def test_a_silent_file_has_no_rating_and_is_counted_apart() -> None:
    overall = area(result_of(make_reviewed_round()))["overall"]
    assert overall["rated"] == 5
    assert overall["silent"]["value"] == pytest.approx(1 / 6)
    assert overall["silent"]["n"] == 6


def test_the_interval_is_korn_and_graubards_on_the_stratified_design() -> None:
    good = area(result_of(make_reviewed_round()))["overall"]["good"]
    expected = estimation.proportion(
        [1, 0, 1, 1, 0, 0],
        stratum=["N", "N", "S", "S", "S", "S"],
        population={"N": 10, "S": 20},
        domain=[True, True, True, True, True, False],
        method="korn-graubard-capped",
    )
    assert (good["low"], good["high"]) == pytest.approx((expected.low, expected.high))
    assert good["standard_error"] == pytest.approx(expected.standard_error)


def test_ratings_are_spread_over_the_scale_and_sum_to_one() -> None:
    spread = area(result_of(make_reviewed_round()))["overall"]["spread"]
    values = {point: figure["value"] for point, figure in spread.items()}
    assert values == pytest.approx({"1": 0, "2": 0.2, "3": 0.2, "4": 0.4, "5": 0.2})


def test_a_stratum_variable_splits_the_figure() -> None:
    (by,) = area(result_of(make_reviewed_round()))["by"]
    shares = {one["value"]: one["good"]["value"] for one in by["values"]}
    assert shares == pytest.approx({"North": 1 / 2, "South": 2 / 3})


def test_unequal_strata_are_weighted() -> None:
    round = make_published_round(north=10, south=30, size=4)
    # 1 of 10 would break the minimum, so each stratum has two: weights 5 and 15.
    for selection in originals(round, "North"):
        review_twice(selection, Given(rating=5))
    for selection, rating in zip(originals(round, "South"), (2, 4), strict=True):
        review_twice(selection, Given(rating=rating))
    weights = {one.stratum: one.weight for one in round.selections.all()}
    north, south = weights['{"area":"North"}'], weights['{"area":"South"}']
    good = area(result_of(round))["overall"]["good"]
    cases = len(originals(round, "North")) * north, len(originals(round, "South")) * south
    assert cases == pytest.approx((10, 30))
    assert good["value"] == pytest.approx((10 + 30 / 2) / 40)


def test_an_unavailable_case_is_carried_by_its_stratum() -> None:
    round = make_published_round()
    north, south = originals(round, "North"), originals(round, "South")
    drawing.mark_unavailable(by=CONSOLE, selection=north[0], reason="The file is with a court.")
    review_twice(north[1], Given(rating=5))
    for selection in south:
        review_twice(selection, Given(rating=2))
    result = result_of(round)
    # The one North case now counts for ten, the four South cases for five each.
    assert area(result)["overall"]["good"]["value"] == pytest.approx(10 / 30)
    weights = {row["label"]: row["weight_reviewed"] for row in result["strata"]}
    assert weights == {"North": 10.0, "South": 5.0}


def test_an_ineligible_case_is_outside_what_the_figures_are_about() -> None:
    round = make_published_round()
    north, south = originals(round, "North"), originals(round, "South")
    drawing.mark_ineligible(by=CONSOLE, selection=north[0], reason="It was recorded in error.")
    review_twice(north[1], Given(rating=5))
    for selection in south:
        review_twice(selection, Given(rating=2))
    result = result_of(round)
    # The North case speaks for five eligible cases of ten, not for ten.
    assert area(result)["overall"]["good"]["value"] == pytest.approx(5 / 25)
    assert result["response"]["ineligible"] == 1
    assert result["response"]["rate"] == 1.0


def test_figures_stand_with_and_without_substitutes() -> None:
    round = make_published_round()
    north, south = originals(round, "North"), originals(round, "South")
    substitute = drawing.mark_unavailable(
        by=CONSOLE, selection=north[0], reason="The file is with a court."
    )
    assert substitute is not None
    review_twice(north[1], Given(rating=5))
    review_twice(substitute, Given(rating=1))
    for selection in south:
        review_twice(selection, Given(rating=2))
    found = area(result_of(round))
    assert found["overall"]["good"]["value"] == pytest.approx(10 / 30)
    # With the substitute North's ten are shared by two cases.
    assert found["with_substitutes"]["good"]["value"] == pytest.approx(5 / 30)
    assert found["with_substitutes"]["good"]["n"] == 6


def test_without_a_substitute_there_is_no_second_figure() -> None:
    assert area(result_of(make_reviewed_round()))["with_substitutes"] is None


def test_a_stratum_with_one_reviewed_case_has_an_interval_and_a_note() -> None:
    round = make_published_round()
    review_twice(originals(round, "North")[0], Given(rating=4))
    for selection, rating in zip(originals(round, "South"), (5, 2, 3, 4), strict=True):
        review_twice(selection, Given(rating=rating))
    result = result_of(round)
    good = area(result)["overall"]["good"]
    assert good["low"] < good["value"] < good["high"]
    assert any("1 stratum rests on one reviewed case" in line for line in result["limits"])


def test_a_stratum_without_a_reviewed_case_is_not_spoken_for() -> None:
    round = make_published_round()
    for selection, rating in zip(originals(round, "South"), (5, 2, 3, 4), strict=True):
        review_twice(selection, Given(rating=rating))
    result = result_of(round)
    assert result["coverage"]["uncovered"] == ["North"]
    assert result["coverage"]["uncovered_cases"] == 10
    assert area(result)["overall"]["good"]["value"] == pytest.approx(0.5)
    assert any("no drawn case could be reviewed" in line for line in result["limits"])


def test_a_round_taken_whole_has_no_interval_to_speak_of() -> None:
    round = make_published_round(north=2, south=2, size=4)
    for name in ("North", "South"):
        for selection, rating in zip(originals(round, name), (5, 2), strict=True):
            review_twice(selection, Given(rating=rating))
    good = area(result_of(round))["overall"]["good"]
    assert (good["low"], good["value"], good["high"]) == (0.5, 0.5, 0.5)


def test_a_round_in_which_nothing_was_reviewed_says_so() -> None:
    result = result_of(make_published_round())
    assert result["areas"] == []
    assert any("No drawn case was reviewed" in line for line in result["limits"])


def test_quality_of_record_is_judged_like_an_area() -> None:
    round = make_published_round()
    for name, records in (("North", (5, 4)), ("South", (4, 2, 1, 3))):
        for selection, record in zip(originals(round, name), records, strict=True):
            review_twice(selection, Given(record=record))
    good = area(result_of(round), "quality_of_record")["overall"]["good"]
    assert good["value"] == pytest.approx(3 / 6)


def test_strengths_and_improvements_are_counted_by_case_and_told() -> None:
    round = make_published_round()
    first = Given(strengths=["Quick contact."], improvements=["No plan was written.", "Late call."])
    review_twice(originals(round, "North")[0], first, Given(strengths=["Calm words."]))
    review_twice(originals(round, "South")[0], Given(improvements=["No record of why."]))
    found = result_of(round)["findings"][0]
    assert (found["cases_with_strengths"], found["cases_with_improvements"]) == (1, 2)
    assert found["strengths"] == ["Quick contact.", "Calm words."]


def test_response_counts_the_originals_alone() -> None:
    round = make_published_round()
    drawing.mark_unavailable(
        by=CONSOLE, selection=originals(round, "North")[0], reason="The file is with a court."
    )
    for selection in (*originals(round, "South"), originals(round, "North")[1]):
        review_twice(selection, Given())
    response = result_of(round)["response"]
    assert response["drawn"] == 6
    assert response["rate"] == pytest.approx(5 / 6)
    assert response["substitutes"] == 1
    # Closing set the substitute aside, unreviewed; its reason stands beside the court's.
    assert {one["reason"] for one in response["reasons"]} == {
        "The file is with a court.",
        "Not reviewed when the round closed.",
    }


def test_hours_are_those_of_the_reviews_by_rank() -> None:
    hours = result_of(make_reviewed_round())["hours"]
    by_rank = {row["rank"]: row["hours"] for row in hours["by_rank"]}
    # Six reviews of 80 minutes by each rank.
    assert by_rank == pytest.approx({"Inspector": 8.0, "Chief Inspector": 8.0})
    assert hours["cost"] is None


def test_the_same_inputs_give_the_same_result() -> None:
    inputs = gathering.gather(close(make_reviewed_round()))
    assert computing.compute(inputs) == computing.compute(inputs)
