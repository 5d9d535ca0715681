"""What a coordinated round can still draw, when it leaves out what an earlier one drew.

A stratum that the earlier round took whole has nobody left: its cases have no chance in this
draw, so they leave the frame and are counted as not covered. Where only some were drawn, those
stay in the frame, since the weights of the others speak for them, but cannot be drawn again.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from stillpoint.reviews.framing import Frame
from stillpoint.reviews.models import Round, RoundState, Selection

LEAVE_OUT = "leave_out"


def leaves_out(round: Round) -> bool:
    """Whether cases that an earlier round drew cannot be drawn again."""
    return round.earlier is not None and round.coordination == LEAVE_OUT


def cannot_be_substitutes(round: Round) -> set[str]:
    """References of the cases that take nobody's place in the round: those it holds, those of the
    round that it leaves out, and those of later rounds that leave this one out."""
    apart = [round.pk, *round.later.filter(coordination=LEAVE_OUT).values_list("pk", flat=True)]
    if leaves_out(round):
        assert round.earlier_id is not None
        apart.append(round.earlier_id)
    drawn = Selection.objects.filter(round__in=apart).exclude(round__state=RoundState.ABANDONED)
    held = round.selections.values_list("case__reference", flat=True)
    return {*held, *drawn.values_list("case__reference", flat=True)}


def left_to_draw(round: Round, frame: Frame) -> tuple[Frame, dict[str, int], int]:
    """The frame without cells that were drawn whole, how many of each stratum can be drawn, and
    how many cases left the frame. Without coordination: the frame as it is."""
    if not leaves_out(round):
        return frame, frame.counts.sizes, 0
    assert round.earlier is not None
    before = set(round.earlier.selections.values_list("case__reference", flat=True))
    was = dict(round.earlier.frame.values_list("unit", "stratum"))
    # A cell is what stood in one stratum then and stands in one stratum now.
    cells: dict[tuple[str, str | None], list[bool]] = defaultdict(list)
    for _, unit, key in frame.rows:
        cells[key, was.get(unit)].append(unit in before)
    spent = {cell for cell, drawn in cells.items() if all(drawn)}
    kept = [row for row in frame.rows if (row[2], was.get(row[1])) not in spent]
    able = Counter(key for _, unit, key in kept if unit not in before)
    remaining = Frame(kept, frame.excluded_live)
    available = {key: able[key] for key in remaining.counts.sizes}
    return remaining, available, len(frame.rows) - len(kept)
