"""The pages of the Full Code Test: overview, second person, sections, what is read only."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points.code_test import (
    ANSWER,
    CHALLENGE,
    LINES,
    STAGES,
    STRENGTHS,
    WEAKNESSES,
)
from stillpoint.points.enquiry_lines import MOST_LINES, lines_in
from stillpoint.points.models import Point, SecondPerson
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import section_of, shared_answers
from stillpoint.points.waiving import waive
from tests.people.factories import make_officer
from tests.points.code_tests import WHOLE, make_code_test, oic, save, sergeant, share, share_until
from tests.points.factories import happen
from tests.points.test_point_pages import browser, text
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def overview(officer: Officer, point: Point) -> Any:
    return browser(officer).get(reverse("point-code-test", args=[point.ref]))


def where(point: Point, section: str) -> str:
    return reverse("point-code-test-section", args=[point.ref, section])


def section(officer: Officer, point: Point, name: str) -> Any:
    return browser(officer).get(where(point, name))


def post(officer: Officer, point: Point, name: str, **values: Any) -> Any:
    return browser(officer).post(where(point, name), {"version": "0", "action": "share", **values})


def test_the_point_leads_to_its_test() -> None:
    point = make_code_test()
    shown = text(browser(oic(point)).get(reverse("point", args=[point.ref])))
    assert reverse("point-code-test", args=[point.ref]) in shown
    assert "Not started: lines of enquiry" in shown


def test_every_page_says_who_may_come_to_read_it() -> None:
    point = share_until(make_code_test(), STAGES)
    notice = practice.current().points.code_test_notice
    assert "defence" in notice
    for name in ("lines", "strengths", "weaknesses", "stages"):
        assert notice in text(section(oic(point), point, name))
    assert notice in text(overview(oic(point), point))


def test_what_cannot_be_written_yet_has_no_link_and_says_why() -> None:
    point = make_code_test()
    shown = text(overview(oic(point), point))
    assert f'href="{where(point, "lines")}"' in shown
    assert f'href="{where(point, "weaknesses")}"' not in shown
    assert "Weaknesses are weighed against them, so they come after." in shown


def test_an_address_typed_by_hand_does_not_get_round_the_order() -> None:
    point = make_code_test()
    asked = section(oic(point), point, "weaknesses")
    posted = post(oic(point), point, "weaknesses", case_weaknesses="He has no record.")
    assert (asked.status_code, posted.status_code) == (409, 409)
    assert "so they come after" in text(asked)
    assert not point.sections.exists()


def test_sharing_a_section_leads_to_the_next() -> None:
    point = make_code_test()
    response = post(oic(point), point, "lines", **WHOLE[LINES.key])
    assert response.headers["Location"] == where(point, "strengths")
    assert shared_answers(point, LINES) is not None


def test_facts_and_assessments_look_different() -> None:
    point = share_until(make_code_test(), LINES)
    shown = text(section(oic(point), point, "strengths"))
    assert (shown.count("sp-asks--fact"), shown.count("sp-asks--assessment")) == (1, 2)


def test_both_stages_are_named_and_lines_of_enquiry_are_not_one() -> None:
    point = share_until(make_code_test(), WEAKNESSES)
    shown = text(section(oic(point), point, "stages"))
    assert [stage.title in shown for stage in practice.current().points.full_code_test] == [
        True,
        True,
        False,
    ]
    assert "never whether a jury may hold a prejudice" in shown


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_is_kept() -> None:
    point = share_until(make_code_test(), LINES)
    response = post(oic(point), point, "strengths", case_strengths="She told a friend.")
    assert (response.status_code, "What did the suspect do before" in text(response)) == (200, True)
    assert section_of(point, STRENGTHS).answers["case_strengths"] == "She told a friend."


def test_a_line_is_taken_out_by_taking_out_its_words() -> None:
    point = make_code_test()
    save(point, LINES, **WHOLE[LINES.key])
    posted = {**WHOLE[LINES.key], "line-01-text": "", "version": "1", "action": "later"}
    browser(oic(point)).post(where(point, "lines"), posted)
    assert lines_in(section_of(point, LINES).answers) == []


def test_more_lines_can_be_added_and_what_is_typed_is_saved() -> None:
    point = make_code_test()
    response = post(oic(point), point, "lines", **{"line-01-text": "A", "action": "more-lines"})
    assert response.headers["Location"].startswith(where(point, "lines"))
    assert text(section(oic(point), point, "lines")).count("<legend") == 4


def test_a_line_that_somebody_else_added_is_not_taken_out_by_one_s_own_save() -> None:
    point = make_code_test()
    save(point, LINES, **WHOLE[LINES.key])
    save(point, LINES, **{"line-02-text": "Theirs."})
    stale = post(oic(point), point, "lines", **{**WHOLE[LINES.key], "line-01-text": "Mine."})
    assert stale.status_code == 409
    again = {**WHOLE[LINES.key], "line-01-text": "Mine.", "version": "2", "action": "later"}
    browser(oic(point)).post(where(point, "lines"), again)
    kept = [line.text for line in lines_in(section_of(point, LINES).answers)]
    assert kept == ["Mine.", "Theirs."]


def test_a_full_list_and_a_long_text_stay_light_enough_for_a_telephone() -> None:
    point = make_code_test()
    rows = {f"line-{n:02}-text": "Footage from the office." for n in range(1, MOST_LINES + 1)}
    save(point, LINES, **rows)
    assert len(section(oic(point), point, "lines").content) <= 60 * 1024


def test_ten_thousand_words_are_refused_and_shown_again() -> None:
    point = share_until(make_code_test(), LINES)
    words = "word " * 10_000
    response = post(oic(point), point, "strengths", case_strengths=words)
    assert "Put what belongs on the case file there" in text(response)
    assert words.strip() in text(response)


def test_words_that_may_identify_somebody_are_asked_about_before_they_are_shared() -> None:
    point = share_until(make_code_test(), LINES)
    said = {**WHOLE[STRENGTHS.key], "suspect_did": "He rang her on 07700 900123."}
    response = post(oic(point), point, "strengths", **said)
    assert "I have looked at each of these" in text(response)
    assert shared_answers(point, STRENGTHS) is None


# The second person


def choose(by: Officer, point: Point, **values: Any) -> Any:
    return browser(by).post(reverse("point-second-person", args=[point.ref]), values)


def test_the_second_person_is_chosen_from_those_near() -> None:
    point = make_code_test()
    choose(oic(point), point, officer=sergeant(point).ref)
    assert SecondPerson.objects.get(point=point).officer == sergeant(point)


def test_somebody_else_is_named_by_number() -> None:
    point, peer = make_code_test(), make_officer(rank="constable")
    choose(oic(point), point, number=peer.number)
    assert SecondPerson.objects.get(point=point).officer == peer


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"number": "no-one"}, "Nobody in the force has the number no-one."),
        ({}, "Choose who the second person is, or give their number."),
    ],
    ids=["unknown", "nothing"],
)
def test_a_choice_that_is_none_gets_a_sentence(values: dict[str, str], sentence: str) -> None:
    point = make_code_test()
    assert sentence in text(choose(oic(point), point, **values))


def test_oneself_by_number_is_refused_with_a_sentence() -> None:
    point = make_code_test()
    shown = text(choose(oic(point), point, number=oic(point).number))
    assert "Whoever owns this point is not its second person" in shown


def test_where_nobody_is_near_the_page_says_whom_to_ask() -> None:
    boss = make_officer(rank="inspector")
    alone = make_officer(rank="constable", manager=boss)
    point = make_code_test(oic=alone, supervisor=boss)
    save(point, LINES, **WHOLE[LINES.key])
    point.sections.update(writers=[boss.pk])
    shown = text(browser(alone).get(reverse("point-second-person", args=[point.ref])))
    assert f"Ask {boss.titled_name}" in shown


def test_the_second_person_sees_what_is_asked_of_them() -> None:
    point = share_until(make_code_test(), STAGES)
    shown = text(overview(sergeant(point), point))
    assert "You are the second person" in shown
    assert f'href="{where(point, "challenge")}"' in shown
    assert f'href="{where(point, "weaknesses")}"' not in shown


# Reading


def test_a_supervisor_reads_what_was_shared_and_no_draft() -> None:
    point = share_until(make_code_test(), STRENGTHS)
    save(point, WEAKNESSES, case_weaknesses="Not yet shared.")
    with_no_part = make_officer(rank="sergeant")
    LineManagement.objects.filter(officer=oic(point)).update(manager=with_no_part)
    shown = text(overview(with_no_part, point))
    assert "He moved the meeting to his flat" in shown
    assert "Not yet shared." not in shown


def test_a_held_or_waived_point_shows_it_read_only() -> None:
    point = share_until(make_code_test(), STAGES)
    waive(by=sergeant(point), point=point, reason="Another force took it.")
    shown = text(overview(oic(point), point))
    assert "He moved the meeting to his flat" in shown
    assert where(point, "stages") not in shown
    assert section(oic(point), point, "stages").status_code == 302


def test_words_shared_again_after_the_challenge_are_shown_as_such() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    share(point, STAGES, **{"stage-evidential-why": "On reflection, otherwise."})
    assert "This was shared again after the challenge" in text(overview(oic(point), point))


def again(case: Case) -> Point:
    """The charging decision was looped back: the test is considered once more."""
    happen(case, "full_code_test_assessed", days_ago=0.1)
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def test_an_earlier_test_of_the_case_stands_beside_read_only() -> None:
    first = share_until(make_code_test(), ANSWER)
    second = again(first.case)
    assert "The messages and the footage support her account" in text(overview(oic(first), second))
    share(second, LINES)
    shown = text(section(oic(first), second, "strengths"))
    assert "He moved the meeting to his flat" in shown
    assert reverse("point-code-test", args=[first.ref]) in shown


def test_an_earlier_test_is_not_shown_to_somebody_who_may_not_read_it() -> None:
    first = share_until(make_code_test(), ANSWER)
    second, peer = again(first.case), make_officer()
    choose(oic(first), second, number=peer.number)
    shown = text(overview(peer, second))
    assert reverse("point-code-test", args=[first.ref]) not in shown


def test_other_kinds_of_point_have_no_such_page() -> None:
    point = make_code_test()
    happen(point.case, "strategy_set")
    (other,) = open_points(by=CONSOLE, case=point.case)
    assert overview(oic(point), other).status_code == 404
    assert section(oic(point), point, "nothing").status_code == 404


def test_the_overview_takes_few_queries() -> None:
    point = share_until(make_code_test(), ANSWER)
    client = browser(oic(point))
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("point-code-test", args=[point.ref]))
    assert len(asked) <= 32
