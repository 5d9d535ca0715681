"""Changes of what carries authority, asleep until a second administrator agrees."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from stillpoint.people.models.officers import Officer
from stillpoint.trust.references import Referenced


class ChangeKind(models.TextChoices):
    IDENTITY = "identity", "E-mail address or number"
    MANAGER = "manager", "Line manager"
    RANK = "rank", "Rank or grade"
    RETURN = "return", "Take back a leaver"
    JOIN = "join", "Two records of one person"
    PASSWORD = "password", "One-time link to set a password"


class Outcome(models.TextChoices):
    WAITING = "", "Waits for agreement"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"


class AuthorityChange(Referenced):
    """A change that would open content to someone, and holds only once a second person agrees.

    ``values`` is what is to hold and ``before`` what stood when it was proposed, in plain values:
    where something else stands by then, the change is proposed anew. ``other``: the new line
    manager, or the record that is joined to the officer's. ``proposed_by``: empty for the console
    and for the imports that it runs. ``by_file``: an import says so, and many can be agreed
    together. ``link_shown_at``: when the link to set a password was shown, which is once.

    Read by administrators (the second of whom agrees or declines), by auditors, and by the officer,
    who is told when it is proposed and when it holds, and says so where it is not their wish.
    """

    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="changes")
    other = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    by_file = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITING
    )
    decided_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    link_shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "kind"],
                condition=Q(outcome=""),
                name="one_change_of_a_kind_waits",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="agreed")
                | Q(decided_by__isnull=False)
                & ~Q(decided_by=F("officer"))
                & (Q(other__isnull=True) | ~Q(decided_by=F("other")))
                & (Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by"))),
                name="a_second_person_agrees_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.officer}"

    @property
    def trail_reference(self) -> str:
        return f"change:{self.ref}"
