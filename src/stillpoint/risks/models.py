"""Live risk: a thread from being raised until what it taught has been opened (P80-P85)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class RiskState(models.TextChoices):
    RAISED = "raised", "Raised"
    DIRECTED = "directed", "Direction issued"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ASSESSED = "assessed", "Assessed"
    MITIGATED = "mitigated", "Plan made and mitigated"
    RECORDED = "recorded", "Managed but unrecorded, record corrected"
    NONE_FOUND = "none_found", "No risk found"
    VERIFIED = "verified", "Verified by the raiser"
    CLOSED = "closed", "Learning opened"


class RiskFinding(models.TextChoices):
    """The two failures of P85 are counted apart."""

    UNMANAGED = "unmanaged", "The risk was not being managed"
    UNRECORDED = "unrecorded", "The risk was managed but not recorded"
    NONE = "none", "There was no risk"


class LiveRisk(Referenced):
    """A live risk in a case. ``source`` names where it was raised from (``review:…``, ``case:…``)
    without showing the reader of the risk any of what stands there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risks")
    source = models.CharField(max_length=60)
    what = models.TextField()
    who_is_at_risk = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=RiskState.choices, default=RiskState.RAISED)
    finding = models.CharField(max_length=12, choices=RiskFinding.choices, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="risks_raised"
    )
    raised_at = models.DateTimeField()
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks_received",
    )
    due_at = models.DateTimeField(null=True, blank=True, help_text="When the next step is due")
    overdue_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the present step was first due, if its time has run out",
    )
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks_to_verify",
        help_text="Verifies in the raiser's place: the raiser left, or did not answer in time",
    )
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks_escalated",
    )
    escalations = models.PositiveSmallIntegerField(default=0)
    no_learning_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "-raised_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="risks_by_clock")]

    def __str__(self) -> str:
        return f"live risk {self.ref}"


class RiskCall(models.Model):
    """Someone was called to the step that is open now: as receiver, or because time ran out.

    They read it on Today until someone has acted, and then it ends (``ended_at``). ``seen_at``:
    when they first opened the risk; everyone with access reads that on its page, and the next who
    is called can see who already knows.
    """

    risk = models.ForeignKey(LiveRisk, on_delete=models.PROTECT, related_name="calls")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="risk_calls"
    )
    called_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "officer"],
                condition=models.Q(ended_at__isnull=True),
                name="called_once_to_a_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} called to {self.risk}"


class RiskStep(models.Model):
    """One step of the thread. Steps are only added."""

    risk = models.ForeignKey(LiveRisk, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=RiskState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    escalation = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.risk}: {self.state}"
