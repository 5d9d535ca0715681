"""Give each drawn case a reviewer for each step: hard rules, even loads, every gap explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from stillpoint.methods import assignment
from stillpoint.people.models import Officer, Posting
from stillpoint.reviews import access, blinding, eligibility
from stillpoint.reviews.eligibility import Grounds, grounds, grounds_at
from stillpoint.reviews.giving_access import hand_over
from stillpoint.reviews.models import Assignment, Round, RoundState, Selection
from stillpoint.reviews.models.selection import STANDING, AssignmentState, SelectionState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared

STEPS = (1, 2)
SECOND = 2
# A reviewer of the case's own area is chosen only where that evens out two cases' load.
SAME_AREA = 2.0
SPREAD = 1.0


@dataclass(frozen=True)
class Gap:
    """A case that nobody can review at this step: how many people each rule excludes, and what
    would free it."""

    selection: Selection
    step: int
    reasons: dict[str, int]
    would_free: tuple[str, ...]


@dataclass
class Outcome:
    """What an assignment gave: the new assignments, the gaps, and each reviewer's load."""

    given: list[Assignment] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.given += other.given
        self.gaps += other.gaps


@act
def assign_round(
    *,
    by: ActsAs,
    round: Round,
    first_load: int | None = None,
    second_load: int | None = None,
) -> Outcome:
    """Propose a reviewer for each step of each drawn case that has none.

    Before publishing, proposals not made by hand are made anew, and nobody is told. Afterwards the
    gaps are filled (a substitute's, say) and each new reviewer is told at once. ``first_load`` and
    ``second_load`` are the most cases a reviewer may hold in the round at each step; without them
    loads are only evened out.
    """
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state not in (RoundState.DRAWN, RoundState.PUBLISHED):
        raise CannotDo(f"“{round.name}” must be drawn, and not closed, before it is assigned.")
    for name, load in (("first_load", first_load), ("second_load", second_load)):
        if load is not None and load < 1:
            raise CannotDo("A reviewer's load is at least one case.", field=name)
    if round.state == RoundState.DRAWN:
        round_proposals(round).filter(by_hand=False).delete()
    outcome = Outcome()
    for step, load in zip(STEPS, (first_load, second_load), strict=True):
        outcome.add(_assign_step(round, open_selections(round, step), step, load))
    for given in outcome.given:
        hand_over(by=by, given=given)
    trail.record(
        Operation.ALTERATION,
        "assign a round",
        by=by,
        about=[round, *outcome.given],
        after={"given": [(one.selection.ref, one.step, one.reviewer.ref) for one in outcome.given]},
        note=f"{len(outcome.given)} given, {len(outcome.gaps)} gaps",
    )
    return outcome


def round_proposals(round: Round) -> QuerySet[Assignment]:
    return Assignment.objects.filter(selection__round=round, state=AssignmentState.PROPOSED)


def open_selections(round: Round, step: int) -> list[Selection]:
    """The standing selections of the round without a reviewer for this step."""
    found = _open_selections(round.pk, step=step)
    for selection in found:
        selection.round = round
    return found


@prepared
def _open_selections(round: int, *, step: int) -> QuerySet[Selection]:
    held = Assignment.objects.filter(step=step, state__in=STANDING).values("selection")
    found = Selection.objects.filter(round=round, state=SelectionState.STANDS)
    found = found.exclude(pk__in=held).select_related("case__area")
    return found.order_by("stratum", "order")


def broken(round: Round) -> list[tuple[Assignment, list[str]]]:
    """Proposals that the rules no longer allow, with those rules: what the records say may have
    changed since they were made."""
    found = []
    for step in STEPS:
        given = list(
            round_proposals(round).filter(step=step).select_related("selection__case", "reviewer")
        )
        known = grounds([one.selection for one in given], step)
        for one in given:
            agreed = {eligibility.UPWARD} if one.reviews_upward else set()
            bars = known.bars(one.selection, one.reviewer) if one.reviewer_id in known.pool else []
            if one.reviewer_id not in known.pool:
                bars = [eligibility.LEFT]
            if remaining := [bar for bar in bars if bar not in agreed]:
                found.append((one, remaining))
    return found


def lacking(round: Round) -> dict[int, list[Selection]]:
    """Step to the cases that still lack a reviewer for it."""
    return {step: open_selections(round, step) for step in STEPS}


def gaps(round: Round) -> list[Gap]:
    """Why the cases that still lack a reviewer lack one."""
    return explained(lacking(round))


def explained(without: Mapping[int, Sequence[Selection]]) -> list[Gap]:
    """Why each case lacks a reviewer for the step. Nothing is read when none lacks one."""
    found: list[Gap] = []
    if not any(without.values()):
        return found
    records = eligibility.read(one for some in without.values() for one in some)
    for step, selections in without.items():
        if selections:
            known = grounds_at(step, records)
            found += [_gap(known, selection) for selection in selections]
    return found


@dataclass(frozen=True)
class Choices:
    """Who could review a case at a step, each with the number of the round's cases they hold at
    it, the least loaded first. ``upward``: those who could only as a supported exception (P67)."""

    able: list[tuple[Officer, int]]
    upward: list[tuple[Officer, int]]


def choices(selection: Selection, step: int) -> Choices:
    """Who could take the case over at the step from whoever holds it now."""
    known = grounds([selection], step)
    holders = Assignment.objects.filter(selection=selection, step=step, state__in=STANDING)
    now = set(holders.values_list("reviewer_id", flat=True))
    held = _loads(selection.round, step)
    able, upward = [], []
    for officer in known.pool.values():
        bars = known.bars(selection, officer)
        if officer.pk in now:
            continue
        if not bars:
            able.append((officer, held[officer.pk]))
        elif bars == [eligibility.UPWARD]:
            upward.append((officer, held[officer.pk]))
    return Choices(_least_loaded_first(able), _least_loaded_first(upward))


def alternates(selection: Selection, step: int) -> list[tuple[Officer, int]]:
    """Who else could review this case at this step, and how many cases of the round each holds;
    the least loaded first."""
    return choices(selection, step).able


def _least_loaded_first(pairs: list[tuple[Officer, int]]) -> list[tuple[Officer, int]]:
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].family_name, pair[0].number))


def fill(selection: Selection, step: int) -> Outcome:
    """Give this one case a reviewer at once: for a case declined or left behind."""
    return _assign_step(selection.round, [selection], step, None)


def loads(round: Round) -> dict[str, dict[int, int]]:
    """Reviewer's number to {step: cases held in the round}."""
    held = (
        Assignment.objects.filter(selection__round=round, state__in=STANDING)
        .values("reviewer__number", "step")
        .annotate(n=Count("pk"))
        .order_by("reviewer__number")
    )
    found: dict[str, dict[int, int]] = {}
    for row in held:
        found.setdefault(row["reviewer__number"], {})[row["step"]] = row["n"]
    return found


def _assign_step(
    round: Round, selections: Sequence[Selection], step: int, load: int | None
) -> Outcome:
    if not selections:
        return Outcome()
    known = grounds(selections, step)
    held = _loads(round, step)
    most = load if load is not None else len(selections) + max(held.values(), default=0)
    cost = _cost(known, selections, held)
    capacity = {
        str(pk): max(0, most - held[pk]) for pk in known.pool if any(str(pk) == r for _, r in cost)
    }
    solved = assignment.assign(
        [selection.ref for selection in selections],
        capacity,
        {pair: value for pair, value in cost.items() if capacity[pair[1]]},
        spread=SPREAD,
        seed=round.seed,
    )
    by_ref = {selection.ref: selection for selection in selections}
    published = round.state == RoundState.PUBLISHED
    given = [
        Assignment.objects.create(
            selection=by_ref[ref],
            step=step,
            reviewer=known.pool[int(person)],
            state=AssignmentState.PUBLISHED if published else AssignmentState.PROPOSED,
            could_see_first=step == SECOND
            and blinding.could_have_seen_first(known.pool[int(person)], by_ref[ref]),
        )
        for ref, person in solved.pairs
    ]
    lacking = [by_ref[ref] for ref in by_ref if solved.shortfall.get(ref)]
    return Outcome(given, [_gap(known, selection) for selection in lacking])


def _cost(
    known: Grounds, selections: Sequence[Selection], held: Counter[int]
) -> dict[tuple[str, str], float]:
    """Allowed pairs and what each costs: reviewers of another area than the case's are preferred,
    and those who hold fewer cases of the round already."""
    areas = _areas(known.pool)
    return {
        (selection.ref, str(pk)): SPREAD * held[pk]
        + (SAME_AREA if areas.get(pk) == selection.case.area_id is not None else 0.0)
        for selection in selections
        for pk, officer in known.pool.items()
        if not known.bars(selection, officer)
    }


def _areas(pool: dict[int, Officer]) -> dict[int, int | None]:
    from django.utils import timezone

    postings = Posting.objects.on(timezone.localdate()).filter(officer__in=pool)
    return dict(postings.values_list("officer_id", "team__area_id"))


def _loads(round: Round, step: int) -> Counter[int]:
    held = Assignment.objects.filter(selection__round=round, step=step, state__in=STANDING)
    return Counter(held.values_list("reviewer_id", flat=True))


def _gap(known: Grounds, selection: Selection) -> Gap:
    return Gap(
        selection,
        known.step,
        eligibility.excluded(known, selection),
        tuple(eligibility.what_would_free(known, selection)),
    )
