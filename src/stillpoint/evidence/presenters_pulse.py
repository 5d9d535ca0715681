"""The pulse in words: a table and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stillpoint import practice
from stillpoint.evidence.pulse_figures import ALL, Row, Share
from stillpoint.evidence.wording import WITHHELD, percent

MONTHS = (("January", "March"), ("April", "June"), ("July", "September"), ("October", "December"))
LEAST_SAID, MOST_SAID = 0.05, 0.95
NOTHING_YET = "Too few people have answered for any figure to be shown."


def pulse_page(rows: Sequence[Row]) -> dict[str, Any]:
    learning = practice.current().learning
    return {
        "sentence": _sentence(rows),
        "columns": [
            {"text": "Period"},
            {"text": "Point"},
            {"text": "Answers, about", "numeric": True},
            {"text": learning.pulse_useful, "numeric": True},
            {"text": learning.pulse_safe, "numeric": True},
        ],
        "rows": [
            [
                _period(row.first, row.last),
                _kind(row.kind),
                WITHHELD if row.answers is None else f"{row.answers:,}",
                _share(row.useful),
                _share(row.safe),
            ]
            for row in rows
        ],
    }


def _sentence(rows: Sequence[Row]) -> str:
    """Of the latest period of which a figure is shown."""
    shown = [row for row in rows if row.kind == ALL and row.answers is not None]
    if not shown:
        return NOTHING_YET
    whole = shown[0]
    return (
        f"{_period(whole.first, whole.last)}: of about {whole.answers:,} answers, "
        f"{_share(whole.useful)} found the conversation useful and {_share(whole.safe)} could say "
        "what they wanted to say. Those who answered chose to: others may see it otherwise."
    )


def _share(share: Share | None) -> str:
    if share is None:
        return WITHHELD
    value = percent(share.value)
    if share.value > MOST_SAID:
        # All of them would be a word about each of them.
        value = f"{percent(MOST_SAID)} or more"
    elif share.value < LEAST_SAID:
        value = f"{percent(LEAST_SAID)} or less"
    return f"{value} ({percent(share.low)} to {percent(share.high)})"


def _period(first: str, last: str) -> str:
    """``July to September 2026``; of several quarters, ``October 2025 to March 2026``."""
    (begins_in, number), (ends_in, to) = first.split("-"), last.split("-")
    begins, ends = MONTHS[int(number) - 1][0], MONTHS[int(to) - 1][1]
    year = "" if begins_in == ends_in else f" {begins_in}"
    return f"{begins}{year} to {ends} {ends_in}"


def _kind(kind: str) -> str:
    if kind == ALL:
        return "All points"
    titles = {one.key: one.title for one in practice.current().points.kinds}
    return titles.get(kind, kind)
