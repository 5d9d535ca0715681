"""How the sample turned out: strata, coverage, and response of the originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from stillpoint.evidence.samples import (
    INELIGIBLE,
    REVIEWED,
    UNAVAILABLE,
    WAITING,
    Case,
    Sample,
    standing,
)

STANDINGS = (REVIEWED, INELIGIBLE, UNAVAILABLE, WAITING)


def strata_figures(inputs: Mapping[str, Any], sample: Sample | None) -> list[dict[str, Any]]:
    """One row a stratum: cases in the frame, left out as live, drawn, what became of them, and what
    each drawn case and each reviewed one counts for (means where weights differ within it)."""
    rows = []
    for stratum in inputs["strata"]:
        drawn = [case for case in _originals(inputs) if case["stratum"] == stratum["key"]]
        counted = Counter(standing(case) for case in drawn)
        population, live = stratum["population"], stratum["left_out_live"]
        rows.append(
            {
                "key": stratum["key"],
                "label": stratum["label"],
                "population": population,
                "left_out_live": live,
                "coverage": population / (population + live) if population + live else None,
                "drawn": len(drawn),
                **{name: counted[name] for name in STANDINGS},
                "substitutes_reviewed": sum(
                    case["substitute_for"] is not None
                    and case["stratum"] == stratum["key"]
                    and standing(case) == REVIEWED
                    for case in inputs["cases"]
                ),
                "weight": _mean([case["weight"] for case in drawn]),
                "weight_reviewed": _mean(_weights(sample, stratum["key"])),
            }
        )
    return rows


def coverage_figures(inputs: Mapping[str, Any], sample: Sample | None) -> dict[str, Any]:
    """How many reported cases the figures speak for."""
    frame = sum(stratum["population"] for stratum in inputs["strata"])
    live = sum(stratum["left_out_live"] for stratum in inputs["strata"])
    live += inputs["outside_strata_live"]
    uncovered = set(sample.uncovered) if sample else set()
    lost = [stratum for stratum in inputs["strata"] if stratum["key"] in uncovered]
    return {
        "reported": frame + live,
        "frame": frame,
        "left_out_live": live,
        "share": frame / (frame + live) if frame + live else None,
        "uncovered": [stratum["label"] for stratum in lost],
        "uncovered_cases": sum(stratum["population"] for stratum in lost),
        "notes": inputs["notes"],
    }


def response_figures(inputs: Mapping[str, Any], *, provisional: bool = False) -> dict[str, Any]:
    """What became of the originals, and the response rate: reviewed among the eligible, which is
    not known while the round is open (``provisional``).

    A fact of this sample, not an estimate; the weighted rate counts each original with its
    sampling weight.
    """
    originals = _originals(inputs)
    counted = Counter(standing(case) for case in originals)
    weights = {
        name: sum(case["weight"] for case in originals if standing(case) == name)
        for name in STANDINGS
    }
    eligible = len(originals) - counted[INELIGIBLE]
    eligible_weight = sum(weights.values()) - weights[INELIGIBLE]
    substitutes = [case for case in inputs["cases"] if case["substitute_for"] is not None]
    return {
        "drawn": len(originals),
        **{name: counted[name] for name in STANDINGS},
        "eligible": eligible,
        "rate": counted[REVIEWED] / eligible if eligible and not provisional else None,
        "weighted_rate": weights[REVIEWED] / eligible_weight
        if eligible_weight and not provisional
        else None,
        "substitutes": len(substitutes),
        "substitutes_reviewed": sum(standing(case) == REVIEWED for case in substitutes),
        "reasons": _reasons(inputs["cases"]),
    }


def risk_figures(risks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Live risks by what was found and how far they have come; the two failures apart (P85)."""
    findings = ("unmanaged", "unrecorded", "none", "")
    return {
        "raised": len(risks),
        "from_reviews": sum(risk["from_review"] for risk in risks),
        "by_finding": [
            {
                "finding": finding or "not_assessed",
                "raised": sum(risk["finding"] == finding for risk in risks),
                **{
                    stage: sum(
                        risk["finding"] == finding and risk["stage"] == stage for risk in risks
                    )
                    for stage in ("open", "answered", "verified", "closed")
                },
            }
            for finding in findings
        ],
    }


def loads(inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many cases each step has a reviewer for, how evenly they lie, how many are submitted."""
    return [
        {
            "step": step,
            "submitted": inputs["loads"]["submitted"][number],
            "assigned": sum(counts),
            "reviewers": len(counts),
            "least": min(counts, default=0),
            "most": max(counts, default=0),
        }
        for step, number in (("first", "1"), ("second", "2"))
        for counts in (inputs["loads"][number],)
    ]


def _originals(inputs: Mapping[str, Any]) -> list[Case]:
    return [case for case in inputs["cases"] if case["substitute_for"] is None]


def _reasons(cases: Sequence[Case]) -> list[dict[str, Any]]:
    counted = Counter(
        (standing(case), case["reason"]) for case in cases if case["reason"] and not _fine(case)
    )
    return [
        {"standing": name, "reason": reason, "cases": number}
        for (name, reason), number in sorted(counted.items())
    ]


def _fine(case: Case) -> bool:
    return standing(case) in (REVIEWED, WAITING)


def _weights(sample: Sample | None, stratum: str) -> list[float]:
    if sample is None:
        return []
    return [
        float(weight)
        for key, weight, about in zip(sample.strata, sample.weight, sample.about, strict=True)
        if key == stratum and about
    ]


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
