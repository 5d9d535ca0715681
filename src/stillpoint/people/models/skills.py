"""Courses, who completed them, and who is accredited to review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stillpoint.people.dating import Dated, one_open
from stillpoint.people.models.officers import Officer
from stillpoint.trust.references import Referenced


class Course(Referenced):
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    specialist = models.BooleanField(
        default=False, help_text="Counts as specialist RASSO knowledge (P63)"
    )
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Equivalence(models.Model):
    """One course counts as another (an older course replaced by a newer one)."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="counts_as")
    counts_as = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="covered_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "counts_as"], name="one_equivalence"),
            models.CheckConstraint(
                condition=~Q(course=models.F("counts_as")), name="a_course_is_not_its_own_equal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} counts as {self.counts_as}"


class TrainingRecord(models.Model):
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="training")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="records")
    completed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-completed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "course", "completed_on"], name="one_training_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.course}"


class Accreditation(Referenced, Dated):
    """May review at this step, with the evidence of specialist knowledge (P63).

    ``calibrated_on`` is the day the practice cases were completed (P68-P70); their results are the
    reviewer's alone and stand in ``reviews``.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="accreditations")
    step = models.PositiveSmallIntegerField(choices=[(1, "First review"), (2, "Second review")])
    evidence = models.TextField(help_text="What shows specialist RASSO knowledge")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT)
    granted_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    calibrated_on = models.DateField(null=True, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("officer")),
                name="nobody_accredits_themselves",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="accreditation_has_evidence"),
            one_open("accreditation", "officer", "step"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: step {self.step}"
