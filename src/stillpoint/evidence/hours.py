"""What the round took: minutes by rank and step, and their cost where the force set rates (P93)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MINUTES_AN_HOUR = 60


def hours_figures(cases: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Hours and cost of the submitted reviews by rank, and mean minutes by step.

    A review's minutes are those that the reviewer gave for reading and writing; where they gave
    none, the time measured. ``cost`` is in pounds; None where no rate is set for the rank.
    """
    reviews = [
        (step, case[step])
        for case in cases
        for step in ("first", "second")
        if case[step] is not None
    ]
    rates, labels = inputs["practice"]["hourly_costs"], inputs["practice"]["ranks"]
    rows: dict[str, dict[str, Any]] = {}
    for step, review in reviews:
        row = rows.setdefault(review["rank"], {"first": 0, "second": 0, "reviews": 0})
        row[step] += minutes(review)
        row["reviews"] += 1
    by_rank = [
        _rank_row(key, labels.get(key, key), rows[key], rates)
        for key in sorted(rows, key=lambda key: list(labels).index(key) if key in labels else 99)
    ]
    costs = [row["cost"] for row in by_rank]
    return {
        "by_rank": by_rank,
        "hours": sum(row["hours"] for row in by_rank),
        "protected": inputs["round"]["hours_protected"],
        "planned": inputs["round"]["planned_hours"],
        "cost": sum(cost for cost in costs if cost is not None) if any(rates.values()) else None,
        "without_rate": [row["rank"] for row in by_rank if row["cost"] is None],
        "steps": [_step_row(step, reviews) for step in ("first", "second")],
    }


def minutes(review: Mapping[str, Any]) -> float:
    stated = (review["reading_minutes"] or 0) + (review["writing_minutes"] or 0)
    return float(stated or review["measured_seconds"] / MINUTES_AN_HOUR)


def _rank_row(
    key: str, label: str, row: Mapping[str, Any], rates: Mapping[str, float]
) -> dict[str, Any]:
    hours = (row["first"] + row["second"]) / MINUTES_AN_HOUR
    return {
        "rank": label,
        "reviews": row["reviews"],
        "first_hours": row["first"] / MINUTES_AN_HOUR,
        "second_hours": row["second"] / MINUTES_AN_HOUR,
        "hours": hours,
        "rate": rates.get(key),
        "cost": hours * rates[key] if key in rates else None,
    }


def _step_row(step: str, reviews: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    taken = [minutes(review) for of, review in reviews if of == step]
    written = [float(review["writing_minutes"] or 0) for of, review in reviews if of == step]
    return {
        "step": step,
        "reviews": len(taken),
        "mean_minutes": sum(taken) / len(taken) if taken else None,
        "mean_writing_minutes": sum(written) / len(written) if written else None,
        "longest_minutes": max(taken, default=None),
    }
