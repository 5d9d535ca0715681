"""Announce a fact: write it to the outbox in the transaction that makes it true."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from stillpoint.events import wiring
from stillpoint.events.facts import FACTS, Fact
from stillpoint.events.models import Announcement, Handling


class NotInTransaction(RuntimeError):
    """A fact was announced outside a transaction, where a crash could part it from the change."""


def announce(fact: Fact) -> Announcement:
    """Write the fact and one handling for each handler that the wiring names for it.

    Must be called inside a transaction: the fact is then announced if and only if the change
    that it tells of is committed.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"Announce {fact.name} inside the transaction that makes it true.")
    if fact.name not in FACTS:
        raise ValueError(f"{type(fact).__name__} is not registered: decorate it with @fact.")
    now = timezone.now()
    announcement = Announcement.objects.create(name=fact.name, values=fact.as_values(), at=now)
    Handling.objects.bulk_create(
        Handling(announcement=announcement, handler=handler.name, due_at=now)
        for handler in wiring.current().hearers(type(fact))
    )
    return announcement
