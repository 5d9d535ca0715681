"""The report as JSON: the figures for programs, and the document as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stillpoint.evidence.documents import (
    Block,
    Bullets,
    Chart,
    Document,
    Paragraph,
    Subheading,
    Table,
)


def as_json(document: Document, result: Mapping[str, Any]) -> dict[str, Any]:
    """{"round", "provisional", "marking", "handling", "facts", "figures", "document"}; the shape
    of ``figures`` is in docs/evidence.md."""
    return {
        "round": result["round"]["name"],
        "provisional": result["provisional"],
        "marking": document.marking,
        "handling": document.handling,
        "title": document.title,
        "subtitle": document.subtitle,
        "facts": [{"name": name, "value": value} for name, value in document.facts],
        "figures": result,
        "document": [
            {
                "key": section.key,
                "heading": section.heading,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"paragraph": block.text}
    if isinstance(block, Subheading):
        return {"subheading": block.text}
    if isinstance(block, Bullets):
        return {"list": list(block.lines)}
    if isinstance(block, Chart):
        return {"chart": block.title, "sentence": block.sentence, "table": _table(block.table)}
    return {"table": _table(block)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [column.text for column in table.columns],
        "rows": [[cell.text for cell in row] for row in table.rows],
    }
