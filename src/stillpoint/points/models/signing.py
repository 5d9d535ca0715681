"""Signatures under what was shared of a section."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.points.models.sections import SectionRevision


class Signature(models.Model):
    """Somebody signed this revision. It stands as long as no later revision is shared: a changed
    text is not what was signed."""

    revision = models.ForeignKey(
        SectionRevision, on_delete=models.PROTECT, related_name="signatures"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(
        max_length=10, choices=[("officer", "Officer"), ("supervisor", "Supervisor")]
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "role"], name="one_signature_of_a_role"),
            models.UniqueConstraint(
                fields=["revision", "officer"], name="nobody_signs_for_two_roles"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} under {self.revision}"
