"""Words about a case that are not on its file, wherever they were written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class FlagState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SCHEDULED = "scheduled", "Scheduled"
    NOT_RELEVANT = "not_relevant", "Not relevant"


class Sensitivity(models.TextChoices):
    NOT_SENSITIVE = "not_sensitive", "Not sensitive"
    SENSITIVE = "sensitive", "Sensitive"


class RelevanceFlag(Referenced):
    """Something said about the case that is not on the case file: for the disclosure officer, who
    sees the flagged words and nothing else of where they stand (domain 3.4).

    ``source`` names the record that they stand in (``point:…``, ``review:…``) without opening it;
    ``kind`` says in words, for the schedule, what that record is. ``present``: references of the
    officers who were there, as they were when the words were flagged. ``number``: of the item on
    the schedule of its case, given once it is first scheduled and never given again.

    Read by disclosure officers, who schedule the words or set them aside; the schedule goes to the
    prosecutor.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="relevance_flags")
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=120)
    words = models.TextField()
    flagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    flagged_at = models.DateTimeField()
    present = models.JSONField(default=list)
    place = models.CharField(max_length=120, blank=True)
    now_on_file = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=FlagState.choices, default=FlagState.WAITING)
    number = models.PositiveIntegerField(null=True, blank=True)
    sensitivity = models.CharField(max_length=14, choices=Sensitivity.choices, blank=True)
    sensitive_because = models.TextField(blank=True)
    description = models.TextField(blank=True, help_text="As it stands in the schedule")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["flagged_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_item_of_a_number"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | (Q(number__isnull=False) & ~Q(sensitivity="")),
                name="a_scheduled_item_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(sensitivity="sensitive") | ~Q(sensitive_because=""),
                name="a_sensitive_item_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "flagged_at", "id"], name="flags_in_the_queue"),
            models.Index(fields=["source"], name="flags_of_a_source"),
        ]

    def __str__(self) -> str:
        return f"relevance flag {self.ref}"
