"""``stillpoint plan_round``, ``draw_round`` and ``assign_round``, one after the other."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.reviews.models import Assignment, Round
from tests.people.factories import make_officer
from tests.reviews.factories import involve, make_cases, make_drawn_round, make_reviewers

pytestmark = pytest.mark.django_db


def run(*words: str, code: int = 0) -> dict[str, Any]:
    out = io.StringIO()
    try:
        call_command(*words, "--json", stdout=out, stderr=io.StringIO())
        ended = 0
    except SystemExit as ending:
        ended = int(ending.code or 0)
    assert ended == code
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_a_round_goes_from_plan_to_assignment_on_the_command_line() -> None:
    make_cases(each=2)
    make_reviewers()
    run("plan_round", "Autumn 2026", "--by", "area", "--size", "6")
    run("draw_round", "Autumn 2026", "--seed", "lottery")
    answer = run("assign_round", "Autumn 2026")
    assert len(answer["assigned"]) == 12 and answer["unassigned"] == []
    assert set(answer["assigned"][0]) == {"case", "step", "reviewer"}
    held = sum(sum(load.values()) for load in answer["loads"].values())
    assert held == 12


def test_reviewers_are_named_by_their_number() -> None:
    make_cases(each=1)
    reviewer = make_reviewers(first=1, second=0)[0]
    make_drawn_round(size=4)
    answer = run("assign_round", "Autumn 2026")
    assert {one["reviewer"] for one in answer["assigned"]} == {reviewer.number}
    assert answer["loads"] == {reviewer.number: {"1": 4}}


def test_gaps_come_with_their_reasons() -> None:
    make_cases(each=1)
    reviewers = make_reviewers(first=1, second=2)
    case = make_drawn_round(size=4).selections.all()[0].case
    involve(reviewers[0], case)
    answer = run("assign_round", "Autumn 2026", "--second-load", "2")
    assert answer["unassigned"] == [
        {
            "case": case.reference,
            "step": 1,
            "reasons": {"not accredited": 2, "own case": 1},
        }
    ]


def test_loads_given_are_kept() -> None:
    make_cases(each=1)
    make_reviewers(first=2, second=2)
    make_drawn_round(size=4)
    answer = run("assign_round", "Autumn 2026", "--first-load", "1", "--second-load", "1")
    assert len(answer["unassigned"]) == 4
    assert {step for load in answer["loads"].values() for step in load.values()} == {1}


def test_an_officer_without_the_role_is_refused_and_nothing_is_assigned() -> None:
    make_cases(each=1)
    make_reviewers()
    make_drawn_round(size=4)
    somebody = make_officer()
    assert "refused" in run("assign_round", "Autumn 2026", "--as", somebody.number, code=1)
    assert not Assignment.objects.exists()


def test_an_unknown_round_is_refused_with_those_there_are() -> None:
    make_cases(each=1)
    make_drawn_round(size=4)
    assert "Autumn 2026" in run("assign_round", "Spring", code=1)["refused"]


def test_a_plan_that_is_refused_opens_no_round() -> None:
    make_cases(each=1)
    answer = run(
        "plan_round", "Autumn 2026", "--by", "area,relationship,outcome", "--size", "6",
        "--minimum", "3", code=1,
    )  # fmt: skip
    assert "refused" in answer
    assert not Round.objects.exists()
