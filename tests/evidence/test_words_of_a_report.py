"""What the sentences of a report say of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from stillpoint.evidence import computing, gathering, limits, presenters
from stillpoint.evidence.access import Version
from stillpoint.evidence.documents import Bullets, Document
from stillpoint.evidence.telling_findings import good_sentence
from stillpoint.evidence.telling_practice import agreement_sentence
from stillpoint.evidence.wording import Words
from stillpoint.reviews.models import Round
from tests.evidence.factories import AREA, Given, close, make_published_round, review_twice

FIGURE = {"n": 40, "standard_error": 0.1, "count": None}


def area(title: str, low: float, value: float, high: float) -> dict[str, Any]:
    return {"title": title, "overall": {"good": {"low": low, "value": value, "high": high}}}


def test_areas_whose_intervals_overlap_are_said_not_to_be_told_apart() -> None:
    said = good_sentence({"areas": [area("Risk", 0.4, 0.6, 0.8), area("Care", 0.2, 0.4, 0.5)]})
    assert "overlap: this sample cannot tell the two apart" in said


def test_areas_whose_intervals_lie_apart_are_not() -> None:
    said = good_sentence({"areas": [area("Risk", 0.6, 0.7, 0.8), area("Care", 0.2, 0.4, 0.5)]})
    assert "overlap" not in said


def coefficients(mean: Mapping[str, Any] | None, *, known: bool = True) -> dict[str, Any]:
    return {
        "percent": {**FIGURE, "value": 0.46, "low": 0.35, "high": 0.57},
        "gwet_ac2": {**FIGURE, "value": 0.62, "low": 0.4, "high": 0.79} if known else None,
        "direction": {"mean": mean},
    }


def sentence(mean: Mapping[str, Any] | None, *, known: bool = True) -> str:
    return agreement_sentence(coefficients(mean, known=known), Words(suppressed=False))


LOWER = {**FIGURE, "value": -0.3, "low": -0.5, "high": -0.1}
EITHER = {**FIGURE, "value": 0.05, "low": -0.2, "high": 0.3}


def test_agreement_leads_with_ac2_and_what_it_means() -> None:
    said = sentence(LOWER)
    assert said.index("AC2") < said.index("same rating")
    assert "0.62 (0.40 to 0.79): 1 is full agreement" in said


def test_agreement_says_in_words_which_way_the_ratings_differ() -> None:
    assert "Second reviewers rated lower on average, by 0.30 points" in sentence(LOWER)


def test_a_difference_that_chance_could_give_has_no_direction() -> None:
    said = sentence(EITHER)
    assert "do not show whether second reviewers rate higher or lower" in said


def test_the_share_of_equal_ratings_stands_with_what_to_expect_of_it() -> None:
    assert "46% (35% to 57%) of pairs; on a scale of five points" in sentence(LOWER)


def test_without_ac2_the_summary_says_so() -> None:
    assert "cannot be worked out" in sentence(None, known=False)


def closed(*texts: tuple[str, str]) -> Document:
    """The document of a round: an improvement of the first and of the second reviewer each."""
    round = make_published_round()
    for selection, (first, second) in zip(round.selections.order_by("order"), texts, strict=False):
        review_twice(selection, Given(improvements=[first]), Given(improvements=[second]))
    return document(round)


def document(round: Round) -> Document:
    result = computing.compute(gathering.gather(close(round)))
    return presenters.document(result, version=Version.FULL)


def lines(document: Document, key: str) -> list[str]:
    section = next(one for one in document.sections if one.key == key)
    return [line for one in section.blocks if isinstance(one, Bullets) for line in one.lines]


@pytest.mark.django_db
def test_equal_findings_stand_once_with_the_number_of_cases() -> None:
    said = lines(
        closed(
            ("Late call.", "Late call."), ("late  call", "No plan."), ("Late call.", "Late call.")
        ),
        f"findings-{AREA}",
    )
    # Both reviewers of a case saying it alike is one case.
    assert said == ["Late call. (said in 3 cases)", "No plan."]


@pytest.mark.django_db
def test_dates_stand_in_words() -> None:
    result = computing.compute(gathering.gather(close(make_published_round())))
    timed = {**result, "times": [{"n": 1}], "cut_off": "2026-07-16"}
    (of_times,) = [line for line in limits.sentences(timed, None) if "up to" in line]
    assert "up to 16 July 2026." in of_times
