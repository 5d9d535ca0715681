"""A handover, both ways: whose turn it is, what holds it up, what ends the waiting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.leaving import leave
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import handover
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import invite, save_conversation
from stillpoint.points.facts import PointOpened
from stillpoint.points.handlers_handover import begin_handover
from stillpoint.points.handover_preparing import OPEN_NOW, PREPARATION
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.handover_sides import join_arrivals, people_on
from stillpoint.points.models import Participation, Point, PointState, Section, Side
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section
from stillpoint.points.sharing import can_be_held_with, share
from stillpoint.points.waiving import reopen
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.saving import StaleForm
from tests.cases.factories import bring_in, write_csv
from tests.people.factories import make_officer
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

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


# Somebody comes to the case by an import, and whom they take over from is still there


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


# Begun at the first response


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


def subjects(officer: Officer) -> list[str]:
    run_until_idle(raising=True)
    return [one.subject for one in messages_for(officer)]


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
