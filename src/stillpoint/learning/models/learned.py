"""What was learned, what training is needed, who is thanked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class LearningPoint(Referenced):
    """A strength or an improvement, at one of the paper's three levels (P16)."""

    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="learning"
    )
    source = models.CharField(max_length=60, help_text="Where it came from: risk:…, review:…")
    kind = models.CharField(
        max_length=12, choices=[("strength", "Strength"), ("improvement", "Area for improvement")]
    )
    level = models.CharField(
        max_length=16,
        choices=[
            ("individual", "Individual"),
            ("unit", "Unit"),
            ("organisational", "Organisational"),
        ],
    )
    text = models.TextField()
    what_we_will_try = models.TextField(blank=True)
    agreed_text = models.TextField(
        blank=True, help_text="The words that everyone reads: nobody can be recognised in them"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="learning_written"
    )
    involved = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="learning_shared", blank=True
    )
    written_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)

    # Whether what was to be tried worked: who is asked, from when, for which day they were told.
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trials_asked",
    )
    ask_on = models.DateField(null=True, blank=True)
    told_for = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, agreed_text="")
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(agreed_text="")),
                name="agreed_learning_has_its_words",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("written_by")),
                name="a_second_person_agrees_learning",
            ),
            models.CheckConstraint(
                condition=Q(ask_on__isnull=True)
                | (Q(asked_of__isnull=False) & ~Q(what_we_will_try="")),
                name="what_is_asked_about_was_to_be_tried",
            ),
        ]
        indexes = [
            models.Index(fields=["-agreed_at"], name="learning_newest_agreed"),
            models.Index(fields=["asked_of", "ask_on"], name="learning_trials_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"learning point {self.ref}"


class NeedState(models.TextChoices):
    RAISED = "raised", "Raised"
    PLANNED = "planned", "Planned"
    MET = "met", "Met"


class TrainingNeed(Referenced):
    """A training need with its aim, the capability hoped for and how we shall know (P2)."""

    source = models.CharField(max_length=60)
    for_whom = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="training_needs",
    )
    for_group = models.CharField(max_length=120, blank=True)
    aim = models.TextField()
    capability = models.TextField()
    how_we_shall_know = models.TextField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10,
        choices=NeedState.choices,
        default=NeedState.RAISED,
    )

    plan = models.TextField(blank=True, help_text="What is planned, and by when")
    shown_by = models.TextField(blank=True, help_text="What shows that it was met")

    class Meta:
        ordering = ["-raised_at"]

    def __str__(self) -> str:
        return f"training need {self.ref}"


class Recognition(Referenced):
    """Thanks for good practice (P86). It names what was done well, never a case."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="thanks_received"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="thanks_sent"
    )
    source = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"thanks {self.ref}"
