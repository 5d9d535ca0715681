"""What those involved are told, and what they say back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.reviews.models.selection import Selection
from stillpoint.trust.references import Referenced


class Feedback(Referenced):
    """Feedback on one reviewed case to one officer involved. ``strengths`` and ``improvements``
    are lists of {"area", "text"}, those chosen for this person; strengths are shown first."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="feedback")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feedback"
    )
    strengths = models.JSONField(default=list)
    improvements = models.JSONField(default=list)
    offered_strengths = models.JSONField(
        default=list, help_text="All that the reviews say, of which the lead chooses"
    )
    offered_improvements = models.JSONField(default=list)
    part = models.JSONField(
        default=list, help_text="Areas that the person's part touches; empty for all"
    )
    words = models.TextField(blank=True, help_text="The lead's own, to this person")
    rests_on = models.JSONField(default=list, help_text="References of the reviews it is made of")
    ratings = models.JSONField(default=dict, help_text="Only when the round shows them")
    reviewers = models.JSONField(default=list, help_text="Only when the round shows them")
    stale_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When a review that it rests on was reopened before it was released",
    )
    withdrawn_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the person turned out to have no part in the case before it was released",
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    supervisor_from = models.DateField(
        null=True, blank=True, help_text="First day on which the supervisor may read it unseen"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "officer"], name="one_feedback_a_person")
        ]

    def __str__(self) -> str:
        return f"feedback {self.ref}"


class Reply(models.Model):
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"reply to {self.feedback}"


class ConductReferral(Referenced):
    """A conduct matter leaves here by name and by hand, never by feedback (domain 3.10). What it
    is about is written in the force's own conduct system, not here."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="referrals")
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    referred_to = models.CharField(max_length=120)
    their_reference = models.CharField(max_length=80, blank=True)
    author_told = models.BooleanField(default=False)
    why_author_not_told = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"referral {self.ref}"
