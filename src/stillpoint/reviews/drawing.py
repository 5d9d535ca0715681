"""The seed from two people's committed parts, the draw, and what is done about a drawn case that
cannot be reviewed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.methods import sampling
from stillpoint.people.models import Officer
from stillpoint.reviews import access, coordinating
from stillpoint.reviews.facts import RoundDrawn
from stillpoint.reviews.giving_access import take_back
from stillpoint.reviews.models import FrameRow, Round, RoundState, SeedPart, Selection
from stillpoint.reviews.models.selection import STANDING, SelectionState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

SHORTEST_PART = 16
PEOPLE = 2


def suggested_part() -> str:
    """Words of chance for somebody who does not want to think of their own: 80 bits."""
    return "-".join(secrets.token_hex(2) for _ in range(5))


def commitment(part: str) -> str:
    """SHA-256 of the part in UTF-8, with surrounding spaces taken off."""
    return hashlib.sha256(part.strip().encode()).hexdigest()


@act
def commit_part(*, by: Officer, round: Round, part: str) -> SeedPart:
    """Commit to a part of the seed. Only its hash is kept, until both have committed."""
    require(access.can_give_seed_part(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    _must_be_frozen(round)
    if len(part.strip()) < SHORTEST_PART:
        raise CannotDo(
            f"Use at least {SHORTEST_PART} characters: a short part could be guessed from its "
            "hash.",
            field="part",
        )
    given = list(round.seed_parts.all())
    if any(one.officer_id == by.pk for one in given):
        raise CannotDo("You have committed your part. The other comes from somebody else.")
    if len(given) >= PEOPLE:
        raise CannotDo("Both parts are committed already.")
    kept = SeedPart.objects.create(
        round=round, officer=by, commitment=commitment(part), committed_at=timezone.now()
    )
    trail.record(
        Operation.COLLECTION,
        "commit a part of a seed",
        by=by,
        about=round,
        after={"commitment": kept.commitment},
    )
    return kept


@act
def reveal_part(*, by: Officer, round: Round, part: str) -> SeedPart:
    """Show the part that one committed to. When both are shown, they make the seed."""
    require(access.can_give_seed_part(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    _must_be_frozen(round)
    kept = round.seed_parts.filter(officer=by).first()
    if kept is None:
        raise CannotDo("Commit your part first.")
    if round.seed_parts.count() < PEOPLE:
        raise CannotDo("Wait until the other person has committed theirs, then show yours.")
    if kept.commitment != commitment(part):
        raise CannotDo(
            "These are not the words that you committed to. Check letters, hyphens and spaces.",
            field="part",
        )
    if kept.revealed_at is None:
        kept.part = part.strip()
        kept.revealed_at = timezone.now()
        kept.save()
    trail.record(
        Operation.ALTERATION,
        "show a part of a seed",
        by=by,
        about=round,
        after={"part": kept.part},
    )
    return kept


def seed_from_parts(round: Round) -> str | None:
    """``ref|first part|second part`` in the order of commitment; None until both are shown."""
    parts = list(round.seed_parts.all())
    if len(parts) < PEOPLE or any(part.revealed_at is None for part in parts):
        return None
    return "|".join([round.ref, *(part.part for part in parts)])


@act
def draw_round(*, by: ActsAs, round: Round, seed: str | None = None) -> list[Selection]:
    """Draw the sample. On screen the seed is the two parts; a command gives its own."""
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.drawn_at is not None:
        raise CannotDo(
            f"“{round.name}” has been drawn. A second draw is refused: abandon the round and open "
            "another, and both stay listed."
        )
    _must_be_frozen(round)
    seed = seed if seed is not None else seed_from_parts(round)
    if not seed or not seed.strip():
        raise CannotDo("There is no seed yet: two people commit a part each, then show it.")
    frame = list(round.frame.values_list("unit", "stratum", "case_id"))
    case_of = {unit: case for unit, _, case in frame}
    drawn = _drawn(round, [(unit, stratum) for unit, stratum, _ in frame], seed)
    selections = Selection.objects.bulk_create(
        Selection(
            round=round,
            case_id=case_of[one.unit],
            stratum=one.stratum,
            ticket=one.ticket,
            order=one.order,
            probability=one.probability,
            weight=one.weight,
        )
        for one in drawn
    )
    round.seed = seed
    round.drawn_at = timezone.now()
    round.state = RoundState.DRAWN
    round.save()
    trail.record(
        Operation.ALTERATION,
        "draw a round",
        by=by,
        about=[round, *(f"case:{one.case.ref}" for one in selections)],
        after={"seed": seed, "selected": [one.unit for one in drawn]},
    )
    announce(RoundDrawn(round=round.ref))
    return selections


@act
def mark_ineligible(*, by: ActsAs, selection: Selection, reason: str) -> Selection:
    """The case should not have been in the frame: it becomes a domain of the estimate, and no
    substitute is taken."""
    return _set_aside(by, selection, SelectionState.INELIGIBLE, reason)


@act
def mark_unavailable(*, by: ActsAs, selection: Selection, reason: str) -> Selection | None:
    """The case cannot be reviewed: non-response, counted against the originals. The next ticket of
    the stratum takes its place, marked as a substitute, and passes over what a coordinated round
    has: no case is reviewed twice. None when the stratum has no case left."""
    _set_aside(by, selection, SelectionState.UNAVAILABLE, reason)
    round = selection.round
    queue = sampling.next_tickets(
        round.frame.values_list("unit", "stratum"),
        selection.stratum,
        round.seed,
        excluding=coordinating.cannot_be_substitutes(round),
        limit=1,
    )
    if not queue:
        return None
    row = FrameRow.objects.select_related("case").get(round=round, unit=queue[0].unit)
    substitute = Selection.objects.create(
        round=round,
        case=row.case,
        stratum=row.stratum,
        ticket=queue[0].ticket,
        order=queue[0].order,
        probability=selection.probability,
        weight=selection.weight,
        substitute_for=selection,
    )
    trail.record(
        Operation.COLLECTION,
        "take a substitute",
        by=by,
        about=[round, row.case],
        after={"for": selection.ref, "ticket": substitute.ticket},
    )
    return substitute


def exported(round: Round) -> dict[str, Any]:
    """Everything that anyone needs to replay the draw, without a database.

    The shape that ``stillpoint.methods.sampling.replay`` reads.
    """
    units = round.frame.order_by("unit").values_list("unit", "stratum")
    out: dict[str, Any] = {
        "round": round.name,
        "seed": round.seed,
        "frame_sha256": round.frame_sha256,
        "allocation": [
            {"stratum": row["stratum"], "allocated": row["allocated"]}
            for row in round.plan.get("strata", [])
        ],
        "frame": [{"case": unit, "stratum": json.loads(stratum)} for unit, stratum in units],
        "selected": selected_rows(round),
    }
    if round.earlier is not None:
        out["coordination"] = _coordination(round)
    return out


@act
def export_draw(*, by: ActsAs, round: Round, recipient: str = "") -> dict[str, Any]:
    """The draw as a file for whoever takes it and, where they name one, for another reader.

    It holds case references: a disclosure, with its recipients (DPA 2018 s.62).
    """
    require(access.can_lead(by, round))
    if round.drawn_at is None:
        raise CannotDo(f"“{round.name}” has not been drawn: there is no draw to export.")
    taken_by = str(actor(by))
    named = " ".join(recipient.split())[:120]
    trail.record(
        Operation.DISCLOSURE,
        "export a draw",
        by=by,
        about=round,
        recipients=[taken_by, named] if named else [taken_by],
    )
    return exported(round)


def selected_rows(round: Round) -> list[dict[str, Any]]:
    """The originals as drawn, in the order of stratum and ticket; substitutes are not part of the
    draw."""
    originals = round.selections.filter(substitute_for=None).select_related("case")
    return [
        {
            "case": one.case.reference,
            "stratum": json.loads(one.stratum),
            "ticket": one.ticket,
            "order": one.order,
            "weight": one.weight,
        }
        for one in originals.order_by("stratum", "order")
    ]


def _drawn(
    round: Round, frame: list[tuple[str, str]], seed: str
) -> Iterable[sampling.Selection[str]]:
    allocation = {
        sampling.stratum_key(row["stratum"]): row["allocated"] for row in round.plan["strata"]
    }
    if round.earlier is None:
        return sampling.draw(frame, allocation, seed)
    coordination = _coordination(round)
    try:
        return sampling.coordinated_draw(
            frame,
            allocation,
            seed,
            earlier=coordination["earlier"],
            how=coordination["how"],
            earlier_strata={
                unit: sampling.stratum_key(stratum)
                for unit, stratum in coordination["earlier_strata"].items()
            },
        )
    except ValueError as problem:
        raise CannotDo(f"This draw cannot follow the earlier one: {problem}") from problem


def _coordination(round: Round) -> Mapping[str, Any]:
    earlier = round.earlier
    assert earlier is not None
    drawn = earlier.selections.values_list("case__reference", flat=True).order_by("order", "id")
    strata = earlier.frame.order_by("unit").values_list("unit", "stratum")
    return {
        "round": earlier.name,
        "how": round.coordination,
        "earlier": list(drawn),
        "earlier_strata": {unit: json.loads(stratum) for unit, stratum in strata},
    }


def _set_aside(by: ActsAs, selection: Selection, state: str, reason: str) -> Selection:
    require(access.can_lead(by, selection.round))
    if not reason.strip():
        raise CannotDo("Say why: the report shows it.", field="reason")
    if selection.state != SelectionState.STANDS:
        raise CannotDo("This case has been set aside already.")
    if selection.round.state not in (RoundState.DRAWN, RoundState.PUBLISHED):
        raise CannotDo("The round is closed or abandoned: what was drawn stands as it is.")
    selection.state = state
    selection.reason = reason.strip()
    selection.save(update_fields=["state", "reason"])
    held = selection.assignments.filter(state__in=STANDING)
    take_back(
        by=by,
        held=held.select_related("reviewer", "selection__case"),
        reason=f"The case was marked {state}.",
    )
    trail.record(
        Operation.ALTERATION,
        f"mark a drawn case {state}",
        by=by,
        about=[selection.round, selection.case],
        before={"state": SelectionState.STANDS},
        after={"state": state, "reason": selection.reason},
    )
    return selection


def _must_be_frozen(round: Round) -> None:
    if round.state != RoundState.FROZEN:
        raise CannotDo(
            "The frame is not frozen yet: size comes before seed."
            if round.state == RoundState.OPEN
            else f"“{round.name}” is past its draw."
        )
