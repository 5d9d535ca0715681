"""Holds: what keeps everything about a case, whatever a rule of retention says."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class Hold(Referenced):
    """A hold on a case, of a kind that the practice model names. A case may have several; while
    one stands nothing about the case expires or is erased. A lifted hold stays on record."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=40)
    reason = models.TextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="a_lifted_hold_says_who_and_why",
            )
        ]
        indexes = [models.Index(fields=["lifted_at", "-placed_at"], name="holds_standing")]

    def __str__(self) -> str:
        return f"hold {self.ref}"
