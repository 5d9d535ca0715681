"""A handover for tests: opened on a manned case, written in by its two sides."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.leaving import leave
from stillpoint.people.models import Officer
from stillpoint.points import handover
from stillpoint.points.conversing import save_conversation
from stillpoint.points.handover_preparing import PREPARATION
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section
from stillpoint.points.sharing import share
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

KNOWN = {"communication": "Texts after six.", "communication_on_file": "yes"}
HELPED = {"helped_record": "Times on every page.", "not_on_file": "no"}
BACK = {"good": "Somebody rang me the same day.", "not_on_file": "no"}


def handed_over() -> Point:
    case = make_manned_case()
    happen(case, "handover_accepted")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def fro(point: Point) -> Officer:
    return officer_of(point.case, "fro")


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def sergeant(point: Point) -> Officer:
    return officer_of(point.case, "supervisor")


def write(by: Officer, point: Point, kind: SectionKind, answers: dict[str, Any]) -> Any:
    version = section_of(point, kind).version
    save_section(by=by, point=point, kind=kind, version=version, answers=answers)
    return share_section(by=by, point=point, kind=kind)


def hold(point: Point) -> None:
    said: dict[str, dict[str, Any]] = {
        lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")
    }
    said["together"] = {"present": [oic(point).ref], "not_on_file": "no"}
    version = getattr(getattr(point, "conversation", None), "version", 0)
    save_conversation(by=oic(point), point=point, version=version, lenses=said)
    share(by=oic(point), point=point)


def opened_days_ago(point: Point, days: int) -> None:
    Point.objects.filter(pk=point.pk).update(opened_at=timezone.now() - dt.timedelta(days=days))


def left(officer: Officer) -> None:
    leave(by=CONSOLE, officer=officer, on=timezone.localdate())


def what_holds_it_up(point: Point) -> list[str]:
    fresh = Point.objects.get(pk=point.pk)
    return [one.name for one in handover.steps_of(fresh) if one.holds_up(timezone.now())]


def subjects(officer: Officer) -> list[str]:
    run_until_idle(raising=True)
    return [one.subject for one in messages_for(officer)]


def begun(answers: dict[str, Any] | None = None) -> Point:
    """A first response at which the officer has begun the handover."""
    case = make_manned_case()
    happen(case, "fro_deployed", days_ago=1)
    (point,) = open_points(by=CONSOLE, case=case)
    save_section(by=fro(point), point=point, kind=PREPARATION, version=0, answers=answers or KNOWN)
    return point


def opened_after(first: Point) -> Point:
    happen(first.case, "handover_accepted")
    return next(one for one in open_points(by=CONSOLE, case=first.case) if one.kind == "rpp2")
