"""Who the second person at a Full Code Test point is (P43)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.points.models.points import Point


class SecondPerson(models.Model):
    """The colleague or supervisor who challenges the reasoning at one point. The answers to
    challenge cards are no records of their own: they stand in the section that they belong to, with
    no officer beside them, so that nobody can be counted by them."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="second_person")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.officer} at {self.point}"
