"""Write to the trail: every collection, alteration, consultation, disclosure, combination and
erasure (DPA 2018 s.62) is one entry."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from stillpoint.trust import keys
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.prepared import prepared

# How many entries the code now running has left. `acting.act` and `screens.screen` read it, so
# that an act or a page that leaves no entry fails instead of passing unnoticed.
_left: ContextVar[int] = ContextVar("trail_entries_left", default=0)

Subject = models.Model | str

CLOCK_WENT_BACK = "clock went back"
A_STEP = dt.timedelta(seconds=1)


def record(
    operation: Operation,
    act: str,
    *,
    by: ActsAs,
    about: Subject | Iterable[Subject],
    recipients: Iterable[str] = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> TrailEntry:
    """Leave one entry.

    ``about``: records with a ``trail_reference``, or references as text. ``before`` and
    ``after``: the values changed; only their keyed digest is kept. ``note`` must hold no content.
    """
    if operation == Operation.DISCLOSURE and not list(recipients):
        raise ValueError("A disclosure names its recipients (DPA 2018 s.62(3)).")
    at, remark = _time_of_entry()
    entry = TrailEntry.objects.create(
        at=at,
        actor=str(actor(by)),
        operation=operation,
        act=act,
        about=[reference(subject) for subject in _several(about)],
        recipients=list(recipients),
        before=digest(before) if before is not None else "",
        after=digest(after) if after is not None else "",
        note="; ".join(part for part in (remark, note) if part)[:200],
    )
    _left.set(_left.get() + 1)
    return entry


def _time_of_entry() -> tuple[dt.datetime, str]:
    """Now, or the time of the newest entry when the clock went back, and a remark that it did.

    Less than a second is no step of the clock: entries of two requests may be written in another
    order than they began.
    """
    now = timezone.now()
    newest = next(iter(_newest_time()), now)
    if newest <= now:
        return now, ""
    return newest, CLOCK_WENT_BACK if newest - now > A_STEP else ""


@prepared
def _newest_time() -> models.QuerySet[TrailEntry, dt.datetime]:
    return TrailEntry.objects.order_by("-id").values_list("at", flat=True)[:1]


def nothing_changed() -> None:
    """Say that the act found nothing to do, so that it rightly leaves no entry."""
    _left.set(_left.get() + 1)


def entries_left() -> int:
    """How many entries the code now running has left so far."""
    return _left.get()


def reference(subject: Subject) -> str:
    if isinstance(subject, str):
        return subject
    named = getattr(subject, "trail_reference", None)
    return str(named) if named else f"{subject._meta.model_name}:{subject.pk}"


def digest(values: Mapping[str, Any]) -> str:
    """HMAC-SHA-256 of the values as canonical JSON: proves what stood there without holding it."""
    text = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hmac.new(keys.digest_key(), text.encode(), hashlib.sha256).hexdigest()


def _several(about: Subject | Iterable[Subject]) -> Iterable[Subject]:
    if isinstance(about, str | models.Model):
        return [about]
    return about
