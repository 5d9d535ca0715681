"""Closure notices as items of Today: those to read, and those to send."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points.access_closure import waiting_notices
from stillpoint.points.models import ClosureNotice
from stillpoint.site.today.items import Item, Kind, Matters, shown


def closure(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """What became of a case, for the officer who asked; what a supervisor is asked to say of it."""
    found, more = shown(waiting_notices(officer, now, most=most + 1), most)
    items = tuple(_to_read(one) if one.officer_id == officer.pk else _to_send(one) for one in found)
    return Kind(items, reverse("closure") if more else "", "All closure notices")


def _to_read(notice: ClosureNotice) -> Item:
    return Item(
        matters=Matters.FEEDBACK,
        sentence=f"Read what became of case {notice.case.reference}",
        why="You answered the call, and asked to hear.",
        href=reverse("closure-notice", kwargs={"ref": notice.ref}),
        about=(notice.trail_reference, notice.case.trail_reference),
    )


def _to_send(notice: ClosureNotice) -> Item:
    return Item(
        matters=Matters.FEEDBACK,
        sentence=f"Answer a closure notice: case {notice.case.reference}",
        why="An officer who answered the call asked to hear where the case stands.",
        href=reverse("closure-send", kwargs={"ref": notice.ref}),
        about=(notice.trail_reference, notice.case.trail_reference),
    )
