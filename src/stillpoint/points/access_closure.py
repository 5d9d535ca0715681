"""Who may ask for a closure notice, send it and read it. Default: no."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.access import has_role, manages_directly
from stillpoint.people.models import Officer
from stillpoint.points.models import ClosureNotice
from stillpoint.points.opening_points import holder_of
from stillpoint.points.readers import SUPERVISOR_OF
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared

NOT_YOURS = "A closure notice is read by the officer who asked for it and by whoever sends it."


def can_list_notices(officer: Officer) -> Answer:
    return yes("The list holds what you asked to hear, and what you are asked to send.")


def can_ask_to_hear(officer: ActsAs, case: Case) -> Answer:
    """Whoever answered the call, whatever team they are in now."""
    if isinstance(officer, Officer) and officer.is_active and answered(officer, case):
        return yes()
    return no("Those who answered the call can ask to hear what becomes of the case.")


def answered(officer: Officer, case: Case) -> bool:
    roles = practice.current().handover.passes_on
    return Involvement.objects.filter(case=case, officer=officer, role__in=roles).exists()


def is_for(officer: ActsAs, notice: ClosureNotice) -> Answer:
    if isinstance(officer, Officer) and notice.officer_id == officer.pk:
        return yes()
    return no("This is for the officer who asked to hear.")


def can_send(officer: ActsAs, notice: ClosureNotice) -> Answer:
    """The sender, their line manager and whoever holds the case; the lead where there is no sender.
    Never the officer themselves."""
    refusal = no("A closure notice is sent by the supervisor of the case.")
    if not isinstance(officer, Officer) or officer.pk == notice.officer_id:
        return refusal
    if notice.sender is None:
        return yes() if has_role(officer, "rasso_lead") else refusal
    role = practice.current().handover.closure.sent_by.removeprefix(SUPERVISOR_OF)
    allowed = (
        notice.sender_id == officer.pk
        or manages_directly(officer, notice.sender)
        or holder_of(notice.case, role) == officer
    )
    return yes() if allowed else refusal


def can_read_notice(officer: Officer, notice: ClosureNotice) -> Answer:
    if is_for(officer, notice) or can_send(officer, notice):
        return yes()
    return no(NOT_YOURS)


def notices_of(officer: Officer) -> QuerySet[ClosureNotice]:
    """What the officer asked to hear, the latest first."""
    return ClosureNotice.objects.filter(officer=officer).select_related("case", "sender")


def cases_answered(officer: Officer) -> QuerySet[Case]:
    """Cases in which the officer answered the call and has not asked to hear, the latest first."""
    roles = practice.current().handover.passes_on
    mine = Involvement.objects.filter(officer=officer, role__in=roles)
    asked = ClosureNotice.objects.filter(officer=officer).exclude(state="withdrawn")
    found = Case.objects.filter(pk__in=mine.values("case"))
    return found.exclude(pk__in=asked.values("case"))


def to_send(officer: Officer) -> Q:
    """Notices that the officer is to send, also those held back for now; the lead's, those that
    have no sender."""
    return _to_send(officer.pk, leads=has_role(officer, "rasso_lead"))


def _to_send(officer: int, *, leads: bool) -> Q:
    mine = Q(sender=officer)
    if leads:
        mine |= Q(sender=None)
    return mine & Q(state__in=["due", "held_back"])


def waiting_notices(officer: Officer, now: dt.datetime, *, most: int) -> list[ClosureNotice]:
    """What waits for the officer now: notices to read, and notices to send that are not held back
    for longer; at most so many."""
    return _waiting(officer.pk, now, leads=has_role(officer, "rasso_lead"), most=most)


@prepared
def _waiting(officer: int, now: dt.datetime, *, leads: bool, most: int) -> QuerySet[ClosureNotice]:
    ready = Q(officer=officer, state="sent")
    later = Q(state="held_back", ask_again_at__gt=now)
    found = ClosureNotice.objects.filter(ready | (_to_send(officer, leads=leads) & ~later))
    return found.select_related("case").order_by("due_at", "id")[:most]


def held_back_from(officer: Officer) -> list[int]:
    """Ids of cases of which a notice to the officer waits until their own account is complete."""
    held = ClosureNotice.objects.filter(officer=officer, state="held_back")
    return list(held.values_list("case", flat=True))
