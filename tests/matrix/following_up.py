"""What follows from learning in the world: actions to do and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stillpoint.learning.finishing_actions import take_step
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import LearningPoint
from stillpoint.learning.noting import note_learning
from stillpoint.learning.trying import answer_trial
from stillpoint.site.telling.choosing import make_calendar_address
from tests.matrix.markers import marker

if TYPE_CHECKING:
    from tests.matrix.world import World


def follow_up(world: World) -> None:
    _give_actions(world)
    _try_something(world)
    world.things["calendar_token"] = make_calendar_address(by=world.people["raiser"])


def _try_something(world: World) -> None:
    """``raiser`` tried something, and said once that it worked."""
    by = world.people["raiser"]
    point = note_learning(
        by=by, source="risk:TESTS", text="Try it.", what_we_will_try=marker("tried")
    )
    LearningPoint.objects.filter(pk=point.pk).update(ask_on=timezone.localdate())
    answer_trial(by=by, point=point, answer="not_yet", text=marker("trial words"))
    LearningPoint.objects.filter(pk=point.pk).update(ask_on=timezone.localdate())
    world.things["learning_tried"] = LearningPoint.objects.get(pk=point.pk)


def _give_actions(world: World) -> None:
    """``raiser`` gives ``oic`` something to do in a conversation with ``receiver``."""
    for name in ("action", "action_done"):
        world.things[name] = give_action(
            by=world.people["raiser"],
            source=world.things["point"].trail_reference,
            case=world.things["case_own"],
            text=f"{marker('action words')} ({name})",
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
