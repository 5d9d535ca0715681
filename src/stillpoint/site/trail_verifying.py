"""Verify the trail from its page: at once while it is short, by the worker when it is long.

The result is an entry of the trail itself, so that it is kept where nobody can alter it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from stillpoint.events.announcing import announce
from stillpoint.events.facts import Fact, fact
from stillpoint.events.working import keep_lease
from stillpoint.people.models import Officer
from stillpoint.trust import guarding, trail
from stillpoint.trust.acting import act
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.roots import Root, RootsUnreadable, read_roots
from stillpoint.trust.verifying import verify

ACT = "verify the trail"
# Checked while the auditor waits: about a second.
AT_ONCE = 20_000
LEASE_EVERY = 500


@fact
@dataclass(frozen=True)
class VerificationAsked(Fact):
    """An auditor asks the worker to verify the trail."""

    officer: str


def is_long() -> bool:
    """Whether the trail is too long to be verified while somebody waits. One quick query."""
    return (TrailEntry.objects.aggregate(last=Max("pk"))["last"] or 0) > AT_ONCE


@act
def ask_for_verification(*, by: Officer) -> None:
    trail.record(Operation.CONSULTATION, "ask to verify the trail", by=by, about="trail")
    announce(VerificationAsked(officer=by.ref))


def verify_as_asked(fact: VerificationAsked) -> None:
    """The worker's part. Runs alone: it takes long and writes nothing until its end."""
    verify_trail(by=Officer.objects.get(ref=fact.officer))


def verify_trail(*, by: Officer) -> TrailEntry:
    """Verify the trail, also against the roots kept elsewhere where there are any; the result is
    the entry returned. Not in one transaction: that would keep everybody else from writing."""
    roots, remark = kept_roots()

    def still_here(done: int, of: int) -> None:
        if done % LEASE_EVERY == 0:
            keep_lease()

    verdict = verify(roots, progress=still_here)
    if verdict.first_broken is not None:
        said = f"NOT INTACT: {verdict.first_broken.sentence}"
    else:
        against = f", {len(roots):,} roots kept elsewhere agree" if roots else remark
        said = f"Intact: {verdict.entries:,} entries, {verdict.seals:,} seals{against}"
    with transaction.atomic():
        return trail.record(Operation.CONSULTATION, ACT, by=by, about="trail", note=said[:200])


def kept_roots() -> tuple[list[Root] | None, str]:
    """The roots that the server writes elsewhere, or None and a remark on why there are none."""
    if not settings.STILLPOINT_ROOTS_FILE:
        return None, ", no roots kept elsewhere"
    try:
        return list(read_roots(Path(settings.STILLPOINT_ROOTS_FILE))), ""
    except (OSError, RootsUnreadable, UnicodeDecodeError):
        return None, ", the roots kept elsewhere could not be read"


def results(most: int = 10) -> list[TrailEntry]:
    """The last results, newest first."""
    return list(TrailEntry.objects.filter(act=ACT).order_by("-id")[:most])


def is_intact(result: TrailEntry) -> bool:
    return "NOT INTACT" not in result.note


def triggers_missing() -> list[str]:
    """Triggers that keep the trail from being altered and are not in the database."""
    return list(guarding.missing(connection))
