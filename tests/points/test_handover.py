"""A handover, both ways: whose turn it is, what holds it up, what ends the waiting."""

from __future__ import annotations

import pytest

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.points import handover
from stillpoint.points.complete import NotComplete
from stillpoint.points.facts import PointOpened
from stillpoint.points.handlers_handover import begin_handover
from stillpoint.points.handover_preparing import OPEN_NOW, PREPARATION
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.models import Point, PointState, Section, Side
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import SectionKind, save_section, section_of
from stillpoint.points.sharing import can_be_held_with
from stillpoint.points.waiving import reopen
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.saving import StaleForm
from tests.people.factories import make_officer
from tests.points.factories import happen, involve, make_manned_case
from tests.points.handovers import (
    BACK,
    HELPED,
    KNOWN,
    begun,
    fro,
    handed_over,
    hold,
    oic,
    opened_after,
    opened_days_ago,
    sergeant,
    subjects,
    what_holds_it_up,
    write,
)
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_both_sides_answer_and_it_can_be_held() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    handover.accept(by=oic(point), point=point)
    write(oic(point), point, ANSWER, HELPED)
    write(fro(point), point, REPLY, BACK)
    hold(point)
    assert Point.objects.get(pk=point.pk).state == PointState.HELD


def test_the_investigator_does_not_close_it_before_the_first_responder_had_the_chance() -> None:
    point = handed_over()
    with pytest.raises(NotComplete, match="first response has until") as refused:
        hold(point)
    assert len(refused.value.missing) == 3


def test_the_first_responder_has_the_chance_to_answer_back() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    write(oic(point), point, ANSWER, HELPED)
    with pytest.raises(NotComplete, match="answers on the handover"):
        hold(point)


def test_after_its_working_days_a_side_holds_nothing_up() -> None:
    point = handed_over()
    opened_days_ago(point, 40)
    point.refresh_from_db()
    hold(point)
    assert Point.objects.get(pk=point.pk).state == PointState.HELD


def test_the_days_to_answer_back_begin_when_the_answer_was_given() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    opened_days_ago(point, 40)
    write(oic(point), point, ANSWER, HELPED)
    assert what_holds_it_up(point) == ["reply"]


def test_a_supervisor_says_why_a_side_cannot_answer() -> None:
    point = handed_over()
    excused = handover.excuse(
        by=sergeant(point), point=point, side=Side.PASSES_ON, reason="Has left the force."
    )
    assert excused.reason == "Has left the force."
    assert what_holds_it_up(point) == ["answer"]


@pytest.mark.parametrize(("side", "reason"), [("passes_on", " "), ("neither", "Away.")])
def test_a_side_is_excused_with_a_reason_and_by_name(side: str, reason: str) -> None:
    point = handed_over()
    with pytest.raises(CannotDo):
        handover.excuse(by=sergeant(point), point=point, side=side, reason=reason)


def test_the_investigator_does_not_excuse_the_other_side() -> None:
    point = handed_over()
    with pytest.raises(Refused):
        handover.excuse(by=oic(point), point=point, side=Side.PASSES_ON, reason="Never answers.")


def test_nothing_to_pass_on_is_an_answer() -> None:
    point = handed_over()
    assert write(fro(point), point, NEEDS, {"nothing": "yes"}).number == 1


def test_neither_words_nor_nothing_is_asked_for() -> None:
    point = handed_over()
    with pytest.raises(NotComplete, match="There is nothing to pass on"):
        write(fro(point), point, NEEDS, {})


def test_words_and_nothing_at_once_are_asked_about() -> None:
    point = handed_over()
    with pytest.raises(NotComplete, match="Take away the one that is not so"):
        write(fro(point), point, NEEDS, {**KNOWN, "nothing": "yes"})


def test_each_topic_says_whether_it_is_on_the_case_system() -> None:
    point = handed_over()
    with pytest.raises(NotComplete) as refused:
        write(fro(point), point, NEEDS, {"safety": "A new lock was fitted."})
    assert [one.field for one in refused.value.missing] == ["safety_on_file"]


def test_a_topic_that_is_not_on_the_case_system_goes_to_the_disclosure_officer_once() -> None:
    point = handed_over()
    said = {**KNOWN, "safety": "A neighbour shouts at night.", "safety_on_file": "no"}
    write(fro(point), point, NEEDS, said)
    write(fro(point), point, NEEDS, {**said, "support": "Adviser met.", "support_on_file": "yes"})
    assert [one.words for one in RelevanceFlag.objects.all()] == [
        "Safety: A neighbour shouts at night."
    ]


def test_what_the_answer_says_beyond_the_file_is_flagged() -> None:
    point = handed_over()
    said = {**HELPED, "not_on_file": "yes", "flag_words": "A second phone was seen."}
    write(oic(point), point, ANSWER, said)
    assert RelevanceFlag.objects.get().words == "A second phone was seen."


def test_an_answer_says_whether_it_holds_something_beyond_the_file() -> None:
    point = handed_over()
    with pytest.raises(NotComplete) as refused:
        write(oic(point), point, ANSWER, {"helped_record": "In order."})
    assert [one.field for one in refused.value.missing] == ["not_on_file"]


def test_what_helped_is_asked_before_what_would_have_helped_more_and_as_often() -> None:
    names = [name for name in ANSWER.fields() if name.startswith(("helped_", "more_"))]
    half = len(names) // 2
    assert half and all(name.startswith("helped_") for name in names[:half])
    assert [name.removeprefix("more_") for name in names[half:]] == [
        name.removeprefix("helped_") for name in names[:half]
    ]


@pytest.mark.parametrize("kind", [NEEDS, REPLY])
def test_the_investigator_does_not_write_for_the_first_response(kind: SectionKind) -> None:
    point = handed_over()
    with pytest.raises(Refused):
        write(oic(point), point, kind, {"nothing": "yes"})


def test_the_first_responder_does_not_write_for_the_investigation() -> None:
    point = handed_over()
    with pytest.raises(Refused):
        write(fro(point), point, ANSWER, {"nothing": "yes"})


def test_a_second_responder_writes_for_their_side_too() -> None:
    case = make_manned_case()
    other = make_officer(rank="constable")
    involve(case, other, "fro")
    happen(case, "handover_accepted")
    (point,) = open_points(by=CONSOLE, case=case)
    assert write(other, point, NEEDS, KNOWN).by == other


def test_two_of_one_side_writing_at_once_see_both_texts() -> None:
    point = handed_over()
    save_section(by=fro(point), point=point, kind=NEEDS, version=0, answers=KNOWN)
    with pytest.raises(StaleForm) as stale:
        save_section(
            by=fro(point), point=point, kind=NEEDS, version=0, answers={"communication": "Calls."}
        )
    assert stale.value.theirs["communication"] == "Texts after six."


def test_the_first_acceptance_stands() -> None:
    point = handed_over()
    first = handover.accept(by=oic(point), point=point)
    again = handover.accept(by=oic(point), point=point)
    assert again.accepted_at == first.accepted_at


def test_the_first_responder_does_not_accept_their_own_handover() -> None:
    point = handed_over()
    with pytest.raises(Refused):
        handover.accept(by=fro(point), point=point)


def test_a_held_handover_takes_no_more_words_until_it_is_opened_again() -> None:
    point = handed_over()
    opened_days_ago(point, 40)
    point.refresh_from_db()
    hold(point)
    with pytest.raises(CannotDo, match="Reopen it"):
        write(fro(point), point, NEEDS, KNOWN)
    reopen(by=oic(point), point=Point.objects.get(pk=point.pk), reason="The officer is back.")
    assert write(fro(point), point, NEEDS, KNOWN).number == 1


def test_a_handover_that_waits_is_not_held_along_with_another_point() -> None:
    point = handed_over()
    happen(point.case, "strategy_set")
    check_in = next(one for one in open_points(by=CONSOLE, case=point.case) if one.kind == "rpp3")
    assert can_be_held_with(oic(point), check_in) == []
    opened_days_ago(point, 40)
    assert can_be_held_with(oic(point), check_in) == [point]


# Begun at the first response


def test_what_was_begun_is_carried_into_the_handover_once() -> None:
    first = begun()
    point = opened_after(first)
    run_until_idle(raising=True)
    begin_handover(PointOpened(point=point.ref))
    draft = Section.objects.get(point=point)
    assert (draft.answers, draft.version) == (KNOWN, 1)


def test_what_was_taken_out_since_is_not_carried_again() -> None:
    first = begun()
    point = opened_after(first)
    run_until_idle(raising=True)
    save_section(
        by=fro(point), point=point, kind=NEEDS, version=1, answers=dict.fromkeys(KNOWN, "")
    )
    begin_handover(PointOpened(point=point.ref))
    assert section_of(point, NEEDS).answers == {}


def test_what_was_written_in_the_handover_first_stays() -> None:
    first = begun({**KNOWN, "wishes": "No calls at work.", "wishes_on_file": "yes"})
    point = opened_after(first)
    save_section(
        by=fro(point), point=point, kind=NEEDS, version=0, answers={"communication": "E-mail."}
    )
    run_until_idle(raising=True)
    kept = section_of(point, NEEDS).answers
    assert (kept["communication"], kept["wishes"]) == ("E-mail.", "No calls at work.")


def test_the_beginning_is_closed_once_the_handover_is_open() -> None:
    first = begun()
    opened_after(first)
    with pytest.raises(CannotDo, match=OPEN_NOW[:40]):
        save_section(
            by=fro(first), point=first, kind=PREPARATION, version=1, answers={"safety": "Later."}
        )


def test_a_handover_without_a_beginning_starts_empty() -> None:
    point = handed_over()
    run_until_idle(raising=True)
    assert not Section.objects.filter(point=point).exists()


# Told of their turn


def test_each_side_is_told_when_it_is_its_turn() -> None:
    point = handed_over()
    assert subjects(fro(point)) == ["You are asked to pass on what you know"]
    write(fro(point), point, NEEDS, KNOWN)
    assert "Something was passed on to you: your answer is asked for" in subjects(oic(point))
    write(oic(point), point, ANSWER, HELPED)
    assert "Somebody has answered you: yours is asked for" in subjects(fro(point))
    write(fro(point), point, REPLY, BACK)
    assert "Somebody has answered you" in subjects(oic(point))


def test_no_message_says_what_it_is_about() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    run_until_idle(raising=True)
    said = [f"{one.subject} {one.text}" for one in messages_for(oic(point))]
    assert said and not any(point.case.reference in one or "Texts" in one for one in said)
