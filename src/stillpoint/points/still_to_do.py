"""What a page of avenues says is still to do, taken into the actions of the point's conversation:
there it is said who does each and by when, and they are given when the conversation is shared."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.learning.finding_actions import texts_of_source
from stillpoint.people.models import Officer
from stillpoint.points import conversing, not_progressed, sections
from stillpoint.points.agreed_actions import MOST_ACTIONS, PARTS, agreed_in
from stillpoint.points.models import Point
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo


@dataclass(frozen=True)
class StillToDo:
    """``left``: texts that are no actions yet and stand in no draft; ``drafted``: in the draft of
    the conversation; ``given``: given to somebody."""

    left: list[str]
    drafted: list[str]
    given: list[str]

    def __bool__(self) -> bool:
        return bool(self.left or self.drafted or self.given)


@act
def take_into_conversation(*, by: Officer, point: Point) -> int:
    """Put what is left into the free places for actions of the conversation's draft; returns how
    many found none. Pressing twice puts each there once. Raises Refused, CannotDo."""
    point = conversing.for_writing(by, point)
    draft = conversing.draft_of(point)
    together = dict(draft.lenses.get(conversing.TOGETHER, {}))
    left = still_to_do(point).left
    if not left:
        trail.nothing_changed()
        return 0
    free = [n for n in range(1, MOST_ACTIONS + 1) if not any(map(together.get, _names(n)))]
    if not free:
        raise CannotDo(
            f"The conversation holds {MOST_ACTIONS} actions already. Share it first, or take one "
            "out; what is left can be agreed when the point is opened again."
        )
    together |= {f"action_{n}_text": text for n, text in zip(free, left, strict=False)}
    lenses = {conversing.TOGETHER: together}
    conversing.save_conversation(by=by, point=point, version=draft.version, lenses=lenses)
    return max(0, len(left) - len(free))


def still_to_do(point: Point) -> StillToDo:
    """What was shared as still to do, by where it stands now."""
    shared = sections.shared_answers(point, not_progressed.SECTION)
    texts = not_progressed.to_do(shared.answers) if shared else []
    if not texts:
        return StillToDo([], [], [])
    given = texts_of_source(point.trail_reference)
    together = conversing.draft_of(point).lenses.get(conversing.TOGETHER, {})
    drafted = {one.text for one in agreed_in(together)} - given
    return StillToDo(
        left=[one for one in texts if one not in given | drafted],
        drafted=[one for one in texts if one in drafted],
        given=[one for one in texts if one in given],
    )


def _names(number: int) -> list[str]:
    return [f"action_{number}_{part}" for part in PARTS]
