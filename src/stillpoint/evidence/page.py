"""A report as a page: its sections, its contents list and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stillpoint.evidence.access import Version
from stillpoint.evidence.disclosing import Shown
from stillpoint.evidence.documents import Block, Bullets, Chart, Document, Paragraph, Subheading
from stillpoint.evidence.formats import FORMATS


@dataclass(frozen=True)
class ReportPage:
    """What the template shows. ``sections``: heading, key and blocks as {kind, ...}."""

    document: Document
    provisional: bool
    withheld: str
    sections: list[dict[str, Any]]
    files: list[dict[str, str]]


def report_page(shown: Shown) -> ReportPage:
    suppressed = shown.version is Version.SUPPRESSED
    return ReportPage(
        document=shown.document,
        provisional=shown.result["provisional"],
        withheld=shown.result["limits"][0] if suppressed else "",
        sections=[
            {
                "key": section.key,
                "heading": section.heading,
                "blocks": [_block(block, shown) for block in section.blocks],
            }
            for section in shown.document.sections
        ],
        files=[
            {
                "text": one.label,
                "href": reverse("round-report-file", args=[shown.round.ref, one.key]),
            }
            for one in FORMATS.values()
        ],
    )


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
