"""Handover, both ways (RPP2): needs passed on, the file answered, the answer answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.cases.models import Case
from stillpoint.points.models.points import Point
from stillpoint.trust.references import Referenced


class Handover(models.Model):
    """``topics``: topic key to {"text", "on_case_system": bool | None}; ``file``: dimension key to
    {"strength", "improvement"}, strengths first. Neither side closes without the other having had
    the chance."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="handover")
    topics = models.JSONField(default=dict)
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passed_on_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    file = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_back = models.TextField(blank=True)
    answered_back_at = models.DateTimeField(null=True, blank=True)
    wants_news = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"handover at {self.point}"


class ClosureNotice(Referenced):
    """What became of a case, for the first responder who asked: status and thanks, never evidence.
    It waits while they may yet be a witness without a completed statement (domain 3.4)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closure_notices")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closure_notices"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    statement_complete = models.BooleanField(null=True, blank=True)
    status = models.CharField(max_length=200, blank=True)
    thanks = models.TextField(blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "to"], name="one_closure_notice_a_person")
        ]

    def __str__(self) -> str:
        return f"closure notice {self.ref}"
