"""What comes out on assignments and progress: who holds what, why gaps are there, no ratings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.models import Officer
from stillpoint.reviews import assigning, eligibility, framing
from stillpoint.reviews.assigning import Gap
from stillpoint.reviews.finding import NAMING
from stillpoint.reviews.models import Assignment, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.reviews.presenters_rounds import Standing, page_of, standing
from stillpoint.trust.prepared import prepared

STEP_WORDS = {1: "First review", 2: "Second review"}
# Said on the page by itself, with the number of people whom no rule excludes.
FULL_WORDS = eligibility.FREES[eligibility.FULL]
NOBODY = ("No reviewer", "red")
REASON_WORDS = {
    eligibility.LEFT: "left the force",
    eligibility.NOT_ACCREDITED: "not accredited",
    eligibility.RANK: "below the rank for this step",
    eligibility.TRAINING: "whose training ran out",
    eligibility.NOT_CALIBRATED: "without the practice cases done",
    eligibility.LEAVE: "on leave",
    eligibility.OWN_CASE: "involved in the case",
    eligibility.LINE_MANAGEMENT: "in the line of those involved, now or before",
    eligibility.MANAGED: "managed by somebody involved, now or at the time",
    eligibility.CONFLICT: "with a declared conflict",
    eligibility.DECLINED: "declined it before",
    eligibility.SAME_PERSON: "has the other step of it",
    eligibility.UPWARD: "junior to someone whose work is reviewed",
}


@dataclass(frozen=True)
class Held:
    """Who holds a step of a case, and how far they are. ``name`` is empty when nobody does;
    ``colour`` is empty for what needs nobody's eye."""

    name: str
    state: str
    colour: str
    notes: Sequence[str]
    href: str


@dataclass(frozen=True)
class AssignedRow:
    case: str
    stratum: str
    notes: Sequence[str]
    first: Held
    second: Held


@dataclass(frozen=True)
class FollowedRow:
    case: str
    notes: Sequence[str]
    first: Held
    second: Held
    set_aside_href: str
    conduct_href: str


@dataclass(frozen=True)
class GapShown:
    case: str
    step: str
    reasons: Sequence[str]
    able: int
    would_free: Sequence[str]
    href: str


@dataclass(frozen=True)
class StepWithoutAnybody:
    """A step that nobody can hold in any case, for reasons that lie in the people."""

    step: str
    cases: int
    reasons: Sequence[str]
    would_free: Sequence[str]
    href: str


MOVED_BY_OTHERS = (
    "You review cases in this round. Another RASSO lead chooses reviewers by hand, so that nobody "
    "gives a review away and takes it back after reading the first."
)


@dataclass(frozen=True)
class AssignmentsPage:
    round: Round
    rows: Sequence[AssignedRow]
    nobody: Sequence[StepWithoutAnybody]
    gaps: Sequence[GapShown]
    loads: Sequence[Sequence[str]]
    lacking: int
    begun: bool
    published: bool
    open: bool
    moved_by_others: str


def assignments_page(
    round: Round, shown: Sequence[Selection], *, may_move: bool
) -> AssignmentsPage:
    loads = load_rows(round)
    begun = bool(loads)
    is_open = round.state in ("drawn", "published")
    without = assigning.lacking(round) if is_open else {}
    gaps = assigning.explained(without)
    if not begun:
        # Nobody was asked yet: what stands in the way of all is said all the same.
        gaps = [gap for gap in gaps if eligibility.FULL not in gap.reasons]
    personal = [gap for gap in gaps if set(gap.reasons) <= eligibility.OF_THE_PERSON]
    return AssignmentsPage(
        round=round,
        rows=[_assigned_row(one, round, may_move=may_move) for one in shown],
        nobody=_nobody(personal),
        gaps=[_gap(gap, round, may_move=may_move) for gap in gaps if gap not in personal],
        moved_by_others="" if may_move else MOVED_BY_OTHERS,
        loads=loads,
        lacking=len(gaps),
        begun=begun,
        published=bool(round.published_at),
        open=is_open,
    )


def _nobody(gaps: Sequence[Gap]) -> list[StepWithoutAnybody]:
    """One for each step: the reasons are the same for every case of it."""
    found = []
    for step in sorted({gap.step for gap in gaps}):
        of_step = [gap for gap in gaps if gap.step == step]
        found.append(
            StepWithoutAnybody(
                step=STEP_WORDS[step].lower(),
                cases=len(of_step),
                reasons=_reasons(of_step[0].reasons),
                would_free=of_step[0].would_free,
                href=_address("people:reviewers"),
            )
        )
    return found


def _reasons(counted: Mapping[str, int]) -> list[str]:
    """Whom each rule excludes. Where there is nobody to exclude, ``would_free`` says so."""
    return [f"{n} {REASON_WORDS[rule]}" for rule, n in counted.items() if rule in REASON_WORDS]


def load_rows(round: Round) -> list[list[str]]:
    """Reviewer, cases at the first and at the second step; the most first."""
    people = list(_reviewers_with_loads(round.pk))
    ordered = sorted(people, key=lambda one: (-one.firsts - one.seconds, one.number))  # type: ignore[attr-defined]
    return [[one.titled_name, str(one.firsts), str(one.seconds)] for one in ordered]  # type: ignore[attr-defined]


@prepared
def _reviewers_with_loads(round: int) -> QuerySet[Officer]:
    held = Q(assignments__selection__round=round, assignments__state__in=STANDING)
    steps = {
        name: Count("assignments", filter=held & Q(assignments__step=step))
        for name, step in (("firsts", 1), ("seconds", 2))
    }
    return Officer.objects.filter(held).only(*NAMING, "number").annotate(**steps).order_by("pk")


def _assigned_row(selection: Selection, round: Round, *, may_move: bool) -> AssignedRow:
    movable = may_move and _can_change(selection, round)
    first, second = (
        _held(
            given,
            selection,
            page_of("round-move", round, selection=selection.ref, step=str(step))
            if movable and not _is_submitted(given)
            else "",
        )
        for step, given in _by_step(selection)
    )
    return AssignedRow(
        case=selection.case.reference,
        stratum=framing.stratum_label(json.loads(selection.stratum)),
        notes=_case_notes(selection),
        first=first,
        second=second,
    )


def _followed_row(selection: Selection, round: Round) -> FollowedRow:
    first, second = (_held(given, selection) for _, given in _by_step(selection))
    return FollowedRow(
        case=selection.case.reference,
        notes=_case_notes(selection),
        first=first,
        second=second,
        set_aside_href=page_of("round-set-aside", round, selection=selection.ref)
        if _can_change(selection, round)
        else "",
        conduct_href=page_of("conduct-referral", round, selection=selection.ref),
    )


def _by_step(selection: Selection) -> list[tuple[int, Assignment | None]]:
    held = {one.step: one for one in getattr(selection, "held", ())}
    return [(step, held.get(step)) for step in assigning.STEPS]


def _can_change(selection: Selection, round: Round) -> bool:
    return selection.state == "stands" and round.state in ("drawn", "published")


def _is_submitted(given: Assignment | None) -> bool:
    return given is not None and any(one.state == "submitted" for one in current_reviews(given))


def _case_notes(selection: Selection) -> list[str]:
    notes = []
    if selection.substitute_for_id:
        notes.append("Substitute for a case that could not be reviewed")
    if selection.state != "stands":
        notes.append(f"{selection.state.capitalize()}: {selection.reason}")
    return notes


def _held(given: Assignment | None, selection: Selection, href: str = "") -> Held:
    if given is None:
        state, colour = NOBODY if selection.state == "stands" else ("Not reviewed", "")
        return Held("", state, colour, (), href)
    state, colour = progress_of(given)
    notes = ["Chosen by hand"] if given.by_hand else []
    if given.reviews_upward:
        notes.append("Reviews upwards, agreed, with support")
    if given.could_see_first:
        notes.append("Not blind: could read the first review before. Left out of agreement")
    return Held(given.reviewer.titled_name, state, colour, notes, href)


def current_reviews(given: Assignment) -> list[Any]:
    return list(getattr(given, "current_reviews", ()))


def progress_of(given: Assignment) -> tuple[str, str]:
    """How far a review is, in words and a colour. Never what it says."""
    review = next(iter(current_reviews(given)), None)
    if review is None:
        return {
            "proposed": ("Proposed", ""),
            "published": ("Waiting for an answer", ""),
            "accepted": ("Accepted", ""),
        }.get(given.state, (given.get_state_display(), "grey"))
    if review.stale_since:
        return "Out of date: the first was reopened", "orange"
    if review.state == "submitted":
        return "Submitted", "green"
    if review.step == 2 and review.locked_at:
        return "Ratings locked, comparing", "blue"
    return "Being written", "blue"


def _gap(gap: Gap, round: Round, *, may_move: bool) -> GapShown:
    counted = dict(gap.reasons)
    able = counted.pop(eligibility.FULL, 0)
    return GapShown(
        case=gap.selection.case.reference,
        step=STEP_WORDS[gap.step],
        reasons=_reasons(counted),
        able=able,
        would_free=[words for words in gap.would_free if FULL_WORDS not in words],
        href=page_of("round-move", round, selection=gap.selection.ref, step=str(gap.step))
        if may_move
        else "",
    )


@dataclass(frozen=True)
class ProgressPage:
    round: Round
    rows: Sequence[FollowedRow]
    figures: Sequence[dict[str, str]]
    stale: Sequence[str]
    published: bool


def progress_page(round: Round, shown: Sequence[Selection]) -> ProgressPage:
    now = standing(round)
    stale = (
        Assignment.objects.filter(
            selection__round=round,
            state__in=STANDING,
            reviews__stale_since__isnull=False,
            reviews__state__in=("draft", "submitted"),
        )
        .select_related("reviewer", "selection__case")
        .distinct()
    )
    return ProgressPage(
        round=round,
        rows=[_followed_row(one, round) for one in shown],
        figures=_figures(now, round),
        stale=[f"{one.reviewer.titled_name}: {one.selection.case.reference}" for one in stale],
        published=bool(round.published_at),
    )


def _figures(now: Standing, round: Round) -> list[dict[str, str]]:
    # Whoever has begun to write has answered, whether or not they pressed the button.
    answers = Assignment.objects.filter(
        selection__round=round, state="published", reviews=None
    ).count()
    return [
        {"figure": f"{now.submitted} of {now.reviews}", "words": "reviews submitted"},
        {"figure": f"{answers}", "words": "waiting for an answer"},
        {"figure": f"{now.unassigned}", "words": "without a reviewer"},
    ]


@dataclass(frozen=True)
class AssignmentPage:
    """What a reviewer is told of a review given to them. ``open``: an answer is awaited;
    ``held``: it is theirs, accepted or not."""

    assignment: Assignment
    step: str
    minutes: int
    facts: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    case_href: str
    reviews_href: str
    open: bool
    held: bool
    can_decline: bool


def assignment_page(assignment: Assignment) -> AssignmentPage:
    round, case = assignment.selection.round, assignment.selection.case
    held = assignment.state in STANDING and round.state == "published"
    submitted = assignment.reviews.filter(state="submitted").exists()
    return AssignmentPage(
        assignment=assignment,
        step=STEP_WORDS[assignment.step],
        minutes=round.first_minutes if assignment.step == 1 else round.second_minutes,
        facts=_case_facts(case) if held else [("Case", case.reference)],
        people=_people(case) if held else [],
        case_href=_address("case", "cases:case", ref=case.ref) if held else "",
        reviews_href=_address("reviews"),
        open=held and assignment.state == "published",
        held=held,
        can_decline=held and not submitted,
    )


def _case_facts(case: Case) -> list[tuple[str, str]]:
    return [
        ("Case", case.reference),
        ("Offence", framing.value_label("offence", case.offence)),
        ("Area", case.area.name if case.area else "Not recorded"),
        ("Relationship", framing.value_label("relationship", case.relationship_group)),
        ("Outcome", framing.value_label("outcome", case.outcome_group)),
    ]


def _people(case: Case) -> list[tuple[str, str]]:
    roles = {role.key: role.label for role in practice.current().involvement_roles}
    parts = Involvement.objects.filter(case=case).select_related("officer").order_by("pk")
    found: dict[str, list[str]] = {}
    for part in parts:
        label = roles.get(part.role, part.role)
        held = found.setdefault(part.officer.titled_name, [])
        if label not in held:
            held.append(label)
    return [(name, ", ".join(held)) for name, held in found.items()]


def _address(*names: str, **parts: str) -> str:
    """The address of the first of these pages that somebody serves; empty when none does."""
    for name in names:
        try:
            return reverse(name, kwargs=parts)
        except NoReverseMatch:
            continue
    return ""
