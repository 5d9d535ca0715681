"""Something to be done, by somebody, by a day; and every step that it took."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stillpoint.cases.models import Case
from stillpoint.trust.references import Referenced


class ActionState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Action(Referenced):
    """What somebody is to do. ``source``: where it was agreed (``point:REF``, ``review:REF``,
    ``learning:REF``). ``involved``: who could read the source when it was agreed. ``outcome``: what
    was done, or why it was dropped."""

    source = models.CharField(max_length=60)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_owned"
    )
    due_on = models.DateField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)
    involved = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="actions_readable", blank=True
    )
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", outcome="", closed_at__isnull=True)
                | (~Q(state="open") & ~Q(outcome="") & Q(closed_at__isnull=False)),
                name="a_closed_action_says_how_it_ended",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="actions_of_an_owner"),
            models.Index(fields=["state", "due_on"], name="actions_by_day"),
            models.Index(fields=["source"], name="actions_of_a_source"),
        ]

    def __str__(self) -> str:
        return f"action {self.ref}"


class StepKind(models.TextChoices):
    GIVEN = "given", "Agreed"
    HANDED_ON = "handed_on", "Handed on"
    PUT_OFF = "put_off", "New date"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"
    REOPENED = "reopened", "Opened again"


class ActionStep(models.Model):
    """One step of an action; steps are only added. ``owner`` and ``due_on``: as they stood after
    it. ``by`` is empty where the service handed a leaver's action on."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.action}"
