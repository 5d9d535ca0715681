"""What was decided on keeping what is about a case, and on erasing it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class Kept(Referenced):
    """A decision that what is about the case is still needed, and until when. Only added to: a
    decision to retain is recorded, and the latest one holds."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="kept")
    reason = models.TextField()
    next_review_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "-id"], name="kept_latest_of_a_case")]

    def __str__(self) -> str:
        return f"decision to keep {self.ref}"


class ErasureState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    AGREED = "agreed", "Agreed, about to be erased"
    STOPPED = "stopped", "Stopped: on hold, or no longer due"
    DONE = "done", "Erased"


# (from, to): what moves an erasure there.
ERASURE_TRANSITIONS = {
    (ErasureState.PROPOSED, ErasureState.WITHDRAWN): "somebody who may propose, with a reason",
    (ErasureState.PROPOSED, ErasureState.AGREED): "a second person agrees",
    (
        ErasureState.AGREED,
        ErasureState.STOPPED,
    ): "a hold was placed, or the case was no longer due, before the worker came to it",
    (ErasureState.AGREED, ErasureState.DONE): "the worker erased everything, in one transaction",
}
OPEN_STATES = (ErasureState.PROPOSED, ErasureState.AGREED)


class Erasure(Referenced):
    """An erasure of what is about a case: proposed by one person, agreed by another, carried out
    by the worker. ``erased``: how many records of each kind there were. ``on_request``: because
    somebody whose data they are has asked, before the time for review has come. It holds no
    content."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.PROPOSED
    )
    on_request = models.BooleanField(default=False)
    reason = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    erased = models.JSONField(default=dict)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="one_open_erasure_a_case",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="a_second_person_agrees_to_an_erasure",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="erasures_by_state")]

    def __str__(self) -> str:
        return f"erasure {self.ref}"
