"""Where a handover stands, beside its words: those are sections of the point."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.points.models.points import Point


class Side(models.TextChoices):
    PASSES_ON = "passes_on", "First response"
    RECEIVES = "receives", "Investigation"


class Handover(models.Model):
    """Who accepted it and when. ``prepared_from``: the first response at which it was begun, once
    what was written there was carried over."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="handover")
    prepared_from = models.ForeignKey(
        Point, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="accepted_by_somebody_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"handover at {self.point}"


class SideExcused(models.Model):
    """A supervisor said why a side cannot answer: left, or not reachable."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="sides_excused")
    side = models.CharField(max_length=10, choices=Side.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "side"], name="a_side_is_excused_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_side_is_excused_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.side} excused at {self.point}"
