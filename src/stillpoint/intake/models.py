"""What came in from other systems, and what could not be taken as it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.trust.references import Referenced


class RunState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    READING = "reading", "Reading"
    APPLYING = "applying", "Applying"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class IntakeRun(Referenced):
    """One import. ``read`` is always the sum of the five counts after it."""

    what = models.CharField(max_length=8, choices=[("cases", "Cases"), ("people", "People")])
    mapping = models.CharField(max_length=80)
    files = models.JSONField(default=list, help_text="Names of the files as they were given")
    dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    by = models.CharField(max_length=120)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    bytes_total = models.PositiveBigIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"import {self.ref}"


class QuarantinedRow(Referenced):
    """A row held for a person: bad, contradicted by another, or with an unknown wording."""

    run = models.ForeignKey(IntakeRun, on_delete=models.PROTECT, related_name="held")
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField(
        max_length=16,
        choices=[
            ("bad", "Cannot be read"),
            ("contradiction", "Contradicts another row"),
            ("unknown", "Unknown wording"),
        ],
    )
    reason = models.CharField(max_length=300)
    row = models.JSONField(help_text="The row as it was read: column to text")
    resolution = models.CharField(
        max_length=8,
        blank=True,
        choices=[("chosen", "Chosen"), ("edited", "Edited"), ("dropped", "Dropped"),
                 ("mapped", "Wording mapped"), ("replaced", "Replaced by a later import")],
    )
    resolution_reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reference", "file", "line"]
        indexes = [models.Index(fields=["resolution", "reference"], name="held_rows_open")]

    def __str__(self) -> str:
        return f"{self.file} line {self.line}"


class WordingChoice(models.Model):
    """What a person said a wording of the source means: asked once, remembered."""

    mapping = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    wording = models.CharField(max_length=160)
    value = models.CharField(max_length=80)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mapping", "field", "wording"], name="one_meaning")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.wording} means {self.value}"
