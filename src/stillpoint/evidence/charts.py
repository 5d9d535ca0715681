"""The charts of a report, as SVG without a browser (Altair and vl-convert, which are slow to load:
the worker draws when the report is frozen, never a page).

A chart is known by the hash of the figures that it shows. Each stands beside its table and a
sentence that says what it shows; colours can be told apart without seeing colour, and no figure is
in a chart alone.
"""

from __future__ import annotations

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
WIDTH, STEP, ABOVE = 400, 46, 17


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
    chart = chart.configure_axis(labelFontSize=13, titleFontSize=13, labelColor=INK)
    chart = chart.configure_view(stroke=None).configure_legend(labelFontSize=13, titleFontSize=13)
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


def _names(data: Any, figures: Figures) -> Any:
    import altair as alt

    words = data.mark_text(align="left", baseline="middle", dy=-ABOVE, fontSize=13, color=INK)
    return words.encode(y=_areas(figures), x=alt.value(0), text="area:N")


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
    return (bars + points + _names(data, figures)).properties(width=WIDTH, height=alt.Step(STEP))


def _draw_spread(figures: Figures) -> Any:
    import altair as alt

    ratings = [one["rating"] for one in sorted(figures, key=lambda one: one["point"])]
    order = list(dict.fromkeys(ratings))
    colour = alt.Scale(domain=order, range=SCALE[-len(order) :])
    legend = alt.Legend(title=None, orient="top", columns=3)
    data = alt.Chart(alt.Data(values=figures))
    bars = data.mark_bar(stroke="white", strokeWidth=1, size=16).encode(
        y=_areas(figures),
        x=alt.X("share:Q", stack="zero", **_share("Share of cases")),
        color=alt.Color("rating:N", scale=colour, sort=order, legend=legend),
        order=alt.Order("point:Q"),
    )
    once = alt.Chart(alt.Data(values=[one for one in figures if one["point"] == 1]))
    return (bars + _names(once, figures)).properties(width=WIDTH, height=alt.Step(STEP))


def _draw_times(figures: Figures) -> Any:
    import altair as alt

    chart = alt.Chart(alt.Data(values=figures)).mark_line(interpolate="step-after", strokeWidth=2.5)
    endings = alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelLimit=320,
        symbolSize=400,
        symbolStrokeWidth=2.5,
    )
    return (
        chart.encode(
            x=alt.X("days:Q", title="Days", scale=alt.Scale(domainMin=0)),
            y=alt.Y("share:Q", **_share("Share of cases")),
            color=alt.Color("ending:N", legend=endings, scale=alt.Scale(scheme="dark2")),
            strokeDash=alt.StrokeDash("ending:N", legend=endings),
        )
        .properties(width=WIDTH, height=170)
        .facet(
            facet=alt.Facet(
                "interval:N",
                title=None,
                sort=list(dict.fromkeys(row["interval"] for row in figures)),
                header=alt.Header(labelFontSize=14, labelAnchor="start", labelFontWeight="bold"),
            ),
            columns=1,
        )
        .resolve_scale(x="independent")
    )
