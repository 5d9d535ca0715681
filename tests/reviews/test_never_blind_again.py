"""Who has been able to read a first review never again gives blind ratings for that case."""

from __future__ import annotations

import pytest
from django.test import Client

from stillpoint.reviews import blinding, handing_out
from stillpoint.reviews.models import Assignment, Selection
from stillpoint.trust.answers import Refused
from tests.matrix.world import World, make_world

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
