"""A point handed on by its owner, who cannot hold it, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.points.models.points import Point


class HandedOn(models.Model):
    """Who gave the point to whom, and why. Rows are only added."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="handed_on")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.point} handed on to {self.given_to}"
