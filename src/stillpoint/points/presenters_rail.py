"""The rail: the six points of one case as a line of stops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.before_trial import before_handover, is_withheld
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.points.models import ConversationRevision, Point, PointState
from stillpoint.points.never_opened import never_opened
from stillpoint.points.overtaking import why_overtaken
from stillpoint.points.readers import Officers, readable_by
from stillpoint.trust.prepared import prepared

# One word of state that the style sheet and the template use.
NOT_OPENED, OPEN, OVERDUE, HELD, WAIVED = "not_opened", "open", "overdue", "held", "waived"
NOT_SHOWN, OVERTAKEN, NEVER = "not_shown", "overtaken", "never"
WORDS = {
    NOT_OPENED: "Not opened yet",
    NOT_SHOWN: "Not shown before the case has ended",
    OPEN: "Open",
    OVERDUE: "Overdue",
    HELD: "Held",
    WAIVED: "Waived",
    OVERTAKEN: "Overtaken",
    NEVER: "Not opened",
}


@dataclass(frozen=True)
class Stop:
    """One of the six. ``words`` says the state, when and by whom; ``times`` how often it was held;
    ``href`` where it is read, for those who may."""

    number: int
    title: str
    state: str
    words: str
    times: int
    href: str
    here: bool


def rail(case: Case, officer: Officer, *, withheld: bool | None = None) -> list[Stop]:
    """The six stops of the case. Everybody who sees the case sees state, time and names; the
    conversation itself is behind the link, for those who may read it. Three queries. ``withheld``:
    what ``before_trial.is_withheld`` said, where it was asked already."""
    points = _points(case.pk)
    readable = set(_readable_in(case, officer) if points else ())
    if withheld is None:
        withheld = is_withheld(officer, case)
    known = _known_numbers() if withheld else set()
    if withheld:
        points = [one for one in points if one.pk in readable or _number_of(one) in known]
    held = any(one.state == PointState.HELD for one in points)
    shared = {one.point_id: one.by.titled_name for one in _shared(case.pk)} if held else {}
    now = timezone.now()
    kinds = practice.current().points.kinds
    by_number: dict[int, list[Point]] = {kind.number: [] for kind in kinds}
    numbers = {kind.key: kind.number for kind in kinds}
    for point in points:
        by_number.setdefault(numbers.get(point.kind, 0), []).append(point)
    titles = _titles()
    reached = max((number for number, found in by_number.items() if found), default=0)
    stops = [
        _stop(number, titles[number], by_number[number], readable, shared, now, reached)
        for number in sorted(titles)
    ]
    if withheld:
        return [_for_a_witness(one, known) for one in stops]
    never = never_opened(case, [one.number for one in stops if one.state == NOT_OPENED], now)
    return [
        replace(one, state=NEVER, words=f"{WORDS[NEVER]}: {never[one.number]}")
        if one.number in never
        else one
        for one in stops
    ]


def _known_numbers() -> set[int]:
    """Points that what a first responder knows of opens: up to the handover."""
    known = before_handover()
    kinds = practice.current().points.kinds
    return {one.number for one in kinds if any(o.milestone in known for o in one.opened_by)}


def _number_of(point: Point) -> int:
    kinds = practice.current().points.kinds
    return next((one.number for one in kinds if one.key == point.kind), 0)


def _for_a_witness(stop: Stop, known: set[int]) -> Stop:
    """That a point after the handover was or was not opened would say how the case went on, and so
    would what overtook one."""
    if stop.state == OVERTAKEN:
        return replace(stop, words=f"{WORDS[OVERTAKEN]}.")
    if stop.state == NOT_OPENED and stop.number not in known:
        return replace(stop, state=NOT_SHOWN, words=f"{WORDS[NOT_SHOWN]}.")
    return stop


@prepared
def _points(case: int) -> QuerySet[Point]:
    found = Point.objects.filter(case=case).select_related("owner", "waived_by")
    return found.order_by("opened_at", "pk")


def _readable_in(case: Case, officer: Officer) -> list[int]:
    officers = Officers.by_the_model()
    return _readable(case.pk, officer.pk, timezone.localdate(), officers=officers)


@prepared
def _readable(
    case: int, officer: int, today: dt.date, *, officers: Officers
) -> QuerySet[Point, int]:
    seen = readable_by(officer, today, officers).filter(case=case)
    return seen.order_by().values_list("pk", flat=True)


@prepared
def _shared(case: int) -> QuerySet[ConversationRevision]:
    found = ConversationRevision.objects.filter(point__case=case).select_related("by")
    return found.only("point", "by").order_by("number")


def _titles() -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for kind in practice.current().points.kinds:
        found.setdefault(kind.number, []).append(kind.title)
    return {number: _joined(titles) for number, titles in found.items()}


def _joined(titles: Sequence[str]) -> str:
    first, *rest = titles
    return " or ".join([first, *(title[:1].lower() + title[1:] for title in rest)])


def _stop(
    number: int,
    title: str,
    points: Sequence[Point],
    readable: set[int],
    shared: dict[int, str],
    now: dt.datetime,
    reached: int,
) -> Stop:
    held = [one for one in points if one.state == PointState.HELD]
    still = [one for one in points if one.state == PointState.OPEN]
    shown = min(still, key=lambda one: one.due_at) if still else points[-1] if points else None
    if shown is None:
        state = NOT_OPENED
    elif shown.state == PointState.OPEN:
        state = OVERDUE if shown.due_at < now else OPEN
    else:
        state = shown.state
    last = max(held, key=lambda one: one.held_at or one.opened_at, default=None)
    href = ""
    if shown is not None and shown.pk in readable:
        href = reverse("point", kwargs={"ref": shown.ref})
    return Stop(
        number=number,
        title=title,
        state=state,
        words=_words(state, shown, last, shared),
        times=len(held),
        href=href,
        here=number == reached,
    )


def _words(state: str, shown: Point | None, last: Point | None, shared: dict[int, str]) -> str:
    said = WORDS[state]
    if shown is not None and state in (OPEN, OVERDUE):
        said = f"{said}, due {_day(shown.due_at)}"
    if shown is not None and state == OVERTAKEN:
        said = f"{said} {_day(shown.overtaken_at)}. {why_overtaken(shown).removesuffix('.')}"
    if shown is not None and state == WAIVED:
        by = f" by {shown.waived_by.titled_name}" if shown.waived_by else ""
        said = f"{said}{by}, {_day(shown.waived_at)}"
    if last is not None:
        by = shared.get(last.held_with_id or last.pk, "")
        when = f"{_day(last.held_at)}{f' by {by}' if by else ''}"
        said = f"{said} {when}" if state == HELD else f"{said}. Last held {when}"
    return f"{said}."


def _day(when: dt.datetime | None) -> str:
    if when is None:
        return "on a day not recorded"
    local = timezone.localtime(when)
    return f"{local.day} {local:%B %Y}"
