"""What a closed round's report says of ratings, findings, agreement, times, risks and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from stillpoint.evidence import charts as chart_figures
from stillpoint.evidence.access import Version
from stillpoint.evidence.documents import (
    Bullets,
    Cell,
    Chart,
    Column,
    Paragraph,
    Section,
    Subheading,
    Table,
    columns,
    table,
)
from stillpoint.evidence.ratings import RECORD
from stillpoint.evidence.telling_practice import agreement, hours, risks, times
from stillpoint.evidence.wording import NONE, Words, percent

Result = Mapping[str, Any]


def finding_sections(
    result: Result, words: Words, version: Version, charts: Mapping[str, str]
) -> list[Section]:
    """The sections that only a closed round has."""
    return [
        _ratings(result, words, charts),
        _by_variable(result, words),
        *_arrest(result, words),
        *_findings(result, words, version),
        agreement(result, words),
        times(result, words, charts),
        risks(result, words),
        hours(result, words),
    ]


def _ratings(result: Result, words: Words, charts: Mapping[str, str]) -> Section:
    if not result["areas"]:
        return Section("ratings", "Ratings by area", (Paragraph("No drawn case was reviewed."),))
    blocks: list[Any] = [
        Paragraph(
            "Ratings run from 1, very poor, to 5, excellent. They are those of the first reviews, "
            "weighted so that they speak for the population. Each figure has its 95% interval and "
            "the number of cases it rests on; where the file is silent a case has no rating."
        ),
        _good_chart(result, words, charts),
        _spread_chart(result, words, charts),
    ]
    if any(area["with_substitutes"] for area in result["areas"]):
        blocks.append(_with_substitutes(result, words))
    return Section("ratings", "Ratings by area", tuple(blocks), good_sentence(result))


def _good_chart(result: Result, words: Words, charts: Mapping[str, str]) -> Chart:
    heads = columns(
        "Area", "Good or better", "95% interval", "Cases rated", "File silent", "95% interval"
    )
    rows = [
        (
            Cell(area["title"]),
            words.value(area["overall"]["good"]),
            words.interval(area["overall"]["good"]),
            words.count(area["overall"]["rated"]),
            *_silent(area, words),
        )
        for area in result["areas"]
    ]
    return _chart(
        "good",
        result,
        charts,
        "Share of cases rated good or better",
        good_sentence(result),
        table("Share rated good or better, by area", heads, rows),
    )


def _silent(area: Mapping[str, Any], words: Words) -> tuple[Cell, Cell]:
    if area["key"] == RECORD:
        return Cell(NONE), Cell(NONE)
    silent = area["overall"]["silent"]
    return words.value(silent), words.interval(silent)


def good_sentence(result: Result) -> str:
    """What the chart shows, with intervals: the highest and the lowest area."""
    known = [area for area in result["areas"] if area["overall"]["good"]]
    if not known:
        return "There are too few rated cases to show a share."
    ordered = sorted(known, key=lambda area: float(area["overall"]["good"]["value"]))
    low, high = ordered[0], ordered[-1]
    if len(known) == 1 or low["overall"]["good"]["value"] == high["overall"]["good"]["value"]:
        return f"{_named(high)} of cases were rated good or better."
    said = (
        f"The share rated good or better was highest for {_named(high)} and lowest for "
        f"{_named(low)}."
    )
    if low["overall"]["good"]["high"] >= high["overall"]["good"]["low"]:
        said += " Their 95% intervals overlap: this sample cannot tell the two apart."
    return said


def _named(area: Mapping[str, Any]) -> str:
    figure = area["overall"]["good"]
    between = f"{percent(figure['low'])} to {percent(figure['high'])}"
    return f"“{area['title']}” at {percent(figure['value'])} ({between})"


def _spread_chart(result: Result, words: Words, charts: Mapping[str, str]) -> Chart | Paragraph:
    if not any(figure for area in result["areas"] for figure in area["overall"]["spread"].values()):
        return Paragraph("How the ratings are spread is withheld here: too few cases each.")
    anchors = result["practice"]["anchors"]
    points = list(anchors)
    heads = columns("Area", *(f"{point}: {anchors[point]}" for point in points), "Cases rated")
    rows = [
        (
            Cell(area["title"]),
            *(words.estimate(area["overall"]["spread"][point]) for point in points),
            words.count(area["overall"]["rated"]),
        )
        for area in result["areas"]
    ]
    return _chart(
        "spread",
        result,
        charts,
        "How ratings are spread",
        "Each bar shows the weighted share of cases at each rating, from very poor to excellent.",
        table("Ratings from 1 to 5, weighted, with 95% intervals", heads, rows),
    )


def _with_substitutes(result: Result, words: Words) -> Table:
    heads = columns("Area", "Drawn cases alone", "Cases", "With substitutes", "Cases")
    rows = [
        (
            Cell(area["title"]),
            words.estimate(area["overall"]["good"]),
            words.count(area["overall"]["rated"]),
            words.estimate(area["with_substitutes"]["good"]),
            words.count(area["with_substitutes"]["rated"]),
        )
        for area in result["areas"]
    ]
    return table("Good or better, without and with substitutes", heads, rows)


def _by_variable(result: Result, words: Words) -> Section:
    blocks: list[Any] = []
    variables = result["areas"][0]["by"] if result["areas"] else []
    for place, variable in enumerate(variables):
        heads = columns("Area of review", *(one["label"] for one in variable["values"]))
        rows = [
            (
                Cell(area["title"]),
                *(_estimate_with_n(words, one["good"]) for one in area["by"][place]["values"]),
            )
            for area in result["areas"]
        ]
        blocks.append(
            table(f"Good or better by {variable['label'].lower()}, with cases rated", heads, rows)
        )
    if not blocks:
        blocks.append(Paragraph("There are no ratings to compare."))
    else:
        blocks.insert(
            0,
            Paragraph(
                "Intervals that overlap a good deal do not show a difference. Read these tables "
                "for questions to ask, not for ranks."
            ),
        )
    return Section("by-stratum", "Good or better by stratum variable", tuple(blocks))


def _estimate_with_n(words: Words, figure: Mapping[str, Any] | None) -> Cell:
    cell = words.estimate(figure)
    return Cell(f"{cell.text}, n = {figure['n']}") if figure else cell


def _arrest(result: Result, words: Words) -> list[Section]:
    given = {key: one for key, one in result["arrest"].items() if one["share"]}
    if not given:
        return []
    heads = columns("Arrest came", "Share of cases", "95% interval", "Cases answered")
    rows = [
        (
            Cell(one["label"]),
            words.value(one["share"]),
            words.interval(one["share"]),
            words.n(one["share"]),
        )
        for one in given.values()
    ]
    return [
        Section(
            "arrest",
            "Timing of the arrest, as first reviewers saw it",
            (table("Early or late arrest, weighted", heads, rows),),
        )
    ]


def _findings(result: Result, words: Words, version: Version) -> list[Section]:
    heads = columns("Area", "Cases with strengths", "Cases with improvements", "Cases reviewed")
    rows = [
        (
            Cell(one["title"]),
            words.count(one["cases_with_strengths"]),
            words.count(one["cases_with_improvements"]),
            words.count(one["cases"]),
        )
        for one in result["findings"]
    ]
    blocks: list[Any] = [
        Paragraph(
            "Strengths and improvements that first or second reviewers set down, substitutes "
            "included. Counts of reviewed cases, not estimates."
        ),
        table("Strengths and areas for improvement", heads, rows),
    ]
    texts = [_texts(one) for one in result["findings"]] if version is Version.FULL else []
    return [
        Section("findings", "Strengths and areas for improvement", tuple(blocks)),
        *(section for section in texts if section.blocks),
    ]


def _texts(finding: Mapping[str, Any]) -> Section:
    """What reviewers set down about one area, strengths first."""
    blocks: list[Any] = []
    for kind, words in (("strengths", "Strengths"), ("improvements", "Areas for improvement")):
        if finding[kind]:
            blocks.append(Subheading(words))
            blocks.append(Bullets(_grouped(finding[kind])))
    heading = f"Findings: {finding['title']}"
    return Section(f"findings-{finding['key']}", heading, tuple(blocks), within="findings")


def _grouped(texts: Sequence[str]) -> tuple[str, ...]:
    """Equal lines once with the number of cases, the most frequent first. Small differences of
    letter case, of space and of the last full stop do not count; the first wording stands."""
    wording: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in texts:
        same = " ".join(text.split()).rstrip(".").casefold()
        wording.setdefault(same, text)
        counted[same] += 1
    return tuple(
        wording[same] if number == 1 else f"{wording[same]} (said in {number:,} cases)"
        for same, number in counted.most_common()
    )


def _chart(
    kind: str,
    result: Result,
    charts: Mapping[str, str],
    title: str,
    sentence: str,
    figures: Table,
) -> Chart:
    sha256 = chart_figures.sha256_of(kind, result) or ""
    return Chart(title, sentence, sha256, figures, charts.get(sha256, ""))


__all__ = ["Column", "finding_sections", "good_sentence"]
