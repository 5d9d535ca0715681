"""Find cases, runs and held rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from stillpoint.cases import access
from stillpoint.cases.before_trial import withheld_from
from stillpoint.cases.models import Case
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RuleForMany
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.prepared import prepared, the_one

NO_AREA = "none"


def case_by_ref(ref: str) -> Case:
    return the_one(_by_ref(ref), Case)


@prepared
def _by_ref(ref: str) -> QuerySet[Case]:
    return Case.objects.select_related("area").filter(ref=ref)


def run_by_ref(ref: str) -> IntakeRun:
    return IntakeRun.objects.get(ref=ref)


def held_by_ref(ref: str) -> QuarantinedRow:
    return QuarantinedRow.objects.select_related("run", "resolved_by", "by_rule").get(ref=ref)


def rule_by_ref(ref: str) -> RuleForMany:
    return RuleForMany.objects.select_related("run", "decided_by").get(ref=ref)


def cases(officer: ActsAs, wanted: Mapping[str, Any]) -> QuerySet[Case]:
    """Cases the officer may see, narrowed by what is wanted, newest first.

    ``wanted``: reference, area (ref or "none"), relationship, outcome (groups), offence, live
    ("yes" or "no"), since and until (days).
    """
    found = access.visible_to(officer).select_related("area")
    if text := wanted.get("reference"):
        found = found.filter(
            Q(reference__icontains=text) | Q(crime_numbers__number__iexact=text)
        ).distinct()
    if area := wanted.get("area"):
        found = found.filter(area=None) if area == NO_AREA else found.filter(area__ref=area)
    if any(wanted.get(name) for name in ("outcome", "live")):
        # What the page does not say, a filter must not say either.
        found = found.exclude(pk__in=withheld_from(officer))
    for name, column in (
        ("relationship", "relationship_group"),
        ("outcome", "outcome_group"),
        ("offence", "offence"),
    ):
        if wanted.get(name):
            found = found.filter(**{column: wanted[name]})
    if live := wanted.get("live"):
        found = found.filter(live=live == "yes")
    since, until = wanted.get("since"), wanted.get("until")
    if isinstance(since, dt.date):
        found = found.filter(reported_on__gte=since)
    if isinstance(until, dt.date):
        found = found.filter(reported_on__lte=until)
    return found.order_by("-reported_on", "-id")


def held(run: IntakeRun | None, wanted: Mapping[str, Any]) -> QuerySet[QuarantinedRow]:
    """Held rows of a run, or all open ones, narrowed by kind, column and reference."""
    found = QuarantinedRow.objects.select_related("run")
    found = found.filter(run=run) if run else found.filter(resolution="")
    if wanted.get("state") == "open":
        found = found.filter(resolution="")
    for name in ("kind", "field"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if text := wanted.get("reference"):
        found = found.filter(reference__icontains=text)
    return found.order_by("reference", "file", "line")


def rows_of_the_same_record(row: QuarantinedRow) -> list[QuarantinedRow]:
    """The row and those held with it."""
    if not row.identity:
        return [row]
    return list(
        QuarantinedRow.objects.filter(
            run=row.run, file_kind=row.file_kind, identity=row.identity
        ).order_by("file", "line")
    )
