"""What follows from learning in the world: actions to do and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stillpoint.learning.finishing_actions import take_step
from stillpoint.learning.giving_actions import give_action
from tests.matrix.markers import marker

if TYPE_CHECKING:
    from tests.matrix.world import World


def follow_up(world: World) -> None:
    """``raiser`` gives ``oic`` something to do in a conversation with ``receiver``."""
    for name in ("action", "action_done"):
        world.things[name] = give_action(
            by=world.people["raiser"],
            source=world.things["point"].trail_reference,
            case=world.things["case_own"],
            text=marker("action words"),
            owner=world.people["oic"],
            due_on=timezone.localdate(),
            involved=[world.people["receiver"], world.people["raiser"]],
        )
    take_step(
        by=world.people["oic"],
        action=world.things["action_done"],
        kind="done",
        text=marker("action outcome"),
    )
