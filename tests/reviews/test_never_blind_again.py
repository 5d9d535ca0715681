"""Who has been able to read a first review never again gives blind ratings for that case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from stillpoint.cases.models import BrokenGlass
from stillpoint.people.models import Accreditation, RoleGrant
from stillpoint.reviews import blinding, handing_out, reopening
from stillpoint.reviews.models import Assignment, Selection
from stillpoint.trust.answers import Refused
from tests.matrix.world import World, make_world
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def world() -> World:
    return make_world()


def give(world: World, key: str, to: str, by: str = "lead") -> Assignment:
    return handing_out.assign_by_hand(
        by=world.people[by],
        selection=Selection.objects.get(pk=world.things[f"selection_{key}"].pk),
        step=2,
        reviewer=world.people[to],
    )


def test_a_reviewer_of_the_round_moves_nothing_by_hand(world: World) -> None:
    with pytest.raises(Refused, match="another RASSO lead"):
        give(world, "b", "second_done", by="lead_blinded")


def test_the_page_offers_no_move_to_a_lead_who_reviews_in_the_round(world: World) -> None:
    address = f"/rounds/{world.ref('published')}/assignments/"
    shown = {}
    for name in ("lead", "lead_blinded"):
        client = Client()
        client.force_login(world.people[name])
        shown[name] = client.get(address).content.decode()
    assert "You review cases in this round" in shown["lead_blinded"]
    assert f"{address}{world.ref('selection_e')}" not in shown["lead_blinded"]
    assert f"{address}{world.ref('selection_e')}" in shown["lead"]


def test_a_lead_who_gives_a_review_away_and_gets_it_back_is_not_blind(world: World) -> None:
    give(world, "b", "second_done")
    back = give(world, "b", "lead_blinded")
    assert back.could_see_first
    assert not Assignment.objects.get(
        pk=world.things["assignment_b_2"].pk
    ).could_see_first  # As first given, before any first review was begun.


def test_a_lead_who_becomes_a_reviewer_once_reviews_are_written_is_not_blind(world: World) -> None:
    assert give(world, "a", "lead_blinded").could_see_first


def test_a_second_reviewer_who_was_shown_the_first_review_is_not_blind_when_it_comes_back(
    world: World,
) -> None:
    give(world, "c", "second_done")
    assert give(world, "c", "revealed").could_see_first


def test_someone_else_who_takes_it_over_is_blind(world: World) -> None:
    assert not give(world, "a", "second_done").could_see_first


def test_ratings_that_are_not_blind_count_for_no_agreement(world: World) -> None:
    second = world.things["review_d_2"]
    assert blinding.counts_for_agreement(second)
    Assignment.objects.filter(pk=second.assignment_id).update(could_see_first=True)
    second.assignment.refresh_from_db()
    assert not blinding.counts_for_agreement(second)


def test_the_lead_reads_on_progress_that_a_review_is_not_blind(world: World) -> None:
    give(world, "b", "second_done")
    give(world, "b", "lead_blinded")
    client = Client()
    client.force_login(world.people["lead"])
    shown = client.get(f"/rounds/{world.ref('published')}/progress/").content.decode()
    assert "Not blind: could read the first review before" in shown


def could_have_seen(world: World, key: str, who: str) -> bool:
    selection = Selection.objects.get(pk=world.things[f"selection_{key}"].pk)
    return blinding.could_have_seen_first(world.people[who], selection)


def begun(world: World, key: str) -> dt.date:
    return timezone.localdate(world.things[f"review_{key}_1"].started_at)


@pytest.mark.parametrize("role", ["rasso_lead", "disclosure_officer"])
def test_a_role_that_was_held_while_the_first_review_was_there_counts_after_it_ended(
    world: World, role: str
) -> None:
    day = begun(world, "a")
    assert not could_have_seen(world, "a", "second_done")
    RoleGrant.objects.create(
        officer=world.people["second_done"], role=role, since=dt.date(2020, 1, 1), until=day
    )
    assert could_have_seen(world, "a", "second_done")


def test_a_role_that_ended_before_the_first_review_was_begun_does_not_count(world: World) -> None:
    RoleGrant.objects.create(
        officer=world.people["second_done"],
        role="rasso_lead",
        since=dt.date(2020, 1, 1),
        until=begun(world, "a") - dt.timedelta(days=1),
    )
    assert not could_have_seen(world, "a", "second_done")


def test_whoever_wrote_a_first_review_of_the_case_is_not_blind_as_its_second(world: World) -> None:
    assert could_have_seen(world, "a", "first_reviewer")


def test_a_case_that_an_earlier_round_reviewed_is_known_to_who_read_it_then(world: World) -> None:
    """``f`` was reviewed in a round that is closed and released: its reviewers know it."""
    again = Selection.objects.get(pk=world.things["selection_a"].pk)
    Selection.objects.filter(pk=world.things["selection_f"].pk).update(case=again.case)
    assert blinding.could_have_seen_first(world.people["first_reviewer"], again)
    assert blinding.could_have_seen_first(world.people["second_done"], again)
    assert not blinding.could_have_seen_first(world.people["revealed"], again)


def test_break_glass_before_the_case_was_theirs_counts(world: World) -> None:
    case = world.things["selection_a"].case
    glass = BrokenGlass.objects.create(
        case=case, reader=world.people["second_done"], reason="Asked by the inspectorate.", hours=1
    )
    assert not could_have_seen(world, "a", "second_done")  # Asked for, and agreed by nobody.
    now = timezone.now()
    BrokenGlass.objects.filter(pk=glass.pk).update(
        agreed_by=world.people["auditor"], agreed_at=now, until=now
    )
    assert could_have_seen(world, "a", "second_done")


def test_break_glass_later_opens_no_first_review_to_its_second_reviewer(world: World) -> None:
    blinded, now = world.people["blinded"], timezone.now()
    RoleGrant.objects.create(officer=blinded, role="auditor", since=dt.date(2020, 1, 1))
    BrokenGlass.objects.create(
        case=world.things["selection_a"].case,
        reader=blinded,
        reason="Asked by the inspectorate.",
        hours=4,
        agreed_by=world.people["auditor"],
        agreed_at=now,
        until=now + dt.timedelta(hours=4),
    )
    client = Client()
    client.force_login(blinded)
    assert client.get(f"/reviews/{world.ref('review_a_1')}/").status_code == 403


def test_a_reopened_first_review_leaves_its_second_reviewer_marked_when_it_comes_back(
    world: World,
) -> None:
    reopening.reopen_first(
        by=world.people["lead"], review=world.things["review_c_1"], reason="Look at it again."
    )
    give(world, "c", "second_done")
    assert give(world, "c", "revealed").could_see_first


def test_proposals_of_the_service_are_marked_as_well(world: World) -> None:
    selection = Selection.objects.get(pk=world.things["selection_a"].pk)
    handing_out.withdraw_standing(by=CONSOLE, selection=selection, step=2, reason="On leave.")
    Accreditation.objects.filter(step=2).exclude(officer=world.people["lead_blinded"]).delete()
    (given,) = handing_out.refill(by=CONSOLE, selection=selection, step=2).given
    assert given.reviewer == world.people["lead_blinded"]
    assert given.could_see_first
