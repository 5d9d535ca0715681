"""A round of case reviews: its purpose, its frozen frame, the parts of its seed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class RoundState(models.TextChoices):
    OPEN = "open", "Opened: purpose stated"
    FROZEN = "frozen", "Planned: frame frozen, size fixed"
    DRAWN = "drawn", "Drawn"
    PUBLISHED = "published", "Published: reviewers told"
    CLOSED = "closed", "Closed"
    ABANDONED = "abandoned", "Abandoned"


class Round(Referenced):
    """``population``: filters ({"from", "to", "where": {field: [values]}, ...}); ``plan``: what
    was decided when the frame was frozen (allocation rule, allocation by stratum, exclusions with
    coverage, expected half-width); both in the shapes that ``planning`` documents."""

    name = models.CharField(max_length=120, unique=True)
    purpose = models.TextField(blank=True)
    how_used = models.TextField(blank=True)
    hours_protected = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rounds_led",
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    blinded = models.BooleanField(default=True)
    shows_debriefs = models.BooleanField(
        default=True, help_text="Reviewers may read what was shared at debriefs of finalised cases"
    )
    feedback_shows_ratings = models.BooleanField(default=False)
    feedback_shows_reviewers = models.BooleanField(default=False)

    population = models.JSONField(default=dict)
    by = models.JSONField(default=list, help_text="Stratum variables, in order")
    rule = models.CharField(max_length=12, default="proportional")
    minimum = models.PositiveSmallIntegerField(default=2)
    size = models.PositiveIntegerField(null=True, blank=True)
    first_minutes = models.PositiveSmallIntegerField(default=120)
    second_minutes = models.PositiveSmallIntegerField(default=60)
    plan = models.JSONField(default=dict)
    frame_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    include_live = models.BooleanField(default=False)
    live_authority = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    live_reason = models.TextField(blank=True)
    live_authorised_at = models.DateTimeField(null=True, blank=True)

    earlier = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    coordination = models.CharField(
        max_length=10,
        blank=True,
        choices=[("leave_out", "Leave out what was drawn then"), ("keep", "Keep what was drawn")],
    )

    seed = models.TextField(blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    feedback_released_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)
    abandoned_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(include_live=False)
                | (Q(live_authority__isnull=False) & ~Q(live_reason="")),
                name="live_cases_need_a_recorded_authority",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | (~Q(seed="") & ~Q(frame_sha256="")),
                name="a_draw_has_its_seed_and_frame",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FrameRow(models.Model):
    """One case of the frozen frame: what it was when the frame was frozen."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frame")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=80, help_text="The case reference, as drawn from")
    stratum = models.CharField(max_length=300, help_text="sampling.stratum_key of its values")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="a_case_stands_once_in_a_frame")
        ]

    def __str__(self) -> str:
        return f"{self.unit} in {self.round}"


class SeedPart(models.Model):
    """One person's part of the seed. The commitment is made before the other part is shown:
    SHA-256 of ``part`` (text that holds at least 16 random characters)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seed_parts")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    part = models.CharField(max_length=120, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["committed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "officer"], name="one_seed_part_a_person"),
            models.CheckConstraint(
                condition=Q(part="", revealed_at__isnull=True)
                | (~Q(part="") & Q(revealed_at__isnull=False)),
                name="a_part_is_revealed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"seed part of {self.officer} for {self.round}"
