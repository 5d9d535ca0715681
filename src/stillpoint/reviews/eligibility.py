"""Who may review which case: the hard rules, and how many people each of them excludes (P63-P68).

The rules work on who a person is in the records, never on e-mail addresses or names.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.people.models import Accreditation, Leave, Officer
from stillpoint.people.rank_rules import (
    STEPS,
    ReviewStanding,
    level_needed,
    rank_needed,
    review_standings,
)
from stillpoint.people.same_person import SamePerson, joined, with_other_records
from stillpoint.people.supervision import (
    EARLIEST,
    LATEST,
    Line,
    lines_above,
)
from stillpoint.points.who_worked import worked_at_points
from stillpoint.reviews.models import Assignment, Conflict, Selection
from stillpoint.reviews.models.selection import STANDING, AssignmentState
from stillpoint.trust.prepared import prepared, prepared_for_keys

# The names under which people read the rules, in the order in which they are tried.
LEFT = "left"
NOT_ACCREDITED = "not accredited"
RANK = "rank"
TRAINING = "training ran out"
NOT_CALIBRATED = "not calibrated"
LEAVE = "on leave"
OWN_CASE = "own case"
LINE_MANAGEMENT = "line management"
MANAGED = "managed by somebody involved"
CONFLICT = "declared conflict"
DECLINED = "declined before"
SAME_PERSON = "same person for both steps"
UPWARD = "junior to someone reviewed"
FULL = "has as many as agreed"
NOBODY = "nobody is accredited or of the rank"
RULES = (
    LEFT, NOT_ACCREDITED, RANK, TRAINING, NOT_CALIBRATED, LEAVE, OWN_CASE, LINE_MANAGEMENT,
    MANAGED, CONFLICT, DECLINED, SAME_PERSON, UPWARD,
)  # fmt: skip
# Those that look at the person alone: whom they keep out, they keep out of every case.
OF_THE_PERSON = frozenset({LEFT, NOT_ACCREDITED, RANK, TRAINING, NOT_CALIBRATED, LEAVE, NOBODY})
FREES = {
    NOT_ACCREDITED: "accredited",
    TRAINING: "trained again",
    NOT_CALIBRATED: "calibrated on the practice cases",
    LEAVE: "back from leave",
    UPWARD: "agreed to review upwards, with support",
    FULL: "able to take one more",
}


@dataclass
class Grounds:
    """What the rules go by, read once for a whole round in a fixed number of queries.

    ``involved``: case id to the ids of all ever involved in any role, or who had a hand in one of
    its points (``points/who_worked.py``); ``managers``: case id to the ids of the managers of
    those with a role, direct or not, then or now; ``managed``: case id to the ids of those whom
    they manage, direct or not, now or while they had a part; ``highest``: case id to the highest
    rank level among those whose work is reviewed.
    """

    pool: dict[int, Officer]
    standings: Mapping[int, ReviewStanding]
    away: set[int]
    involved: Mapping[int, set[int]]
    managers: Mapping[int, set[int]]
    managed: Mapping[int, set[int]]
    highest: Mapping[int, int]
    conflicts: Mapping[int, set[int]]
    declined: Mapping[int, set[int]]
    other_step: Mapping[int, set[int]]
    step: int
    levels: dict[int, int] = field(default_factory=dict)

    def bars(self, selection: Selection, officer: Officer) -> list[str]:
        """Every rule that keeps this person from this step of this case, in the order of RULES."""
        person, case = officer.pk, selection.case_id
        standing = self.standings[person]
        found = [standing.bar] if standing.bar else []
        if standing.calibrated_on is None and NOT_ACCREDITED not in found:
            found.append(NOT_CALIBRATED)
        tests = (
            (LEAVE, person in self.away),
            (OWN_CASE, person in self.involved.get(case, ())),
            (LINE_MANAGEMENT, person in self.managers.get(case, ())),
            (MANAGED, person in self.managed.get(case, ())),
            (CONFLICT, person in self.conflicts.get(case, ())),
            (DECLINED, person in self.declined.get(selection.pk, ())),
            (SAME_PERSON, person in self.other_step.get(selection.pk, ())),
            (UPWARD, self.levels[person] < self.highest.get(case, 0)),
        )
        return found + [rule for rule, holds in tests if holds]


@dataclass(frozen=True)
class Records:
    """What the records say of some drawn cases and of those who might review them, on a day,
    whatever the step: read once, in a fixed number of queries.

    ``same``: who is known by several records. Whatever one of them keeps a person from, all do:
    ``lines`` and everything that names people name every record of theirs.
    ``accredited``: steps and ids of officers ever accredited; ``worked``: case and officer of all
    who had a hand in a point of it; ``lines``: who managed those involved and those who might
    review; ``given``: selection, step, state and reviewer of every assignment.
    """

    day: dt.date
    officers: list[Officer]
    accredited: set[tuple[int, int]]
    same: SamePerson
    parts: list[Involvement]
    worked: list[tuple[int, int]]
    lines: Mapping[int, set[Line]]
    away: set[int]
    conflicts: list[tuple[int, int]]
    given: list[tuple[int, int, str, int]]

    def candidates(self, step: int) -> list[Officer]:
        """Who could come into question: everyone active of the rank, or ever accredited for it."""
        return [one for one in self.officers if _in_question(one, step, self.accredited)]


def read(selections: Iterable[Selection], on: dt.date | None = None) -> Records:
    """The records of these drawn cases, on a day (today)."""
    day = on or timezone.localdate()
    drawn = {one.pk: one.case_id for one in selections}
    cases = set(drawn.values())
    accredited = set(_ever_accredited())
    officers = _active(ranks=_ranks_of_level(min(level_needed(step) for step in STEPS)))
    parts = _parts(cases)
    might = {one.pk for one in officers for step in STEPS if _in_question(one, step, accredited)}
    same = joined()
    return Records(
        day=day,
        officers=officers,
        accredited=accredited,
        same=same,
        parts=parts,
        worked=list(worked_at_points(cases)),
        lines=_lines(might | {part.officer_id for part in parts}, same),
        away=set(_away(day)),
        conflicts=_conflicts(cases),
        given=_given(drawn),
    )


def _lines(people: set[int], same: SamePerson) -> Mapping[int, set[Line]]:
    """Who managed these people: the lines of all their records, naming all records of managers."""
    lines = lines_above(with_other_records(people, same))
    if not same:
        return lines
    return {
        person: {
            line._replace(manager=manager)
            for record in with_other_records([person], same)
            for line in lines.get(record, ())
            for manager in with_other_records([line.manager], same)
        }
        for person in people
    }


@prepared
def _ever_accredited() -> QuerySet[Accreditation, tuple[int, int]]:
    return Accreditation.objects.order_by().values_list("step", "officer_id")


@prepared
def _away(day: dt.date) -> QuerySet[Leave, int]:
    return Leave.objects.on(day).order_by().values_list("officer_id", flat=True)


@prepared
def _active(*, ranks: tuple[str, ...]) -> QuerySet[Officer]:
    """Those active of one of these ranks or grades, acting ones too, or ever accredited: whoever
    could come into question for a step. ``_in_question`` says for which."""
    of_rank = Q(rank__in=ranks) | Q(acting_rank__in=ranks) | Q(grade__in=ranks)
    ever = Q(pk__in=Accreditation.objects.order_by().values("officer"))
    return Officer.objects.filter(of_rank | ever, is_active=True)


@prepared_for_keys
def _parts(*cases: int) -> QuerySet[Involvement]:
    found = Involvement.objects.filter(case__in=cases).select_related("officer", "case")
    return found.only(
        "case__reported_on", "role", "since", "until",
        "officer__rank", "officer__acting_rank", "officer__grade",
    )  # fmt: skip


@prepared_for_keys
def _conflicts(*cases: int) -> QuerySet[Conflict, tuple[int, int]]:
    return Conflict.objects.filter(case__in=cases).values_list("case_id", "officer_id")


@prepared_for_keys
def _given(*selections: int) -> QuerySet[Assignment, tuple[int, int, str, int]]:
    found = Assignment.objects.filter(selection__in=selections)
    return found.values_list("selection_id", "step", "state", "reviewer_id")


def _ranks_of_level(level: int) -> tuple[str, ...]:
    model = practice.current()
    ranks = (one.key for one in model.ranks if one.level >= level)
    grades = (one.key for one in model.staff_grades if one.equivalent_level >= level)
    return (*ranks, *grades)


def _in_question(officer: Officer, step: int, accredited: set[tuple[int, int]]) -> bool:
    return (step, officer.pk) in accredited or officer.rank_level >= level_needed(step)


def grounds(selections: Iterable[Selection], step: int, on: dt.date | None = None) -> Grounds:
    """Read what the rules need for these drawn cases at this step, on a day (today)."""
    return grounds_at(step, read(selections, on))


def grounds_at(step: int, records: Records) -> Grounds:
    """What the rules go by at the step, from what the records say."""
    pool = {officer.pk: officer for officer in records.candidates(step)}
    involved: dict[int, set[int]] = defaultdict(set)
    highest: dict[int, int] = defaultdict(int)
    reviewed = {role.key for role in practice.current().involvement_roles if role.reviewed}
    for part in records.parts:
        involved[part.case_id].add(part.officer_id)
        if part.role in reviewed:
            highest[part.case_id] = max(highest[part.case_id], part.officer.rank_level)
    managers = {
        case: {line.manager for person in people for line in records.lines.get(person, ())}
        for case, people in involved.items()
    }
    for case, person in records.worked:
        involved[case].add(person)
    same = records.same
    given = [
        (one, at, state, record)
        for one, at, state, who in records.given
        for record in with_other_records([who], same)
    ]
    return Grounds(
        pool=pool,
        standings=review_standings(pool.values(), step, records.day),
        away=records.away,
        involved={case: with_other_records(who, same) for case, who in involved.items()},
        managers=managers,
        managed=_managed(records, pool),
        highest=highest,
        conflicts={
            case: with_other_records(who, same) for case, who in _by(records.conflicts).items()
        },
        declined=_by(
            (one, who)
            for one, at, state, who in given
            if at == step and state == AssignmentState.DECLINED
        ),
        other_step=_by(
            (one, who) for one, at, state, who in given if at != step and state in STANDING
        ),
        step=step,
        levels={pk: officer.rank_level for pk, officer in pool.items()},
    )


def _managed(records: Records, pool: Iterable[int]) -> dict[int, set[int]]:
    """Case id to those of the pool who have somebody involved in it above them, on the day or
    while that person had a part: nobody judges the work of the person who appraises them."""
    under: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for person in pool:
        for line in records.lines.get(person, ()):
            under[line.manager].append((person, line))
    found: dict[int, set[int]] = defaultdict(set)
    for part in records.parts:
        since = part.since or part.case.reported_on or EARLIEST
        until = part.until or LATEST
        # Lines name every record of a manager, so this one is enough.
        for person, line in under.get(part.officer_id, ()):
            then = line.since <= until and line.until >= since
            if then or line.since <= records.day <= line.until:
                found[part.case_id].add(person)
    return found


def excluded(grounds: Grounds, selection: Selection) -> dict[str, int]:
    """Rule to the number of people whom it is the first to exclude; nobody is counted twice.

    Where there is nobody whom a rule could exclude, that is said: NOBODY to 0.
    """
    if not grounds.pool:
        return {NOBODY: 0}
    counted: Counter[str] = Counter()
    for officer in grounds.pool.values():
        bars = grounds.bars(selection, officer)
        counted[bars[0] if bars else FULL] += 1
    return {rule: counted[rule] for rule in (*RULES, FULL) if counted[rule]}


def what_would_free(grounds: Grounds, selection: Selection) -> list[str]:
    """Sentences: how many people one change alone would make able to review this case."""
    if not grounds.pool:
        return [
            f"Nobody is accredited for the {STEPS[grounds.step]}, and nobody is of the rank for it "
            f"({rank_needed(grounds.step)} or above). Enter or import the people who review, then "
            "accredit them."
        ]
    alone: Counter[str] = Counter()
    for officer in grounds.pool.values():
        bars = grounds.bars(selection, officer) or [FULL]
        if len(bars) == 1 and bars[0] in FREES:
            alone[bars[0]] += 1
    if not alone:
        return ["No one change frees it: more than one rule keeps out each person."]
    return [
        f"{n} {'person' if n == 1 else 'people'} could review it if {FREES[rule]}."
        for rule, n in alone.most_common()
    ]


def _by(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, person in pairs:
        found[key].add(person)
    return found
