"""One document, five formats. Each module here makes bytes from a ``documents.Document``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stillpoint.evidence.documents import Document, with_each_text
from stillpoint.trust.characters import holdable


@dataclass(frozen=True)
class Format:
    """``make`` takes the document and the result that it was made from. Characters that no file can
    hold never reach a format: what is stored may be older than the rule that keeps them out."""

    key: str
    label: str
    content_type: str
    writer: Callable[[Document, Mapping[str, Any]], bytes]

    def make(self, document: Document, result: Mapping[str, Any]) -> bytes:
        return self.writer(with_each_text(document, holdable), result)


def _html(document: Document, result: Mapping[str, Any]) -> bytes:
    from stillpoint.evidence.formats.as_html import html

    return html(document)


def _docx(document: Document, result: Mapping[str, Any]) -> bytes:
    from stillpoint.evidence.formats.as_docx import docx

    return docx(document)


def _pdf(document: Document, result: Mapping[str, Any]) -> bytes:
    from stillpoint.evidence.formats.as_pdf import pdf

    return pdf(document)


def _ods(document: Document, result: Mapping[str, Any]) -> bytes:
    from stillpoint.evidence.formats.as_ods import ods

    return ods(document)


def _json(document: Document, result: Mapping[str, Any]) -> bytes:
    from stillpoint.evidence.formats.as_json import as_json

    return json.dumps(as_json(document, result), ensure_ascii=False, indent=2).encode()


FORMATS = {
    one.key: one
    for one in (
        Format(
            "docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _docx,
        ),
        Format("pdf", "PDF", "application/pdf", _pdf),
        Format("ods", "Spreadsheet (ODS)", "application/vnd.oasis.opendocument.spreadsheet", _ods),
        Format("json", "JSON", "application/json", _json),
        Format("html", "Web page (HTML)", "text/html; charset=utf-8", _html),
    )
}
