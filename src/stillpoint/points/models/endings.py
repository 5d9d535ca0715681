"""Before court, not progressed (RPP5) and the debrief (RPP6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.points.models.points import Point


class Preparation(models.Model):
    """Protected time to prepare for court: asked for, and answered by the supervisor."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="preparation")
    hours_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    hours_given = models.PositiveSmallIntegerField(null=True, blank=True)
    given_on = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"preparation at {self.point}"


class NotProgressed(models.Model):
    """Whether every avenue is exhausted, which longer-term options apply; both sign (P52).
    ``options``: option key to {"applies": bool, "text"}."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="not_progressed")
    avenues = models.TextField(blank=True)
    options = models.JSONField(default=dict)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer_signed_at = models.DateTimeField(null=True, blank=True)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supervisor_signed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"not progressed at {self.point}"


class Debrief(models.Model):
    """Everybody who worked on the case looks back. Time, place and those present are recorded,
    since the record may have to be disclosed (domain 3.4)."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="debrief")
    planned_for = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    expected = models.TextField(blank=True)
    actual = models.TextField(blank=True)
    key_learning = models.TextField(blank=True)
    outcome_shared = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"debrief at {self.point}"
