"""How long things took, with competing outcomes (P75): pure, from the days of milestones.

A wait starts on the day of the first milestone of its kind and ends with the first day on which
the awaited one stands, or one after which it can no longer be expected, or the cut-off. Days, not
hours: many systems give no time. Where the awaited milestone and a competing one stand on the same
day, the awaited one counts: a charge is also an outcome. Where two competing ones do, the first in
the practice model's list counts: it names the specific before the general. Curves: Aalen & Johansen
1978, as ``methods.timeliness.cumulative_incidence``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from stillpoint.methods import timeliness
from stillpoint.methods.estimation import binomial_interval

# Days at which the share is stated: a week, four weeks, a quarter, half a year, a year.
MARKS = (7, 28, 91, 182, 365)

ROUNDING = 1e-9

Days = Mapping[str, Sequence[dt.date]]


@dataclass(frozen=True)
class CaseDays:
    """A reported case: its day of report and the days of its milestones, each kind rising.

    ``ended_unknown``: it has a final outcome whose day is not recorded, so nobody can say how long
    it was still open.
    """

    reported: dt.date | None
    days: Days
    ended_unknown: bool = False


@dataclass
class Waits:
    """The waits of one interval, counted: (entry, days, how it ended or None) to how many cases.

    ``left_out``: why a case with the first milestone could not be counted, to how many.
    """

    rows: Counter[tuple[int, int, str | None]] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        ordered = sorted(self.rows.items(), key=lambda row: (row[0][0], row[0][1], row[0][2] or ""))
        return {
            "rows": [[*key, count] for key, count in ordered],
            "left_out": dict(sorted(self.left_out.items())),
        }


NO_END = "its final outcome has no date"
OUT_OF_ORDER = "the second date stands before the first"
BEFORE_REPORT = "it had ended before the report"


def waits(
    cases: Iterable[CaseDays],
    *,
    start: str,
    end: str,
    competing: Sequence[str],
    cut_off: dt.date,
) -> Waits:
    """Every wait of one interval up to the cut-off, entries delayed to the day of report.

    A case comes under observation when it is reported: what began earlier is at risk from then on
    (left truncation), and what also ended earlier is left out.
    """
    counted = Waits()
    for case in cases:
        began = next(iter(case.days.get(start, ())), None)
        if began is None or began > cut_off:
            continue
        _count(counted, case, began, end, competing, cut_off)
    return counted


def _count(
    counted: Waits,
    case: CaseDays,
    began: dt.date,
    end: str,
    competing: Sequence[str],
    cut_off: dt.date,
) -> None:
    reached = _first(case.days.get(end, ()), began, cut_off)
    others = [
        (day, kind)
        for kind in competing
        if kind != end and (day := _first(case.days.get(kind, ()), began, cut_off))
    ]
    # By day alone: of equal days the first stands, in the order of the practice model.
    stopped, other = min(others, key=lambda one: one[0], default=(None, None))
    if reached is None and case.days.get(end) and case.days[end][0] < began:
        counted.left_out[OUT_OF_ORDER] += 1
        return
    cause: str | None
    if reached is not None and (stopped is None or reached <= stopped):
        last, cause = reached, end
    elif stopped is not None:
        last, cause = stopped, other
    elif case.ended_unknown:
        counted.left_out[NO_END] += 1
        return
    else:
        last, cause = cut_off, None
    entry = max(0, (case.reported - began).days) if case.reported else 0
    duration = (last - began).days
    if entry and entry >= duration:
        counted.left_out[BEFORE_REPORT] += 1
        return
    counted.rows[entry, duration, cause] += 1


def _first(days: Sequence[dt.date], since: dt.date, until: dt.date) -> dt.date | None:
    return next((day for day in days if since <= day <= until), None)


def interval_figures(stored: Mapping[str, Any], interval: Mapping[str, Any]) -> dict[str, Any]:
    """The curves of one interval from its counted waits.

    Gives n, open, ends ({kind: cases}), marks [{days, at_risk, value, low, high}] of the awaited
    milestone, the median wait with limits, other ends at each mark, and steps for a chart.
    """
    rows = stored["rows"]
    ends: Counter[str] = Counter()
    for _, _, cause, count in rows:
        ends[cause or "open"] += count
    out: dict[str, Any] = {
        "key": interval["key"],
        "label": interval["label"],
        "note": interval.get("note", ""),
        "to": interval["to"],
        "n": sum(ends.values()),
        "open": ends.pop("open", 0),
        "ends": {kind: ends[kind] for kind in sorted(ends)},
        "left_out": stored["left_out"],
        "marks": [],
        "median": None,
    }
    if out["n"]:
        _add_curves(out, rows)
    return out


def _add_curves(out: dict[str, Any], rows: Sequence[Sequence[Any]]) -> None:
    counts = [row[3] for row in rows]
    entry = np.repeat([row[0] for row in rows], counts)
    duration = np.repeat([row[1] for row in rows], counts)
    causes = [row[2] for row in rows for _ in range(row[3])]
    curves = timeliness.cumulative_incidence(duration, causes, entry=entry)
    last = int(duration.max())
    awaited = curves.get(out["to"])
    # Past its last day a curve goes on only where every wait has ended.
    complete = sum(float(curve.incidence[-1]) for curve in curves.values()) > 1 - ROUNDING
    for days in MARKS:
        if days > last and not complete:
            break
        mark: dict[str, Any] = {
            "days": days,
            "at_risk": int(((entry <= days) & (duration >= days)).sum()),
            "value": 0.0,
            "low": 0.0,
            "high": None,
            "others": {
                str(kind): curve.at(days) for kind, curve in curves.items() if kind != out["to"]
            },
        }
        if awaited is not None:
            mark["value"] = awaited.at(days)
            mark["low"], mark["high"] = awaited.between(days)
        if mark["value"] == 0 and mark["at_risk"]:
            # Nobody yet: the curve has no limits, so the exact one on those still at risk is given.
            mark["high"] = binomial_interval(0, mark["at_risk"], method="clopper-pearson")[1]
        out["marks"].append(mark)
    if awaited is not None:
        median = awaited.median()
        out["median"] = {"value": median.value, "low": median.low, "high": median.high}
    out["steps"] = {str(kind): _steps(curve) for kind, curve in curves.items()}


def _steps(curve: timeliness.Curve, most: int = 120) -> list[list[float]]:
    """Points of the curve for a chart: at most ``most``, the last of each stretch of days."""
    changed = np.flatnonzero(np.diff(curve.incidence, prepend=0.0) > 0)
    if len(changed) > most:
        changed = changed[np.linspace(0, len(changed) - 1, most).astype(int)]
    return [[float(curve.times[i]), round(float(curve.incidence[i]), 5)] for i in changed]
