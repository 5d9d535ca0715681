"""Who may be chosen to act on a live risk, and who hears when the time runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.access import above, holders_of, holding, managers_of
from stillpoint.people.models import LineManagement, Officer
from stillpoint.risks.models import LiveRisk, RiskStep
from stillpoint.risks.states import RESOLVED
from stillpoint.trust.prepared import prepared

MOST_TOLD = 3


@dataclass(frozen=True)
class Possible:
    """Somebody who may be chosen to act, and why they are offered."""

    officer: Officer
    why: str


def possible_receivers(case: Case, by: Officer) -> list[Possible]:
    """Managers of those involved, the closest first; those involved; RASSO leads. Never ``by``:
    whoever raised the risk says at the end whether it was dealt with."""
    today = timezone.localdate()
    involved = _involved(case.pk)
    managers = {one.pk: one for officer in involved for one in _managers_today(officer, today)}
    found: dict[int, Possible] = {}
    for officer in sorted(managers.values(), key=lambda one: (one.rank_level, str(one))):
        found.setdefault(officer.pk, Possible(officer, "manages somebody involved"))
    for officer in involved:
        found.setdefault(officer.pk, Possible(officer, "involved in the case"))
    for officer in holding("rasso_lead", today):
        found.setdefault(officer.pk, Possible(officer, "RASSO lead"))
    found.pop(by.pk, None)
    return list(found.values())


@prepared
def _involved(case: int) -> QuerySet[Officer]:
    parts = Involvement.objects.filter(case=case).values("officer")
    return Officer.objects.filter(pk__in=parts, is_active=True)


def _managers_today(officer: Officer, today: dt.date) -> list[Officer]:
    return _active(above(officer.pk, today, today))


def those_told(risk: LiveRisk, level: int) -> list[Officer]:
    """Who hears when the step's time has run out for the ``level``-th time (from 1).

    By the order of the practice model's ``escalate_to``, whose last rule repeats. A rule that
    finds nobody passes on to the next, so that somebody always hears while there is anybody.
    """
    live_risk = practice.current().live_risk
    order, called = live_risk.escalate_to, _not_called(risk)
    for key in order[min(level, len(order)) - 1 :]:
        rule = live_risk.receiver(key)
        found = list(holders_of(rule.role)) if rule.role else _managers(risk, rule.rank_level or 1)
        if fit := [officer for officer in found if officer.pk not in called]:
            return fit[:MOST_TOLD]
    return [lead for lead in holders_of("rasso_lead") if lead.pk not in called]


def manager_after(officer: Officer, on: dt.date, *, other_than: Iterable[int | None]) -> Officer:
    """Who takes up what a leaver held: their own manager on that day, else the one above, else a
    RASSO lead. Raises Officer.DoesNotExist when there is nobody."""
    passed_over = {officer.pk, *(pk for pk in other_than if pk)}
    person, seen = officer, {officer.pk}
    while (line := _line_above(person, on)) is not None and line.manager_id not in seen:
        person = line.manager
        seen.add(person.pk)
        if person.is_active and person.pk not in passed_over:
            return person
    lead = holders_of("rasso_lead").exclude(pk__in=passed_over).first()
    if lead is None:
        raise Officer.DoesNotExist
    return lead


def _line_above(officer: Officer, on: dt.date) -> LineManagement | None:
    lines = LineManagement.objects.on(on).filter(officer=officer).select_related("manager")
    found: LineManagement | None = lines.order_by("-since", "-pk").first()
    return found


def _managers(risk: LiveRisk, level: int) -> list[Officer]:
    """Managers, of the rank or above, of whoever the step waits for; the most junior first:
    whoever stands closest acts soonest."""
    if risk.state in RESOLVED:
        below = [risk.verifier or risk.raised_by]
    elif risk.receiver:
        below = [risk.receiver]
    else:
        involved = Involvement.objects.filter(case=risk.case).values("officer")
        below = list(Officer.objects.filter(pk__in=involved))
    found = {one.pk: one for officer in below for one in _active(managers_of(officer))}
    fit = [one for one in found.values() if one.rank_level >= level]
    return sorted(fit, key=lambda one: (one.rank_level, str(one)))


def _not_called(risk: LiveRisk) -> set[int | None]:
    """Whoever raised it, or acts already; and, once it is dealt with, whoever dealt with it."""
    left_out = {risk.raised_by_id, risk.verifier_id, risk.receiver_id}
    if risk.state in RESOLVED:
        dealt = RiskStep.objects.filter(risk=risk, state=risk.state, escalation=False).last()
        left_out.add(dealt.by_id if dealt else None)
    return left_out


def _active(officers: Iterable[Officer]) -> list[Officer]:
    return [officer for officer in officers if officer.is_active]
