"""Charts: lines that can be told apart, and words that can be read on a telephone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stillpoint.evidence import charts

PHONE = 290  # What a page 320 pixels wide leaves for a picture.
SMALLEST = 11
LONG = "Investigation: focus, direction, decisions and completion"
ENDINGS = [f"Ending number {number}" for number in range(7)]


def times(last: int = 40, endings: int = 7) -> charts.Figures:
    return [
        {"interval": interval, "ending": ending, "days": day, "share": share}
        for interval in ("Suspect known to arrest", "Report to charge")
        for ending in ENDINGS[:endings]
        for day, share in ((0, 0.0), (last, 0.1))
    ]


def areas() -> charts.Figures:
    return [
        {"area": title, "order": n, "share": 0.5, "low": 0.3, "high": 0.7}
        for n, title in enumerate((LONG, "Record"))
    ]


def spread() -> charts.Figures:
    words = ("Very poor", "Poor", "Adequate", "Good", "Excellent")
    return [
        {"area": title, "order": n, "rating": word, "point": point, "share": 0.2}
        for n, title in enumerate((LONG, "Record"))
        for point, word in enumerate(words, start=1)
    ]


def test_seven_lines_differ_in_colour_and_in_dashes() -> None:
    assert len({colour for colour, _ in charts.LOOKS}) == 7
    assert len({tuple(dashes) for _, dashes in charts.LOOKS}) == 7


def test_every_line_is_drawn_with_its_own_dashes() -> None:
    svg = charts.draw("times", times())
    drawn = set(re.findall(r'stroke-dasharray="([^"]+)"', svg))
    assert {",".join(str(one) for one in dashes) for _, dashes in charts.LOOKS[1:]} <= drawn


def test_each_chart_of_times_has_a_legend_of_its_own() -> None:
    svg = charts.draw("times", times())
    assert [svg.count(f">{ending}<") for ending in ENDINGS] == [2] * 7


def test_short_intervals_have_ticks_of_whole_days() -> None:
    svg = charts.draw("times", times(last=2, endings=1))
    labels = re.findall(r">([\d.]+)</text>", svg)
    assert sorted(set(labels)) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("kind", "figures"), [("times", times()), ("good", areas()), ("spread", spread())]
)
def test_words_can_be_read_on_a_telephone(kind: str, figures: Any) -> None:
    svg = charts.draw(kind, figures)
    found = re.search(r'<svg[^>]* width="([\d.]+)"', svg)
    assert found is not None
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert min(sizes) * min(1.0, PHONE / float(found[1])) >= SMALLEST
