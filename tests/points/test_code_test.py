"""The Full Code Test point: its second person, its order, its challenge and the answer to it."""

from __future__ import annotations

from typing import Any

import pytest

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points.code_test import (
    ANSWER,
    CHALLENGE,
    LINES,
    STAGES,
    STRENGTHS,
    WEAKNESSES,
)
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import draft_of, save_conversation
from stillpoint.points.enquiry_lines import MOST_LINES
from stillpoint.points.models import Participation, Point, PointState
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.parts import parts_of
from stillpoint.points.second_person import choose_second_person
from stillpoint.points.sections import SectionKind, save_section, shared_answers
from stillpoint.points.sharing import can_be_held_with
from stillpoint.points.sharing import share as hold
from stillpoint.points.waiving import reopen, waive
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.saving import StaleForm
from tests.people.factories import make_officer
from tests.points.code_tests import (
    ORDER,
    WHOLE,
    make_code_test,
    oic,
    save,
    sergeant,
    share,
    share_until,
)
from tests.points.factories import involve

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# The order


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (STRENGTHS, "Share the lines of enquiry first"),
        (WEAKNESSES, "strengths of the case and the suspect's behaviour first"),
        (STAGES, "Share the weaknesses first"),
    ],
    ids=["strengths", "weaknesses", "stages"],
)
def test_a_section_waits_for_the_one_before_it_and_says_why(kind: SectionKind, why: str) -> None:
    point = make_code_test()
    for before in ORDER[: max(0, ORDER.index(kind) - 1)]:
        share(point, before)
    with pytest.raises(CannotDo, match=why):
        save(point, kind, **WHOLE[kind.key])


def test_strengths_in_draft_are_not_enough_for_weaknesses() -> None:
    point = make_code_test()
    share(point, LINES)
    save(point, STRENGTHS, **WHOLE[STRENGTHS.key])
    with pytest.raises(CannotDo, match="Weaknesses are weighed"):
        save(point, WEAKNESSES, case_weaknesses="He has no record.")


@pytest.mark.parametrize("left_out", ["case_strengths", "suspect_did", "suspect_means"])
def test_strengths_and_what_the_suspect_did_are_both_needed(left_out: str) -> None:
    point = make_code_test()
    share(point, LINES)
    with pytest.raises(NotComplete) as refused:
        share(point, STRENGTHS, **{left_out: ""})
    assert [one.field for one in refused.value.missing] == [left_out]


def test_the_challenge_waits_for_both_stages() -> None:
    point = share_until(make_code_test(), WEAKNESSES)
    with pytest.raises(CannotDo, match="has not been shared yet"):
        save(point, CHALLENGE, challenge="Early.")


# Lines of enquiry


def test_a_line_that_is_not_possible_needs_the_reason() -> None:
    point = make_code_test()
    with pytest.raises(NotComplete, match="say why not") as refused:
        share(point, LINES, **{"line-01-state": "not_possible"})
    assert [one.field for one in refused.value.missing] == ["line-01-why"]


def test_a_list_without_a_line_is_not_shared() -> None:
    point = make_code_test()
    with pytest.raises(NotComplete, match="at least one line"):
        share(point, LINES, **dict.fromkeys(WHOLE[LINES.key], ""))


def test_a_line_not_on_the_case_system_goes_to_the_disclosure_officer_once() -> None:
    point = make_code_test()
    share(point, LINES, **{"line-01-on_system": "no"})
    share(point, LINES, **{"line-01-on_system": "no", "line-01-state": "under_way"})
    assert [flag.words for flag in RelevanceFlag.objects.all()] == [
        "Line of enquiry: Footage from the taxi office."
    ]


def test_more_lines_than_can_be_kept_are_not_kept() -> None:
    point = make_code_test()
    with pytest.raises(CannotDo, match="characters long"):
        save(point, LINES, **{"line-01-text": "word " * 10_000})
    save(point, LINES, **{f"line-{MOST_LINES + 1:02}-text": "Beyond."})
    assert shared_answers(point, LINES) is None
    assert not point.sections.exists()


# Both stages, as the Code has them


def test_public_interest_is_reached_only_where_the_evidence_may_be_enough() -> None:
    point = share_until(make_code_test(), WEAKNESSES)
    not_met = {
        "stage-evidential-view": "not_met",
        "stage-public_interest-view": "",
        "stage-public_interest-why": "",
    }
    assert share(point, STAGES, **not_met).answers["stage-evidential-view"] == "not_met"


@pytest.mark.parametrize("field", ["stage-public_interest-view", "stage-public_interest-why"])
def test_both_stages_need_a_view_and_its_reasoning(field: str) -> None:
    point = share_until(make_code_test(), WEAKNESSES)
    with pytest.raises(NotComplete, match="Public interest stage"):
        share(point, STAGES, **{field: ""})


# The second person


# Who is told


def subjects(officer: Officer) -> list[str]:
    return [one.subject for one in messages_for(officer)]


def test_the_second_person_is_told_when_their_challenge_is_asked() -> None:
    point = share_until(make_code_test(), WEAKNESSES)
    run_until_idle()
    assert subjects(sergeant(point)) == []
    share(point, STAGES)
    run_until_idle()
    assert subjects(sergeant(point)) == [
        "You are asked to challenge the reasoning at a Full Code Test point"
    ]


def test_one_chosen_later_is_told_at_once_and_once() -> None:
    point = share_until(make_code_test(), STAGES)
    peer = make_officer()
    for _ in range(2):
        choose_second_person(by=oic(point), point=point, officer=peer)
        run_until_idle()
    assert len(subjects(peer)) == 1


def test_those_who_wrote_are_told_when_the_challenge_is_there() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    run_until_idle()
    assert subjects(oic(point)) == ["A challenge waits for your answer at a Full Code Test point"]


def test_what_goes_out_names_no_case_and_no_person() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    run_until_idle()
    for officer in (oic(point), sergeant(point)):
        for message in messages_for(officer):
            words = f"{message.subject} {message.text}"
            assert point.case.reference not in words
            assert oic(point).family_name not in words


# Holding, reopening


def hold_it(point: Point) -> None:
    people = [oic(point).ref, sergeant(point).ref]
    said = {lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")}
    lenses: dict[str, dict[str, Any]] = {
        **said,
        "together": {"present": people, "not_on_file": "no"},
    }
    save_conversation(by=oic(point), point=point, version=draft_of(point).version, lenses=lenses)
    hold(by=oic(point), point=point)


def test_the_kind_of_point_has_the_part() -> None:
    assert [part.key for part in parts_of(make_code_test())] == ["code_test"]


def test_a_point_is_not_held_before_its_test_is_whole() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    with pytest.raises(NotComplete, match="“Answer to the challenge” has not been shared yet"):
        hold_it(point)


def test_a_point_is_not_held_with_words_changed_after_they_were_shared() -> None:
    point = share_until(make_code_test(), ANSWER)
    save(point, STAGES, **{"stage-evidential-why": "Otherwise."})
    with pytest.raises(NotComplete, match="was changed after it was shared"):
        hold_it(point)


def test_a_whole_test_lets_the_point_be_held() -> None:
    point = share_until(make_code_test(), ANSWER)
    hold_it(point)
    assert Point.objects.get(pk=point.pk).state == PointState.HELD


def test_another_conversation_does_not_stand_for_a_test_that_nobody_wrote() -> None:
    point = make_code_test()
    other = ask_for_point(by=oic(point), case=point.case, kind="rpp3")
    assert can_be_held_with(oic(point), other) == []
    share_until(point, ANSWER)
    assert can_be_held_with(oic(point), other) == [point]


def test_a_waived_or_held_point_takes_no_further_words() -> None:
    point = make_code_test()
    waive(by=sergeant(point), point=point, reason="Charged on the threshold test.")
    with pytest.raises(CannotDo, match="was waived"):
        save(point, LINES, **WHOLE[LINES.key])


def test_reopened_it_goes_on_from_what_was_shared() -> None:
    point = share_until(make_code_test(), ANSWER)
    hold_it(point)
    reopen(by=oic(point), point=Point.objects.get(pk=point.pk), reason="An action plan came.")
    share(point, STAGES, **{"stage-evidential-why": "The telephone was read since."})
    kept = [one.number for one in point.sections.get(key=STAGES.key).revisions.all()]
    assert kept == [1, 2]


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    colleague = make_officer(rank="constable")
    point = make_code_test()
    involve(point.case, colleague, "investigator")
    Participation.objects.create(point=point, officer=colleague, role="investigator")
    save(point, LINES, **WHOLE[LINES.key])
    with pytest.raises(StaleForm):
        save_section(
            by=colleague, point=point, kind=LINES, version=0, answers={"line-01-text": "Mine."}
        )
