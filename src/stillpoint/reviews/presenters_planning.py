"""What comes out on the plan, the seed and the draw: sentences, tables, how to replay."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from stillpoint.people.models import Officer
from stillpoint.reviews import access, drawing, framing
from stillpoint.reviews.forms_rounds import PlanForm, merge_text
from stillpoint.reviews.models import Review, Round, SeedPart, Selection, SelectionState
from stillpoint.reviews.planning import Plan, PlanRefused
from stillpoint.trust.prepared import prepared

# Fewer reviews than this say little about how long reviews take.
FEWEST_TIMED = 5
Column = dict[str, Any]
COLUMNS: list[Column] = [
    {"text": "Stratum"},
    {"text": "Cases", "numeric": True},
    {"text": "To draw", "numeric": True},
    {"text": "Share drawn", "numeric": True},
    {"text": "Live, left out", "numeric": True},
    {"text": "Coverage", "numeric": True},
]


@dataclass(frozen=True)
class Proposal:
    """``action``: what its button says."""

    action: str
    consequence: str
    leaves: str
    fits: bool
    value: str


@dataclass(frozen=True)
class Merged:
    words: str
    undo: str


@dataclass(frozen=True)
class PlanShown:
    """A plan that holds: ``seen`` is posted with the freeze, so that what is frozen is what was
    looked at."""

    headline: str
    precision: str
    hours: str
    left_out: str
    notes: Sequence[str]
    rows: Sequence[Sequence[str]]
    seen: str
    sizes: Sequence[Sequence[str]]


def plan_shown(round: Round, plan: Plan) -> PlanShown:
    strata = "1 stratum" if len(plan.strata) == 1 else f"{len(plan.strata):,} strata"
    return PlanShown(
        headline=f"{plan.size:,} of {plan.population:,} cases, from {strata}.",
        precision=precision_words(plan.half_width),
        hours=hours_words(plan.hours, round.hours_protected),
        left_out=left_out_words(plan.population, plan.left_out_live),
        notes=[*plan.notes, *_decided_by_the_least(plan)],
        rows=strata_rows(round_plan_rows(plan)),
        seen=seen(plan),
        sizes=size_rows(plan),
    )


def size_rows(plan: Plan) -> list[list[str]]:
    """How precision and hours change with the size: the one planned and those near it, in order;
    nothing where no other size is possible."""
    if not plan.others:
        return []
    planned = (plan.size, plan.half_width, plan.hours, " (this plan)")
    others = [(one.size, one.half_width, one.hours, "") for one in plan.others]
    return [
        [f"{size:,}{which}", f"±{width * 100:.1f}", f"{hours:,.0f}"]
        for size, width, hours, which in sorted([planned, *others])
    ]


def _decided_by_the_least(plan: Plan) -> list[str]:
    """Said when no stratum gets more than the least: the rule then has nothing to share out."""
    least = plan.design.minimum
    if len(plan.strata) < 2 or any(
        row.allocated != min(least, row.population) for row in plan.strata
    ):
        return []
    return [
        f"The least of {least} decides every stratum: nothing is left to share out by the rule. "
        "Fewer strata or more cases would change that."
    ]


def seen(plan: Plan) -> str:
    return f"{plan.population}:{plan.size}:{len(plan.strata)}"


def round_plan_rows(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "stratum": row.stratum,
            "population": row.population,
            "allocated": row.allocated,
            "left_out_live": row.left_out_live,
        }
        for row in plan.strata
    ]


def precision_words(half_width: float) -> str:
    if half_width <= 0:
        return "Every case is taken: figures hold no uncertainty from drawing."
    return (
        f"A share of one half would be known to within ±{half_width * 100:.0f} percentage points "
        "(95% interval); shares nearer to none or all, somewhat closer."
    )


def hours_words(hours: float, protected: int | None) -> str:
    words = f"About {hours:,.0f} hours of reviewing."
    if not protected:
        return words
    if hours <= protected:
        return f"{words} {protected - hours:,.0f} of the {protected:,} protected hours are left."
    return f"{words} That is {hours - protected:,.0f} more than the {protected:,} protected."


def measured_words() -> str:
    """What the force's own reviews took, as their reviewers corrected it."""
    found = []
    for step, name in ((1, "first"), (2, "second")):
        minutes = [reading + (writing or 0) for reading, writing in _minutes(step=step)]
        if len(minutes) >= FEWEST_TIMED:
            found.append(f"{statistics.median(minutes):.0f} minutes for a {name} review")
    if not found:
        return "Your own reviews have not been timed yet: these are a start to plan from."
    return f"Half of your own reviews took longer than {' and '.join(found)}."


@prepared
def _minutes(*, step: int) -> QuerySet[Review, Any]:
    timed = Review.objects.filter(step=step, state="submitted", reading_minutes__isnull=False)
    return timed.order_by().values_list("reading_minutes", "writing_minutes")


def left_out_words(population: int, live: int) -> str:
    if not live:
        return ""
    share = population / (population + live)
    cases = "1 live or pre-trial case is" if live == 1 else f"{live:,} live or pre-trial cases are"
    return f"{cases} left out: the round speaks for {share:.0%} of the population."


def strata_rows(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Of a plan as kept with the round: stratum, cases, drawn, share, left out, coverage."""
    return [
        [
            framing.stratum_label(row["stratum"]),
            f"{row['population']:,}",
            f"{row['allocated']:,}",
            _share(row["allocated"] / row["population"]),
            f"{row['left_out_live']:,}",
            f"{row['population'] / (row['population'] + row['left_out_live']):.0%}",
        ]
        for row in rows
    ]


def _share(share: float) -> str:
    """A whole per cent; what would round to none is said to be something."""
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def proposals(refusal: PlanRefused) -> list[Proposal]:
    return [
        Proposal(
            action=_action(merge),
            consequence=_consequence(merge),
            leaves=f"Leaves {merge.strata_after:,} strata, the smallest with "
            f"{_cases(merge.smallest_after)}."
            + ("" if merge.fits else f" Still takes {merge.needed:,} cases: merge again."),
            fits=merge.fits,
            value=merge_text(merge),
        )
        for merge in refusal.proposals
    ]


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number:,} cases"


def _names(variable: str) -> str:
    named = [framing.LABELS.get(name, name).lower() for name in variable.split(" and ")]
    return " and ".join(named)


def _values(variable: str, values: Sequence[str]) -> str:
    return " and ".join(f"“{framing.value_label(variable, value)}”" for value in values)


def _action(merge: Any) -> str:
    if merge.into is None:
        return f"Leave {_names(merge.variable)} out of the strata"
    return f"Join {_values(merge.variable, merge.values)}"


def _consequence(merge: Any) -> str:
    if merge.into is None:
        return (
            f"How the sample is shared out by {_names(merge.variable)} is then left to chance, and "
            "rare values may not be drawn."
        )
    return "The sample is then no longer sure to hold both; each is still reported if drawn."


def merged(form: PlanForm) -> list[Merged]:
    """The merges in force, each with the address of the plan without it."""
    return [
        Merged(_merge_words(merge), "?" + urlencode(form.pairs(without_merge=number)))
        for number, merge in enumerate(form.merges)
    ]


def _merge_words(merge: Mapping[str, Any]) -> str:
    if merge["into"] is None:
        return f"{_names(merge['variable']).capitalize()} left out of the strata"
    return f"{_values(merge['variable'], merge['values'])} joined"


@dataclass(frozen=True)
class SeedPage:
    """``stage``: not_frozen, commit, wait, show, shown, full, drawn. ``hidden``: there is a seed,
    and its words are not this person's to see yet."""

    round: Round
    stage: str
    suggestion: str
    rows: Sequence[Sequence[str]]
    mine: SeedPart | None
    seed: str
    hidden: bool
    sees_round: bool
    leads: bool


def seed_page(round: Round, viewer: Officer) -> SeedPage:
    parts = list(round.seed_parts.select_related("officer"))
    mine = next((part for part in parts if part.officer_id == viewer.pk), None)
    seed = drawing.seed_from_parts(round) or ""
    stage = _stage(round, parts, mine, seed)
    whole = bool(round.seed or seed)
    shown = whole and access.sees_seed(viewer, round)
    return SeedPage(
        round=round,
        stage=stage,
        suggestion=drawing.suggested_part() if stage == "commit" else "",
        rows=[_part_row(part, whole=whole, shown=shown) for part in parts],
        mine=mine,
        seed=(round.seed or seed) if shown else "",
        hidden=whole and not shown,
        sees_round=bool(access.can_see_round(viewer, round)),
        leads=bool(access.can_lead(viewer, round)),
    )


def _stage(round: Round, parts: Sequence[SeedPart], mine: SeedPart | None, seed: str) -> str:
    if round.drawn_at:
        return "drawn"
    if round.state != "frozen":
        return "not_frozen"
    if seed:
        return "shown"
    if mine is None:
        return "commit" if len(parts) < drawing.PEOPLE else "full"
    if len(parts) < drawing.PEOPLE or mine.revealed_at:
        return "wait"
    return "show"


def _part_row(part: SeedPart, *, whole: bool, shown: bool) -> list[str]:
    """Words stand here once both people have shown theirs: whoever shows last would otherwise know
    the draw before it is settled."""
    words = part.part if shown else "Kept until the round is closed" if whole else "Not shown yet"
    if part.part and not whole:
        words = "Shown, and kept until the other is"
    return [part.officer.titled_name, part.commitment, words]


@dataclass(frozen=True)
class DrawPage:
    round: Round
    ready: bool
    leads: bool
    references: bool
    strata: Sequence[Sequence[str]]
    rows: Sequence[Sequence[str]]
    seed: str
    seed_words: str
    precision: str
    sees_round: bool


def draw_page(round: Round, viewer: Officer, shown: Sequence[Selection]) -> DrawPage:
    references = access.sees_references(viewer)
    return DrawPage(
        round=round,
        ready=not round.drawn_at and drawing.seed_from_parts(round) is not None,
        leads=bool(access.can_lead(viewer, round)),
        references=references,
        strata=_drawn_strata(round),
        rows=[_selection_row(one) for one in shown] if references else [],
        seed=round.seed if access.sees_seed(viewer, round) else "",
        seed_words=seed_words(round),
        precision=precision_words(round.plan["half_width"]) if round.plan else "",
        sees_round=bool(access.can_see_round(viewer, round)),
    )


def seed_words(round: Round) -> str:
    people = [part.officer.titled_name for part in round.seed_parts.select_related("officer")]
    if len(people) == drawing.PEOPLE:
        return (
            f"Made of a part from {people[0]} and one from {people[1]}, each committed before "
            "the other was shown."
        )
    return "Given on the command line."


def _drawn_strata(round: Round) -> list[list[str]]:
    return [
        [
            framing.stratum_label(row["stratum"]),
            f"{row['population']:,}",
            f"{row['allocated']:,}",
            f"{row['population'] / row['allocated']:.2f}" if row["allocated"] else "–",
            f"{row['population'] / (row['population'] + row['left_out_live']):.0%}",
        ]
        for row in round.plan.get("strata", ())
    ]


def _selection_row(one: Selection) -> list[str]:
    state = SelectionState(one.state)
    words = {"stands": "", "ineligible": "Ineligible", "unavailable": "Unavailable"}[state]
    if one.substitute_for_id:
        words = f"Substitute{' – ' + words if words else ''}"
    return [
        one.case.reference,
        framing.stratum_label(json.loads(one.stratum)),
        f"{one.order}",
        f"{one.ticket[:12]}…",
        f"{one.weight:.2f}",
        words or "Drawn",
    ]
