"""The draw: two people's seed, replay, substitutes, coordination, abandoned rounds."""

from __future__ import annotations

import json

import pytest

from stillpoint.methods import sampling
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.reviews import drawing, opening, planning
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.answers import CannotDo, Refused
from tests.reviews.factories import (
    CONSOLE,
    make_case,
    make_cases,
    make_drawn_round,
    make_frozen_round,
    make_open_round,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def lead(number: str, role: str = "rasso_lead") -> Officer:
    import datetime as dt

    officer = Officer.objects.create(
        number=number,
        given_name="Sam",
        family_name=f"Person{number}",
        email=f"p{number}@force.example",
        rank="superintendent",
    )
    RoleGrant.objects.create(officer=officer, role=role, since=dt.date(2026, 1, 1))
    return officer


FIRST = "seven-lamps-over-a-harbour"
SECOND = "eleven-quiet-orchard-gates"


def test_the_seed_is_made_of_two_peoples_parts_in_the_order_of_commitment() -> None:
    make_cases()
    round = make_frozen_round()
    ann, bob = lead("1"), lead("2", role="analyst")
    drawing.commit_part(by=ann, round=round, part=FIRST)
    drawing.commit_part(by=bob, round=round, part=SECOND)
    drawing.reveal_part(by=bob, round=round, part=SECOND)
    assert drawing.seed_from_parts(round) is None
    drawing.reveal_part(by=ann, round=round, part=FIRST)
    assert drawing.seed_from_parts(round) == f"{round.ref}|{FIRST}|{SECOND}"


def test_a_part_is_not_kept_before_both_have_committed() -> None:
    make_cases()
    round = make_frozen_round()
    ann = lead("1")
    kept = drawing.commit_part(by=ann, round=round, part=FIRST)
    assert kept.part == ""
    with pytest.raises(CannotDo, match="Wait until the other"):
        drawing.reveal_part(by=ann, round=round, part=FIRST)


def test_one_person_cannot_give_both_parts() -> None:
    make_cases()
    round = make_frozen_round()
    ann = lead("1")
    drawing.commit_part(by=ann, round=round, part=FIRST)
    with pytest.raises(CannotDo, match="somebody else"):
        drawing.commit_part(by=ann, round=round, part=SECOND)


def test_other_words_than_those_committed_to_are_refused() -> None:
    make_cases()
    round = make_frozen_round()
    ann, bob = lead("1"), lead("2")
    drawing.commit_part(by=ann, round=round, part=FIRST)
    drawing.commit_part(by=bob, round=round, part=SECOND)
    with pytest.raises(CannotDo, match="not the words"):
        drawing.reveal_part(by=ann, round=round, part=FIRST + "!")


def test_somebody_without_a_part_in_it_cannot_give_a_seed() -> None:
    make_cases()
    round = make_frozen_round()
    with pytest.raises(Refused):
        drawing.commit_part(by=lead("1", role="ld_lead"), round=round, part=FIRST)


def test_size_comes_before_seed() -> None:
    make_cases()
    round = make_open_round()
    with pytest.raises(CannotDo, match="size comes before seed"):
        drawing.draw_round(by=CONSOLE, round=round, seed="x")


def test_the_smallest_tickets_of_each_stratum_are_drawn_with_their_weights() -> None:
    make_cases(each=6)
    round = make_drawn_round(size=6, by=("area",), seed="lottery")
    for area in ("North", "South"):
        key = sampling.stratum_key({"area": area})
        units = round.frame.filter(stratum=key).values_list("unit", flat=True)
        expected = sorted(units, key=lambda unit: sampling.ticket("lottery", unit))[:3]
        drawn = round.selections.filter(stratum=key).order_by("order")
        assert [one.case.reference for one in drawn] == expected
        assert {one.weight for one in drawn} == {12.0}


def test_a_second_draw_is_refused() -> None:
    make_cases()
    round = make_drawn_round()
    with pytest.raises(CannotDo, match="second draw is refused"):
        drawing.draw_round(by=CONSOLE, round=round, seed="another")


def test_the_export_replays_and_any_change_to_it_shows() -> None:
    make_cases()
    exported = json.loads(json.dumps(drawing.exported(make_drawn_round(seed="lottery"))))
    assert sampling.replay(exported).matches
    exported["seed"] = "lottery2"
    assert not sampling.replay(exported).matches


def test_an_unavailable_case_is_replaced_by_the_next_ticket_marked_as_a_substitute() -> None:
    make_cases()
    round = make_drawn_round(size=6, seed="lottery")
    original = round.selections.first()
    assert original is not None
    substitute = drawing.mark_unavailable(by=CONSOLE, selection=original, reason="File is lost.")
    assert substitute is not None
    key = original.stratum
    line = sorted(
        round.frame.filter(stratum=key).values_list("unit", flat=True),
        key=lambda unit: sampling.ticket("lottery", unit),
    )
    assert substitute.case.reference == line[3]
    assert substitute.substitute_for == original
    original.refresh_from_db()
    assert original.state == "unavailable"


def test_substitutes_are_no_part_of_the_draw_that_is_replayed() -> None:
    make_cases()
    round = make_drawn_round()
    original = round.selections.first()
    assert original is not None
    drawing.mark_unavailable(by=CONSOLE, selection=original, reason="File is lost.")
    assert sampling.replay(drawing.exported(round)).matches


def test_an_ineligible_case_gets_no_substitute() -> None:
    make_cases()
    round = make_drawn_round(size=6)
    original = round.selections.first()
    assert original is not None
    drawing.mark_ineligible(by=CONSOLE, selection=original, reason="Recorded in error.")
    assert round.selections.count() == 6


def test_a_case_is_not_set_aside_without_a_reason() -> None:
    make_cases()
    original = make_drawn_round().selections.first()
    assert original is not None
    with pytest.raises(CannotDo, match="Say why"):
        drawing.mark_unavailable(by=CONSOLE, selection=original, reason=" ")


def test_an_abandoned_round_stays_listed_with_its_reason_and_seed() -> None:
    make_cases()
    round = make_drawn_round(seed="first try")
    opening.abandon_round(by=CONSOLE, round=round, reason="The frame missed an area.")
    kept = Round.objects.get(pk=round.pk)
    assert (kept.state, kept.seed) == (RoundState.ABANDONED, "first try")
    with pytest.raises(CannotDo):
        opening.abandon_round(by=CONSOLE, round=kept, reason="Again.")


@pytest.mark.parametrize("how", ["leave_out", "keep"])
def test_a_later_round_is_coordinated_with_an_earlier_one_and_replays(how: str) -> None:
    make_cases(each=6)
    earlier = make_drawn_round("First", size=8, seed="one")
    before = set(earlier.selections.values_list("case__reference", flat=True))
    later = make_open_round("Second")
    opening.coordinate_with(by=CONSOLE, round=later, earlier=earlier, how=how)
    planning.freeze_frame(by=CONSOLE, round=later, design=planning.Design(by=("area",), size=8))
    drawing.draw_round(by=CONSOLE, round=later, seed="two")
    later.refresh_from_db()
    after = set(later.selections.values_list("case__reference", flat=True))
    assert (after & before) == (before if how == "keep" else set())
    assert sampling.replay(json.loads(json.dumps(drawing.exported(later)))).matches


def test_a_stratum_that_the_earlier_round_took_whole_leaves_the_later_frame() -> None:
    make_cases(each=6)
    make_case("RARE", outcome_group="nfa_cps")
    earlier = make_drawn_round("First", size=9, by=("outcome",), seed="one")
    assert earlier.selections.filter(case__reference="RARE").exists()
    later = make_open_round("Second")
    opening.coordinate_with(by=CONSOLE, round=later, earlier=earlier, how="leave_out")
    plan = planning.freeze_frame(
        by=CONSOLE, round=later, design=planning.Design(by=("outcome",), size=8)
    )
    assert {"outcome": "nfa_cps"} not in [row.stratum for row in plan.strata]
    assert any("drew whole" in note for note in plan.notes)
    later.refresh_from_db()
    drawn = drawing.draw_round(by=CONSOLE, round=later, seed="two")
    # The weights still speak for the cases that the earlier round drew.
    assert sum(one.weight for one in drawn) == pytest.approx(72)


def drawn_apart(size: int = 8) -> tuple[Round, Round]:
    """An earlier round, and a later one that leaves out what it drew."""
    make_cases(each=6)
    earlier = make_drawn_round("First", size=size, seed="one")
    later = make_open_round("Second")
    opening.coordinate_with(by=CONSOLE, round=later, earlier=earlier, how="leave_out")
    planning.freeze_frame(by=CONSOLE, round=later, design=planning.Design(by=("area",), size=size))
    later.refresh_from_db()
    drawing.draw_round(by=CONSOLE, round=later, seed="two")
    later.refresh_from_db()
    return earlier, later


def take_substitutes(round: Round) -> None:
    """Until the strata have no case left to take a place."""
    while standing := round.selections.filter(state="stands").first():
        drawing.mark_unavailable(by=CONSOLE, selection=standing, reason="File is lost.")


@pytest.mark.database
@pytest.mark.parametrize("which", ["later", "earlier"])
def test_no_substitute_is_a_case_that_a_coordinated_round_has(which: str) -> None:
    earlier, later = drawn_apart()
    take_substitutes(later if which == "later" else earlier)
    first = set(earlier.selections.values_list("case", flat=True))
    second = set(later.selections.values_list("case", flat=True))
    assert not first & second
    assert len(first | second) == 72  # The strata were used up without a case reviewed twice.


def test_a_draw_replays_after_the_earlier_round_has_taken_a_substitute() -> None:
    earlier, later = drawn_apart()
    original = earlier.selections.filter(state="stands")[0]
    drawing.mark_unavailable(by=CONSOLE, selection=original, reason="File is lost.")
    assert sampling.replay(json.loads(json.dumps(drawing.exported(later)))).matches
