"""Practice cases rated before the first live review (P68-P70). Results are the reviewer's alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CalibrationRun(models.Model):
    """One reviewer's answers to one practice case of the practice model."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calibrations"
    )
    case = models.CharField(max_length=40)
    practice_version = models.CharField(max_length=80)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "case"], name="one_run_a_practice_case")
        ]

    def __str__(self) -> str:
        return f"practice case {self.case} of {self.officer}"


class CalibrationAnswer(models.Model):
    run = models.ForeignKey(CalibrationRun, on_delete=models.CASCADE, related_name="answers")
    area = models.CharField(max_length=40)
    rating = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "area"], name="one_answer_an_area")]

    def __str__(self) -> str:
        return f"{self.area} in {self.run}"
