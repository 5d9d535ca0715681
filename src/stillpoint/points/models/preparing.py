"""Protected time to prepare for court: asked for by the officer, answered by a supervisor (P50)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.points.models.points import Point
from stillpoint.trust.references import Referenced


class TimeState(models.TextChoices):
    ASKED = "asked", "Waits for an answer"
    AGREED = "agreed", "Agreed"
    OFFERED = "offered", "Another time is offered"
    NOT_POSSIBLE = "not_possible", "Not possible"
    WITHDRAWN = "withdrawn", "Withdrawn"


SUPERVISOR, OFFICER = "supervisor", "officer"


@dataclass(frozen=True)
class Move:
    """Who moves a request from which states to which, and what it needs."""

    name: str
    who: str
    since: frozenset[str]
    to: TimeState
    needs_days: bool = False
    needs_reason: bool = False


# A supervisor can answer again: duties change, in either direction.
_ANSWERABLE = frozenset(
    {TimeState.ASKED, TimeState.OFFERED, TimeState.AGREED, TimeState.NOT_POSSIBLE}
)
_STANDING = frozenset({TimeState.ASKED, TimeState.OFFERED, TimeState.AGREED})
MOVES: dict[str, Move] = {
    one.name: one
    for one in (
        Move("agree", SUPERVISOR, _ANSWERABLE, TimeState.AGREED, needs_days=True),
        Move("offer", SUPERVISOR, _ANSWERABLE, TimeState.OFFERED, needs_days=True),
        Move("refuse", SUPERVISOR, _ANSWERABLE, TimeState.NOT_POSSIBLE, needs_reason=True),
        Move("accept", OFFICER, frozenset({TimeState.OFFERED}), TimeState.AGREED),
        Move("withdraw", OFFICER, _STANDING, TimeState.WITHDRAWN),
    )
}


class ProtectedTime(Referenced):
    """One request. ``purpose``: key of the practice model's list. ``answerer``: the direct
    supervisor when it was asked, or whoever holds that now; everybody above may answer as well.
    ``since`` and ``until``: the days agreed or offered; ``reason``: said with the last answer."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="protected_times")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="time_asked_for"
    )
    asked_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    wanted_by = models.DateField()
    purpose = models.CharField(max_length=40)
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="time_to_answer"
    )
    answer_due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=TimeState.choices, default=TimeState.ASKED)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "offered"])
                | Q(since__isnull=False, until__isnull=False, until__gte=models.F("since")),
                name="time_agreed_or_offered_has_its_days",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_possible") | ~Q(reason=""),
                name="time_refused_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["answerer", "state", "answer_due_at"], name="time_to_answer")
        ]

    def __str__(self) -> str:
        return f"protected time {self.ref}"
