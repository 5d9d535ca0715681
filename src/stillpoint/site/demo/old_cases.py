"""Cases of more than ten years ago about which something was said lately: due for review. One is
kept, one is proposed to be erased, one waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement, Milestone
from stillpoint.disclosure.retaining import keep_records, propose_erasure
from stillpoint.people.models import Officer
from stillpoint.points import conversing
from stillpoint.points.models import Point
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sharing import share
from stillpoint.site.demo.force import DemoForce

ASKED = "The victim wrote to thank the team. Somebody new to it asked what was done at the time."
KEPT = "The victim may come back to us, and asked that what was said be kept."
PROPOSED = (
    "Eleven years old, ended with no suspect named, no further contact. The file itself is kept by "
    "the force's own schedule."
)
YEARS = (11, 12, 13)


def old_cases(force: DemoForce, today: dt.date) -> None:
    officer = force.named["disclosure_officer"]
    kept, proposed, _ = [_case(force, today, years, place) for place, years in enumerate(YEARS)]
    next_review = today + dt.timedelta(days=3 * 365)
    keep_records(by=officer, case=kept, reason=KEPT, next_review_on=next_review)
    propose_erasure(by=officer, case=proposed, reason=PROPOSED)


def _case(force: DemoForce, today: dt.date, years: int, place: int) -> Case:
    reported = today - dt.timedelta(days=365 * years + 40)
    ended = reported + dt.timedelta(days=150)
    case = Case.objects.create(
        reference=f"WX-{reported:%y}-{place + 101:05d}",
        offence="19C",
        reported_on=reported,
        area=force.areas[place],
        relationship="not_known",
        relationship_group=practice.current().relationship_group("not_known"),
        live=False,
        stage="outcome_recorded",
        outcome="18",
        decision_maker="police",
        outcome_on=ended,
        outcome_group=practice.current().outcome_group("18", "police", ended),
        source="demo",
    )
    at = timezone.make_aware(dt.datetime.combine(ended, dt.time(11)))
    Milestone.objects.create(case=case, kind="outcome_recorded", at=at, source="demo")
    officer, sergeant = force.investigators[place][1], force.sergeants[place][0]
    for one, role in ((officer, "oic"), (sergeant, "supervisor")):
        Involvement.objects.create(case=case, officer=one, role=role, since=reported)
    point = ask_for_point(by=sergeant, case=case, kind="rpp3", why=ASKED)
    _talk(Point.objects.get(pk=point.pk), sergeant, officer)
    return case


def _talk(point: Point, sergeant: Officer, officer: Officer) -> None:
    said: dict[str, dict[str, Any]] = {
        "case": {"answer": "something", "what": "What was done then, and what we would do now."},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        conversing.TOGETHER: {"present": [sergeant.ref, officer.ref], "not_on_file": "no"},
    }
    conversing.save_conversation(by=sergeant, point=point, version=0, lenses=said)
    share(by=sergeant, point=point)
