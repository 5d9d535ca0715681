"""The outbox, its handlings, the schedule, messages to people, and the worker's heartbeat.

Nothing here holds content: facts carry references and plain values, problems are kept as the
class of the exception alone, and messages say that something waits, not what it is about.
"""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class Announcement(models.Model):
    """A fact in the outbox, written in the transaction that made it true."""

    name = models.CharField(max_length=80)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["name", "id"], name="announcement_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class HandlingState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


# (from, to): what moves a handling there. `events.claiming` is the only place that does.
HANDLING_TRANSITIONS = {
    (HandlingState.WAITING, HandlingState.RUNNING): "a worker claims it",
    (HandlingState.RUNNING, HandlingState.RUNNING): "its lease ran out and a worker claims it",
    (HandlingState.RUNNING, HandlingState.DONE): "the handler returned",
    (HandlingState.RUNNING, HandlingState.WAITING): "the handler raised; it is tried again later",
    (HandlingState.RUNNING, HandlingState.FAILED): "the handler raised or died too often",
    (HandlingState.FAILED, HandlingState.WAITING): "an administrator asks for another try",
}


class Handling(models.Model):
    """What one handler has to do, or did, about one announcement."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="handlings"
    )
    handler = models.CharField(max_length=80)
    state = models.CharField(
        max_length=8, choices=HandlingState.choices, default=HandlingState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed = models.CharField(max_length=32, blank=True)
    last_problem = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "handler"], name="one_handling_a_handler"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at", "id"], name="handling_next")]

    def __str__(self) -> str:
        return f"{self.handler} on {self.announcement_id}: {self.state}"


class ScheduledJob(models.Model):
    """When a job of the wiring's schedule is next due, and how its last run went."""

    name = models.CharField(max_length=80, unique=True)
    every = models.PositiveIntegerField(help_text="seconds")
    next_due = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed = models.CharField(max_length=32, blank=True)
    last_started = models.DateTimeField(null=True, blank=True)
    last_finished = models.DateTimeField(null=True, blank=True)
    last_problem = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} every {self.every} s"


class Message(models.Model):
    """Something to tell one officer, on screen and by e-mail. Never case content.

    ``on_screen_only``: not to be e-mailed any more: it was left for someone who has left since.
    ``by_email_only``: not shown in the service: a letter about how one gets in. ``address``: where
    it goes in place of the officer's own address, which may have changed. ``one_time_link``: the
    wiring's name for a link that is made when the letter is sent, so that none lies in the
    database. ``email_problem``: the class of what went wrong at the last try.
    Read by the officer; administrators see how many could not be sent, and why."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    subject = models.CharField(max_length=120)
    text = models.CharField(max_length=1000)
    link = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=160)
    created = models.DateTimeField(default=timezone.now)
    email_tries = models.PositiveSmallIntegerField(default=0)
    email_due_at = models.DateTimeField(default=timezone.now)
    emailed_at = models.DateTimeField(null=True, blank=True)
    email_problem = models.CharField(max_length=80, blank=True)
    on_screen_only = models.BooleanField(default=False)
    by_email_only = models.BooleanField(default=False)
    address = models.EmailField(blank=True)
    one_time_link = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "-id"]
        constraints = [
            # Per officer: the same thing may have to be told to several people.
            models.UniqueConstraint(fields=["to", "key"], name="told_once")
        ]
        indexes = [
            models.Index(fields=["to", "-created"], name="message_by_officer"),
            models.Index(
                fields=["email_due_at", "id"],
                name="message_to_email",
                condition=models.Q(emailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a worker was last seen to go round its loop."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.at:%Y-%m-%d %H:%M:%S}"
