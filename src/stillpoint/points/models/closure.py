"""What a first responder hears of a case in the end: status and thanks, never evidence (P35)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.points.models.points import Point
from stillpoint.trust.references import Referenced


class NoticeState(models.TextChoices):
    WANTED = "wanted", "Waiting for an outcome"
    DUE = "due", "Being prepared"
    HELD_BACK = "held_back", "Not yet"
    SENT = "sent", "Ready to read"
    READ = "read", "Read"
    WITHDRAWN = "withdrawn", "Not wanted any more"
    LAPSED = "lapsed", "The officer has left"


class Witness(models.TextChoices):
    """What the sender said of the officer's own account."""

    COMPLETE = "complete", "Yes"
    NOT_COMPLETE = "not_complete", "No"
    NOT_A_WITNESS = "not_a_witness", "They will not be a witness"


@dataclass(frozen=True)
class Move:
    """One way on: from ``before`` to ``after``, by whom, and who is told."""

    name: str
    before: tuple[str, ...]
    after: str
    by: str
    told: str = ""


MOVES = (
    Move("outcome", (NoticeState.WANTED,), NoticeState.DUE, "the case's outcome", "sender"),
    Move(
        "hold back",
        (NoticeState.DUE, NoticeState.HELD_BACK),
        NoticeState.HELD_BACK,
        "sender",
        "officer",
    ),
    Move("statement", (NoticeState.HELD_BACK,), NoticeState.DUE, "officer", "sender"),
    Move("send", (NoticeState.DUE, NoticeState.HELD_BACK), NoticeState.SENT, "sender", "officer"),
    Move("read", (NoticeState.SENT,), NoticeState.READ, "officer"),
    Move(
        "withdraw",
        (NoticeState.WANTED, NoticeState.DUE, NoticeState.HELD_BACK),
        NoticeState.WITHDRAWN,
        "officer",
    ),
    Move("ask again", (NoticeState.WITHDRAWN,), NoticeState.WANTED, "officer"),
    Move(
        "leave",
        (NoticeState.WANTED, NoticeState.DUE, NoticeState.HELD_BACK),
        NoticeState.LAPSED,
        "the officer's leaving",
    ),
)


class ClosureNotice(Referenced):
    """One notice to one officer about one case. ``occasion``: a further outcome makes a further
    notice, and the first stays as it was read. The words are kept as they were sent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closure_notices")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closure_notices"
    )
    point = models.ForeignKey(
        Point, null=True, blank=True, on_delete=models.PROTECT, related_name="closure_notices"
    )
    occasion = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.WANTED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text="When the outcome was known")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="closure_notices_to_send",
    )
    witness = models.CharField(max_length=14, choices=Witness.choices, blank=True)
    trial_to_come = models.BooleanField(null=True, blank=True)
    held_back_reason = models.TextField(blank=True)
    ask_again_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=40, blank=True)
    status_words = models.TextField(blank=True)
    thanks_words = models.TextField(blank=True)
    own_words = models.TextField(blank=True)
    practice_version = models.CharField(max_length=80, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer", "occasion"], name="one_notice_on_an_occasion"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "read"])
                | (Q(sent_at__isnull=False) & ~Q(status_words="")),
                name="a_sent_notice_has_its_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="held_back") | ~Q(held_back_reason=""),
                name="a_notice_is_held_back_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "state"], name="notices_of_an_officer"),
            models.Index(fields=["sender", "state"], name="notices_to_send"),
        ]

    def __str__(self) -> str:
        return f"closure notice {self.ref}"
