"""Whether what was to be tried worked: each answer a record of its own, none overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.learning.models.learned import LearningPoint


class TrialAnswer(models.Model):
    """One answer. ``answer``: a key of the practice model's trial answers. ``ask_again_on``: when
    the question comes back, where the answer says that it does."""

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="trials")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    ask_again_on = models.DateField(null=True, blank=True)
    practice_version = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.answer} of {self.point}"
