"""The shift of a first response: who checked in with the officer, and cover without training."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stillpoint.points.models.points import Point


class CheckedAs(models.TextChoices):
    SUPERVISOR = "supervisor", "Supervisor"
    PEER = "peer", "Peer"


class ShiftCheck(models.Model):
    """Somebody checked in with a first response officer. ``support``: key of the practice model's
    list. There is no field for how the officer feels: that is theirs to tell."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="shift_checks")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checked_in_with"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_as = models.CharField(max_length=10, choices=CheckedAs.choices)
    support = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("officer")), name="nobody_checks_in_with_themselves"
            )
        ]

    def __str__(self) -> str:
        return f"check-in at {self.point}"


class CoverException(models.Model):
    """An officer answered the call without current mandatory training (P24): a fact about cover on
    that shift, for the supervisor. ``reason``: key of the practice model's list."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="cover_exceptions")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "officer"], name="one_cover_exception")
        ]

    def __str__(self) -> str:
        return f"cover exception at {self.point}"
