"""What expires by itself: once a day, by the rules of the practice model, never past a hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from stillpoint import practice
from stillpoint.disclosure.models import Hold, RelevanceFlag
from stillpoint.methods.calendar_shifts import months_before
from stillpoint.trust.actors import ActsAs, job

# Erases some of what is older than the moment, and returns how many: none when nothing is left.
Expire = Callable[..., int]


def expire_all(kinds: Mapping[str, Expire], *, by: ActsAs | None = None) -> dict[str, int]:
    """Erase what has expired of every kind that the practice model names; how many of each.

    Each call of a kind is one transaction with its entry in the trail, so that a killed worker has
    lost nothing and goes on where it was.
    """
    by = by or job("expire what is not kept")
    done: dict[str, int] = {}
    for rule in practice.current().retention.expiries:
        before = _moment(rule.after_months)
        done[rule.key] = 0
        while some := kinds[rule.key](by=by, before=before):
            done[rule.key] += some
    return done


def kept_at_a_point(case: str, point: str) -> Q:
    """Rows that do not expire: those of a case on hold (``case``: path to it) and those of a point
    of which words were flagged (``point``: path to its reference)."""
    source = Concat(Value("point:"), OuterRef(point))
    return on_hold(case) | Q(Exists(RelevanceFlag.objects.filter(source=source)))


def on_hold(case: str) -> Q:
    """Rows of a case on which a hold stands (``case``: path to it)."""
    return Q(Exists(Hold.objects.filter(case=OuterRef(case), lifted_at=None)))


def _moment(months: int) -> dt.datetime:
    day = months_before(timezone.localdate(), months)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
