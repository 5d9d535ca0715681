"""Reports, frozen when their round closed."""

from __future__ import annotations

from django.db import models

from stillpoint.reviews.models import Round
from stillpoint.trust.references import Referenced


class Report(Referenced):
    """``inputs`` are what the figures were computed from, ``result`` the figures; both frozen."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="report")
    inputs = models.JSONField()
    result = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"report on {self.round}"
