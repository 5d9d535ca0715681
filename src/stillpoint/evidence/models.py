"""Reports, frozen when their round closed, and the charts drawn with them."""

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


class ChartImage(models.Model):
    """A chart drawn when the report was frozen. ``sha256`` is that of the figures it shows, so that
    a chart can never stand beside other figures than its own."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="charts")
    sha256 = models.CharField(max_length=64)
    svg = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "sha256"], name="one_image_a_chart")
        ]

    def __str__(self) -> str:
        return f"chart {self.sha256[:8]} of {self.report}"


class PulseCount(models.Model):
    """How many people answered so in a month after conversations of one kind. ``month``: its first
    day, the finest time that is kept."""

    month = models.DateField()
    kind = models.CharField(max_length=40)
    useful = models.BooleanField()
    safe = models.BooleanField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "kind", "useful", "safe"], name="one_count_of_a_pulse"
            )
        ]

    def __str__(self) -> str:
        return f"pulse of {self.month:%m/%Y}"


class PulseMark(models.Model):
    """That somebody has answered of a conversation: a keyed digest of both, and no time."""

    token = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return "a pulse was answered"
