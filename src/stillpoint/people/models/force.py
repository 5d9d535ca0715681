"""The force, its areas and its teams."""

from __future__ import annotations

from typing import Any

from django.db import models

from stillpoint.methods.typed_text import name_key
from stillpoint.people.models.kept import KeptChars
from stillpoint.trust.references import Referenced

LONGEST_KEY = 200


def key_of(place: Any) -> str:
    """What the names of an area or team have in common when they are the same. One of two that
    were on record before they were compared keeps the mark behind its key by which they are told
    apart, until they are joined or one is renamed: no key holds a space."""
    key = name_key(place.name)[:LONGEST_KEY]
    marked = place.name_key.partition(" ")
    return place.name_key if marked[1] and marked[0] == key else key


def key_column() -> Any:
    return KeptChars(max_length=LONGEST_KEY + 20, unique=True, follows=key_of)


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
    name_key = key_column()
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
    name_key = key_column()
    kind = models.CharField(max_length=16, choices=TeamKind.choices, default=TeamKind.RASSO)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
