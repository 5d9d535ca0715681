"""From the figures of a report to its document: what each section says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stillpoint.evidence.access import Version
from stillpoint.evidence.collapsing import collapsed
from stillpoint.evidence.documents import (
    Bullets,
    Cell,
    Column,
    Document,
    Paragraph,
    Section,
    Table,
    columns,
    table,
)
from stillpoint.evidence.telling_findings import finding_sections
from stillpoint.evidence.wording import Words, day, plural, were

Result = Mapping[str, Any]


def document(
    result: Result,
    *,
    version: Version,
    sha256: str = "",
    made_on: str = "",
    charts: Mapping[str, str] | None = None,
) -> Document:
    """The document of a result that ``withholding.result_for`` has made for this version.

    ``charts``: hash to SVG; a chart that is not there is told by its table alone.
    """
    words = Words(suppressed=version is Version.SUPPRESSED)
    round = result["round"]
    provisional = result["provisional"]
    sections = [
        _purpose(result),
        _draw(result, version),
        _strata(result, words),
        _response(result, words, version),
    ]
    if provisional:
        sections.append(_loads(result, words))
    else:
        sections += finding_sections(result, words, version, charts or {})
    sections.append(
        Section("limits", "What these figures cannot say", (Bullets(tuple(result["limits"])),))
    )
    if version is Version.SUPPRESSED:
        sections = [collapsed(section) for section in sections]
    gists = tuple(section.gist for section in sections if section.gist)
    if gists:
        sections.insert(0, Section("short", "In short", (Bullets(gists),)))
    return Document(
        title=f"Case review round: {round['name']}",
        subtitle="Provisional report: the round is not closed" if provisional else "Round report",
        facts=_facts(result, version, sha256, made_on),
        sections=tuple(sections),
    )


def _facts(
    result: Result, version: Version, sha256: str, made_on: str
) -> tuple[tuple[str, str], ...]:
    round = result["round"]
    shown = {
        Version.FULL: "Full, for the RASSO command",
        Version.WITHOUT_REFERENCES: "Full counts, without case references and reviewers' words",
        Version.SUPPRESSED: "For leaders outside the RASSO command: small numbers withheld",
    }[version]
    facts = [
        ("Drawn", day(round["drawn_at"])),
        ("Closed", day(round["closed_at"]) if round["closed_at"] else "Not closed"),
        ("Version", shown),
    ]
    if made_on:
        facts.append(("Frozen", made_on))
    if sha256:
        facts.append(("Checksum of inputs and figures (SHA-256)", sha256))
    return tuple(facts)


def _purpose(result: Result) -> Section:
    round = result["round"]
    said = [Paragraph(round["purpose"] or "No purpose was written down.")]
    if round["how_used"]:
        said.append(Paragraph(f"How the reviews are used: {round['how_used']}"))
    said.append(Paragraph(f"Population: {round['population_words']}."))
    return Section("purpose", "Purpose", tuple(said))


def _draw(result: Result, version: Version) -> Section:
    round, draw = result["round"], result["draw"]
    rule = {
        "proportional": "in proportion to their size",
        "equal": "equally",
        "neyman": "by their size and how much ratings vary in them (Neyman)",
        "power": "by the square root of their size",
    }[round["rule"]]
    blocks: list[Any] = [
        Paragraph(
            f"The frame was frozen on {day(round['frozen_at'])}, and the size and its allocation "
            f"were fixed with it, before any seed. Cases were shared among the strata {rule}. Each "
            "case's ticket is the SHA-256 of the seed and its reference; the smallest tickets of "
            "each stratum were drawn."
        ),
        _facts_table(result),
    ]
    if round["coordination"]:
        kept = {"leave_out": "left out", "keep": "kept as far as chance allows"}
        blocks.append(
            Paragraph(
                f"What was drawn in “{round['earlier']}” was {kept[round['coordination']]}, and "
                "the weights know it."
            )
        )
    if draw["commands"]:
        blocks.append(
            Paragraph(
                "Anyone can draw the sample again, without a database, from the exported frame:"
            )
        )
        blocks.append(Bullets(tuple(draw["commands"])))
    if draw["selected"]:
        blocks.append(_selected(draw))
    elif version is Version.WITHOUT_REFERENCES:
        blocks.append(Paragraph("The list of drawn cases is kept in the RASSO command."))
    return Section("draw", "How the sample was drawn", tuple(blocks))


def _no_seed(round: Result) -> str:
    return "kept in the RASSO command" if round["drawn_at"] else "not drawn"


def _facts_table(result: Result) -> Table:
    round = result["round"]
    rows = [
        ("Seed", round["seed"] or _no_seed(round)),
        ("Hash of the frozen frame (SHA-256)", round["frame_sha256"]),
        ("Seed made of", "two people's parts" if round["seed_parts"] == 2 else "a text given once"),
    ]
    return table(
        "The draw",
        (Column("What"), Column("Value")),
        [(Cell(name), Cell(value)) for name, value in rows],
    )


def _selected(draw: Mapping[str, Any]) -> Table:
    rows = [
        (
            Cell(one["case"]),
            Cell(one["label"]),
            Cell(one["ticket"][:16]),
            Cell(f"{one['weight']:,.2f}", one["weight"]),
            Cell(one["standing"]),
        )
        for one in draw["selected"]
    ]
    heads = (
        Column("Case"),
        Column("Stratum"),
        Column("Ticket, first 16 digits"),
        Column("Weight", numeric=True),
        Column("What became of it"),
    )
    return table("Drawn cases", heads, rows)


def _strata(result: Result, words: Words) -> Section:
    coverage = result["coverage"]
    said: list[Any] = [
        Paragraph(
            f"The population holds {plural(coverage['reported'], 'reported case')}. "
            f"{words.text(coverage['left_out_live'])} {were(coverage['left_out_live'])} live or "
            f"before a court when the frame was frozen and left out, so "
            f"{words.text(coverage['frame'])} could be drawn: "
            f"{words.share(coverage['share']).text} of the population."
        )
    ]
    if result["round"]["include_live"]:
        said.append(
            Paragraph(
                "Live and pre-trial cases were let in by a senior officer's recorded authority: "
                f"{result['round']['live_reason']}"
            )
        )
    if coverage["notes"]:
        said.append(Bullets(tuple(coverage["notes"])))
    said.append(_strata_table(result, words))
    gist = (
        f"{words.text(coverage['frame'])} of {plural(coverage['reported'], 'reported case')} could "
        "be drawn"
        + (".", "; the others were live or before a court.")[coverage["left_out_live"] != 0]
    )
    return Section("strata", "Strata, weights and coverage", tuple(said), gist)


def _strata_table(result: Result, words: Words) -> Table:
    heads = columns(
        "Stratum",
        "Could be drawn",
        "Left out as live",
        "Coverage",
        "Drawn",
        "Each drawn case counts for",
        *(() if result["provisional"] else ("Reviewed", "Each reviewed case counts for")),
    )
    rows = [
        (
            Cell(row["label"]),
            words.count(row["population"]),
            words.count(row["left_out_live"]),
            words.share(row["coverage"]),
            words.count(row["drawn"]),
            words.decimal(row["weight"], 2),
            *(() if result["provisional"] else _reviewed(row, words)),
        )
        for row in result["strata"]
    ]
    return table("Strata", heads, rows)


def _reviewed(row: Mapping[str, Any], words: Words) -> tuple[Cell, Cell]:
    return words.count(row["reviewed"]), words.decimal(row["weight_reviewed"], 2)


STANDINGS = {
    "reviewed": "Reviewed",
    "ineligible": "Ineligible: should not have been in the frame",
    "unavailable": "Unavailable: could not be reviewed",
    "waiting": "Stands: to be reviewed, or under review",
}


def _response(result: Result, words: Words, version: Version) -> Section:
    response = result["response"]
    said: list[Any] = []
    gist = ""
    if response["rate"] == 1 and version is Version.SUPPRESSED:
        gist = "All eligible drawn cases were reviewed."
        said.append(Paragraph(gist))
    elif response["rate"] is not None:
        gist = (
            f"Of {plural(response['drawn'], 'drawn case')}, {words.text(response['reviewed'])} "
            f"{were(response['reviewed'])} reviewed: "
            f"{words.share(response['rate']).text} of those eligible."
        )
        said.append(
            Paragraph(
                f"{gist} When each counts for the cases it stands for, it is "
                f"{words.share(response['weighted_rate']).text}."
            )
        )
    left = "reviewed" if result["provisional"] else "waiting"
    shown = [name for name in STANDINGS if name != left]
    rows = [(Cell(STANDINGS[name]), words.count(response[name])) for name in shown]
    rows.append((Cell("Drawn"), words.count(response["drawn"])))
    said.append(table("What became of the drawn cases", columns("Standing", "Cases"), rows))
    if response["substitutes"]:
        said.append(
            Paragraph(
                f"{plural(response['substitutes'], 'substitute')} took the place of unavailable "
                f"cases; {words.text(response['substitutes_reviewed'])} of them "
                f"{were(response['substitutes_reviewed'])} reviewed. "
                "Figures are for the drawn cases alone unless they say “with substitutes”."
            )
        )
    if response["reasons"]:
        reasons = [
            (
                Cell(STANDINGS[one["standing"]].split(":")[0]),
                Cell(one["reason"]),
                words.count(one["cases"]),
            )
            for one in response["reasons"]
        ]
        heads = (Column("Standing"), Column("Reason given"), Column("Cases", numeric=True))
        said.append(table("Why cases were not reviewed", heads, reasons))
    return Section("response", "Response", tuple(said), gist)


LOADS = ("assigned", "submitted", "reviewers", "least", "most")


def _loads(result: Result, words: Words) -> Section:
    steps = {"first": "First reviews", "second": "Second reviews"}
    rows = [
        (
            Cell(steps[one["step"]]),
            *(words.count(one[name]) for name in LOADS),
        )
        for one in result["loads"]
    ]
    heads = columns(
        "Step", "Cases assigned", "Submitted", "Reviewers", "Fewest cases", "Most cases"
    )
    return Section("loads", "Assignments", (table("How the reviews are shared out", heads, rows),))
