"""What the calendar of one officer reminds of: days on which something is due, and never what."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from stillpoint.learning.finding_actions import listed
from stillpoint.people.models import Officer
from stillpoint.points.waiting import open_for
from stillpoint.site.models import HowTold
from stillpoint.site.telling.calendar_file import Reminder
from stillpoint.site.telling.choosing import hashed
from stillpoint.trust import keys

MOST = 200
READINGS_AN_HOUR = 30
POINT_DUE = "Reflective practice point due"
ACTION_DUE = "Something that was agreed is due"
DESCRIPTION = "Sign in to Stillpoint to see it."


def officer_of(token: str) -> Officer | None:
    """Whose calendar the address is; None where it is nobody's, or theirs who has left."""
    found = HowTold.objects.filter(calendar=hashed(token), officer__is_active=True)
    told = found.select_related("officer").first()
    return told.officer if told else None


def read_too_often(officer: Officer, now: dt.datetime) -> bool:
    """Count this reading; whether there have been more in this hour than a calendar needs."""
    key = f"calendar:{officer.ref}:{now:%Y%m%d%H}"
    read = int(cache.get(key, 0)) + 1
    cache.set(key, read, timeout=3600)
    return read > READINGS_AN_HOUR


def reminders_for(officer: Officer) -> tuple[list[Reminder], list[str]]:
    """Open points and actions by their days, and the references that the trail names."""
    link = urljoin(settings.STILLPOINT_ADDRESS, "/")
    found, about = [], []
    for summary, reference, day in _due(officer):
        about.append(reference)
        found.append(Reminder(_uid(reference, officer), day, summary, DESCRIPTION, link))
    return found, about


def _due(officer: Officer) -> Iterator[tuple[str, str, dt.date]]:
    for point in open_for(officer)[:MOST]:
        yield POINT_DUE, point.trail_reference, timezone.localdate(point.due_at)
    for action in listed(officer, show="mine", closed=False)[:MOST]:
        yield ACTION_DUE, action.trail_reference, action.due_on


def _uid(reference: str, officer: Officer) -> str:
    """The same at each reading, and nothing that anybody could look up."""
    text = f"calendar|{officer.ref}|{reference}"
    digest = hmac.new(keys.digest_key(), text.encode(), hashlib.sha256).hexdigest()
    return f"{digest[:32]}@stillpoint"
