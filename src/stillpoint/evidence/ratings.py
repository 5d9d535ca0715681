"""Ratings by area, weighted: how they are spread, how many are good or better, by stratum variable.

First reviews are the measurement, since every reviewed case has one; second reviews measure how
far two people agree (``agreement``). Where the file is silent on an area there is no rating: the
share of silent files is an estimate of its own, and the other figures are about the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from stillpoint.evidence.figures import Figure
from stillpoint.evidence.samples import Sample

GOOD = 4
SCALE = (1, 2, 3, 4, 5)
RECORD = "quality_of_record"


def area_figures(
    area: Mapping[str, Any],
    originals: Sample,
    everyone: Sample | None,
    by: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """All figures of one area. ``everyone``: with substitutes, None when there are none; ``by``:
    stratum variables as {variable, label, values: [{value, label}]}."""
    return {
        "key": area["key"],
        "title": area["title"],
        "overall": _overall(originals, area["key"]),
        "with_substitutes": _overall(everyone, area["key"]) if everyone else None,
        "by": [_by_variable(originals, area["key"], variable) for variable in by],
    }


def _overall(sample: Sample, area: str) -> dict[str, Any]:
    ratings, silent = _ratings(sample, area), _silent(sample, area)
    rated = ratings > 0
    return {
        "cases": sample.n,
        "rated": int((rated & sample.about).sum()),
        # The record itself is always judged: there is no file to be silent about it.
        "silent": None if area == RECORD else sample.share(silent, rated | silent),
        "good": sample.share(ratings >= GOOD, rated),
        "spread": {str(point): sample.share(ratings == point, rated) for point in SCALE},
    }


def _by_variable(sample: Sample, area: str, variable: Mapping[str, Any]) -> dict[str, Any]:
    ratings = _ratings(sample, area)
    values = np.asarray(stratum_values(sample.strata, variable["variable"]))
    return {
        "variable": variable["variable"],
        "label": variable["label"],
        "values": [
            {
                "value": one["value"],
                "label": one["label"],
                "good": sample.share(ratings >= GOOD, (ratings > 0) & (values == one["value"])),
            }
            for one in variable["values"]
        ],
    }


def stratum_values(strata: Sequence[str], variable: str) -> list[str]:
    """The value of one stratum variable for each stratum key; empty where a merge dropped it."""
    return [json.loads(key).get(variable, "") for key in strata]


def arrest_figures(sample: Sample, labels: Mapping[str, str]) -> dict[str, Any]:
    """What first reviewers made of the timing of the arrest (P75), weighted."""
    given = np.asarray([(case["first"] or {}).get("arrest_timing", "") for case in sample.cases])
    answered = given != ""
    return {
        key: {"label": label, "share": sample.share(given == key, answered)}
        for key, label in labels.items()
    }


def _ratings(sample: Sample, area: str) -> np.ndarray[Any, np.dtype[np.int_]]:
    """One rating a case; 0 where there is none."""
    return np.asarray([_of(case, area).get("rating") or 0 for case in sample.cases])


def _silent(sample: Sample, area: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray([bool(_of(case, area).get("silent")) for case in sample.cases])


def _of(case: Mapping[str, Any], area: str) -> Mapping[str, Any]:
    first = case["first"]
    if not first:
        return {}
    if area == RECORD:
        return {"rating": first["record_rating"]}
    found: Mapping[str, Any] = first["areas"].get(area, {})
    return found


def findings(
    cases: Sequence[Mapping[str, Any]], areas: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Strengths and improvements by area, from both reviews: in how many cases, and the texts.

    Counts of the cases reviewed, substitutes included; not weighted, since what reviewers set down
    depends on how much they write.
    """
    reviewed = [case for case in cases if case["first"]]
    return [
        {
            "key": area["key"],
            "title": area["title"],
            "cases": len(reviewed),
            **{
                f"cases_with_{kind}": sum(
                    bool(_texts([case], area["key"], kind)) for case in reviewed
                )
                for kind in ("strengths", "improvements")
            },
            "strengths": _texts(reviewed, area["key"], "strengths"),
            "improvements": _texts(reviewed, area["key"], "improvements"),
        }
        for area in areas
    ]


def _texts(cases: Sequence[Mapping[str, Any]], area: str, kind: str) -> list[str]:
    """What was set down, case by case; what both reviewers of a case said alike stands once."""
    found: list[str] = []
    for case in cases:
        said: list[str] = []
        for step in ("first", "second"):
            said += ((case[step] or {}).get("areas", {}).get(area, {})).get(kind, [])
        found += dict.fromkeys(said)
    return found


__all__ = ["GOOD", "SCALE", "Figure", "area_figures", "arrest_figures", "findings"]
