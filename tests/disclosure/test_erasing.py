"""What two people decided to erase is found nowhere afterwards, and the trail says that it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.disclosure import holdings
from stillpoint.disclosure.erasing import carry_out
from stillpoint.disclosure.holding import place_hold
from stillpoint.disclosure.models import Erasure
from stillpoint.disclosure.retaining import agree_erasure, due_cases, propose_erasure
from stillpoint.events.working import run_until_idle
from stillpoint.evidence.figures import digest
from stillpoint.evidence.models import Report
from stillpoint.learning.models import LearningPoint
from stillpoint.points.models import Point, PrivateNote
from stillpoint.reviews.models import Review, Selection
from stillpoint.site.wiring_retention import HOLDINGS
from stillpoint.trust import erasing, trail
from stillpoint.trust.models import TrailEntry
from tests.disclosure.old_cases import (
    AGREED,
    LONG_AGO,
    WORDS,
    grow_old,
    lead,
    old_case,
    reviewed_case,
    talked_about,
)
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# Models that name a case and are not erased with what is about it, and why.
STAYS = {
    "cases": "the case is the crime system's, and comes from there",
    "reviews.FrameRow": "the frozen frame: anyone can replay the draw",
    "reviews.Selection": "that the case was drawn; what was said of it is erased",
    "reviews.Conflict": "that somebody declared a conflict; the words are erased",
    "disclosure.Hold": "why records were kept is the record of a decision",
    "disclosure.Kept": "why records were kept is the record of a decision",
    "disclosure.Erasure": "the record that it was erased",
}


def full_case() -> Case:
    case = reviewed_case()
    talked_about(case)
    return grow_old(case)


def agreed(case: Case) -> Erasure:
    erasure = propose_erasure(by=lead(), case=case, reason="No longer needed.")
    return agree_erasure(by=lead(), erasure=erasure)


def found_anywhere(words: str) -> list[str]:
    """Tables in which any column of any row holds the words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(words in str(row) for row in cursor.fetchall()):
                found.append(table)
    return sorted(found)


def test_the_words_are_found_nowhere_in_the_database() -> None:
    case = full_case()
    before = found_anywhere(WORDS)
    assert len(before) >= 15 and "evidence_report" in before
    agreed(case)
    run_until_idle(raising=True)
    assert found_anywhere(WORDS) == []
    assert (Review.objects.count(), Point.objects.count(), PrivateNote.objects.count()) == (0, 0, 0)


def test_what_is_no_longer_of_the_case_stays() -> None:
    case = full_case()
    report = Report.objects.get()
    figures = report.result["areas"]
    agreed(case)
    run_until_idle(raising=True)
    (learned,) = LearningPoint.objects.all()
    assert (learned.agreed_text, learned.text, learned.case, learned.source) == (
        AGREED,
        AGREED,
        None,
        "",
    )
    report.refresh_from_db()
    assert figures == report.result["areas"]
    assert report.sha256 == digest({"inputs": report.inputs, "result": report.result})
    assert Selection.objects.filter(case=case).exists()


def test_the_pages_of_its_round_still_open() -> None:
    case = full_case()
    agreed(case)
    run_until_idle(raising=True)
    client = Client()
    client.force_login(lead())
    selection = Selection.objects.get(case=case)
    ref = selection.round.ref
    pages = [
        reverse("case", args=[case.ref]),
        reverse("round", args=[ref]),
        reverse("round-progress", args=[ref]),
        reverse("round-assignments", args=[ref]),
        reverse("round-feedback", args=[ref]),
        reverse("round-report", args=[ref]),
    ]
    assert {address: client.get(address).status_code for address in pages} == dict.fromkeys(
        pages, 200
    )


def test_one_entry_of_the_trail_names_all_that_was_erased() -> None:
    case = full_case()
    named = [trail.reference(one) for one in (*Review.objects.all(), *Point.objects.all())]
    erasure = agreed(case)
    run_until_idle(raising=True)
    (entry,) = TrailEntry.objects.filter(operation="erasure")
    assert {*named, case.trail_reference, erasure.trail_reference} <= set(entry.about)
    assert WORDS not in str(entry.about)


def test_the_record_of_the_erasure_says_how_much_there_was() -> None:
    erasure = agreed(full_case())
    run_until_idle(raising=True)
    erasure.refresh_from_db()
    assert (erasure.state, erasure.erased["case reviews"]) == ("done", 2)
    assert list(due_cases(LONG_AGO.replace(year=2040))) == []


def test_other_cases_keep_everything() -> None:
    case = full_case()  # First: a round draws from every case that is there.
    other = old_case()
    assert other != case
    agreed(case)
    run_until_idle(raising=True)
    assert other.relevance_flags.count() == 1


def test_a_case_that_is_live_again_stops_it() -> None:
    case = full_case()
    erasure = agreed(case)
    Case.objects.filter(pk=case.pk).update(live=True)
    run_until_idle(raising=True)
    erasure.refresh_from_db()
    assert erasure.state == "stopped"
    assert found_anywhere(WORDS) != []


def test_a_hold_placed_after_the_agreement_stops_it() -> None:
    case = full_case()
    erasure = agreed(case)
    place_hold(by=lead(), case=case, kind="inquiry", reason="The inquiry asked.")
    run_until_idle(raising=True)
    erasure.refresh_from_db()
    assert (erasure.state, Review.objects.count()) == ("stopped", 2)


def test_a_worker_killed_on_the_way_has_erased_nothing_and_starts_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    erasure = agreed(full_case())
    before = found_anywhere(WORDS)

    def killed(case: Case, gone: Sequence[str]) -> list[str]:
        raise SystemExit("killed")

    broken = (*HOLDINGS[:-1], replace(HOLDINGS[-1], erase=killed))
    monkeypatch.setattr(holdings, "_holdings", broken)
    with pytest.raises(SystemExit):
        carry_out(by=CONSOLE, erasure=erasure)
    assert found_anywhere(WORDS) == before

    monkeypatch.setattr(holdings, "_holdings", HOLDINGS)
    run_until_idle(raising=True)
    assert found_anywhere(WORDS) == []


def test_carrying_it_out_again_finds_nothing_to_do() -> None:
    erasure = agreed(full_case())
    run_until_idle(raising=True)
    entries = TrailEntry.objects.filter(operation="erasure").count()
    carry_out(by=CONSOLE, erasure=erasure)
    assert TrailEntry.objects.filter(operation="erasure").count() == entries


def test_whatever_names_a_case_is_erased_with_it_or_stays_for_a_reason() -> None:
    """A new record of a case has to be put into the table of what rooms hold."""
    erased = {one.rows().model for one in HOLDINGS}
    missed = []
    for relation in Case._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and isinstance(model, type)) or model in erased:
            continue
        if model._meta.app_label not in STAYS and model._meta.label not in STAYS:
            missed.append(model._meta.label)
    assert missed == []


def test_nothing_of_another_room_hangs_on_what_is_erased() -> None:
    """So that an erasure never stops half way for a record that its room does not know."""
    roots = [one.rows().model for one in HOLDINGS if one.name != "reports"]
    roots.append(apps.get_model("learning", "TrainingNeed"))
    elsewhere = []
    seen = set(roots)
    while roots:
        model = roots.pop()
        for child, _ in erasing._referring(model):
            if child._meta.app_label != model._meta.app_label:
                elsewhere.append((model._meta.label, child._meta.label))
            if child not in seen:
                seen.add(child)
                roots.append(child)
    assert elsewhere == []
