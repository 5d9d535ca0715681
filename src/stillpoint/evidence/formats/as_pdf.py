"""The report as a tagged PDF (PDF/UA-1), made by Typst without a network.

The document is handed over as data, never as markup: nothing that a reviewer writes can become a
command of the typesetter.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from stillpoint.evidence.charts import png
from stillpoint.evidence.documents import (
    Block,
    Bullets,
    Chart,
    Document,
    Paragraph,
    Subheading,
    Table,
)

LONG_WORD, PIECES = re.compile(r"\S{33,}"), re.compile(r"\S{1,16}")
TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(document: Document) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        content = _content(document, root)
        (root / "report.json").write_text(json.dumps(content), encoding="utf-8")
        made: bytes = typst.compile(
            str(root / "report.typ"),
            root=str(root),
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )
    return made


def _content(document: Document, root: Path) -> dict[str, Any]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "marking": document.marking,
        "handling": document.handling,
        "facts": [list(fact) for fact in document.facts],
        "sections": [
            {
                "heading": section.heading,
                "blocks": [_block(block, root) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, root: Path) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Subheading):
        return {"kind": "subheading", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "list", "lines": list(block.lines)}
    if isinstance(block, Chart):
        return {
            "kind": "chart",
            "title": block.title,
            "sentence": block.sentence,
            "picture": _picture(block, root),
            "table": _table(block.table),
        }
    return {"kind": "table", "table": _table(block)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [{"text": one.text, "numeric": one.numeric} for one in table.columns],
        "rows": [[_breakable(cell.text) for cell in row] for row in table.rows],
    }


def _breakable(text: str) -> str:
    """A word too long for a narrow cell (a case reference may be a hash) can break every so often,
    at a zero-width space."""
    return LONG_WORD.sub(lambda word: "\u200b".join(PIECES.findall(word[0])), text)


def _picture(chart: Chart, root: Path) -> str:
    """The chart's file in the folder; empty where it was not drawn."""
    if not chart.svg:
        return ""
    name = f"{chart.sha256}.png"
    (root / name).write_bytes(png(chart.svg))
    return name
