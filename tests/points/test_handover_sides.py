"""Who is on a side of an open handover: who comes by an import, who stands in for a leaver."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import handover
from stillpoint.points.conversing import invite
from stillpoint.points.handover_sections import NEEDS
from stillpoint.points.handover_sides import join_arrivals, people_on
from stillpoint.points.models import Participation, Point, PointState, Side
from stillpoint.points.opening_points import open_points
from tests.cases.factories import bring_in, write_csv
from tests.people.factories import make_officer
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.points.handovers import (
    fro,
    handed_over,
    left,
    oic,
    subjects,
    write,
)
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def comes(tmp_path: Path, case: Case, role: str) -> Officer:
    officer = make_officer(rank="constable")
    row = {
        "case": case.reference,
        "officer": officer.number,
        "role": role,
        "since": "",
        "until": "",
    }
    bring_in(write_csv(tmp_path / "involvement.csv", [row]))
    run_until_idle(raising=True)
    return officer


def test_an_investigator_who_arrives_joins_the_open_handover_and_accepts(tmp_path: Path) -> None:
    point = handed_over()
    new = comes(tmp_path, point.case, "investigator")
    point = Point.objects.get(pk=point.pk)
    assert people_on(point, Side.RECEIVES) == [oic(point), new]
    assert [one.subject for one in messages_for(new)] == ["A handover waits for you"]
    assert handover.accept(by=new, point=point).accepted_by == new


def test_who_arrives_joins_once_and_no_handover_that_was_held(tmp_path: Path) -> None:
    held, point = handed_over(), handed_over()
    Point.objects.filter(pk=held.pk).update(state=PointState.HELD, held_at=timezone.now())
    new = [comes(tmp_path, one.case, "oic") for one in (held, point)]
    assert join_arrivals(by=CONSOLE, case=point.case) == []
    assert list(Participation.objects.filter(officer__in=new).values_list("point", "role")) == [
        (point.pk, "oic")
    ]


def test_a_first_responder_who_also_investigates_stays_on_their_side() -> None:
    point = handed_over()
    involve(point.case, fro(point), "investigator")
    assert join_arrivals(by=CONSOLE, case=point.case) == []


def test_who_was_asked_as_a_peer_before_joins_the_side_that_they_have_come_to() -> None:
    point, peer = handed_over(), make_officer(rank="constable")
    invite(by=oic(point), point=point, number=peer.number)
    involve(point.case, peer, "investigator")
    (joined,) = join_arrivals(by=CONSOLE, case=point.case)
    assert (joined.officer, joined.role) == (peer, "investigator")


def test_when_the_officer_leaves_their_supervisor_stands_in_and_is_told() -> None:
    point = handed_over()
    officer = fro(point)
    lead = LineManagement.objects.get(officer=officer).manager
    left(officer)
    run_until_idle(raising=True)
    assert people_on(Point.objects.get(pk=point.pk), Side.PASSES_ON) == [lead]
    assert "You stand in for somebody who has left" in subjects(lead)
    assert write(lead, point, NEEDS, {"nothing": "yes"}).by == lead


def test_a_new_holder_of_the_role_stands_in_before_a_supervisor() -> None:
    point = handed_over()
    officer, other = fro(point), make_officer(rank="constable")
    involve(point.case, other, "fro")
    left(officer)
    run_until_idle(raising=True)
    assert people_on(Point.objects.get(pk=point.pk), Side.PASSES_ON) == [other]


def test_nobody_stands_in_while_a_colleague_of_the_side_is_there() -> None:
    case = make_manned_case()
    officer, other = officer_of(case, "fro"), make_officer(rank="constable")
    involve(case, other, "fro")
    happen(case, "handover_accepted")
    (point,) = open_points(by=CONSOLE, case=case)
    left(officer)
    run_until_idle(raising=True)
    assert people_on(Point.objects.get(pk=point.pk), Side.PASSES_ON) == [other]
