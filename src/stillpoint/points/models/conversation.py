"""What was said: a draft while it is written, revisions once it is shared, notes of one's own."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.points.models.points import Point
from stillpoint.trust.references import Referenced


class Conversation(models.Model):
    """The draft of a point's conversation.

    ``lenses``: lens key to {"answer": "" | "nothing" | "something", "answers": {prompt key:
    text}, "what", "so_what", "now_what", "expected", "happened", "why_different", "learned"}; all
    text, all optional. ``version`` is raised at each save. ``writers``: ids of all who saved words
    in it, whoever saved last.
    """

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="conversation")
    lenses = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    practice_version = models.CharField(max_length=80)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    writers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"conversation at {self.point}"


class ConversationRevision(models.Model):
    """What was shared. Revisions are only added; none is changed."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    lenses = models.JSONField()
    practice_version = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["point", "number"], name="one_shared_revision")
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.point}"


class PrivateNote(Referenced):
    """A note that no screen shows to anyone but its author. ``sealed``: ``vault.seal_text`` with
    the note's reference as context. ``set_aside_at``: words about how somebody is, written at a
    point when that was asked there, were moved here then.

    Read by its author, who changes it, copies it into a conversation, or takes it out.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="private_notes"
    )
    point = models.ForeignKey(
        Point, null=True, blank=True, on_delete=models.PROTECT, related_name="private_notes"
    )
    sealed = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"private note {self.ref}"
