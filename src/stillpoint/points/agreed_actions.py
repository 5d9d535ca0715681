"""Actions agreed in a conversation: kept in its draft, given to their owners when it is shared.

In the draft each is four texts under ``together``: ``action_1_text``, ``_owner`` (the reference of
somebody who takes part, or ``other``), ``_number`` (of somebody else) and ``_due``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stillpoint.learning.giving_actions import give_action
from stillpoint.people.finding import active_officer
from stillpoint.people.models import Officer
from stillpoint.points.models import Point
from stillpoint.points.readers import line_managers_reading
from stillpoint.points.typed_days import day_from, problem_with
from stillpoint.trust.answers import CannotDo

MOST_ACTIONS = 5
OTHER = "other"
PARTS = ("text", "owner", "number", "due")
FIELDS = tuple(f"action_{n}_{part}" for n in range(1, MOST_ACTIONS + 1) for part in PARTS)


@dataclass(frozen=True)
class Agreed:
    """One action as the draft has it: texts as they were typed."""

    number: int
    text: str
    owner: str
    due: str


def agreed_in(together: Mapping[str, Any]) -> list[Agreed]:
    """The actions of a draft that somebody has begun to write. ``owner``: a reference, or what was
    typed for somebody else."""
    found = []
    for n in range(1, MOST_ACTIONS + 1):
        text, owner, number, due = (together.get(f"action_{n}_{part}", "") for part in PARTS)
        if text or owner or number or due:
            found.append(Agreed(n, text, number if owner in ("", OTHER) else owner, due))
    return found


def texts_of(together: Mapping[str, Any]) -> Iterator[str]:
    """What would be read for identifiers before it is given to anybody."""
    yield from (one.text for one in agreed_in(together) if one.text)


def missing_from(together: Mapping[str, Any]) -> Iterator[CannotDo]:
    """What each action still lacks: all of words, owner and day."""
    for one in agreed_in(together):
        if not one.text:
            yield _no(one, "text", "Say what is to be done.")
        if not one.owner:
            yield _no(one, "owner", "Choose who does it.")
        elif _owner(one) is None:
            yield _no(
                one,
                "number",
                f"Nobody here has the number or e-mail address {one.owner}. Check it, or choose "
                "somebody who took part.",
            )
        if problem := problem_with(one.due):
            yield _no(one, "due", problem)


def give(by: Officer, point: Point, together: Mapping[str, Any], people: Iterable[Officer]) -> None:
    """Give each action to its owner. Whoever can read the point today can read it."""
    agreed = agreed_in(together)
    if not agreed:
        return
    readers = list({*people, by, *line_managers_reading(point)})
    for one in agreed:
        owner = _owner(one)
        assert owner is not None
        give_action(
            by=by,
            source=point.trail_reference,
            case=point.case,
            text=one.text,
            owner=owner,
            due_on=day_from(one.due),
            involved=readers,
        )


def _owner(one: Agreed) -> Officer | None:
    by_ref = Officer.objects.filter(ref=one.owner, is_active=True).first()
    return by_ref or active_officer(one.owner)


def _no(one: Agreed, part: str, message: str) -> CannotDo:
    return CannotDo(message, field=f"together-action_{one.number}_{part}")
