"""Points after a decision in the world: a debrief with a contribution and a draft, a case that is
not progressed, a request for time before court."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from stillpoint.points import debrief, preparing
from stillpoint.points.conversing import save_conversation
from stillpoint.points.inviting import invite_everybody
from stillpoint.points.models import Point
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sections import save_section
from stillpoint.points.sharing import share
from tests.matrix.markers import marker
from tests.points.debriefing import contribute, converse, record, share_avenues

if TYPE_CHECKING:
    from tests.matrix.world import World

KINDS = {
    "point_debrief": "rpp6",
    "point_avenues": "rpp5_not_progressed",
    "point_court": "rpp5_court",
}


def hold_late_points(world: World) -> None:
    """``raiser`` and ``receiver``, the owner, take part in each; ``superior`` manages the
    owner, ``raisers_manager`` the other."""
    raiser, receiver = world.people["raiser"], world.people["receiver"]
    case = world.things["case_own"]
    for name, kind in KINDS.items():
        point = ask_for_point(by=raiser, case=case, kind=kind, why="For the tests.")
        point.participations.get_or_create(officer=receiver, defaults={"role": "supervisor"})
        Point.objects.filter(pk=point.pk).update(owner=receiver)
        world.things[name] = Point.objects.get(pk=point.pk)
    contribute(raiser, world.things["point_debrief"], learned=marker("contribution"))
    save_section(
        by=receiver,
        point=world.things["point_debrief"],
        kind=debrief.CONTRIBUTION,
        version=0,
        answers={"learned": marker("contribution draft")},
    )
    share_avenues(raiser, world.things["point_avenues"], why_not_progressed=marker("avenues"))
    time = preparing.ask_for_time(
        by=receiver,
        point=world.things["point_court"],
        hours=6,
        wanted_by=timezone.localdate() + dt.timedelta(days=20),
        purpose="file",
    )
    superior = world.people["superior"]
    preparing.answer_time(
        by=superior,
        time=time,
        move="refuse",
        reason=f"{marker('time refused')}: nobody can cover that turn.",
    )
    world.things["time"] = time
    _hold_a_debrief(world)


def _hold_a_debrief(world: World) -> None:
    """Held in the case that ``first_reviewer`` and ``blinded`` review: ``oic``, ``fro``, and
    ``supervisor``, who manages both and owns it."""
    oic, fro, owner = (world.people[name] for name in ("oic", "fro", "supervisor"))
    point = ask_for_point(by=oic, case=world.things["case_a"], kind="rpp6", why="For the tests.")
    invite_everybody(by=owner, point=point)
    point = Point.objects.get(pk=point.pk)
    contribute(fro, point, learned=marker("debrief of a"))
    record(point, place=marker("debrief place"))
    lenses = converse(point, oic, fro)
    save_conversation(by=oic, point=point, version=0, lenses=lenses)
    share(by=oic, point=point)
    world.things["point_debrief_held"] = point
