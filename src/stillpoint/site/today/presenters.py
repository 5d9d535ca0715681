"""What waits, as items of Today: a sentence, why it matters, by when, and where it is done."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from stillpoint.cases import breaking_glass
from stillpoint.cases.access import can_import
from stillpoint.intake.held_rows import open_by_kind
from stillpoint.people import proposing
from stillpoint.people.access import can_administer
from stillpoint.people.granting_roles import awaiting_agreement
from stillpoint.people.models import Officer
from stillpoint.risks import waiting as risks_waiting
from stillpoint.risks.clock import clock
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.risks.states import RESOLVED
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters, shown

RISK_STEPS = {
    RiskState.RAISED: "Issue a direction on a live risk",
    RiskState.DIRECTED: "Acknowledge a live risk",
    RiskState.ACKNOWLEDGED: "Assess a live risk",
    RiskState.ASSESSED: "Deal with a live risk",
    RiskState.VERIFIED: "Say what a live risk taught",
}


def live_risks(officer: Officer, now: dt.datetime, most: int) -> Kind:
    found, more = shown(risks_waiting.waiting_for(officer, most=most + 1), most)
    return Kind(
        tuple(_risk(risk, officer, now) for risk in found),
        reverse("risks") if more else "",
        "All live risks",
    )


def _risk(risk: LiveRisk, officer: Officer, now: dt.datetime) -> Item:
    time = clock(risk, now)
    if risk.state in RESOLVED:
        step = "Say whether a live risk was dealt with"
    else:
        step = RISK_STEPS[RiskState(risk.state)]
    called = risk.overdue_since is not None and risk.receiver_id != officer.pk
    if called and risk.state not in RESOLVED:
        why = "It came to you because the time of those before you ran out."
    elif risk.state == RiskState.VERIFIED:
        why = "What it taught is lost unless somebody opens it."
    else:
        why = "Somebody may be at risk until it is done."
    return Item(
        matters=Matters.RISK_OVERDUE if time.overdue else Matters.RISK_DUE,
        sentence=f"{step} in case {risk.case.reference}",
        why=why,
        href=reverse("risk", kwargs={"ref": risk.ref}),
        due=risk.due_at,
        tag=time.words,
        colour=time.colour,
        about=(risk.trail_reference, risk.case.trail_reference),
    )


def roles_to_agree(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Role grants that wait for a second administrator: not one's own, nor given by oneself."""
    if not can_administer(officer):
        return Kind()
    waiting = awaiting_agreement().exclude(officer=officer).exclude(granted_by=officer)
    found, more = shown(list(waiting[: most + 1]), most)
    items = tuple(
        Item(
            matters=Matters.ROLE_TO_AGREE,
            sentence=f"Agree or decline a role for {grant.officer.titled_name}",
            why="The role holds only once a second administrator has agreed.",
            href=reverse("people:role", args=[grant.ref]),
            tag="To agree",
            colour="yellow",
            about=(grant.trail_reference, grant.officer.trail_reference),
        )
        for grant in found
    )
    return Kind(items, reverse("people:roles") if more else "", "All roles")


def changes_to_agree(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Changes of what carries authority that wait for a second administrator."""
    if not can_administer(officer):
        return Kind()
    waiting = proposing.awaiting_agreement().exclude(proposing.not_decided_by(officer))
    found, more = shown(list(waiting[: most + 1]), most)
    items = tuple(
        Item(
            matters=Matters.ROLE_TO_AGREE,
            sentence=f"Agree or decline a change for {change.officer.titled_name}",
            why=f"{change.get_kind_display()}: it holds only once a second administrator agrees.",
            href=reverse("people:change", args=[change.ref]),
            tag="To agree",
            colour="yellow",
            about=(change.trail_reference, change.officer.trail_reference),
        )
        for change in found
    )
    return Kind(items, reverse("people:changes") if more else "", "All changes to agree")


def broken_glass(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Break-glass that waits for a second person; for auditors, what is withheld and whose day has
    come."""
    found, more = shown(breaking_glass.to_decide(officer, timezone.localdate(now)), most)
    items = tuple(
        Item(
            matters=Matters.ROLE_TO_AGREE,
            sentence=f"Agree or decline to open case {one.case.reference} by break-glass"
            if one.agreed_at is None
            else f"Say whether the opening of case {one.case.reference} is still withheld",
            why="Someone must read it, and nobody opens a case alone."
            if one.agreed_at is None
            else "The people who wrote its records are shown it unless the law still forbids that.",
            href=reverse("broken-glass", kwargs={"ref": one.ref}),
            tag="To agree" if one.agreed_at is None else "To decide",
            colour="yellow",
            about=(one.trail_reference, one.case.trail_reference),
        )
        for one in found
    )
    return Kind(items, reverse("broken-glass-list") if more else "", "All break-glass")


def held_rows(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Rows and wordings of imports that wait for a person: for those who may settle them."""
    if not can_import(officer):
        return Kind()
    held = open_by_kind()
    unknown = held.pop("unknown", 0)
    items = []
    if rows := sum(held.values()):
        items.append(
            Item(
                matters=Matters.HELD_ROWS,
                sentence=f"Settle {plural(rows, 'row')} held by an import",
                why="These cases are missing, or not as their source has them, until you do.",
                href=reverse("intake:held"),
            )
        )
    if unknown:
        items.append(
            Item(
                matters=Matters.HELD_ROWS,
                sentence=f"Say what wordings mean that hold up {plural(unknown, 'row')}",
                why="Each is asked once and remembered.",
                href=reverse("intake:wordings"),
            )
        )
    return Kind(tuple(items))
