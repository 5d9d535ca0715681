"""Plan a round: how many cases, shared among the strata how, at what cost and precision.

``proposal`` computes and changes nothing: the plan page calls it at each change. ``freeze_frame``
fixes what it computed. Size comes before the seed, always (design section 5).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.methods import precision, sampling
from stillpoint.reviews import access, framing
from stillpoint.reviews.coordinating import leaves_out, left_to_draw
from stillpoint.reviews.models import FrameRow, Round, RoundState
from stillpoint.reviews.variability import spread_by_stratum
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

RULES = ("proportional", "equal", "neyman", "power")
LEAST = 2
# The share that the expected half-width is worked out for: one half is the widest case.
# Sizes shown beside the one planned, as multiples of it.
OTHER_SIZES = (0.5, 0.75, 1.25, 1.5, 2.0)
PLANNED_SHARE = 0.5


@dataclass(frozen=True)
class Design:
    """What the lead chose. One of ``size``, ``hours`` and ``half_width`` gives the size."""

    by: Sequence[str]
    size: int | None = None
    hours: float | None = None
    half_width: float | None = None
    rule: str = "proportional"
    minimum: int = LEAST
    merges: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class PlannedStratum:
    """``coverage``: the share of the stratum's cases that can be drawn, live ones counted."""

    stratum: dict[str, str]
    key: str
    population: int
    allocated: int
    left_out_live: int

    @property
    def label(self) -> str:
        return framing.stratum_label(self.stratum)

    @property
    def coverage(self) -> float:
        return self.population / (self.population + self.left_out_live)

    @property
    def taken_whole(self) -> bool:
        return self.allocated == self.population


@dataclass(frozen=True)
class OtherSize:
    """What the same design would give with another size, shared out by the same rule."""

    size: int
    half_width: float
    hours: float


@dataclass(frozen=True)
class Plan:
    """What the design gives. ``half_width``: expected, for a share of one half."""

    design: Design
    strata: list[PlannedStratum]
    counts: framing.Counts = field(repr=False)
    hours: float
    half_width: float
    notes: tuple[str, ...] = ()
    others: tuple[OtherSize, ...] = ()

    @property
    def size(self) -> int:
        return sum(row.allocated for row in self.strata)

    @property
    def population(self) -> int:
        return sum(row.population for row in self.strata)

    @property
    def left_out_live(self) -> int:
        return sum(self.counts.excluded_live.values())


def round_half(number: float) -> int:
    return math.floor(number + 0.5)


class PlanRefused(CannotDo):
    """The minimum does not fit: ``proposals`` are merges that would make it fit."""

    def __init__(self, message: str, proposals: Sequence[sampling.Merge]) -> None:
        super().__init__(message, field="size")
        self.proposals = tuple(proposals)

    @property
    def details(self) -> dict[str, Any]:
        """What a command adds to its refusal."""
        return {"proposals": [asdict(merge) for merge in self.proposals]}


def proposal(round: Round, design: Design) -> Plan:
    """The plan that this design gives for the round's population as it is now.

    Raises PlanRefused with merges when a stratum could be given fewer than the minimum, and
    CannotDo for a design that says nothing or too much.
    """
    _check(design)
    if leaves_out(round):
        return _plan(round, design, *_frame(round, design)[1:])
    # Somebody tries one plan after another: the database counts, and no case is read.
    counts = framing.counted(_population(round), design.by, design.merges)
    return _plan(round, design, counts, counts.sizes, 0)


def _population(round: Round) -> framing.Population:
    return framing.Population.read(round.population, round.include_live)


def _frame(
    round: Round, design: Design
) -> tuple[framing.Frame, framing.Counts, dict[str, int], int]:
    """The frame as it is now with its counts, how many of each stratum can be drawn, and how many
    cases an earlier round leaves no chance."""
    frame = framing.frame(_population(round), design.by, design.merges)
    frame, available, drawn_whole = left_to_draw(round, frame)
    return frame, frame.counts, available, drawn_whole


def _plan(
    round: Round,
    design: Design,
    counts: framing.Counts,
    available: dict[str, int],
    drawn_whole: int,
) -> Plan:
    sizes = counts.sizes
    if not sizes:
        left_out = sum(counts.excluded_live.values())
        raise CannotDo(
            "No case can be drawn from this population"
            + (f": all {left_out:,} are live or before a court." if left_out else ".")
            + f" {_on_record()} Widen the dates or the filters.",
            field="where",
        )
    spread, notes = _spread(design, sizes)
    total = _total(round, design, available, spread)
    allocation = _allocate(design, available, total, spread)
    strata = [
        PlannedStratum(json.loads(key), key, sizes[key], allocation[key], counts.excluded_live[key])
        for key in sizes
    ]
    size, minutes = sum(allocation.values()), round.first_minutes + round.second_minutes

    def other(total: int) -> OtherSize | None:
        """None for a size that the strata do not allow."""
        try:
            shares = _allocate(design, available, total, spread)
        except CannotDo:
            return None
        width = precision.planned_half_width(sizes, shares, PLANNED_SHARE)
        return OtherSize(sum(shares.values()), width, sum(shares.values()) * minutes / 60)

    near = (other(round_half(size * times)) for times in OTHER_SIZES)
    return Plan(
        design,
        strata,
        counts,
        hours=size * minutes / 60,
        half_width=precision.planned_half_width(sizes, allocation, PLANNED_SHARE),
        others=tuple({one.size: one for one in near if one and one.size != size}.values()),
        notes=(*notes, *_uncovered(counts), *_drawn_whole(drawn_whole)),
    )


@act
def freeze_frame(*, by: ActsAs, round: Round, design: Design) -> Plan:
    """Freeze and hash the frame, and fix the size and its allocation, before any seed."""
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state != RoundState.OPEN:
        raise CannotDo(
            f"The frame of “{round.name}” is already frozen. To plan it anew, abandon the round "
            "and open another: the abandoned one stays listed."
        )
    _check(design)
    frame, counts, available, drawn_whole = _frame(round, design)
    plan = _plan(round, design, counts, available, drawn_whole)
    rows = [(unit, key) for _, unit, key in frame.rows]
    FrameRow.objects.bulk_create(
        (FrameRow(round=round, case_id=pk, unit=unit, stratum=key) for pk, unit, key in frame.rows),
        batch_size=2000,
    )
    round.by = list(design.by)
    round.rule = design.rule
    round.minimum = design.minimum
    round.size = plan.size
    round.plan = as_json(plan)
    round.frame_sha256 = sampling.frame_digest(rows)
    round.frozen_at = timezone.now()
    round.state = RoundState.FROZEN
    round.save()
    trail.record(
        Operation.ALTERATION,
        "freeze a frame",
        by=by,
        about=round,
        after={"frame_sha256": round.frame_sha256, "plan": round.plan},
        note=f"{len(rows)} cases, {plan.size} to draw",
    )
    return plan


def as_json(plan: Plan) -> dict[str, Any]:
    """What is kept of a plan with the round, and exported."""
    return {
        "strata": [
            {
                "stratum": row.stratum,
                "population": row.population,
                "allocated": row.allocated,
                "left_out_live": row.left_out_live,
            }
            for row in plan.strata
        ],
        "outside_strata_live": plan.left_out_live - sum(row.left_out_live for row in plan.strata),
        "hours": round(plan.hours, 2),
        "half_width": round(plan.half_width, 6),
        "merges": [dict(merge) for merge in plan.design.merges],
        "notes": list(plan.notes),
    }


def _on_record() -> str:
    """What there is to choose from, for somebody whose dates hold nothing."""
    days = Case.objects.aggregate(first=Min("reported_on"), last=Max("reported_on"))
    if days["first"] is None:
        return "No case is on record yet: take in the force’s cases first."
    first, last = (f"{day.day} {day:%B %Y}" for day in (days["first"], days["last"]))
    return f"The cases on record were reported from {first} to {last}."


def _check(design: Design) -> None:
    framing.check_variables(design.by)
    if design.rule not in RULES:
        raise CannotDo(
            f"“{design.rule}” is not an allocation. Use: {', '.join(RULES)}.", field="rule"
        )
    if design.minimum < LEAST:
        raise CannotDo(
            f"Every stratum gets at least {LEAST} cases or is taken whole: with one case nothing "
            "can be said about how far chance could have moved the figure.",
            field="minimum",
        )
    given = [value for value in (design.size, design.hours, design.half_width) if value is not None]
    if len(given) != 1:
        raise CannotDo("Give the size, the hours or the precision: one of them.", field="size")
    if given[0] <= 0:
        raise CannotDo(
            "The size, the hours or the precision must be more than nothing.", field="size"
        )


def _total(
    round: Round, design: Design, sizes: Mapping[str, int], spread: Mapping[str, float] | None
) -> int:
    if design.size is not None:
        return design.size
    if design.hours is not None:
        return math.floor(design.hours * 60 / (round.first_minutes + round.second_minutes))
    assert design.half_width is not None
    return precision.size_for_half_width(
        sizes, design.half_width, PLANNED_SHARE, design.rule, design.minimum, spread=spread
    )


def _allocate(
    design: Design, sizes: Mapping[str, int], total: int, spread: Mapping[str, float] | None
) -> dict[str, int]:
    try:
        return sampling.allocate(
            sizes, total, rule=design.rule, minimum=design.minimum, spread=spread
        )
    except sampling.MinimumDoesNotFit as refusal:
        strata = [(json.loads(key), size) for key, size in sizes.items()]
        needed = sum(min(design.minimum, size) for size in sizes.values())
        raise PlanRefused(
            f"{total} cases cannot give each of the {len(sizes)} strata its {design.minimum}: "
            f"that takes {needed}. Merge strata, or find the hours for {needed} cases.",
            sampling.merge_proposals(
                strata, total, minimum=design.minimum, rule=_rule_to_try(design.rule)
            ),
        ) from refusal


def _rule_to_try(rule: str) -> str:
    """Whether a merge fits depends on the minimum and the size alone; Neyman's own shares need a
    spread for strata that do not exist yet."""
    return "proportional" if rule == "neyman" else rule


def _spread(
    design: Design, sizes: Mapping[str, int]
) -> tuple[dict[str, float] | None, tuple[str, ...]]:
    if design.rule != "neyman":
        return None, ()
    spread = spread_by_stratum(sizes)
    if spread is not None:
        return spread, ("How much ratings vary in each stratum is taken from closed rounds.",)
    return dict.fromkeys(sizes, 1.0), (
        "No closed round tells yet how much ratings vary: each stratum counts as equally varied, "
        "which gives the proportional allocation.",
    )


def _uncovered(counts: framing.Counts) -> tuple[str, ...]:
    lost = {key: n for key, n in counts.excluded_live.items() if key not in counts.sizes}
    if not lost:
        return ()
    return (
        f"{_strata(len(lost))} only live or pre-trial cases ({sum(lost.values()):,} in all): "
        "no figure of this round speaks for them.",
    )


def _strata(number: int) -> str:
    return "1 stratum holds" if number == 1 else f"{number} strata hold"


def _drawn_whole(cases: int) -> tuple[str, ...]:
    if not cases:
        return ()
    return (
        f"Cases in strata that the earlier round drew whole are left out ({cases:,} in all), "
        "and no figure of this round speaks for them.",
    )
