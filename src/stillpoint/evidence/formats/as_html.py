"""The report as one HTML file that needs nothing else: charts inside, no script, no font."""

from __future__ import annotations

import base64

from django.template.loader import get_template

from stillpoint.evidence.documents import Chart, Document


def html(document: Document) -> bytes:
    template = get_template("evidence/standalone.jinja")
    return template.render({"document": document, "picture": picture, "kind": kind}).encode()


def picture(chart: Chart) -> str:
    """The chart as a data address."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.svg.encode()).decode()


def kind(block: object) -> str:
    return type(block).__name__
