"""A report as a page: its sections, its contents list and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from stillpoint.evidence.access import Version
from stillpoint.evidence.disclosing import Shown
from stillpoint.evidence.documents import (
    Block,
    Bullets,
    Chart,
    Document,
    Paragraph,
    Section,
    Subheading,
)
from stillpoint.evidence.formats import FORMATS


@dataclass(frozen=True)
class ReportPage:
    """What the template shows. ``section``: heading, key and blocks as {kind, ...}; ``contents``:
    every section with its address."""

    document: Document
    provisional: bool
    withheld: str
    home: str
    contents: list[dict[str, Any]]
    section: dict[str, Any]
    files: list[dict[str, str]]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


FIRST = "short"


def report_page(shown: Shown, key: str = FIRST) -> ReportPage:
    """The page of one section; the first one also has the facts and the files.

    Raises Http404 for a section that this person's report does not have.
    """
    sections = shown.document.sections
    place = next((at for at, one in enumerate(sections) if one.key == key), None)
    if place is None and key == FIRST:
        place = 0
    if place is None:
        raise Http404
    contents = [_entry(section, shown, section is sections[place]) for section in sections]
    suppressed = shown.version is Version.SUPPRESSED
    return ReportPage(
        document=shown.document,
        provisional=shown.result["provisional"],
        withheld=shown.result["limits"][0] if suppressed else "",
        home=reverse("round-report", args=[shown.round.ref]),
        contents=contents,
        section={
            "first": place == 0,
            "key": sections[place].key,
            "heading": sections[place].heading,
            "blocks": [_block(block, shown) for block in sections[place].blocks],
        },
        before=contents[place - 1] if place else None,
        after=contents[place + 1] if place + 1 < len(contents) else None,
        files=[
            {
                "text": one.label,
                "href": reverse("round-report-file", args=[shown.round.ref, one.key]),
            }
            for one in FORMATS.values()
        ],
    )


def _entry(section: Section, shown: Shown, here: bool) -> dict[str, Any]:
    first = section is shown.document.sections[0]
    name = "round-report" if first else "round-report-part"
    where = [shown.round.ref] if first else [shown.round.ref, section.key]
    return {
        "text": section.heading,
        "href": reverse(name, args=where),
        "active": here,
        "within": section.within,
    }


def charts_shown(shown: Shown) -> set[str]:
    """The hashes of the charts that stand in this person's version."""
    return {
        block.sha256
        for section in shown.document.sections
        for block in section.blocks
        if isinstance(block, Chart) and block.svg
    }


def _block(block: Block, shown: Shown) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Subheading):
        return {"kind": "subheading", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "list", "lines": block.lines}
    if isinstance(block, Chart):
        src = (
            reverse("round-report-chart", args=[shown.round.ref, block.sha256]) if block.svg else ""
        )
        return {
            "kind": "chart",
            "title": block.title,
            "sentence": block.sentence,
            "src": src,
            "table": block.table,
        }
    return {"kind": "table", "table": block}
