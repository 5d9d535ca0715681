"""What the report says of agreement, times, live risks, hours and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from stillpoint.evidence import charts as chart_figures
from stillpoint.evidence.documents import (
    Cell,
    Chart,
    Column,
    Paragraph,
    Section,
    Table,
    columns,
    table,
)
from stillpoint.evidence.times import MARKS
from stillpoint.evidence.wording import Words, day, days, interval, percent, plural, tidy

Result = Mapping[str, Any]

COEFFICIENTS = (
    ("percent", "Same rating"),
    ("gwet_ac2", "Gwet's AC2, ordinal weights"),
    ("weighted_kappa", "Weighted kappa, quadratic"),
)


def agreement(result: Result, words: Words) -> Section:
    found = result["agreement"]
    if found["why_not"]:
        return Section("agreement", "Agreement", (Paragraph(found["why_not"]),))
    blocks: list[Any] = [
        Paragraph(
            f"{plural(found['pairs'], 'pair')} of ratings were locked by the second reviewer "
            "before the first review was shown to them; only these count. Cases count with their "
            "sampling weight, and intervals allow for the habits of first reviewers."
        ),
        _coefficients(found, words),
        *_direction(found["all"]["direction"], words),
    ]
    gist = agreement_sentence(found["all"], words)
    blocks.insert(1, Paragraph(gist))
    if left_out := found.get("left_out"):
        blocks.append(Paragraph(_left_out(left_out)))
    heading = "Agreement between first and second reviewers"
    return Section("agreement", heading, tuple(blocks), gist)


def _left_out(cases: int) -> str:
    which = "1 case is" if cases == 1 else f"{cases} cases are"
    return (
        f"{which} left out of these figures: the second reviewer had been able to read the first "
        "review before the case was theirs, so their ratings are not blind."
    )


def agreement_sentence(whole: Mapping[str, Any], words: Words) -> str:
    """AC2 first, then which way they differ, and last the share of equal ratings with what is to
    be expected of it. No benchmark: what is enough depends on what the ratings are used for."""
    said = []
    if whole["gwet_ac2"]:
        said.append(
            "Agreement of first and second reviewers beyond chance, with a small difference "
            "counted as less than a large one (Gwet's AC2), was "
            f"{words.coefficient(whole['gwet_ac2']).text}: 1 is full agreement, 0 what chance "
            "alone would give."
        )
    else:
        said.append("Agreement beyond chance (Gwet's AC2) cannot be worked out from these pairs.")
    said.append(_which_way(whole["direction"]["mean"]))
    if whole["percent"]:
        said.append(
            f"They gave the same rating in {words.estimate(whole['percent']).text} of pairs; on a "
            "scale of five points that share is expected to be well below 100%, since it counts "
            "one point apart as it counts four."
        )
    return " ".join(one for one in said if one)


def _which_way(mean: Mapping[str, Any] | None) -> str:
    """The direction of the difference, in words; empty where it is not known."""
    if mean is None:
        return ""
    size = tidy(abs(mean["value"]))
    way = "higher" if mean["value"] > 0 else "lower"
    if mean["low"] is None or mean["high"] is None:
        if size == "0.00":
            return "Second reviewers rated neither higher nor lower."
        return f"Second reviewers rated {way} by {size} points, in all pairs alike."
    reach = f"{tidy(mean['low'])} to {tidy(mean['high'])}"
    if mean["low"] <= 0 <= mean["high"]:
        return (
            "The pairs do not show whether second reviewers rate higher or lower: the mean "
            f"difference was {tidy(mean['value'])} points ({reach})."
        )
    return (
        f"Second reviewers rated {way} on average, by {size} points (difference "
        f"{tidy(mean['value'])}, 95% interval {reach})."
    )


def _coefficients(found: Mapping[str, Any], words: Words) -> Table:
    heads = columns("Area", "Pairs", *(label for _, label in COEFFICIENTS))
    rows = [
        (
            Cell(title),
            words.count(one["n"]),
            words.estimate(one["percent"]),
            words.coefficient(one["gwet_ac2"]),
            words.coefficient(one["weighted_kappa"]),
        )
        for title, one in (
            ("All areas", found["all"]),
            *((area["title"], area) for area in found["areas"]),
        )
    ]
    return table("Agreement, with 95% intervals", heads, rows)


def _direction(direction: Mapping[str, Any], words: Words) -> list[Any]:
    mean = direction["mean"]
    rows = [
        (Cell("Second higher"), words.count(direction["higher"])),
        (Cell("The same"), words.count(direction["same"])),
        (Cell("Second lower"), words.count(direction["lower"])),
    ]
    said: list[Any] = [table("Which way they differ", columns("Second rating", "Pairs"), rows)]
    if mean:
        reach = (
            "with no interval, as all pairs are alike"
            if mean["low"] is None or mean["high"] is None
            else f"95% interval {tidy(mean['low'])} to {tidy(mean['high'])}"
        )
        said.append(
            Paragraph(
                f"On average the second reviewer's rating was {tidy(mean['value'])} points from "
                f"the first's ({reach}, n = {words.text(mean['n'])}); a minus sign means lower."
            )
        )
    return said


def times(result: Result, words: Words, charts: Mapping[str, str]) -> Section:
    began = [one for one in result["times"] if one["ends"] or one["n"]]
    shown = [one for one in began if one["to"] in one["ends"]]
    if not shown:
        return Section(
            "times", "How long things took", (Paragraph("No dates of milestones were imported."),)
        )
    summary = _times_table(shown, words)
    said: list[Any] = [
        Paragraph(
            "All reported cases of the population, live ones too, up to "
            f"{day(result['cut_off'])}. A case that ended in another way is no longer waiting: it "
            "counts as ended, not as still to come (cumulative incidence with competing outcomes)."
        )
    ]
    sha256 = chart_figures.sha256_of("times", result)
    if sha256 and charts.get(sha256):
        said.append(
            Chart(
                "How long things took, and what came instead",
                times_sentence(shown),
                sha256,
                summary,
                charts[sha256],
            )
        )
    else:
        said += [Paragraph(times_sentence(shown)), summary]
    said.append(_marks_table(shown, words))
    said += _uncounted(began, shown)
    return Section("times", "How long things took", tuple(said), times_sentence(shown))


def times_sentence(shown: list[Mapping[str, Any]]) -> str:
    """The interval that P75 names first where it is there, else the first one, at four weeks."""
    one = next((one for one in shown if one["key"] == "known_to_arrest"), shown[0])
    mark = next((mark for mark in one["marks"] if mark["days"] == 28), None)
    if mark is None:
        return f"{one['label']}: too few days have passed, or too few cases are left, to say more."
    around = interval(mark["low"], mark["high"])
    return (
        f"{one['label']}: within 28 days it had happened in {percent(mark['value'])} of cases "
        f"({around})."
    )


def _times_table(shown: list[Mapping[str, Any]], words: Words) -> Table:
    heads = columns(
        "From and to", "Cases", "Happened", "Ended in another way", "Still open", "Half by"
    )
    rows = []
    for one in shown:
        ends = one["ends"]
        others = [count for kind, count in ends.items() if kind != one["to"]]
        ended = None if None in others else sum(others)
        rows.append(
            (
                Cell(one["label"]),
                words.count(one["n"]),
                words.count(ends.get(one["to"], 0)),
                words.count(ended),
                words.count(one["open"]),
                Cell(_median(one["median"])),
            )
        )
    return table("Times between milestones, all reported cases", heads, rows)


def _median(median: Mapping[str, Any] | None) -> str:
    if median is None or median["value"] is None:
        return "not reached"
    low, high = days(median["low"], "no lower limit"), days(median["high"], "no upper limit")
    return f"{days(median['value'])} ({low} to {high})"


def _uncounted(began: list[Mapping[str, Any]], shown: list[Mapping[str, Any]]) -> list[Paragraph]:
    """What was left out of the times, and of which intervals nothing can be said."""
    said = []
    reasons: Counter[str] = Counter()
    for one in shown:
        reasons.update(one["left_out"])
    if reasons:
        each = "; ".join(f"{reason}: {number:,}" for reason, number in sorted(reasons.items()))
        said.append(
            Paragraph(f"Cases not counted, added up over these intervals, and why: {each}.")
        )
    unknown = [one["label"] for one in began if one not in shown]
    if unknown:
        said.append(
            Paragraph(
                "No date of the second kind was imported for: "
                f"{'; '.join(unknown)}. That is not shown as nought."
            )
        )
    return said


def _marks_table(shown: list[Mapping[str, Any]], words: Words) -> Table:
    """By interval: the share in which it had happened within so many days, and who still waits."""
    heads = columns("From and to", *(f"Within {days(mark)}" for mark in MARKS))
    rows = []
    for one in shown:
        marks = {mark["days"]: mark for mark in one["marks"]}
        cells = (_mark(marks[mark], words) if mark in marks else Cell("–") for mark in MARKS)
        rows.append((Cell(one["label"]), *cells))
    caption = "Share in which it had happened, with 95% interval and cases still waiting then"
    return table(caption, heads, rows)


def _mark(mark: Mapping[str, Any], words: Words) -> Cell:
    around = interval(mark["low"], mark["high"])
    return Cell(f"{percent(mark['value'])} ({around}), {words.text(mark['at_risk'])} waiting")


def risks(result: Result, words: Words) -> Section:
    found = result["risks"]
    if found["raised"] is None:
        # Said once: a table of what is withheld would say it again row by row.
        gist = "How many live risks were raised is withheld: the numbers are too small to show."
        return Section("risks", "Live risks", (Paragraph(gist),), gist)
    failures = result["practice"]["failures"]
    labels = {**failures, "not_assessed": "Not assessed yet"}
    heads = columns(
        "What was found", "Raised", "Not answered yet", "Answered", "Verified", "Learning opened"
    )
    rows = [
        (
            Cell(labels[row["finding"]]),
            *(
                words.count(row[name])
                for name in ("raised", "open", "answered", "verified", "closed")
            ),
        )
        for row in found["by_finding"]
    ]
    said: list[Any] = [
        Paragraph(
            f"{plural(found['raised'], 'live risk')} raised in drawn cases since the draw. A risk "
            "that was not managed and one that was managed but not recorded are failures of "
            "different kinds, and are counted apart."
        ),
        table("Live risks by what was found and how far they have come", heads, rows),
    ]
    gist = f"{plural(found['raised'], 'live risk')} raised in drawn cases."
    return Section("risks", "Live risks", tuple(said), gist)


def hours(result: Result, words: Words) -> Section:
    found = result["hours"]
    taken = _hours_sentence(found, words)
    blocks: list[Any] = [Paragraph(taken)]
    if found["by_rank"]:
        heads = columns("Rank", "Reviews", "First, hours", "Second, hours", "Hours", "Cost")
        rows = [
            (
                Cell(row["rank"]),
                words.count(row["reviews"]),
                words.decimal(row["first_hours"]),
                words.decimal(row["second_hours"]),
                words.decimal(row["hours"]),
                words.money(row["cost"]),
            )
            for row in found["by_rank"]
        ]
        blocks.append(table("Hours and cost by rank", heads, rows))
    heads = (
        Column("Step"),
        Column("Reviews", numeric=True),
        Column("Mean minutes", numeric=True),
        Column("Mean minutes of writing", numeric=True),
    )
    steps = [
        (
            Cell("First review" if step["step"] == "first" else "Second review"),
            words.count(step["reviews"]),
            words.decimal(step["mean_minutes"], 0),
            words.decimal(step["mean_writing_minutes"], 0),
        )
        for step in found["steps"]
    ]
    blocks.append(table("Minutes a review took", heads, steps))
    return Section("hours", "Hours and cost", tuple(blocks), taken)


def _hours_sentence(found: Mapping[str, Any], words: Words) -> str:
    said = f"The reviews took {words.decimal(found['hours']).text} hours"
    if found["protected"]:
        said += f" of {words.text(found['protected'])} protected for them"
    said += ". " + (
        "The force has set no hourly cost, so the cost is not set."
        if found["cost"] is None
        else f"At the force's own hourly costs that is {words.money(found['cost']).text}."
    )
    if found["cost"] is not None and found["without_rate"]:
        said += f" No cost is set for: {', '.join(found['without_rate'])}."
    return said
