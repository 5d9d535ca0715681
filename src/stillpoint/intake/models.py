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
    rules = models.JSONField(
        default=dict, help_text="The mapping as it was used: held rows are settled by the same"
    )
    reasons = models.JSONField(
        default=dict, help_text='How often each reason: {"held": {...}, "rejected": {...}}'
    )
    notes = models.JSONField(default=list, help_text="Remarks on the files, such as encodings")
    tables = models.JSONField(
        default=list, help_text="Names of the tables in the order in which they were read"
    )
    stored = models.JSONField(
        default=list, help_text="Uploaded files that wait for the worker: [path, name]"
    )
    form_token = models.CharField(max_length=40, unique=True, null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="Last sign of progress")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"import {self.ref}"

    @property
    def trail_reference(self) -> str:
        return f"run:{self.ref}"


class QuarantinedRow(Referenced):
    """A row held for a person: bad, contradicted by another, with an unknown wording, or with the
    number of someone who has another name and address.

    Read by whoever may import rows of its kind, who settles it; and by leads, who see what is
    missing.
    """

    run = models.ForeignKey(IntakeRun, on_delete=models.PROTECT, related_name="held")
    file = models.CharField(max_length=200)
    file_kind = models.CharField(max_length=16, blank=True)
    identity = models.CharField(
        max_length=255, blank=True, db_index=True, help_text="What makes it the same record"
    )
    digest = models.CharField(max_length=64, blank=True, help_text="Of all mapped fields")
    dispute = models.CharField(
        max_length=32,
        blank=True,
        db_index=True,
        help_text="Of all rows held together, so that what was settled once stays settled",
    )
    line = models.PositiveIntegerField()
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField(
        max_length=16,
        choices=[
            ("bad", "Cannot be read"),
            ("contradiction", "Contradicts another row"),
            ("unknown", "Unknown wording"),
            ("person", "Same person or someone new"),
        ],
    )
    reason = models.CharField(max_length=300)
    alike = models.CharField(
        max_length=300,
        blank=True,
        help_text="The reason without what stands in this row only: rows with the same are alike",
    )
    wording = models.CharField(max_length=160, blank=True, help_text="The wording nobody knows yet")
    row = models.JSONField(help_text="The row as it was read: column to text")
    resolution = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("chosen", "Chosen"),
            ("edited", "Edited"),
            ("dropped", "Dropped"),
            ("mapped", "Wording mapped"),
            ("replaced", "Replaced by a later import"),
        ],
    )
    resolution_reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    by_rule = models.ForeignKey(
        "RuleForMany",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="settled_rows",
        help_text="When it was settled together with others by a rule",
    )

    class Meta:
        ordering = ["reference", "file", "line"]
        indexes = [models.Index(fields=["resolution", "reference"], name="held_rows_open")]

    def __str__(self) -> str:
        return f"{self.file} line {self.line}"


class KeepRule(models.TextChoices):
    LAST = "last", "Keep the last row of each record"
    FIRST = "first", "Keep the first row of each record"
    FULLEST = "fullest", "Keep the row of each record with the most recorded"
    DROP = "drop", "Drop every row"


class DecisionState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    WORKING = "working", "Working"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class RuleForMany(Referenced):
    """What a person said of many held rows at once: one rule for all of them, carried out whole
    or not at all."""

    run = models.ForeignKey(IntakeRun, on_delete=models.PROTECT, related_name="rules_for_many")
    rule = models.CharField(max_length=8, choices=KeepRule.choices)
    reason = models.CharField(max_length=300)
    about = models.CharField(max_length=400, help_text="Which rows, in words")
    rows = models.JSONField(default=list, help_text="Ids of the rows that it is about")
    records = models.PositiveIntegerField(help_text="How many records those rows are of")
    state = models.CharField(
        max_length=8, choices=DecisionState.choices, default=DecisionState.WAITING
    )
    taken_in = models.PositiveIntegerField(default=0, help_text="Records of which a row went in")
    dropped = models.PositiveIntegerField(default=0, help_text="Rows dropped")
    left = models.JSONField(default=dict, help_text="Why records stay held: sentence to count")
    problem = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    form_token = models.CharField(max_length=40, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.about}"

    @property
    def trail_reference(self) -> str:
        return f"rule:{self.ref}"


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
