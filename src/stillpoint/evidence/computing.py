"""From frozen inputs to the figures of a report: pure, so that anyone can compute it again.

The shape of the result is documented in docs/evidence.md.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from stillpoint.evidence import agreement, hours, limits, ratings, response, times
from stillpoint.evidence.figures import plain
from stillpoint.evidence.samples import REVIEWED, Sample, sample, standing

VERSION = 1


def compute(inputs: Mapping[str, Any], *, provisional: bool = False) -> dict[str, Any]:
    """The result of a report: its figures as JSON. A provisional one has no ratings, no times, no
    risks: only how the sample was drawn and how far the round has come."""
    population = {row["key"]: row["population"] for row in inputs["strata"]}
    originals = sample(inputs["cases"], population, with_substitutes=False)
    result: dict[str, Any] = {
        "version": VERSION,
        "provisional": provisional,
        "cut_off": inputs["cut_off"],
        "round": inputs["round"],
        "practice": {
            name: inputs["practice"][name]
            for name in (
                *("version", "digest", "template", "anchors", "milestones", "failures"),
                "suppression",
            )
        },
        "draw": draw_figures(inputs),
        "strata": response.strata_figures(inputs, originals),
        "coverage": response.coverage_figures(inputs, originals),
        "response": response.response_figures(inputs, provisional=provisional),
        "loads": response.loads(inputs),
    }
    if not provisional:
        everyone = _with_substitutes(inputs, population)
        result |= _findings(inputs, originals, everyone)
    result["limits"] = limits.sentences(result, originals)
    made: dict[str, Any] = plain(result)
    return made


def draw_figures(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """How the sample was drawn, and how anyone can draw it again."""
    name = inputs["round"]["name"]
    originals = [case for case in inputs["cases"] if case["substitute_for"] is None]
    labels = {stratum["key"]: stratum["label"] for stratum in inputs["strata"]}
    return {
        "seed": inputs["round"]["seed"],
        "frame_sha256": inputs["round"]["frame_sha256"],
        "commands": [
            f"stillpoint export_frame {shlex.quote(name)} > frame.json",
            "stillpoint replay_draw frame.json",
        ],
        "selected": [
            {
                "case": case["case"],
                "case_ref": case["case_ref"],
                "stratum": case["stratum_values"],
                "label": labels.get(case["stratum"], ""),
                "ticket": case["ticket"],
                "order": case["order"],
                "weight": case["weight"],
                "standing": standing(case),
            }
            for case in originals
        ],
    }


def _with_substitutes(inputs: Mapping[str, Any], population: Mapping[str, int]) -> Sample | None:
    """The sample with substitutes; None where none was reviewed."""
    reviewed = [
        case
        for case in inputs["cases"]
        if case["substitute_for"] is not None and standing(case) == REVIEWED
    ]
    return sample(inputs["cases"], population, with_substitutes=True) if reviewed else None


def _findings(
    inputs: Mapping[str, Any], originals: Sample | None, everyone: Sample | None
) -> dict[str, Any]:
    areas = inputs["practice"]["areas"]
    judged = [*areas, {"key": ratings.RECORD, "title": inputs["practice"]["record"]}]
    reviewed = [case for case in inputs["cases"] if standing(case) == REVIEWED]
    return {
        "method": originals.method if originals else "",
        "areas": [
            ratings.area_figures(area, originals, everyone, inputs["variables"]) for area in judged
        ]
        if originals
        else [],
        "arrest": ratings.arrest_figures(originals, inputs["practice"]["arrest_timing"])
        if originals
        else {},
        "findings": ratings.findings(reviewed, areas),
        "agreement": agreement.agreement_figures(
            everyone or originals, judged, blinded=inputs["round"]["blinded"]
        ),
        "times": [
            times.interval_figures(inputs["waits"][interval["key"]], interval)
            for interval in inputs["practice"]["intervals"]
        ],
        "risks": response.risk_figures(inputs["risks"]),
        "hours": hours.hours_figures(reviewed, inputs),
    }
