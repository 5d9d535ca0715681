"""The Full Code Test looked at by two people (RPP4): strengths before weaknesses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.points.models.points import Point


class FullCodeTest(models.Model):
    """``lines_towards`` and ``lines_away``: lists of {"text", "done": bool, "why_not"}."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="code_test")
    lines_towards = models.JSONField(default=list)
    lines_away = models.JSONField(default=list)
    strengths = models.TextField(blank=True)
    suspect_behaviour = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    evidential = models.TextField(blank=True)
    public_interest = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    challenge = models.TextField(blank=True)
    challenged_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weaknesses="") | (~Q(strengths="") & ~Q(suspect_behaviour="")),
                name="strengths_and_suspect_come_before_weaknesses",
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True)
                | Q(written_by__isnull=True)
                | ~Q(second_person=models.F("written_by")),
                name="the_second_person_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"code test at {self.point}"


class MythAnswer(models.Model):
    """What a writer did about a card: the answer, and nothing of the sentence. There is no count
    for an officer, and no feed."""

    test = models.ForeignKey(FullCodeTest, on_delete=models.PROTECT, related_name="myth_answers")
    family = models.CharField(max_length=4)
    did = models.CharField(
        max_length=10,
        choices=[
            ("kept", "Kept, with a reason"),
            ("reworded", "Reworded"),
            ("enquiry", "Opened a line of enquiry"),
        ],
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.did} at {self.test}"
