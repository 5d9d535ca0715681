"""The records of the shell: who has read what the service is for, and how people are told."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PurposeRead(models.Model):
    """An officer confirmed at first use that they read the purpose notice, in this wording."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    wording = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "wording"], name="purpose_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer} read wording {self.wording}"


class HowTold(models.Model):
    """How an officer is told of what waits. ``digest``: how often by e-mail. ``digest_on``: the
    last day on which the worker looked. ``calendar``: SHA-256 of the private address of their
    calendar, empty while it is off; the address itself is kept nowhere."""

    DAILY, WEEKLY, NEVER = "daily", "weekly", "never"

    officer = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="how_told"
    )
    digest = models.CharField(
        max_length=8,
        choices=[
            (DAILY, "Each working day, when something waits"),
            (WEEKLY, "Once a week, when something waits"),
            (NEVER, "Never"),
        ],
        default=DAILY,
    )
    digest_on = models.DateField(null=True, blank=True)
    calendar = models.CharField(max_length=64, blank=True)
    calendar_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar"],
                condition=~models.Q(calendar=""),
                name="one_officer_a_calendar_address",
            )
        ]

    def __str__(self) -> str:
        return f"how {self.officer} is told"
