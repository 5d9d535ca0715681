"""Challenge cards: read as one writes, kept by nobody but the section that they stand beside."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import stillpoint
from stillpoint import practice
from stillpoint.events.models import Announcement
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points.challenging import cards_for
from stillpoint.points.code_test import ANSWER, CHALLENGE, LINES, STAGES, STRENGTHS, WEAKNESSES
from stillpoint.points.enquiry_lines import MOST_LINES, lines_in
from stillpoint.points.models import Point, Section
from stillpoint.points.opening_lines import open_line
from stillpoint.points.sections import section_of, shared_answers
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.code_tests import (
    FROM_A_MYTH,
    WHOLE,
    WITHOUT,
    make_code_test,
    oic,
    save,
    sergeant,
    share,
    share_until,
)
from tests.points.test_point_pages import browser, text

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CARD = "case_weaknesses-M05"
KEPT = "kept-case_weaknesses-M05"


def ready_for_weaknesses() -> Point:
    return share_until(make_code_test(), STRENGTHS)


def address(
    point: Point, name: str = "point-code-test-section", section: str = "weaknesses"
) -> str:
    return reverse(name, kwargs={"ref": point.ref, "section": section})


def read(officer: Officer, point: Point, words: str, field: str = "case_weaknesses") -> Any:
    posted = {"field": field, "text": words}
    return browser(officer).post(address(point, "point-code-test-read"), posted)


def post(point: Point, action: str, **values: Any) -> Any:
    version = section_of(point, WEAKNESSES).version
    posted = {
        "version": version,
        "case_weaknesses": FROM_A_MYTH,
        "not_on_file": "no",
        "action": action,
        **values,
    }
    return browser(oic(point)).post(address(point), posted)


def page(point: Point, query: str = "") -> str:
    return text(browser(oic(point)).get(address(point) + query))


# Reading along


def test_a_sentence_that_rests_on_a_myth_brings_its_card() -> None:
    point = ready_for_weaknesses()
    (card,) = read(oic(point), point, FROM_A_MYTH).json()["cards"]
    myth = practice.current().myth("M05")
    assert card["key"] == CARD
    for words in (myth.title, myth.question, "This may have misread you", "<mark>"):
        assert words in card["html"].replace("&#39;", "'").replace("&#x27;", "'")


def test_a_mention_brings_none() -> None:
    point = ready_for_weaknesses()
    assert read(oic(point), point, WITHOUT).json() == {"cards": []}


def test_reading_keeps_nothing_and_leaves_nothing_in_the_trail() -> None:
    point = ready_for_weaknesses()
    before = (Section.objects.count(), TrailEntry.objects.count(), Announcement.objects.count())
    client = browser(oic(point))
    with CaptureQueriesContext(connection) as asked:
        client.post(
            address(point, "point-code-test-read"),
            {"field": "case_weaknesses", "text": FROM_A_MYTH},
        )
    changes = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session)')
    written = [one["sql"] for one in asked if changes.match(one["sql"])]
    after = (Section.objects.count(), TrailEntry.objects.count(), Announcement.objects.count())
    assert (after, written) == (before, [])
    assert not any("drinking" in one["sql"] for one in asked)


def test_saving_keeps_a_digest_in_the_trail_and_no_words() -> None:
    point = ready_for_weaknesses()
    post(point, "later", **{KEPT: "Her own words put the time of it in doubt."})
    left = "".join(str(vars(entry)) for entry in TrailEntry.objects.all())
    assert ("drinking" in left, "time of it in doubt" in left) == (False, False)


def test_only_those_who_may_write_the_section_have_it_read() -> None:
    point = ready_for_weaknesses()
    others = [sergeant(point), make_officer(), make_officer(roles=["rasso_lead"])]
    assert [read(one, point, FROM_A_MYTH).status_code for one in others] == [403, 403, 403]


def test_a_text_too_long_is_refused_with_a_sentence() -> None:
    point = ready_for_weaknesses()
    response = read(oic(point), point, "a" * 20_001)
    assert (response.status_code, "20,000 characters" in response.json()["problem"]) == (413, True)


def test_only_fields_that_are_read_along_are_read() -> None:
    point = ready_for_weaknesses()
    assert read(oic(point), point, FROM_A_MYTH, field="suspect_did").status_code == 400


def test_it_is_not_asked_by_address() -> None:
    point = ready_for_weaknesses()
    where = f"{address(point, 'point-code-test-read')}?text=anything"
    assert browser(oic(point)).get(where).status_code == 405


# Without script: the cards come when it is saved


def test_saving_leads_back_to_a_card_not_yet_seen_and_the_draft_is_kept() -> None:
    point = ready_for_weaknesses()
    response = post(point, "later")
    assert response.headers["Location"].endswith(f"/weaknesses/#card-{CARD}")
    assert f'id="card-{CARD}"' in page(point)
    assert section_of(point, WEAKNESSES).answers["case_weaknesses"] == FROM_A_MYTH


def test_a_card_that_was_seen_does_not_hold_up_leaving() -> None:
    point = ready_for_weaknesses()
    response = post(point, "later", shown=[CARD])
    assert response.headers["Location"] == reverse("point-code-test", args=[point.ref])


def test_sharing_asks_once_for_each_card_and_then_shares_without_an_answer() -> None:
    point = ready_for_weaknesses()
    first = post(point, "share", shown=[CARD])
    assert "?asked=1" in first.headers["Location"]
    assert shared_answers(point, WEAKNESSES) is None
    assert f'name="asked" value="{CARD}"' in page(point, "?asked=1")
    post(point, "share", shown=[CARD], asked=[CARD])
    shared = shared_answers(point, WEAKNESSES)
    assert shared is not None
    assert shared.answers == {"case_weaknesses": FROM_A_MYTH}


# The three answers


def test_kept_with_a_reason_it_is_shared_with_the_reason_and_nothing_else() -> None:
    point = ready_for_weaknesses()
    post(point, "share", **{KEPT: "The footage contradicts her on the time."})
    shared = shared_answers(point, WEAKNESSES)
    assert shared is not None
    assert shared.answers == {
        "case_weaknesses": FROM_A_MYTH,
        KEPT: "The footage contradicts her on the time.",
    }


def test_reworded_the_card_goes_and_leaves_nothing() -> None:
    point = ready_for_weaknesses()
    post(point, "later", **{KEPT: "For now."})
    post(point, "share", case_weaknesses=WITHOUT, **{KEPT: "For now."})
    shared = shared_answers(point, WEAKNESSES)
    assert shared is not None
    assert shared.answers == {"case_weaknesses": WITHOUT}


def test_a_line_of_enquiry_is_opened_with_the_question_of_the_card() -> None:
    point = ready_for_weaknesses()
    post(point, f"line:{CARD}")
    lines = lines_in(section_of(point, LINES).answers)
    assert [(line.number, line.asks) for line in lines] == [(1, ""), (2, "M05")]
    shown = text(browser(oic(point)).get(address(point, section="lines")))
    assert "did the suspect see, cause or use the state the victim was in?" in shown


def test_the_same_press_twice_opens_one_line() -> None:
    point = ready_for_weaknesses()
    for _ in range(2):
        post(point, f"line:{CARD}")
    assert len(lines_in(section_of(point, LINES).answers)) == 2


def test_a_line_is_not_opened_from_a_card_that_does_not_stand() -> None:
    point = ready_for_weaknesses()
    save(point, WEAKNESSES, case_weaknesses=WITHOUT)
    with pytest.raises(CannotDo, match="words of that card are gone"):
        open_line(by=oic(point), point=point, kind=WEAKNESSES, card=CARD)


def test_when_the_list_is_full_it_says_so_and_the_words_are_kept() -> None:
    point = ready_for_weaknesses()
    save(point, LINES, **{f"line-{n:02}-text": f"Line {n}" for n in range(1, MOST_LINES + 1)})
    response = post(point, f"line:{CARD}")
    assert (response.status_code, "lines of enquiry can be kept here" in text(response)) == (
        409,
        True,
    )
    assert section_of(point, WEAKNESSES).answers["case_weaknesses"] == FROM_A_MYTH


def test_an_opened_line_can_be_taken_out_again() -> None:
    point = ready_for_weaknesses()
    post(point, f"line:{CARD}")
    stored = section_of(point, LINES)
    posted = {**WHOLE[LINES.key], "line-02-text": "", "line-02-drop": "on"}
    where = address(point, section="lines")
    browser(oic(point)).post(where, {**posted, "version": stored.version, "action": "later"})
    assert [line.number for line in lines_in(section_of(point, LINES).answers)] == [1]


def test_the_second_person_reads_the_answer_and_not_the_card() -> None:
    point = ready_for_weaknesses()
    post(point, "share", **{KEPT: "The footage contradicts her on the time."})
    shown = text(browser(sergeant(point)).get(reverse("point-code-test", args=[point.ref])))
    assert "Kept, because: The footage contradicts her on the time." in shown
    assert "<mark>" not in shown


def test_an_unanswered_card_is_shown_to_nobody_but_the_writer() -> None:
    point = ready_for_weaknesses()
    post(point, "share", asked=[CARD], shown=[CARD])
    shown = text(browser(sergeant(point)).get(reverse("point-code-test", args=[point.ref])))
    assert "The card" not in shown
    assert practice.current().myth("M05").title not in shown


def test_the_words_that_a_card_refers_to_are_shown_as_text() -> None:
    point = ready_for_weaknesses()
    words = "<b>She had been drinking heavily so her account cannot be relied on.</b>"
    (card,) = read(oic(point), point, words).json()["cards"]
    assert "<b>" not in card["html"]


def test_one_myth_said_twice_is_one_card_with_both_places() -> None:
    cards = cards_for("f", f"{FROM_A_MYTH}\n\n{FROM_A_MYTH}", {})
    assert [(card.myth.key, len(card.quotes)) for card in cards] == [("M05", 2)]


def test_a_quote_holds_the_sentence_and_not_its_neighbours() -> None:
    (card,) = cards_for("f", f"The flat is on the third floor. {FROM_A_MYTH} He rang.", {})
    (quote,) = card.quotes
    whole = quote.before + quote.words + quote.after
    assert whole.strip(". ") == FROM_A_MYTH.strip(".")


# Nobody is counted by them


def test_no_record_holds_the_answer_to_a_card_beside_an_officer() -> None:
    """Answers stand in the section of the case alone: a table of them could be grouped."""
    named = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if re.search(r"card|myth|family$|challenge", field.name)
        and field.name != "family_name"
        and model.__module__.startswith("stillpoint.")
    ]
    assert named == []


def test_nothing_that_reads_the_cards_counts_or_groups() -> None:
    """Whatever module knows the fields of a card may show one section, and never add up several."""
    folder = Path(stillpoint.__file__).parent
    knows = re.compile(r"challenging|code_test|kept-|methods\.challenge")
    found, adds_up = [], []
    for path in sorted(folder.rglob("*.py")):
        if {"methods", "demo"} & set(path.parts) or not knows.search(path.read_text()):
            continue
        found.append(path.stem)
        if path.stem == "next_steps":
            # Asks whether a section was shared, to say what is next, and reads no word of one.
            assert "answers" not in path.read_text()
            continue
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        adds_up += [
            f"{path.stem}: {one}"
            for one in names & {"annotate", "aggregate", "Count", "Counter", "values_list"}
        ]
    assert {"challenging", "code_test_words", "presenters_code_test", "code_test"} <= set(found)
    assert adds_up == []


def test_an_answer_card_stands_beside_the_officer_s_answer_too() -> None:
    point = share_until(make_code_test(), ANSWER)
    posted = {"field": "answer", "text": FROM_A_MYTH}
    where = address(point, "point-code-test-read", "answer")
    assert len(browser(oic(point)).post(where, posted).json()["cards"]) == 1


def test_both_stages_are_read_along() -> None:
    point = share_until(make_code_test(), STAGES)
    where = address(point, "point-code-test-read", "stages")
    for field in ("stage-evidential-why", "stage-public_interest-why"):
        answer = browser(oic(point)).post(where, {"field": field, "text": FROM_A_MYTH})
        assert len(answer.json()["cards"]) == 1


def plain(response: Any) -> str:
    return html.unescape(text(response))


def test_the_second_person_s_challenge_is_read_along_and_opens_no_line() -> None:
    point = share_until(make_code_test(), STAGES)
    where = address(point, "point-code-test-read", "challenge")
    for field in ("challenge", "missed"):
        posted = {"field": field, "text": FROM_A_MYTH}
        (card,) = browser(sergeant(point)).post(where, posted).json()["cards"]
        assert "Keep it, because" in card["html"] and "Open a line of enquiry" not in card["html"]
    assert browser(oic(point)).post(where, {"field": "challenge", "text": "x"}).status_code == 403


def test_a_challenge_keeps_its_words_with_a_reason_as_any_section_does() -> None:
    point = share_until(make_code_test(), STAGES)
    kept = {"kept-challenge-M05": "It quotes what is challenged."}
    revision = share(point, CHALLENGE, challenge=FROM_A_MYTH, **kept)
    assert revision.answers == {"challenge": FROM_A_MYTH, **kept}
    page = browser(sergeant(point)).get(address(point, "point-code-test-section", "challenge"))
    assert "It quotes what is challenged." in plain(page)


def test_every_page_that_is_read_along_says_that_no_card_is_no_clearance() -> None:
    said = practice.current().points.no_card_is_no_clearance
    point = share_until(make_code_test(), CHALLENGE)
    pages = [
        (oic(point), "point-code-test-section", "weaknesses"),
        (oic(point), "point-code-test-section", "answer"),
        (sergeant(point), "point-code-test-section", "challenge"),
    ]
    for officer, name, section in pages:
        assert said in plain(browser(officer).get(address(point, name, section)))
    overview = browser(oic(point)).get(reverse("point-code-test", args=[point.ref]))
    assert said in plain(overview)


def test_a_card_says_who_reads_the_answer_and_that_is_who_does() -> None:
    model = practice.current().points
    point = share_until(make_code_test(), STRENGTHS)
    cards = read(oic(point), point, FROM_A_MYTH).json()["cards"]
    assert model.card_is_read_by in html.unescape(cards[0]["html"])
    share(point, WEAKNESSES, case_weaknesses=FROM_A_MYTH, **{KEPT: "The footage shows it."})
    asked = practice.current().myth("M05").question
    manager = make_officer(rank="sergeant")
    LineManagement.objects.filter(officer=oic(point)).update(manager=manager)
    for reader in (oic(point), sergeant(point), manager):
        page = plain(browser(reader).get(reverse("point-code-test", args=[point.ref])))
        assert "The footage shows it." in page and asked in page
