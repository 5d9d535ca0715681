"""What Today says is next at a Full Code Test, a debrief, a case that is not progressed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stillpoint.people.models import Officer
from stillpoint.points import next_steps as steps
from stillpoint.points.code_test import ANSWER, CHALLENGE, STAGES, WEAKNESSES
from stillpoint.points.models import Point
from stillpoint.points.signing import sign
from tests.points import code_tests
from tests.points.debriefing import (
    contribute,
    oic_of,
    open_debrief,
    open_point,
    record,
    share_avenues,
)
from tests.points.factories import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def step(point: Point, officer: Officer) -> steps.Step | None:
    fresh = Point.objects.get(pk=point.pk)
    return steps.next_steps([fresh], officer).get(point.pk)


def sergeant_of(point: Point) -> Officer:
    return officer_of(point.case, "supervisor")


@pytest.mark.parametrize(
    ("until", "second", "writer"),
    [
        (WEAKNESSES, None, None),
        (STAGES, steps.CHALLENGE, None),
        (CHALLENGE, None, steps.ANSWER),
        (ANSWER, None, None),
    ],
)
def test_a_code_test_waits_for_the_challenge_and_then_for_its_answer(
    until: Any, second: steps.Step | None, writer: steps.Step | None
) -> None:
    point = code_tests.share_until(code_tests.make_code_test(), until)
    assert step(point, code_tests.sergeant(point)) == second
    assert step(point, code_tests.oic(point)) == writer


def test_a_debrief_waits_for_its_owner_until_it_is_recorded_and_for_the_others_once() -> None:
    point = open_debrief()
    oic = oic_of(point)
    assert point.owner is not None
    assert (step(point, point.owner), step(point, oic)) == (steps.RECORD, steps.CONTRIBUTE)
    contribute(oic, point)
    assert (step(point, point.owner), step(point, oic)) == (steps.RECORD, None)
    record(point)
    assert step(point, point.owner) is None


def test_a_case_that_stops_waits_for_the_officer_and_then_for_the_supervisor_who_signs() -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    oic, sergeant = oic_of(point), sergeant_of(point)
    assert (step(point, oic), step(point, sergeant)) == (steps.GO_THROUGH, None)
    revision = share_avenues(oic, point)
    assert (step(point, oic), step(point, sergeant)) == (steps.SIGN, None)
    sign(by=oic, point=point, revision=revision)
    assert (step(point, oic), step(point, sergeant)) == (None, steps.SIGN)
    changed = share_avenues(oic, point, why_not_progressed="Another reason.")
    assert (step(point, oic), step(point, sergeant)) == (steps.SIGN, None)
    sign(by=oic, point=point, revision=changed)
    sign(by=sergeant, point=point, revision=changed)
    assert (step(point, oic), step(point, sergeant)) == (None, None)


def test_many_points_take_the_queries_of_one() -> None:
    def asked(points: list[Point]) -> int:
        with CaptureQueriesContext(connection) as queries:
            steps.next_steps(points, officer)
        return len(queries)

    points = [open_point("rpp5_not_progressed", "police_nfa") for _ in range(3)]
    officer = sergeant_of(points[0])
    for point in points:
        sign(by=oic_of(point), point=point, revision=share_avenues(oic_of(point), point))
    assert asked(points) == asked(points[:1]) <= 3
