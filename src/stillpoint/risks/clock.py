"""How the clock of a live risk is read out: “Due in 3 hours”, “Overdue by 2 days”."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stillpoint.risks.models import LiveRisk, RiskState

SOON = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Clock:
    """``words`` say it; ``colour`` is the tag's, and never says it alone."""

    words: str
    colour: str
    overdue: bool = False


def clock(risk: LiveRisk, now: dt.datetime) -> Clock:
    if risk.state == RiskState.CLOSED or risk.due_at is None:
        return Clock("Closed", "grey")
    since = risk.overdue_since or (risk.due_at if risk.due_at < now else None)
    if since is not None:
        return Clock(f"Overdue by {length(now - since)}", "red", overdue=True)
    left = risk.due_at - now
    return Clock(f"Due in {length(left)}", "orange" if left <= SOON else "yellow")


def length(time: dt.timedelta) -> str:
    """A length of time in words, by its largest unit: ``40 minutes``, ``3 hours``, ``2 days``.
    Never more than there is, so that nobody is told of time that they do not have."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:
        return _count(minutes, "minute") if minutes else "less than a minute"
    hours = minutes // 60
    return _count(hours, "hour") if hours < 48 else _count(hours // 24, "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
