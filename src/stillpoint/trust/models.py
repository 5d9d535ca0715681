"""The trail's records. Nothing here is ever updated or deleted: triggers refuse it."""

from __future__ import annotations

from django.db import models


class Operation(models.TextChoices):
    """The operations that DPA 2018 s.62(1) says are logged."""

    COLLECTION = "collection", "Collected"
    ALTERATION = "alteration", "Changed"
    CONSULTATION = "consultation", "Read"
    DISCLOSURE = "disclosure", "Disclosed"
    COMBINATION = "combination", "Combined"
    ERASURE = "erasure", "Erased"


class TrailEntry(models.Model):
    """One entry of the trail (DPA 2018 s.62).

    ``about`` lists record references (``case:K7Q2MXTR``); a page that shows forty cases is one
    entry naming forty. ``before`` and ``after`` are keyed digests (HMAC-SHA-256), never content.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    operation = models.CharField(max_length=12, choices=Operation.choices)
    act = models.CharField(max_length=80)
    about = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["actor", "id"], name="trail_by_actor"),
            models.Index(fields=["at"], name="trail_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.operation} {self.act}"


class Seal(models.Model):
    """One Merkle tree over the entries sealed together, chained to the seal before it."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}: {self.entries} entries"


class SealedLeaf(models.Model):
    """Which seal holds an entry, and at which leaf.

    A table of its own, and not a range of ids: on PostgreSQL an entry with a lower id may be
    committed after a higher one, and a range would leave it out for ever.
    """

    entry = models.OneToOneField(TrailEntry, on_delete=models.PROTECT, related_name="leaf")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()
    # The leaf hash as it was sealed (hex): tells which entry was changed, and shortens proofs.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="one_entry_per_leaf")
        ]

    def __str__(self) -> str:
        return f"entry {self.entry_id} at {self.position} of seal {self.seal_id}"
