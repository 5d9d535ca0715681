"""The force, its areas and its teams."""

from __future__ import annotations

from django.db import models

from stillpoint.trust.references import Referenced


class Force(models.Model):
    """The police force that runs this installation: one row."""

    name = models.CharField(max_length=120)
    emergency_contact = models.CharField(
        max_length=120, blank=True, help_text="Whom to telephone when someone is in danger now"
    )

    def __str__(self) -> str:
        return self.name


class Area(Referenced):
    """A part of the force, or of another force where a case happened to lie."""

    name = models.CharField(max_length=120, unique=True)
    own = models.BooleanField(default=True, help_text="False: lies in another force")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    RESPONSE = "response", "Response"
    CID = "cid", "CID"
    RASSO = "rasso", "RASSO"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    INTELLIGENCE = "intelligence", "Intelligence and analysis"
    COMMAND = "command", "Command"
    SUPPORT = "support", "Support"


class Team(Referenced):
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=TeamKind.choices, default=TeamKind.RASSO)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
