"""A claim on a piece of work: whose it is, until when, and how to hold on to it.

A worker that dies says nothing. Its claim simply runs out, and another worker takes the work up.
"""

from __future__ import annotations

import datetime as dt
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

LEASE = dt.timedelta(minutes=5)
# How far workers may disagree about the time before one concludes that the clock went back: one
# looks at the clock and then waits for the database, and servers' clocks differ a little.
CLOCKS_DIFFER_BY = dt.timedelta(minutes=1)


class LeaseLost(RuntimeError):
    """The claim ran out and the work was taken up by another worker: stop."""


@dataclass(frozen=True)
class Claim:
    """One worker's hold on one record with ``claimed`` and ``lease_until``."""

    kind: type[models.Model]
    pk: int
    token: str

    def held(self) -> models.QuerySet[models.Model]:
        """The record, if the claim still holds."""
        return self.kind._default_manager.filter(pk=self.pk, claimed=self.token)

    def extend(self, now: dt.datetime) -> None:
        if not self.held().update(lease_until=now + LEASE):
            raise LeaseLost("Another worker has taken this up: its lease had run out.")


# The claim of the work that runs now, so that `keep_lease` needs no argument.
running: ContextVar[Claim | None] = ContextVar("running_claim", default=None)


def new_token() -> str:
    return secrets.token_hex(16)


def run_out(now: dt.datetime) -> Q:
    """Leases that have ended, or that end later than any lease given now could.

    The second happens when the clock went back: the worker that took it may be long dead.
    """
    impossible = Q(lease_until__gt=now + LEASE + CLOCKS_DIFFER_BY)
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now) | impossible
