"""The charts of a report, as SVG without a browser (Altair and vl-convert, which are slow to load:
the worker draws when the report is frozen, never a page).

A chart is known by the hash of the figures that it shows. Each stands beside its table and a
sentence that says what it shows; colours can be told apart without seeing colour, and no figure is
in a chart alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from stillpoint.evidence.figures import digest

Figures = list[dict[str, Any]]

TEAL, SAND, INK = "#0f5e66", "#d9c9a3", "#1d2b2d"
# From poor to excellent: light to dark, so that it also reads in grey.
SCALE = ["#8a3b1f", "#c98b5e", "#e4dcc8", "#7fb0ae", "#0f5e66"]
KINDS = ("good", "spread", "times")
# The interval that P75 names first; the others stand in the table.
SHOWN_INTERVALS = ("known_to_arrest", "arrest_to_interview", "report_to_charge")
LONGEST_SHOWN = 365
# Narrow, so that the words stay above 11 pixels where the page is 320 wide.
WIDTH, STEP, ABOVE, FONT, LINE, NAME = 290, 46, 17, 14, 17, 36
# The length of a line in a legend: two rounds of the longest dashes.
KEY = 52
Look = tuple[str, list[int]]
# Colour and dashes of each line: each can be told from the others by either alone.
LOOKS: tuple[Look, ...] = (
    (TEAL, [1, 0]),
    ("#b3421b", [12, 5]),
    ("#3b3b98", [2, 4]),
    ("#a3246e", [12, 4, 2, 4]),
    ("#7a5f00", [5, 3]),
    ("#1d2b2d", [12, 3, 2, 3, 2, 3]),
    ("#2f7d32", [2, 10]),
)


def figures_of(kind: str, result: Mapping[str, Any]) -> Figures:
    """The figures that a chart shows; empty where there is nothing to draw."""
    return {"good": _good, "spread": _spread, "times": _times}[kind](result)


def sha256_of(kind: str, result: Mapping[str, Any]) -> str | None:
    """The hash that the chart is kept under; None where there is nothing to draw."""
    figures = figures_of(kind, result)
    return digest({"kind": kind, "figures": figures}) if figures else None


def draw_all(result: Mapping[str, Any]) -> dict[str, str]:
    """Hash to SVG of every chart of this result."""
    drawn = {}
    for kind in KINDS:
        sha256 = sha256_of(kind, result)
        if sha256:
            drawn[sha256] = draw(kind, figures_of(kind, result))
    return drawn


def draw(kind: str, figures: Figures) -> str:
    import vl_convert

    chart = {"good": _draw_good, "spread": _draw_spread, "times": _draw_times}[kind](figures)
    chart = chart.configure(font="Liberation Sans, Arial, sans-serif", background="white")
    chart = chart.configure_axis(labelFontSize=FONT, titleFontSize=FONT, labelColor=INK)
    chart = chart.configure_view(stroke=None).configure_legend(
        labelFontSize=FONT, titleFontSize=FONT
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg


def png(svg: str, scale: float = 2.0) -> bytes:
    """The chart as a picture, for Word and PDF."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return made


def _good(result: Mapping[str, Any]) -> Figures:
    rows = []
    for number, area in enumerate(result.get("areas", [])):
        figure = area["overall"]["good"]
        if figure:
            rows.append(
                {
                    "area": area["title"],
                    "order": number,
                    "share": figure["value"],
                    "low": figure["low"],
                    "high": figure["high"],
                }
            )
    return rows


def _spread(result: Mapping[str, Any]) -> Figures:
    words = result["practice"]["anchors"]
    return [
        {
            "area": area["title"],
            "order": number,
            "rating": words[point],
            "point": int(point),
            "share": figure["value"],
        }
        for number, area in enumerate(result.get("areas", []))
        for point, figure in area["overall"]["spread"].items()
        if figure
    ]


def _times(result: Mapping[str, Any]) -> Figures:
    words = result["practice"]["milestones"]
    known = {one["key"]: one for one in result.get("times", [])}
    rows: Figures = []
    for key in SHOWN_INTERVALS:
        one = known.get(key)
        if one is None or not one.get("steps", {}).get(one["to"]):
            continue
        last = max(days for steps in one["steps"].values() for days, _ in steps)
        for kind, steps in one["steps"].items():
            rows += [
                {
                    "interval": one["label"],
                    "ending": words.get(kind, kind),
                    "days": days,
                    "share": share,
                }
                for days, share in _within(steps, last)
            ]
    return rows


def _within(steps: list[list[float]], last: float) -> list[list[float]]:
    """From nought to the end of the curve or a year, level to its end."""
    end = min(last, LONGEST_SHOWN)
    inside = [step for step in steps if step[0] <= end]
    return [[0, 0.0], *inside, [end, inside[-1][1] if inside else 0.0]]


def _areas(figures: Figures) -> Any:
    """Areas from the top, without an axis: their names stand above their bars (``_names``), so that
    the chart is narrow enough for a telephone."""
    import altair as alt

    # Named one by one: layers of different data would else fall back to the alphabet.
    order = list(dict.fromkeys(one["area"] for one in figures))
    return alt.Y("area:N", sort=order, axis=None)


def _names(figures: Figures) -> Any:
    """The names of the areas, in lines short enough for a telephone, each above its bar."""
    import altair as alt

    by_lines: dict[int, Figures] = {}
    for area in dict.fromkeys(one["area"] for one in figures):
        lines = _wrapped(area)
        by_lines.setdefault(len(lines), []).append({"area": area, "name": "\n".join(lines)})
    return alt.layer(
        *(
            alt.Chart(alt.Data(values=rows))
            .mark_text(
                align="left",
                baseline="middle",
                dy=-(ABOVE + LINE * (lines - 1)),
                fontSize=FONT,
                lineBreak="\n",
                lineHeight=LINE,
                color=INK,
            )
            .encode(y=_areas(figures), x=alt.value(0), text="name:N")
            for lines, rows in by_lines.items()
        )
    )


def _step(figures: Figures) -> Any:
    """Room for each bar with the longest of the names above it."""
    import altair as alt

    lines = max(len(_wrapped(one["area"])) for one in figures)
    # A bar stands in the middle of its band: what is added above is added below too.
    return alt.Step(STEP + LINE * (lines - 1) * 3 // 2)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, NAME) or [text]


def _share(title: str) -> dict[str, Any]:
    """What an axis of shares, from none to all, has in every chart."""
    import altair as alt

    axis = alt.Axis(format=".0%", tickCount=5)
    return {"scale": alt.Scale(domain=[0, 1]), "axis": axis, "title": title}


def _draw_good(figures: Figures) -> Any:
    import altair as alt

    data = alt.Chart(alt.Data(values=figures))
    bars = data.mark_rule(color=TEAL, strokeWidth=3).encode(
        y=_areas(figures),
        x=alt.X("low:Q", **_share("Good or better, with 95% interval")),
        x2="high:Q",
    )
    points = data.mark_point(color=TEAL, filled=True, size=110, opacity=1).encode(
        y=_areas(figures), x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]))
    )
    return (bars + points + _names(figures)).properties(width=WIDTH, height=_step(figures))


def _draw_spread(figures: Figures) -> Any:
    import altair as alt

    ratings = [one["rating"] for one in sorted(figures, key=lambda one: one["point"])]
    order = list(dict.fromkeys(ratings))
    colour = alt.Scale(domain=order, range=SCALE[-len(order) :])
    legend = alt.Legend(title=None, orient="top", columns=2)
    data = alt.Chart(alt.Data(values=figures))
    bars = data.mark_bar(stroke="white", strokeWidth=1, size=16).encode(
        y=_areas(figures),
        x=alt.X("share:Q", stack="zero", **_share("Share of cases")),
        color=alt.Color("rating:N", scale=colour, sort=order, legend=legend),
        order=alt.Order("point:Q"),
    )
    return (bars + _names(figures)).properties(width=WIDTH, height=_step(figures))


def _draw_times(figures: Figures) -> Any:
    import altair as alt

    intervals = dict.fromkeys(row["interval"] for row in figures)
    # One look for one ending in all the charts, whichever of them it stands in.
    looks = {
        ending: LOOKS[place % len(LOOKS)]
        for place, ending in enumerate(dict.fromkeys(row["ending"] for row in figures))
    }
    charts = [
        _draw_interval([row for row in figures if row["interval"] == interval], interval, looks)
        for interval in intervals
    ]
    return alt.vconcat(*charts, spacing=30).resolve_scale(
        color="independent", strokeDash="independent", x="independent", y="independent"
    )


def _draw_interval(figures: Figures, interval: str, looks: Mapping[str, Look]) -> Any:
    """One chart with its own legend below: a line long enough to tell the dashes apart."""
    import altair as alt

    endings = list(dict.fromkeys(row["ending"] for row in figures))
    colour = alt.Scale(domain=endings, range=[looks[one][0] for one in endings])
    dash = alt.Scale(domain=endings, range=[looks[one][1] for one in endings])
    look = {
        "color": alt.Color("ending:N", scale=colour, legend=None),
        "strokeDash": alt.StrokeDash("ending:N", scale=dash, legend=None),
    }
    last = max(1, *(row["days"] for row in figures))
    # No more ticks than days: an interval of two days has no half days on its axis.
    days = alt.Axis(format="d", tickMinStep=1, tickCount=min(5, int(last)))
    lines = alt.Chart(alt.Data(values=figures)).mark_line(interpolate="step-after", strokeWidth=2.5)
    lines = lines.encode(
        x=alt.X("days:Q", title="Days", axis=days, scale=alt.Scale(domain=[0, last], nice=False)),
        y=alt.Y("share:Q", **_share("Share of cases")),
        **look,
    ).properties(width=WIDTH, height=170)
    named = alt.Chart(alt.Data(values=[{"ending": one} for one in endings]))
    at = alt.Y("ending:N", sort=endings, axis=None)
    keys = named.mark_rule(strokeWidth=2.5).encode(y=at, x=alt.value(0), x2=alt.value(KEY), **look)
    words = named.mark_text(align="left", baseline="middle", fontSize=FONT, color=INK)
    words = words.encode(y=at, x=alt.value(KEY + 10), text="ending:N")
    legend = (keys + words).properties(width=WIDTH, height=alt.Step(22))
    title = alt.TitleParams(_wrapped(interval), anchor="start", fontSize=FONT + 1, color=INK)
    return alt.vconcat(lines, legend, spacing=8, title=title).resolve_scale(
        color="independent", strokeDash="independent", x="independent", y="independent"
    )
