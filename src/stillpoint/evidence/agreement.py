"""How far two reviewers agree, from ratings locked before the reveal only (P79).

Pairs: the second reviewer's own locked rating of an area, and the first reviewer's as it stood
when it was revealed. Cases count with their sampling weight, substitutes included. Intervals allow
for the habits of first reviewers (one cluster each). Coefficients and their coverage:
docs/methods/agreement.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stillpoint.evidence.figures import Figure, from_agreement
from stillpoint.evidence.ratings import SCALE
from stillpoint.evidence.samples import Sample
from stillpoint.methods import agreement

# Below this many pairs Gwet's interval on log(1 - value) holds its level better.
FEW = 400
FEW_REVIEWERS = 10
ROUNDING = 1e-9


@dataclass(frozen=True)
class Pair:
    """Two locked ratings of one area of one case."""

    area: str
    first: int
    second: int
    reviewer: str
    weight: float


def pairs(sample: Sample) -> list[Pair]:
    """Every pair of ratings that counts; empty where nothing was locked."""
    found = []
    for case, weight, about in zip(sample.cases, sample.weight, sample.about, strict=True):
        locked = case.get("locked")
        if not about or not locked:
            continue
        for area, second in locked["second"].items():
            first = locked["first"].get(area)
            if first and second:
                found.append(Pair(area, first, second, locked["first_reviewer"], float(weight)))
    return found


def not_blind(sample: Sample) -> int:
    """Cases whose second reviewer had been able to read the first review before the case was
    theirs: no rating of theirs makes a pair."""
    told = zip(sample.cases, sample.about, strict=True)
    return sum(bool(about and case.get("not_blind")) for case, about in told)


def agreement_figures(
    sample: Sample | None, areas: Sequence[Mapping[str, Any]], *, blinded: bool
) -> dict[str, Any]:
    """Agreement over all areas and by area; ``why_not`` says in a sentence why there is none."""
    if not blinded:
        return _none(
            "Second reviewers of this round could see the first review from the start, so "
            "agreement between them is not a measurement and is not shown."
        )
    found = pairs(sample) if sample else []
    left_out = not_blind(sample) if sample else 0
    if not found:
        return _none(
            "No second reviewer locked ratings of their own before the reveal, without having been "
            "able to read the first review."
            if left_out
            else "No second reviewer locked ratings of their own before the reveal."
        )
    reviewers = len({pair.reviewer for pair in found})
    return {
        "why_not": "",
        "pairs": len(found),
        "left_out": left_out,
        "first_reviewers": reviewers,
        "few_reviewers": reviewers < FEW_REVIEWERS,
        "all": _coefficients(found),
        "areas": [
            {"key": area["key"], "title": area["title"], **_coefficients(chosen)}
            for area in areas
            if (chosen := [pair for pair in found if pair.area == area["key"]])
        ],
    }


def _none(why: str) -> dict[str, Any]:
    return {"why_not": why, "pairs": 0, "first_reviewers": 0, "all": None, "areas": []}


def _coefficients(found: Sequence[Pair]) -> dict[str, Any]:
    table = [[pair.first, pair.second] for pair in found]
    design: dict[str, Any] = {
        "cluster": [pair.reviewer for pair in found],
        "weight": [pair.weight for pair in found],
    }
    interval = "log" if len(found) < FEW else "plain"
    percent = _tried(lambda: agreement.percent(table, **design))
    gwet = _tried(
        lambda: agreement.gwet_ac(
            table,
            "ordinal",
            categories=SCALE,
            interval=interval,  # type: ignore[arg-type]
            **design,
        )
    )
    kappa = _tried(lambda: agreement.cohen_kappa(table, "quadratic", categories=SCALE, **design))
    return {
        "n": len(found),
        "percent": percent,
        "gwet_ac2": gwet,
        "weighted_kappa": kappa,
        "direction": _direction(found, design),
    }


def _tried(measure: Callable[[], agreement.Agreement]) -> Figure | None:
    """The coefficient; None where it has no value (one category only) or no error (one cluster)."""
    try:
        figure = from_agreement(measure())
    except ValueError:
        return None
    if (figure.standard_error or 0) < ROUNDING and (figure.high or 0) - (
        figure.low or 0
    ) < ROUNDING:
        # All pairs agree: the sample gives no error, and an interval of no width would boast.
        return replace(figure, low=None, high=None)
    return figure


def _direction(found: Sequence[Pair], design: Mapping[str, Any]) -> dict[str, Any]:
    """Second less first: the mean with its interval, and how many pairs went which way."""
    counts = {
        "higher": sum(pair.second > pair.first for pair in found),
        "same": sum(pair.second == pair.first for pair in found),
        "lower": sum(pair.second < pair.first for pair in found),
    }
    try:
        made = agreement.direction(
            [pair.first for pair in found], [pair.second for pair in found], **design
        )
    except ValueError:
        return {**counts, "mean": None}
    mean = Figure(made.mean_difference, made.low, made.high, len(found), made.standard_error)
    if made.standard_error < ROUNDING:
        mean = replace(mean, low=None, high=None)
    return {**counts, "mean": mean}
