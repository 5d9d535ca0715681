"""How useful and how safe the invented conversations were: one press each, counted and no more."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from stillpoint.evidence.models import PulseCount
from stillpoint.evidence.pulse import answer_pulse
from stillpoint.points.models import Participation, PointState

ANSWERS = ("both", "both", "both", "both", "both", "useful_only", "safe_only", "neither")
# How many of those who took part answer; the rest find the question at their point.
SHARE = 0.85


def answer_pulses(chance: random.Random) -> None:
    """Most who took part have answered. What is counted is then moved to the two quarters before
    this one: figures of a quarter are shown once it is over."""
    took_part = Participation.objects.filter(
        took_part=True, point__state=PointState.HELD, point__held_with=None
    ).select_related("officer", "point")
    parts = [one for one in took_part.order_by("pk") if chance.random() < SHARE]
    chance.shuffle(parts)
    half = len(parts) // 2
    for quarters_ago, some in ((2, parts[:half]), (1, parts[half:])):
        for part in some:
            answer_pulse(by=part.officer, point=part.point, answer=chance.choice(ANSWERS))
        PulseCount.objects.filter(month=_month()).update(month=_month(quarters_ago))


def _month(quarters_ago: int = 0) -> dt.date:
    """The first day of the month so many quarters ago."""
    today = timezone.localdate()
    counted = today.year * 12 + today.month - 1 - 3 * quarters_ago
    return dt.date(counted // 12, counted % 12 + 1, 1)
