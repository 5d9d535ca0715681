"""A case before a court in the world: what happened after its handover is not for whoever answered
the call, on whatever page it stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from stillpoint.cases.models import Case, Involvement, Milestone, OutcomeEvent
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sharing import share
from tests.matrix.markers import marker
from tests.reviews.factories import make_case

if TYPE_CHECKING:
    from tests.matrix.world import World


def bring_to_court(world: World) -> None:
    """``fro`` answered the call, ``receiver`` investigates. A key that the practice model does not
    have is shown as it is: so kinds and outcomes are markers here."""
    fro, receiver = world.people["fro"], world.people["receiver"]
    case = make_case(live=True)
    Involvement.objects.create(case=case, officer=fro, role="fro")
    Involvement.objects.create(case=case, officer=receiver, role="oic")
    group, event = marker("outcome group"), marker("outcome event")
    last = marker("last milestone")
    Case.objects.filter(pk=case.pk).update(outcome_group=group, stage=last, outcome="1")
    OutcomeEvent.objects.create(case=case, code="1", group=event)
    now = timezone.now()
    for kind, days in (("charged", 5), ("plea_hearing", 4), (last, 3), ("new_information", 2)):
        at = now - dt.timedelta(days=days)
        Milestone.objects.create(case=case, kind=kind, at=at)
    case.refresh_from_db()
    _talk_about_it(world, case)
    for kind in ("rpp5_court", "rpp6"):
        point = ask_for_point(by=receiver, case=case, kind=kind, why="For the tests.")
        point.participations.get_or_create(officer=fro, defaults={"role": "fro"})
        world.things[f"point_charged_{kind}"] = point
    world.things["case_charged"] = case


def _talk_about_it(world: World, case: Case) -> None:
    """A conversation in which ``fro`` took part."""
    fro, receiver = world.people["fro"], world.people["receiver"]
    point = ask_for_point(by=receiver, case=case, kind="rpp3", why="For the tests.")
    point.participations.create(officer=fro, role="peer")
    point = Point.objects.get(pk=point.pk)
    lenses = {lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")}
    together = {"present": [fro.ref, receiver.ref], "not_on_file": "no"}
    save_conversation(by=fro, point=point, version=0, lenses=lenses | {"together": together})
    share(by=fro, point=point)
    revision = point.revisions.get()
    new = [{"kind": marker("last milestone"), "on": timezone.localdate().isoformat()}]
    revision.lenses["together"]["new"] = new
    revision.save()
    world.things["point_charged"] = point
