"""What of a report may be shown to whom: without references, or suppressed (domain 3.5).

Outside the RASSO command a share stands only on a denominator of at least the practice model's
minimum; counts go through ``methods.suppression`` and are rounded. Where one part of a whole is
withheld, a second one is, so that the first cannot be worked out. A share of none or all of a
group is withheld, since it would tell something about everyone in it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from stillpoint.evidence import limits
from stillpoint.evidence.access import Version
from stillpoint.methods import suppression

Result = dict[str, Any]
Figure = Mapping[str, Any] | None

PLACES = 2
STANDINGS = ("reviewed", "ineligible", "unavailable", "waiting")
STAGES = ("open", "answered", "verified", "closed")


def result_for(version: Version, result: Result) -> Result:
    """The result as this version shows it; the frozen one is not touched."""
    if version is Version.SUPPRESSED:
        return for_outside(result)
    shown = {**result, "shown_as": version.value}
    if version is Version.WITHOUT_REFERENCES:
        if result["provisional"]:
            shown = _without_seed(shown)
        shown["draw"] = {**shown["draw"], "selected": []}
        shown["response"] = {**result["response"], "reasons": []}
        if "findings" in result:
            shown["findings"] = [
                {**finding, "strengths": [], "improvements": []} for finding in result["findings"]
            ]
    return shown


def for_outside(result: Result) -> Result:
    """The suppressed version. Withheld numbers are null."""
    rule = _Rule(**result["practice"]["suppression"])
    shown: Result = copy.deepcopy({**_without_seed(result), "draw": {}, "times": []})
    shown["shown_as"] = Version.SUPPRESSED.value
    shown["suppression"] = {"minimum": rule.minimum, "round_to": rule.round_to}
    shown["draw"] = {**result["draw"], "seed": "", "selected": [], "commands": []}
    shown["loads"] = []
    _strata(shown, rule)
    _response(shown, rule)
    if not result["provisional"]:
        shown["areas"] = [_area(area, rule) for area in shown["areas"]]
        shown["findings"] = _findings(shown["findings"], rule)
        shown["arrest"] = {
            key: {**one, "share": rule.figure(one["share"])} for key, one in shown["arrest"].items()
        }
        _agreement(shown["agreement"], rule)
        shown["times"] = [_interval(one, rule) for one in result["times"]]
        _risks(shown["risks"], rule)
        _hours(shown["hours"], rule)
    shown["limits"] = limits.for_outside(rule.minimum, rule.round_to)
    coarse: Result = _coarse(shown)
    return coarse


def _without_seed(result: Result) -> Result:
    """The result without the seed: with it, and a guess at how references run, the drawn cases can
    be worked out (``reviews.access.sees_seed``)."""
    return {
        **result,
        "round": {**result["round"], "seed": ""},
        "draw": {**result["draw"], "seed": ""},
    }


def _coarse(value: Any) -> Any:
    """Shares and means to two places: 0.4615384615 would say six of thirteen."""
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, dict):
        return {key: _coarse(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_coarse(one) for one in value]
    return value


class _Rule:
    def __init__(self, minimum: int, round_to: int) -> None:
        self.minimum, self.round_to = minimum, round_to

    def figure(self, figure: Figure) -> dict[str, Any] | None:
        """A share that may be shown, on a rounded denominator; else None."""
        if figure is None or not suppression.enough(figure["n"], self.minimum):
            return None
        if figure.get("count") in (0, figure["n"]):
            return None
        return {**figure, "n": self.count(figure["n"]), "count": None, "standard_error": None}

    def count(self, number: int | None) -> int | None:
        """One count by itself: nought, or rounded when it is large enough."""
        if number is None or 0 < number < self.minimum:
            return None
        return (2 * number + self.round_to) // (2 * self.round_to) * self.round_to

    def table(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int | None]]:
        made = suppression.suppress(counts, minimum=self.minimum, round_to=self.round_to)
        return {str(row): dict(cells) for row, cells in made.items()}


def _strata(shown: Result, rule: _Rule) -> None:
    table = rule.table(
        {
            row["key"]: {"population": row["population"], "left_out_live": row["left_out_live"]}
            for row in shown["strata"]
        }
    )
    shown["strata"] = [
        {
            **dict.fromkeys(row),
            "key": row["key"],
            "label": row["label"],
            **{name: table[row["key"]][name] for name in ("population", "left_out_live")},
        }
        for row in shown["strata"]
    ]
    coverage = shown["coverage"]
    totals = {name: rule.count(coverage[name]) for name in ("reported", "frame", "left_out_live")}
    shown["coverage"] = {
        **coverage,
        **totals,
        "share": None if None in totals.values() else coverage["share"],
        "uncovered": [],
        "uncovered_cases": None,
        "notes": [],
    }


def _response(shown: Result, rule: _Rule) -> None:
    """What became of the drawn cases. That none is missing is said of none of them in particular,
    so it is shown; how many were ineligible can then no longer lean on the other noughts."""
    response = shown["response"]
    missing = response["unavailable"] + response["waiting"]
    if response["rate"] is not None and response["reviewed"] and not missing:
        _all_reviewed(shown, rule)
        return
    cells = rule.table({"drawn": {name: response[name] for name in STANDINGS}})["drawn"]
    whole = None not in cells.values()
    shown["response"] = {
        **response,
        **{name: cells[name] for name in STANDINGS},
        "drawn": cells["total"],
        "eligible": None,
        "rate": response["rate"] if whole else None,
        "weighted_rate": response["weighted_rate"] if whole else None,
        "substitutes": None,
        "substitutes_reviewed": None,
        "reasons": [],
    }


def _all_reviewed(shown: Result, rule: _Rule) -> None:
    response = shown["response"]
    kinds = ("reviewed", "ineligible") if response["ineligible"] else ("reviewed",)
    cells = rule.table({"drawn": {name: response[name] for name in kinds}})["drawn"]
    shown["response"] = {
        **response,
        "reviewed": cells["reviewed"],
        "ineligible": cells.get("ineligible", 0),
        "unavailable": 0,
        "waiting": 0,
        "drawn": cells["total"],
        "eligible": None,
        "substitutes": None,
        "substitutes_reviewed": None,
        "reasons": [],
    }


def _area(area: Result, rule: _Rule) -> Result:
    overall = area["overall"]
    return {
        **area,
        "overall": {
            "cases": rule.count(overall["cases"]),
            "rated": rule.count(overall["rated"]),
            "silent": rule.figure(overall["silent"]),
            "good": rule.figure(overall["good"]),
            "spread": dict.fromkeys(overall["spread"]),
        },
        "with_substitutes": None,
        "by": [_by(variable, rule) for variable in area["by"]],
    }


def _by(variable: Result, rule: _Rule) -> Result:
    """The values of one stratum variable: with one withheld, the smallest of the others is too."""
    shown = [rule.figure(one["good"]) for one in variable["values"]]
    there = [i for i, one in enumerate(variable["values"]) if one["good"] is not None]
    withheld = [i for i in there if shown[i] is None]
    left = [i for i in there if shown[i] is not None]
    if len(withheld) == 1 and left:
        shown[min(left, key=lambda i: variable["values"][i]["good"]["n"])] = None
    values = [
        {**one, "good": figure} for one, figure in zip(variable["values"], shown, strict=True)
    ]
    return {**variable, "values": values}


def _findings(findings: list[Result], rule: _Rule) -> list[Result]:
    if not findings:
        return []
    kept = []
    for finding in findings:
        kept.append({**finding, "strengths": [], "improvements": []})
    for kind in ("cases_with_strengths", "cases_with_improvements"):
        # With and without side by side: a count of all but three is a count of three.
        table = rule.table(
            {
                finding["key"]: {"with": finding[kind], "without": finding["cases"] - finding[kind]}
                for finding in findings
            }
        )
        for finding in kept:
            finding[kind] = table[finding["key"]]["with"]
    for finding in kept:
        finding["cases"] = rule.count(finding["cases"])
    return kept


def _agreement(agreement: Result, rule: _Rule) -> None:
    if agreement["all"] and not suppression.enough(agreement["pairs"], rule.minimum):
        agreement["why_not"] = "There are too few pairs of ratings to show agreement here."
        agreement["all"] = None
    agreement["pairs"] = rule.count(agreement["pairs"])
    agreement["first_reviewers"] = None
    agreement["left_out"] = 0
    agreement["areas"] = []
    if agreement["all"]:
        whole = agreement["all"]
        ways = {name: whole["direction"][name] for name in ("higher", "same", "lower")}
        cells = rule.table({"pairs": ways})["pairs"]
        whole["n"] = rule.count(whole["n"])
        whole["direction"] = {**whole["direction"], **{name: cells[name] for name in ways}}
        for name in ("percent", "gwet_ac2", "weighted_kappa"):
            if whole[name]:
                whole[name] = {**whole[name], "n": whole["n"]}
        if whole["direction"]["mean"]:
            whole["direction"]["mean"]["n"] = whole["n"]


def _interval(one: Result, rule: _Rule) -> Result:
    enough = suppression.enough(one["n"], rule.minimum)
    cells = rule.table({"ends": {"open": one["open"], **one["ends"]}})["ends"]
    return {
        **one,
        "n": cells["total"],
        "open": cells["open"],
        "ends": {kind: cells[kind] for kind in one["ends"]},
        "left_out": {},
        "median": one["median"] if enough else None,
        "marks": [
            {**mark, "at_risk": rule.count(mark["at_risk"]), "others": {}}
            for mark in one["marks"]
            if suppression.enough(mark["at_risk"], rule.minimum)
        ],
        "steps": {},
    }


def _risks(risks: Result, rule: _Rule) -> None:
    table = rule.table(
        {row["finding"]: {stage: row[stage] for stage in STAGES} for row in risks["by_finding"]}
    )
    risks["raised"] = table["total"]["total"]
    risks["from_reviews"] = None
    risks["by_finding"] = [
        {
            "finding": row["finding"],
            "raised": table[row["finding"]]["total"],
            **{stage: table[row["finding"]][stage] for stage in STAGES},
        }
        for row in risks["by_finding"]
    ]


def _hours(hours: Result, rule: _Rule) -> None:
    """Hours by rank could be one person's: only totals, and means of enough reviews."""
    hours["by_rank"] = []
    hours["without_rate"] = []
    for step in hours["steps"]:
        if not suppression.enough(step["reviews"], rule.minimum):
            step["mean_minutes"] = step["mean_writing_minutes"] = None
        step["longest_minutes"] = None
        step["reviews"] = rule.count(step["reviews"])
