"""A case is its reference: there is no field for a victim's or a suspect's name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from stillpoint.intake.models import IntakeRun
from stillpoint.people.models import Area
from stillpoint.trust.references import Referenced


class CaseKind(models.TextChoices):
    CRIME = "crime", "Recorded crime"
    INCIDENT = "incident", "N100 reported incident"


class DecisionMaker(models.TextChoices):
    POLICE = "police", "Police"
    CPS = "cps", "Crown Prosecution Service"


class Case(Referenced):
    """One investigation, which may hold many crime numbers (domain 2.1).

    ``reference`` is the crime system's own. The fields from ``outcome`` on stand for the case as
    it is now; the history is in OutcomeEvent and Milestone.
    """

    reference = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=CaseKind.choices, default=CaseKind.CRIME)
    offence = models.CharField(max_length=40)
    reported_on = models.DateField(null=True, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, db_index=False)
    relationship = models.CharField(max_length=40, default="not_recorded")
    relationship_group = models.CharField(max_length=40, default="not_recorded")
    domestic_abuse = models.BooleanField(null=True, blank=True)
    live = models.BooleanField(default=True, help_text="Still being investigated or before a court")
    live_stated = models.BooleanField(
        null=True, blank=True, help_text="What the source said; None: derived (cases/standing.py)"
    )
    stage = models.CharField(max_length=40, blank=True, help_text="Key of the last milestone")

    outcome = models.CharField(max_length=12, blank=True)
    outcome_sub_code = models.CharField(max_length=24, blank=True)
    outcome_group = models.CharField(max_length=40, default="not_finalised")
    decision_maker = models.CharField(max_length=8, choices=DecisionMaker.choices, blank=True)
    outcome_on = models.DateField(null=True, blank=True)

    source = models.CharField(max_length=40, blank=True, help_text="Name of the intake mapping")
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    last_run = models.ForeignKey(
        IntakeRun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        db_index=False,
    )

    class Meta:
        ordering = ["-reported_on", "-id"]
        # Few, since each costs a large import dear; lists run along the first, the second is of
        # cases that come to be due for a review of what is kept about them.
        indexes = [
            models.Index(fields=["-reported_on", "-id"], name="cases_newest"),
            models.Index(
                Coalesce("outcome_on", "reported_on"),
                "id",
                condition=Q(live=False),
                name="cases_by_age",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CrimeNumber(models.Model):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="crime_numbers")
    number = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.number


class OutcomeEvent(models.Model):
    """An outcome given to the case. A later one stands beside it; none is overwritten."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="outcome_events", db_index=False
    )
    code = models.CharField(max_length=12, blank=True)
    sub_code = models.CharField(max_length=24, blank=True)
    wording = models.CharField(max_length=160, blank=True)
    group = models.CharField(max_length=40)
    decision_maker = models.CharField(max_length=8, choices=DecisionMaker.choices, blank=True)
    on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["case", "on"], name="outcomes_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case}: {self.group}"


class Milestone(models.Model):
    """Something that happened in the case, of a kind that the practice model names."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="milestones", db_index=False
    )
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    day_only = models.BooleanField(default=False, help_text="The source gave a day, not a time")
    source = models.CharField(max_length=40, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "at"], name="one_milestone_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.kind}"


class Involvement(models.Model):
    """A part that an officer has or had in a case, in a role of the practice model."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="involvements", db_index=False
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(max_length=40)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two, since SQLite knows no unique constraint in which empty days are equal.
            models.UniqueConstraint(
                fields=["case", "officer", "role", "since"], name="one_involvement_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["case", "officer", "role"],
                condition=Q(since__isnull=True),
                name="one_involvement_without_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=models.F("since")),
                name="involvement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} as {self.role} in {self.case}"


class CaseAccess(models.Model):
    """Leave to read a case that somebody's work gives for a time (a review assigned, say)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="access_given")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_access"
    )
    why = models.CharField(max_length=160, help_text="What gave it, as the trail names it")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer", "why"],
                condition=Q(until__isnull=True),
                name="access_is_given_once",
            )
        ]
        indexes = [models.Index(fields=["officer", "until"], name="access_of_an_officer")]

    def __str__(self) -> str:
        return f"{self.officer} may read {self.case}"
