"""A calendar as a file (iCalendar, RFC 5545): all-day reminders, escaped and folded as it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CONTENT_TYPE = "text/calendar; charset=utf-8"
# Section 3.1: lines are at most 75 octets long, without the line break.
LONGEST_LINE = 75


@dataclass(frozen=True)
class Reminder:
    """``uid`` stays the same from one reading to the next; ``link`` is a whole address."""

    uid: str
    on: dt.date
    summary: str
    description: str
    link: str


def calendar_file(name: str, reminders: Iterable[Reminder], *, made_at: dt.datetime) -> str:
    """The file as text with the line ends that the format has. ``made_at`` must know its zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stillpoint//Reminders//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    stamp = f"{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    for reminder in reminders:
        lines += _event(reminder, stamp)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(reminder: Reminder, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(reminder.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{reminder.on:%Y%m%d}"
    # Section 3.6.1: an end of DATE is the day after.
    yield f"DTEND;VALUE=DATE:{reminder.on + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(reminder.summary)}"
    yield f"DESCRIPTION:{escaped(reminder.description)}"
    yield f"URL:{reminder.link}"
    # It reminds and takes no time from the day.
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Section 3.3.11: backslash, semicolon, comma and line breaks in a TEXT value."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Section 3.1: a long line goes on after a line break and a space; no character is split."""
    parts, part, length = [], "", 0
    for character in line:
        octets = len(character.encode())
        if length + octets > LONGEST_LINE:
            parts.append(part)
            # The space that begins the next line counts.
            part, length = "", 1
        part += character
        length += octets
    return "\r\n ".join([*parts, part])
