"""The one record of the shell: who has read what the service is for."""

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
