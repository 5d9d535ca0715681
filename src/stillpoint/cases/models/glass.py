"""Break-glass: one case opened to someone whose role does not open it, for a few hours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from stillpoint.cases.models.cases import Case
from stillpoint.people.models import Officer
from stillpoint.trust.references import Referenced


class BrokenGlass(Referenced):
    """The shared records of a case's points and its submitted reviews, opened to ``reader``.

    It sleeps until a second person agrees, is open from ``agreed_at`` to ``until``, and ends by
    itself. Afterwards the people who wrote what it opened are shown who read, when and why
    (``shown_at``), unless a legal reason forbids it (``withheld_because``), which an auditor looks
    at again on ``review_on``. Private notes stay shut: they are sealed to their author.

    Read by the reader, by auditors and administrators, and afterwards by the people whose records
    it opened, who can then ask the auditor about it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="broken_glass")
    reader = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    withheld_because = models.CharField(max_length=500, blank=True)
    withheld_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("reader")),
                name="a_second_person_breaks_the_glass",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True, until__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, until__isnull=False),
                name="glass_is_open_between_two_times",
            ),
            models.CheckConstraint(
                condition=Q(withheld_because="", withheld_by__isnull=True, review_on__isnull=True)
                | (~Q(withheld_because="") & Q(withheld_by__isnull=False, review_on__isnull=False)),
                name="withholding_has_a_reason_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withheld_by__isnull=True) | ~Q(withheld_by=F("reader")),
                name="nobody_withholds_what_they_read_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} opened to {self.reader}"

    @property
    def trail_reference(self) -> str:
        return f"glass:{self.ref}"


class GlassShown(models.Model):
    """Someone whose records were opened and who is shown it. Read by the officer, who can ask the
    auditor about it; ``glass`` says who read, when and why."""

    glass = models.ForeignKey(BrokenGlass, on_delete=models.PROTECT, related_name="shown_to")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["glass", "officer"], name="glass_shown_once")
        ]

    def __str__(self) -> str:
        return f"{self.glass} shown to {self.officer}"
