"""The pulse in words: a table and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stillpoint import practice
from stillpoint.evidence.pulse_figures import ALL, Row, Share
from stillpoint.evidence.wording import WITHHELD, percent

MONTHS = ("January to March", "April to June", "July to September", "October to December")
LEAST_SAID, MOST_SAID = 0.05, 0.95
ALL_QUARTERS = "All these quarters"


def pulse_page(rows: Sequence[Row]) -> dict[str, Any]:
    learning = practice.current().learning
    return {
        "sentence": _sentence(rows),
        "columns": [
            {"text": "Quarter"},
            {"text": "Point"},
            {"text": "Answers, about", "numeric": True},
            {"text": learning.pulse_useful, "numeric": True},
            {"text": learning.pulse_safe, "numeric": True},
        ],
        "rows": [
            [
                _quarter(row.quarter),
                _kind(row.kind),
                WITHHELD if row.answers is None else f"{row.answers:,}",
                _share(row.useful),
                _share(row.safe),
            ]
            for row in rows
        ],
    }


def _sentence(rows: Sequence[Row]) -> str:
    whole = next((row for row in rows if (row.quarter, row.kind) == (ALL, ALL)), None)
    if whole is None:
        return "Nobody has answered in a quarter that is over."
    if whole.answers is None or whole.useful is None or whole.safe is None:
        return "Too few people have answered for any figure to be shown."
    return (
        f"Of about {whole.answers:,} answers, {_share(whole.useful)} found the conversation useful "
        f"and {_share(whole.safe)} could say what they wanted to say. Those who answered chose to: "
        "others may see it otherwise."
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


def _quarter(quarter: str) -> str:
    if quarter == ALL:
        return ALL_QUARTERS
    year, number = quarter.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def _kind(kind: str) -> str:
    if kind == ALL:
        return "All points"
    titles = {one.key: one.title for one in practice.current().points.kinds}
    return titles.get(kind, kind)
