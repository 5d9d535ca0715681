"""What the pages of retention show, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.disclosure import presenters
from stillpoint.disclosure.holding import held_among
from stillpoint.disclosure.holdings import counted
from stillpoint.disclosure.models import OPEN_STATES, Erasure, ErasureState, Kept
from stillpoint.people.models import Officer

TABS = (
    ("retention", "Due for review"),
    ("erasures", "Erasures"),
    ("holds", "Holds"),
    ("retention-rules", "Rules"),
)
COLOURS = {
    ErasureState.PROPOSED: "yellow",
    ErasureState.AGREED: "blue",
    ErasureState.STOPPED: "orange",
    ErasureState.WITHDRAWN: "grey",
    ErasureState.DONE: "green",
}


@dataclass(frozen=True)
class CasePage:
    """``counts``: what there is; ``holds``: lines; ``kept``: earlier decisions, latest first;
    ``proposed``: address of an erasure that waits, or empty."""

    case: Case
    since: str
    counts: list[dict[str, Any]]
    holds: list[presenters.HoldLine]
    kept: list[Kept]
    proposed: str


@dataclass(frozen=True)
class ErasurePage:
    """``own``: the reader proposed it."""

    erasure: Erasure
    tag: tuple[str, str]
    counts: list[dict[str, Any]]
    holds: list[presenters.HoldLine]
    own: bool


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of retention, one of them the current one."""
    return [
        {"text": words, "href": reverse(name), "active": name == current} for name, words in TABS
    ]


def due_rows(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """One line a case: since when its time counts, whether it is on hold, whether proposed."""
    listed = list(cases)
    held = held_among(case.pk for case in listed)
    open_ones = Erasure.objects.filter(case__in=listed, state__in=OPEN_STATES)
    proposed = set(open_ones.values_list("case_id", flat=True))
    return [
        {
            "reference": case.reference,
            "href": reverse("retention-case", kwargs={"ref": case.ref}),
            "since": _day(case.since),  # type: ignore[attr-defined]
            "kept_until": _day(case.kept_until),  # type: ignore[attr-defined]
            "tags": [
                *([("On hold", "red")] if case.pk in held else []),
                *([("Erasure proposed", "yellow")] if case.pk in proposed else []),
            ],
        }
        for case in listed
    ]


def case_page(case: Case, viewer: Officer) -> CasePage:
    """A case of ``due_cases``."""
    waits = Erasure.objects.filter(case=case, state__in=OPEN_STATES).first()
    return CasePage(
        case=case,
        since=_day(case.since),  # type: ignore[attr-defined]
        counts=_rows(counted(case)),
        holds=presenters.hold_lines(case, viewer),
        kept=list(Kept.objects.filter(case=case).select_related("by").order_by("-id")[:10]),
        proposed=reverse("erasure", kwargs={"ref": waits.ref}) if waits else "",
    )


def erasure_page(erasure: Erasure, viewer: Officer) -> ErasurePage:
    """What would be erased while it is open; what was, once it is done."""
    is_open = erasure.state in OPEN_STATES
    return ErasurePage(
        erasure=erasure,
        tag=state_tag(erasure),
        counts=_rows(counted(erasure.case) if is_open else erasure.erased),
        holds=presenters.hold_lines(erasure.case, viewer) if is_open else [],
        own=erasure.proposed_by_id == viewer.pk,
    )


def period(months: int) -> str:
    """``10 years``, ``18 months``."""
    number, one = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def state_tag(erasure: Erasure) -> tuple[str, str]:
    """Words and colour."""
    return erasure.get_state_display(), COLOURS[ErasureState(erasure.state)]


def _rows(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"key": name.capitalize(), "value": f"{number:,}", "actions": []}
        for name, number in counts.items()
    ]


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
