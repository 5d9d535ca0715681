"""The milestones of one case and the days between them, as a reviewer sees them (P75)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.practice import Interval, UnknownEntry

REPORTED = "reported"


@dataclass(frozen=True)
class Happened:
    """A milestone that is recorded: its words and its day."""

    kind: str
    label: str
    on: dt.date


@dataclass(frozen=True)
class Elapsed:
    """Time between two milestones. ``days`` is None where the record does not give it; ``words``
    then say why."""

    label: str
    days: int | None
    words: str
    note: str = ""


def milestones_of(case: Case) -> list[Happened]:
    """What is recorded of the case, in order of day."""
    model = practice.current()
    found = []
    for milestone in case.milestones.all():
        try:
            label = model.milestone(milestone.kind).label
        except UnknownEntry:
            label = milestone.kind.replace("_", " ").capitalize()
        found.append(Happened(milestone.kind, label, timezone.localtime(milestone.at).date()))
    if case.reported_on and not any(one.kind == REPORTED for one in found):
        found.append(Happened(REPORTED, model.milestone(REPORTED).label, case.reported_on))
    return sorted(found, key=lambda one: one.on)


def elapsed(happened: Iterable[Happened], keys: Iterable[str]) -> list[Elapsed]:
    """The intervals with these keys of the practice model."""
    events = sorted(happened, key=lambda one: one.on)
    return [between(practice.current().interval(key), events) for key in keys]


def between(interval: Interval, events: list[Happened]) -> Elapsed:
    """Days from the first of one milestone to the first of the other on or after it."""
    start = _first(events, {interval.from_milestone}, None)
    if start is None:
        words = f"Not recorded: {_label(interval.from_milestone)}"
        return Elapsed(interval.label, None, words, interval.note)
    end = _first(events, {interval.to_milestone}, start.on)
    if end is not None:
        days = (end.on - start.on).days
        words = "Same day" if days == 0 else f"{days:,} day{'' if days == 1 else 's'}"
        return Elapsed(interval.label, days, words, interval.note)
    instead = _first(events, set(interval.competing), start.on)
    if instead is not None:
        words = f"Did not happen before: {instead.label.lower()}"
    else:
        words = f"Not recorded: {_label(interval.to_milestone)}"
    return Elapsed(interval.label, None, words, interval.note)


def _first(events: list[Happened], kinds: set[str], since: dt.date | None) -> Happened | None:
    for event in events:
        if event.kind in kinds and (since is None or event.on >= since):
            return event
    return None


def _label(kind: str) -> str:
    label = practice.current().milestone(kind).label
    return label[:1].lower() + label[1:]
