"""What is written at a point beside its conversation: a draft while it is written, revisions after.

A handover, a full code test, a debrief have sides or questions of their own. Each is a section: one
page, written by those whom its kind names (``section_kinds.py``).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.points.models.points import Point


class Section(models.Model):
    """One section of one point. ``key``: of its kind (``handover_needs``). ``writer``: set where
    everybody writes their own, empty where a side writes together. ``answers``: field name to text,
    or to a list of chosen keys; all optional while it is a draft. ``writers``: ids of all who saved
    words in it, whoever saved last."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    practice_version = models.CharField(max_length=80)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    writers = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["point", "key"], condition=Q(writer=None), name="one_section_of_a_side"
            ),
            models.UniqueConstraint(
                fields=["point", "key", "writer"], name="one_section_of_a_writer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.point}"


class SectionRevision(models.Model):
    """What was shared of a section. Revisions are only added; none is changed."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    practice_version = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="one_shared_revision_of_a_section"
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.section}"
