"""What leaves the RASSO command: small numbers withheld, with what would give them away."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from stillpoint.evidence import (
    computing,
    disclosing,
    freezing,
    gathering,
    presenters,
    withholding,
)
from stillpoint.evidence.access import Version
from stillpoint.evidence.collapsing import collapsed
from stillpoint.evidence.documents import (
    Cell,
    Document,
    Paragraph,
    Section,
    Table,
    columns,
    table,
    tables_of,
)
from stillpoint.reviews import drawing
from stillpoint.risks.models import LiveRisk
from tests.evidence.factories import Given, close, make_published_round, originals, review_twice
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE

pytestmark = pytest.mark.django_db

SECRET = "No fresh look at the plan."


@pytest.fixture
def inputs() -> dict[str, Any]:
    """24 reviewed: 8 of North and 16 of South, one unavailable, three live risks."""
    round = make_published_round(north=40, south=80, size=24)
    chance = random.Random(4)
    reviewers = [(make_officer(), make_officer(rank="chief_inspector")) for _ in range(3)]
    north = originals(round, "North")
    drawing.mark_unavailable(by=CONSOLE, selection=north[0], reason="The file is with a court.")
    for place, selection in enumerate([*north[1:], *originals(round, "South")]):
        given = Given(rating=chance.randint(2, 5), improvements=[SECRET] if place < 3 else [])
        review_twice(selection, given, reviewers=reviewers[place % 3])
    for finding in ("unmanaged", "unrecorded", "unrecorded"):
        LiveRisk.objects.create(
            case=north[1].case,
            source="review:K7Q2MXTR",
            what="Risk to others.",
            finding=finding,
            state="mitigated",
            raised_by=reviewers[0][0],
            raised_at=timezone.now(),
        )
    return gathering.gather(close(round))


@pytest.fixture
def full(inputs: dict[str, Any]) -> dict[str, Any]:
    return computing.compute(inputs)


@pytest.fixture
def outside(full: dict[str, Any]) -> dict[str, Any]:
    return withholding.for_outside(full)


def denominators(value: Any) -> Iterator[int]:
    """Every n of every figure."""
    if isinstance(value, dict):
        if isinstance(value.get("n"), int):
            yield value["n"]
        for one in value.values():
            yield from denominators(one)
    elif isinstance(value, list):
        for one in value:
            yield from denominators(one)


def test_there_are_small_numbers_to_be_withheld(full: dict[str, Any]) -> None:
    """Without them the tests below could not fail."""
    assert min(denominators(full["areas"])) < 10
    assert full["risks"]["raised"] == 3
    assert full["response"]["unavailable"] == 1


def test_no_figure_stands_on_fewer_than_ten(outside: dict[str, Any]) -> None:
    assert min(denominators({**outside, "times": []})) >= 10


def test_denominators_are_rounded(outside: dict[str, Any]) -> None:
    assert {n % 5 for n in denominators({**outside, "times": []})} == {0}


def test_one_withheld_part_takes_a_second_with_it(
    full: dict[str, Any], outside: dict[str, Any]
) -> None:
    before = {one["value"]: one["good"]["n"] for one in full["areas"][0]["by"][0]["values"]}
    assert before == {"North": 7, "South": 16}
    after = {one["value"]: one["good"] for one in outside["areas"][0]["by"][0]["values"]}
    # South has enough cases, but would give North away beside the figure for all.
    assert after == {"North": None, "South": None}


def test_few_risks_are_withheld(outside: dict[str, Any]) -> None:
    assert outside["risks"]["raised"] is None
    assert all(row["raised"] in (None, 0) for row in outside["risks"]["by_finding"])


def test_a_single_unavailable_case_cannot_be_worked_out(outside: dict[str, Any]) -> None:
    response = outside["response"]
    assert response["unavailable"] is None
    assert response["rate"] is None


def test_no_case_no_words_and_no_reviewer_leave_the_command(
    inputs: dict[str, Any], outside: dict[str, Any]
) -> None:
    text = json.dumps(outside)
    assert SECRET not in text
    assert "with a court" not in text
    assert not [case["case"] for case in inputs["cases"] if case["case"] in text]


def floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from floats(one)


def test_no_share_is_so_exact_that_its_counts_could_be_worked_out(
    outside: dict[str, Any],
) -> None:
    assert [number for number in floats(outside) if number != round(number, 2)] == []


def test_hours_of_a_rank_are_not_shown(outside: dict[str, Any]) -> None:
    assert outside["hours"]["by_rank"] == []


def test_a_share_of_all_or_none_is_withheld(inputs: dict[str, Any]) -> None:
    for case in inputs["cases"]:
        if case["first"]:
            case["first"]["areas"]["risk"]["rating"] = 2
    shown = withholding.for_outside(computing.compute(inputs))
    area = next(one for one in shown["areas"] if one["key"] == "risk")
    assert area["overall"]["good"] is None


def test_the_frozen_result_is_not_touched(full: dict[str, Any]) -> None:
    before = json.dumps(full)
    withholding.result_for(Version.SUPPRESSED, full)
    withholding.result_for(Version.WITHOUT_REFERENCES, full)
    assert json.dumps(full) == before


def test_an_analyst_has_full_counts_without_references_or_words(
    inputs: dict[str, Any], full: dict[str, Any]
) -> None:
    shown = withholding.result_for(Version.WITHOUT_REFERENCES, full)
    assert shown["areas"] == full["areas"]
    assert shown["risks"]["raised"] == 3
    text = json.dumps(shown)
    assert SECRET not in text
    assert not [case["case"] for case in inputs["cases"] if case["case"] in text]


def test_the_words_of_the_suppressed_report_hold_no_withheld_number() -> None:
    round = make_published_round(north=40, south=80, size=24)
    for selection in originals(round, "South"):
        review_twice(selection, Given(rating=random.Random(selection.pk).randint(2, 5)))
    close(round)
    freezing.make_report(by=CONSOLE, round=round)
    outside = disclosing.shown_to(make_officer(roles=("ld_lead",)), round)
    made = disclosing.hand_out(by=make_officer(roles=("ld_lead",)), round=round, format="json")[0]
    assert "8 of 24" not in made.decode()
    assert any("withheld" in line for line in outside.result["limits"])


def told(full: dict[str, Any]) -> Document:
    result = withholding.result_for(Version.SUPPRESSED, full)
    return presenters.document(result, version=Version.SUPPRESSED)


def words_of(document: Document, key: str) -> list[str]:
    section = next(one for one in document.sections if one.key == key)
    return [one.text for one in section.blocks if isinstance(one, Paragraph)]


def test_no_row_and_no_column_is_withheld_throughout(full: dict[str, Any]) -> None:
    lines = []
    for _, shown in tables_of(told(full)):
        texts = [[cell.text for cell in row[1:]] for row in shown.rows]
        lines += [set(line) for line in (*texts, *zip(*texts, strict=True))]
    assert lines
    assert {"withheld"} not in lines


def test_rows_withheld_throughout_are_named_in_one_sentence() -> None:
    heads = columns("Area", "Cases", "Share")
    hidden = (Cell("withheld"), Cell("withheld"))
    rows = [
        (Cell("North"), *hidden),
        (Cell("South"), Cell("20"), Cell("withheld")),
        (Cell("East"), *hidden),
        (Cell("West"), Cell("withheld"), Cell("40%")),
    ]
    made = collapsed(Section("one", "One", (table("Areas", heads, rows),)))
    shown, said = made.blocks
    assert isinstance(shown, Table)
    assert [row[0].text for row in shown.rows] == ["South", "West"]
    assert said == Paragraph("Withheld throughout in “Areas”: North; East.")


def test_a_table_withheld_altogether_is_a_sentence() -> None:
    rows = [(Cell("North"), Cell("withheld"))]
    made = collapsed(Section("one", "One", (table("Areas", columns("Area", "Cases"), rows),)))
    assert made.blocks == (Paragraph("“Areas” is withheld: too few cases each."),)


def test_withheld_live_risks_are_said_once(full: dict[str, Any]) -> None:
    made = told(full)
    (said,) = words_of(made, "risks")
    assert "is withheld" in said
    assert not [one for section, one in tables_of(made) if section.key == "risks"]


def test_a_full_response_is_said_to_be_all(full: dict[str, Any]) -> None:
    whole = {**full["response"], "reviewed": 24, "unavailable": 0, "rate": 1.0}
    made = told({**full, "response": whole})
    assert words_of(made, "response") == ["All eligible drawn cases were reviewed."]


def test_a_response_that_is_not_full_is_not_said_to_be_all(full: dict[str, Any]) -> None:
    assert not [line for line in words_of(told(full), "response") if line.startswith("All")]


def test_few_ineligible_cases_stay_withheld_where_all_others_were_reviewed(
    full: dict[str, Any],
) -> None:
    whole = {**full["response"], "reviewed": 22, "ineligible": 2, "unavailable": 0, "rate": 1.0}
    response = withholding.for_outside({**full, "response": whole})["response"]
    assert response["ineligible"] is None
    # One of the other two must go too, or a subtraction gives it away.
    assert None in (response["reviewed"], response["drawn"])
    assert (response["unavailable"], response["waiting"], response["rate"]) == (0, 0, 1.0)
