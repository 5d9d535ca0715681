"""Where a case stands in general words, and who sends the notice of it."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.people.access import managers_of
from stillpoint.people.models import Officer
from stillpoint.points.opening_points import holder_of
from stillpoint.points.readers import SUPERVISOR_OF
from stillpoint.practice.handover import ClosureStatus


def status_of(case: Case) -> ClosureStatus | None:
    """The first status of the practice model that fits the outcome; None where the case has no
    final outcome on record."""
    model = practice.current()
    groups = {one.key: one.final for one in model.outcome_groups}
    if not groups.get(case.outcome_group, False):
        return None
    for one in model.handover.closure_statuses:
        if one.groups and case.outcome_group not in one.groups:
            continue
        if one.milestone and not case.milestones.filter(kind=one.milestone).exists():
            continue
        return one
    return None


def is_before_a_court(case: Case) -> bool:
    """Whether the record of the case says that a trial or an appeal is to come: charged with no
    court result, or back before a court after one. Not where its source says that it is over."""
    if case.live_stated is False:
        return False
    stands = status_of(case)
    if stands is not None and stands.court != "ended":
        return stands.court == "to_come"
    closure = practice.current().handover.closure
    kinds = (*closure.court_milestones, *closure.court_ended_milestones)
    last = case.milestones.filter(kind__in=kinds).order_by("-at", "-pk").first()
    return last is not None and last.kind in closure.court_milestones


def sender_for(case: Case, officer: Officer) -> Officer | None:
    """Who sends the officer's notice: as the practice model says, and never the officer. A
    supervisor who is the officer is passed over for the next above; where there is no supervisor,
    the holder of the role sends it."""
    asked = practice.current().handover.closure.sent_by
    holder = holder_of(case, asked.removeprefix(SUPERVISOR_OF))
    if holder is None:
        return None
    if asked.startswith(SUPERVISOR_OF):
        above = managers_of(holder).filter(is_active=True).exclude(pk=officer.pk)
        direct = min(above, key=lambda one: (one.rank_level, one.pk), default=None)
        if direct is not None:
            return direct
    return None if holder.pk == officer.pk else holder
