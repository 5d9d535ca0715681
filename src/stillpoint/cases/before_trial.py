"""What a first responder may see of a case that may still come to trial: one gate for every page.

Whoever answered the call may be a witness. Until the case has ended they are shown neither its
outcome nor what happened after they handed it over: not on the case, in a list, by a filter or at a
point (domain 3.4). Every page that shows either asks ``is_withheld`` or ``withheld_among``; nothing
else decides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import QuerySet

from stillpoint import practice
from stillpoint.cases.access import sees_all_cases
from stillpoint.cases.models import Case, CaseAccess, Involvement, Milestone
from stillpoint.people.models import Officer
from stillpoint.practice.handover import ClosureStatus
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.prepared import prepared

# Keys of milestones of a case, the earliest first.
Happened = Sequence[str]
# An officer to the ids of cases of which a room above holds something back from them.
Rule = Callable[[Officer], Iterable[int]]

_rules: Sequence[Rule] | None = None


class NotWired(RuntimeError):
    """Nobody said what else is held back from first responders."""


def hold_back_by(rules: Sequence[Rule]) -> None:
    """Say what else holds a case back. Called once, when the service starts."""
    global _rules
    _rules = tuple(rules)


def is_withheld(officer: ActsAs, case: Case) -> bool:
    """Whether outcome and later events of the case are not for this officer yet."""
    return case.pk in withheld_among(officer, [case])


def withheld_among(officer: ActsAs, cases: Iterable[Case]) -> set[int]:
    """Ids of those of the cases: one query for anybody who answered no call among them."""
    if not isinstance(officer, Officer) or sees_all_cases(officer):
        return set()
    by_id = {case.pk: case for case in cases}
    only_answered = _only_answered(officer, _parts(officer, by_id))
    if not only_answered:
        return set()
    return _not_over(officer, [by_id[pk] for pk in only_answered])


def withheld_from(officer: ActsAs) -> set[int]:
    """Ids of all cases of which outcome and later events are not for this officer yet: a filter by
    them would say what the page does not."""
    if not isinstance(officer, Officer) or sees_all_cases(officer):
        return set()
    only_answered = _only_answered(officer, _all_parts(officer.pk))
    found = Case.objects.filter(pk__in=only_answered)
    return _not_over(officer, list(found)) if only_answered else set()


def parts_known() -> frozenset[str]:
    """Parts in a case that a first responder knows of: who else came later says how it went on."""
    handover = practice.current().handover
    return frozenset({*handover.passes_on, *handover.receives})


def before_handover() -> frozenset[str]:
    """Milestones that a first responder knows of: up to the handover."""
    return frozenset(practice.current().handover.closure.known_to_first_response)


def status_of(case: Case) -> ClosureStatus | None:
    """The first status of the practice model that fits the outcome; None where the case has no
    final outcome on record."""
    return _status(case, _happened([case])[case.pk])


def is_before_a_court(case: Case) -> bool:
    """Whether the record of the case says that a trial or an appeal is to come: charged with no
    court result, or back before a court after one. Not where its source says that it is over."""
    return _before_a_court(case, _happened([case])[case.pk])


def _status(case: Case, happened: Happened) -> ClosureStatus | None:
    model = practice.current()
    groups = {one.key: one.final for one in model.outcome_groups}
    if not groups.get(case.outcome_group, False):
        return None
    for one in model.handover.closure_statuses:
        if one.groups and case.outcome_group not in one.groups:
            continue
        if one.milestone and one.milestone not in happened:
            continue
        return one
    return None


def _before_a_court(case: Case, happened: Happened) -> bool:
    if case.live_stated is False:
        return False
    stands = _status(case, happened)
    if stands is not None and stands.court != "ended":
        return stands.court == "to_come"
    closure = practice.current().handover.closure
    kinds = {*closure.court_milestones, *closure.court_ended_milestones}
    last = next((kind for kind in reversed(happened) if kind in kinds), None)
    return last is not None and last in closure.court_milestones


def _not_over(officer: Officer, cases: Sequence[Case]) -> set[int]:
    if _rules is None:
        raise NotWired("The rules that hold cases back were not given: see site/wiring.py.")
    held_back = {pk for rule in _rules for pk in rule(officer)}
    happened = _happened(cases)
    return {
        case.pk
        for case in cases
        if case.pk in held_back
        or _status(case, happened[case.pk]) is None
        or _before_a_court(case, happened[case.pk])
    }


def _happened(cases: Sequence[Case]) -> Mapping[int, list[str]]:
    """Case id to the milestones that say how it stands, the earliest first, in one query."""
    model = practice.current().handover
    kinds = {*model.closure.court_milestones, *model.closure.court_ended_milestones}
    kinds |= {one.milestone for one in model.closure_statuses if one.milestone}
    found: dict[int, list[str]] = defaultdict(list)
    rows = Milestone.objects.filter(case__in=[one.pk for one in cases], kind__in=kinds)
    for case, kind in rows.order_by("at", "pk").values_list("case", "kind"):
        found[case].append(kind)
    return found


def _parts(officer: Officer, cases: Mapping[int, Case]) -> list[tuple[int, str]]:
    if len(cases) == 1:
        return _parts_in(officer.pk, *cases)
    found = Involvement.objects.filter(officer=officer, case__in=list(cases))
    return list(found.values_list("case", "role"))


@prepared
def _parts_in(officer: int, case: int) -> QuerySet[Involvement, tuple[int, str]]:
    return Involvement.objects.filter(officer=officer, case=case).values_list("case", "role")


@prepared
def _all_parts(officer: int) -> QuerySet[Involvement, tuple[int, str]]:
    return Involvement.objects.filter(officer=officer).values_list("case", "role")


def _only_answered(officer: Officer, parts: Iterable[tuple[int, str]]) -> set[int]:
    """Cases in which the officer answered the call and had no other part; not those that they were
    given to review."""
    answers = set(practice.current().handover.passes_on)
    roles: dict[int, set[str]] = defaultdict(set)
    for case, role in parts:
        roles[case].add(role)
    found = {case for case, held in roles.items() if held <= answers}
    if not found:
        return set()
    given = CaseAccess.objects.filter(officer=officer, until__isnull=True, case__in=found)
    return found - set(given.values_list("case", flat=True))
