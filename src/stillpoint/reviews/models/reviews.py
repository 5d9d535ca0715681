"""First and second reviews. A submitted review is never changed: reopening makes a revision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stillpoint.reviews.models.selection import Assignment
from stillpoint.trust.references import Referenced


class ReviewState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    SUPERSEDED = "superseded", "Superseded by a later revision"


class Review(Referenced):
    """One revision of a first (step 1) or second (step 2) review.

    ``rests_on``: for a second review, the submitted revision of the first that it judges.
    ``locked_at``: when the second reviewer locked ratings of their own; before that moment the
    first review's ratings are hidden from them (``blinding``). ``stale_since``: the first review
    was reopened after this one had been revealed.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reviews")
    step = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT)
    template_version = models.CharField(max_length=80)
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.TextField(blank=True)

    summary = models.TextField(blank=True, help_text="Summary of the actions taken (P72)")
    arrest_timing = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("early", "Early"),
            ("late", "Late"),
            ("neither", "Neither"),
            ("none", "No arrest"),
            ("silent", "The file is silent"),
        ],
    )
    arrest_effects = models.JSONField(
        default=dict, help_text="Prompt key to text: investigation, risk, victim engagement (P75)"
    )
    record_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    record_narrative = models.TextField(blank=True)

    reading_minutes = models.PositiveIntegerField(null=True, blank=True)
    writing_minutes = models.PositiveIntegerField(null=True, blank=True)
    measured_seconds = models.PositiveIntegerField(default=0)
    timed_at = models.DateTimeField(
        null=True, blank=True, help_text="When active time was last posted"
    )

    rests_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="second_reviews"
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    stale_since = models.DateTimeField(null=True, blank=True)
    new_findings = models.TextField(blank=True)
    leader_takes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised at each save of its pages")
    section_versions = models.JSONField(
        default=dict, help_text="Page to its own version, so that two pages do not clash"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "revision"], name="one_revision"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=["draft", "submitted"]),
                name="one_current_review",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="a_submitted_review_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.ref}"


class AreaJudgement(models.Model):
    """A judgement of one area of the template. Strengths and improvements are lists of equal
    weight (P74, P86). ``silent``: the file is silent on this area. ``version`` is raised at each
    save, so that a second window or person is warned and nothing is overwritten.

    ``where`` is kept as fact; ``narrative``, the two lists and ``rating`` as the reviewer's
    assessment (DPA 2018 s.38). ``template_version``: which questions were answered."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(max_length=40)
    narrative = models.TextField(blank=True)
    strengths = models.JSONField(default=list)
    improvements = models.JSONField(default=list)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    silent = models.BooleanField(default=False)
    where = models.TextField(
        blank=True, help_text="Fact: what the record shows, and where in it the evidence is"
    )
    template_version = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "area"], name="one_judgement_an_area"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="ratings_run_from_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(silent=False) | Q(rating__isnull=True),
                name="a_silent_file_is_not_rated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} of {self.review}"


class AreaComparison(models.Model):
    """Second review, after the reveal: agree or differ with the first, area by area, and why."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comparisons")
    area = models.CharField(max_length=40)
    agrees = models.BooleanField(null=True, blank=True)
    why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "area"], name="one_comparison_an_area")
        ]

    def __str__(self) -> str:
        return f"{self.area} compared in {self.review}"


class ReviewOfReview(models.Model):
    """How thorough, evidenced, balanced and neutral the first review was; what it missed (P77).
    ``qualities``: quality key to rating 1-5."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="of_review")
    qualities = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    missed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"review of the review in {self.review}"
