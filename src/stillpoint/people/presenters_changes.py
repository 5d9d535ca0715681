"""What comes out about changes that need a second administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people import access
from stillpoint.people.models import AuthorityChange, ChangeKind, Officer, Outcome
from stillpoint.people.presenters import Cell, Table, day, officer_cell

HEAD = ("Person", "What changes", "Proposed by", "On", "State")
STATES = {
    Outcome.WAITING: Cell("Waits for agreement", tag="yellow"),
    Outcome.AGREED: Cell("Agreed", tag="green"),
    Outcome.DECLINED: Cell("Declined", tag="grey"),
}
EXPLAINED = {
    ChangeKind.IDENTITY: "An address is where a link to set a password goes, and a number is how "
    "files know a person. With another address they are signed out everywhere, and their password, "
    "passkeys and codes end.",
    ChangeKind.MANAGER: "A line manager reads what their people wrote and what is about them.",
    ChangeKind.RANK: "A rank opens rounds, reports and live risks.",
    ChangeKind.RETURN: "They can sign in again, with a new password or the force’s own sign-in. "
    "They hold no role and no team.",
    ChangeKind.JOIN: "The other record is closed. What it keeps a person from judging, it keeps "
    "this person from: a case of either record is their own case.",
    ChangeKind.PASSWORD: "Whoever has the link can set a password and sign in as this person. "
    "Check with the person that they asked, and hand it over in person.",
}


@dataclass(frozen=True)
class ChangePage:
    """``offers``: what the viewer may decide, as (action, words of the button)."""

    title: str
    officer: Officer
    explanation: str
    facts: list[tuple[str, str]]
    state: Cell
    offers: list[tuple[str, str]]


def changes(caption: str, found: Iterable[AuthorityChange], nothing: str) -> Table:
    rows = [
        (
            officer_cell(change.officer, linked=False),
            Cell(
                change.get_kind_display(),
                reverse("people:change", args=[change.ref]),
                of=change.officer.full_name,
            ),
            Cell(proposer(change)),
            Cell(day(timezone.localdate(change.proposed_at))),
            STATES[Outcome(change.outcome)],
        )
        for change in found
    ]
    return Table(caption, HEAD, rows, nothing)


def agreed_together(agreed: Sequence[AuthorityChange]) -> str:
    if not agreed:
        return "None of these could be agreed together. Open each of them."
    many = f"{len(agreed)} changes were" if len(agreed) > 1 else "1 change was"
    return f"{many} agreed. What still waits is to be read by itself."


def change_page(change: AuthorityChange, viewer: Officer) -> ChangePage:
    facts = [
        *((f"{label}, now", then) for label, then in _values(change.before)),
        *((f"{label}, then", then) for label, then in _values(change.values)),
        ("Why", change.reason or "Not said"),
        ("Proposed by", f"{proposer(change)}, {day(timezone.localdate(change.proposed_at))}"),
    ]
    if change.decided_by is not None and change.decided_at is not None:
        decided = f"{change.decided_by.titled_name}, {day(timezone.localdate(change.decided_at))}"
        facts.append((str(Outcome(change.outcome).label), decided))
    return ChangePage(
        title=change.get_kind_display(),
        officer=change.officer,
        explanation=EXPLAINED[ChangeKind(change.kind)],
        facts=facts,
        state=STATES[Outcome(change.outcome)],
        offers=_offers(change, viewer),
    )


def proposer(change: AuthorityChange) -> str:
    return change.proposed_by.titled_name if change.proposed_by else "The console or an import"


def _offers(change: AuthorityChange, viewer: Officer) -> list[tuple[str, str]]:
    if change.outcome == Outcome.WAITING:
        if access.can_agree_change(viewer, change):
            return [("agree", "Agree"), ("decline", "Decline")]
        if access.can_decline_change(viewer, change):
            own = viewer.pk == change.proposed_by_id
            return [("decline", "Take it back" if own else "Decline")]
    if change.link_shown_at is None and access.can_show_link(viewer, change):
        return [("link", "Show the link, once")]
    return []


def _values(values: dict[str, object]) -> list[tuple[str, str]]:
    """Label and words of each value, as a person reads them."""
    return [
        (LABELS[key], WORDS.get(key, str)(value)) for key, value in values.items() if key in LABELS
    ]


def _day(value: object) -> str:
    return day(dt.date.fromisoformat(str(value))) if value else "None"


def _rank(value: object) -> str:
    return practice.current().rank(str(value)).label if value else "None"


def _grade(value: object) -> str:
    return practice.current().staff_grade(str(value)).label if value else "None"


def _person(value: object) -> str:
    found = Officer.objects.filter(ref=str(value)).first() if value else None
    return f"{found.titled_name} ({found.number})" if found else "Nobody"


LABELS = {
    "email": "E-mail address",
    "number": "Number",
    "rank": "Rank",
    "acting_rank": "Acting rank",
    "grade": "Grade",
    "detective": "Detective",
    "since": "From",
    "on": "First day back",
    "left_on": "Last day of service",
    "manager": "Line manager",
    "other": "Other record",
}
WORDS: dict[str, Callable[[object], str]] = {
    "rank": _rank,
    "acting_rank": _rank,
    "grade": _grade,
    "detective": lambda value: "Yes" if value else "No",
    "since": _day,
    "on": _day,
    "left_on": _day,
    "manager": _person,
    "other": _person,
}
