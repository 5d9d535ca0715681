from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from stillpoint.events.models import Announcement
from stillpoint.people import appointing, organising
from stillpoint.people.line_managing import end_management, set_manager
from stillpoint.people.models import LineManagement, Posting
from stillpoint.people.posting import post, team_of
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_area, make_officer, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CLERK = job("test")
JUNE = dt.date(2026, 6, 1)
NEW: dict[str, Any] = {
    "number": "77",
    "given_name": "Noor",
    "family_name": "Ali",
    "email": "Noor@Force.example",
    "rank": "sergeant",
}


def test_a_joiner_is_in_the_trail_and_announced() -> None:
    officer = appointing.add_officer(by=CLERK, **NEW)
    entry = TrailEntry.objects.get(act="add an officer")
    assert (entry.actor, entry.about) == ("job:test", [officer.trail_reference])
    assert Announcement.objects.get().name == "people.OfficerJoined"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rank": ""}, "rank"),
        ({"grade": "director"}, "rank"),
        ({"rank": "brigadier"}, "rank"),
        ({"rank": "", "grade": "king"}, "grade"),
        ({"acting_rank": "constable"}, "acting_rank"),
        ({"acting_rank": "sergeant"}, "acting_rank"),
        ({"rank": "", "grade": "director", "acting_rank": "sergeant"}, "acting_rank"),
        ({"given_name": "  ", "family_name": ""}, "family_name"),
        ({"number": "known"}, "number"),
        ({"email": "KNOWN@force.example"}, "email"),
    ],
)
def test_a_joiner_who_cannot_be_is_refused_at_the_field(change: dict[str, str], field: str) -> None:
    appointing.add_officer(by=CLERK, **{**NEW, "number": "known", "email": "known@force.example"})
    with pytest.raises(CannotDo) as refusal:
        appointing.add_officer(by=CLERK, **{**NEW, **change})
    assert refusal.value.field == field


def test_a_promotion_keeps_no_acting_rank_that_is_not_given() -> None:
    officer = make_officer(rank="sergeant", acting_rank="inspector")
    appointing.change_rank(by=CLERK, officer=officer, rank="inspector", detective=True)
    officer.refresh_from_db()
    assert (officer.rank, officer.acting_rank, officer.short_rank) == ("inspector", "", "DI")


def test_nobody_changes_their_own_rank() -> None:
    administrator = make_officer(roles=("administrator",))
    with pytest.raises(CannotDo, match="their own rank"):
        appointing.change_rank(by=administrator, officer=administrator, rank="superintendent")


@pytest.mark.parametrize("role", ["rasso_lead", "auditor", "ld_lead"])
def test_only_an_administrator_keeps_accounts(role: str) -> None:
    with pytest.raises(Refused):
        appointing.add_officer(by=make_officer(roles=(role,)), **NEW)


def test_a_move_ends_the_posting_before_and_is_announced() -> None:
    officer = make_officer(team="Response A")
    rasso = make_team("RASSO North")
    post(by=CLERK, officer=officer, team=rasso, since=JUNE)
    assert team_of(officer, JUNE) == rasso
    assert Posting.objects.get(team__name="Response A").until == dt.date(2026, 5, 31)
    assert Announcement.objects.get().values == {
        "officer": officer.ref,
        "team": rasso.ref,
        "since": "2026-06-01",
    }


def test_a_move_does_not_overwrite_the_past() -> None:
    officer = make_officer(team="Response A", since=JUNE)
    with pytest.raises(CannotDo, match="later day"):
        post(by=CLERK, officer=officer, team=make_team(), since=dt.date(2026, 5, 1))


def test_nobody_is_posted_to_a_closed_team() -> None:
    team = make_team()
    team.closed_on = JUNE
    team.save()
    with pytest.raises(CannotDo, match="closed"):
        post(by=CLERK, officer=make_officer(), team=team, since=JUNE)


def test_a_team_with_people_in_it_is_not_closed() -> None:
    make_officer(team="RASSO North")
    with pytest.raises(CannotDo, match="Move them first"):
        organising.change_team(
            by=CLERK,
            team=make_team("RASSO North"),
            name="RASSO North",
            kind="rasso",
            area=None,
            closed_on=JUNE,
        )


def test_names_of_teams_and_areas_are_used_once() -> None:
    make_team("RASSO North")
    make_area("Northside")
    with pytest.raises(CannotDo, match="already a team"):
        organising.add_team(by=CLERK, name="rasso north", kind="rasso")
    with pytest.raises(CannotDo, match="already an area"):
        organising.add_area(by=CLERK, name="NORTHSIDE")


def test_the_force_is_one_row() -> None:
    organising.name_force(by=CLERK, name="Anyshire Police")
    organising.name_force(by=CLERK, name="Anyshire Police", emergency_contact="Control room")
    named = organising.force()
    assert named is not None and named.emergency_contact == "Control room"
    assert type(named).objects.count() == 1


def test_a_new_manager_takes_over_the_day_after_the_last() -> None:
    first, second = make_officer(), make_officer()
    officer = make_officer(manager=first)
    set_manager(by=CLERK, officer=officer, manager=second, since=JUNE)
    held = LineManagement.objects.filter(officer=officer).order_by("since")
    assert [(line.manager, line.until) for line in held] == [
        (first, dt.date(2026, 5, 31)),
        (second, None),
    ]


def test_nobody_is_managed_by_somebody_they_manage() -> None:
    top = make_officer()
    middle = make_officer(manager=top)
    low = make_officer(manager=middle)
    with pytest.raises(CannotDo, match="already manages"):
        set_manager(by=CLERK, officer=top, manager=low, since=JUNE)


def test_somebody_can_be_left_without_a_manager() -> None:
    officer = make_officer(manager=make_officer())
    end_management(by=CLERK, officer=officer, since=JUNE)
    assert not LineManagement.objects.on(JUNE).exists()
    with pytest.raises(CannotDo, match="no line manager"):
        end_management(by=CLERK, officer=officer, since=JUNE)
