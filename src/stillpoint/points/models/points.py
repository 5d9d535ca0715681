"""A point along an investigation: opened by what happened, owned, due, held or waived."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class PointState(models.TextChoices):
    OPEN = "open", "Open"
    HELD = "held", "Held"
    WAIVED = "waived", "Waived"
    OVERTAKEN = "overtaken", "Overtaken"


class Point(Referenced):
    """One reflective practice point of one case.

    ``kind``: key of the practice model's kind of point. ``trigger``: what opened it, once
    (``milestone:81``, ``cadence:2026-11-01``, ``asked:K7Q2MXTR``), so that the same event twice
    opens one point. ``owner`` empty: nobody was found to own it, and the lead is told.
    ``overtaken_by``: the kind of milestone that the case went past it with, and ``overtaken_at``
    when; both stay when it is opened again.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=40)
    occurrence = models.PositiveSmallIntegerField(default=1)
    trigger = models.CharField(max_length=80)
    why = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="points_owned",
    )
    state = models.CharField(max_length=10, choices=PointState.choices, default=PointState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    held_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="held_together"
    )
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_reason = models.TextField(blank=True)
    reopened_reason = models.TextField(blank=True)
    overtaken_at = models.DateTimeField(null=True, blank=True)
    overtaken_by = models.CharField(max_length=40, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    measured_seconds = models.PositiveIntegerField(default=0)
    timed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "trigger"], name="an_event_opens_a_point_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waived") ^ Q(waived_reason=""),
                name="a_waived_point_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_at__isnull=False),
                name="a_held_point_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="overtaken")
                | (Q(overtaken_at__isnull=False) & ~Q(overtaken_by="")),
                name="an_overtaken_point_says_by_what",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_at"], name="points_due_for_an_owner"),
            # With the owner, so that a team's are found among all that are open in the index alone.
            models.Index(fields=["state", "due_at", "owner"], name="points_by_due_time"),
            models.Index(fields=["state", "waived_at"], name="points_waived_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case}"


class Participation(models.Model):
    """Somebody asked to take part. ``role``: their involvement role, or ``peer``,
    ``supervisor``, ``second_person``. ``took_part`` empty: not known yet. ``ended_at``: since then
    they do not take part any more; they can still read, because they wrote in it.
    ``said_not_there_at``: they were named as having taken part and said that they did not; everyone
    who reads the point reads that, and whoever shared it is told, to talk to them or put it right.
    """

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="participations")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="points_joined"
    )
    role = models.CharField(max_length=40)
    invited_at = models.DateTimeField(auto_now_add=True)
    took_part = models.BooleanField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    said_not_there_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "officer"], name="one_part_in_a_point")
        ]
        indexes = [
            models.Index(fields=["officer", "ended_at", "point"], name="points_of_an_officer")
        ]

    def __str__(self) -> str:
        return f"{self.officer} in {self.point}"
