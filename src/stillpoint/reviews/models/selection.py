"""The drawn cases, who reviews them, and who may not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.reviews.models.rounds import Round
from stillpoint.trust.references import Referenced


class SelectionState(models.TextChoices):
    STANDS = "stands", "Stands"
    INELIGIBLE = "ineligible", "Ineligible: it should not have been in the frame"
    UNAVAILABLE = "unavailable", "Unavailable: it could not be reviewed"


class Selection(Referenced):
    """A drawn case. Originals have ``substitute_for`` empty; a substitute takes the next ticket of
    the stratum and stands for the unavailable original."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="selections")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="selections")
    stratum = models.CharField(max_length=300)
    ticket = models.CharField(max_length=64)
    order = models.PositiveIntegerField()
    probability = models.FloatField()
    weight = models.FloatField()
    state = models.CharField(
        max_length=12, choices=SelectionState.choices, default=SelectionState.STANDS
    )
    reason = models.TextField(blank=True)
    substitute_for = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitute"
    )

    class Meta:
        ordering = ["round", "order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "case"], name="a_case_is_drawn_once"),
            models.CheckConstraint(
                condition=Q(state="stands") | ~Q(reason=""), name="a_case_left_out_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} in {self.round}"


class Conflict(models.Model):
    """A conflict that a reviewer declared (P68). Known involvement is found without being
    declared; this is for what no record shows."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "case"], name="one_conflict_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.officer} declared a conflict in {self.case}"


class AssignmentState(models.TextChoices):
    PROPOSED = "proposed", "Proposed, not yet published"
    PUBLISHED = "published", "Waiting for the reviewer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


STANDING = ("proposed", "published", "accepted")


class Assignment(Referenced):
    """A reviewer for one step of one drawn case.

    ``could_see_first``: this second reviewer was able to read the first review before the case was
    theirs, so no rating of theirs is blind. The lead reads it on Progress and can give the case to
    someone else; the report leaves the pair out of agreement.
    """

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="assignments")
    step = models.PositiveSmallIntegerField(choices=[(1, "First review"), (2, "Second review")])
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    state = models.CharField(
        max_length=10, choices=AssignmentState.choices, default=AssignmentState.PROPOSED
    )
    by_hand = models.BooleanField(default=False)
    could_see_first = models.BooleanField(default=False)
    reviews_upward = models.BooleanField(
        default=False, help_text="The reviewer is junior to someone reviewed (P67)"
    )
    upward_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    upward_support = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why declined or withdrawn")
    knows_people = models.TextField(blank=True, help_text="Relationship declared on accepting")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "step"],
                condition=Q(state__in=STANDING),
                name="one_reviewer_a_step",
            ),
            models.CheckConstraint(
                condition=Q(reviews_upward=False)
                | (Q(upward_agreed_by__isnull=False) & ~Q(upward_support="")),
                name="an_upward_review_is_agreed_and_supported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: step {self.step} of {self.selection}"
