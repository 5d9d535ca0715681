"""What expires by itself does so on its day, and a hold or a flag keeps it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint import practice
from stillpoint.disclosure.expiring import expire_all
from stillpoint.disclosure.holding import lift_hold, place_hold
from stillpoint.events.models import Message
from stillpoint.events.telling import tell
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.people.models import Officer
from stillpoint.points.conversing import draft_of, save_conversation
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import Conversation, Point, PrivateNote
from stillpoint.points.noting import write_note
from stillpoint.points.opening_points import open_points
from stillpoint.points.sharing import share
from stillpoint.practice.retention import EXPIRING as KNOWN
from stillpoint.reviews.models import Assignment, Review, Round
from stillpoint.reviews.reopening import reopen_first
from stillpoint.site.wiring_retention import EXPIRING
from stillpoint.trust.models import TrailEntry
from tests.disclosure.old_cases import lead
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE
from tests.reviews.review_factories import author_of, make_draft, make_submitted_first_review

pytestmark = [pytest.mark.django_db, pytest.mark.database]

YEARS = dt.timedelta(days=3 * 366)


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def old_note(point: Point | None = None) -> PrivateNote:
    by = oic(point) if point else make_officer()
    note = write_note(by=by, text="I keep thinking of it.", point=point)
    PrivateNote.objects.filter(pk=note.pk).update(changed_at=timezone.now() - YEARS)
    return note


def old_draft(point: Point) -> None:
    said = {"case": {"answer": "something", "what": "Not yet shared."}}
    save_conversation(by=oic(point), point=point, version=0, lenses=said)
    Conversation.objects.filter(point=point).update(saved_at=timezone.now() - YEARS)


def expire() -> dict[str, int]:
    return expire_all(EXPIRING)


def test_an_old_note_expires_and_a_young_one_stays() -> None:
    gone = old_note()
    kept = write_note(by=make_officer(), text="New.")
    assert expire()["private_notes"] == 1
    assert list(PrivateNote.objects.all()) == [kept]
    entry = TrailEntry.objects.get(operation="erasure")
    assert (entry.about, entry.actor) == ([gone.trail_reference], "job:expire what is not kept")


def test_a_note_stays_while_its_case_is_on_hold() -> None:
    point = check_in()
    old_note(point)
    place_hold(by=lead(), case=point.case, kind="cpia", reason="Counsel asked.")
    assert expire()["private_notes"] == 0


def test_a_note_about_no_point_stays_while_a_case_of_its_author_is_on_hold() -> None:
    """Nobody but the author can say which of their cases such a note is about."""
    point, reviewer = check_in(), author_of(make_draft())
    author, drawn = oic(point), Assignment.objects.get().selection.case
    for by in (author, reviewer, make_officer()):
        note = write_note(by=by, text="I keep thinking of it.")
        PrivateNote.objects.filter(pk=note.pk).update(changed_at=timezone.now() - YEARS)
    holds = [
        place_hold(by=lead(), case=case, kind="cpia", reason="Counsel asked.")
        for case in (point.case, drawn)
    ]
    expire()
    assert {note.author for note in PrivateNote.objects.all()} == {author, reviewer}
    for hold in holds:
        lift_hold(by=lead(), hold=hold, reason="The appeal is over.")
    assert expire()["private_notes"] == 2


def test_a_draft_of_a_review_expires_once_its_round_has_long_ended() -> None:
    draft = make_draft()
    selection = draft.assignment.selection
    other = selection.round.selections.exclude(pk=selection.pk).first()
    done = make_submitted_first_review(selection=other)
    assert expire()["review_drafts"] == 0
    Round.objects.update(state="closed", closed_at=timezone.now() - YEARS)
    hold = place_hold(by=lead(), case=selection.case, kind="cpia", reason="Counsel asked.")
    assert expire()["review_drafts"] == 0
    lift_hold(by=lead(), hold=hold, reason="The appeal is over.")
    assert expire()["review_drafts"] == 1
    assert list(Review.objects.all()) == [done]
    assert TrailEntry.objects.filter(operation="erasure").get().about == [draft.trail_reference]


def test_a_draft_that_reopened_a_submitted_review_does_not_expire() -> None:
    first = make_submitted_first_review()
    reopen_first(by=lead(), review=first, reason="The record was found since.")
    Round.objects.update(state="closed", closed_at=timezone.now() - YEARS)
    assert expire()["review_drafts"] == 0


def test_a_note_stays_where_words_of_its_point_are_flagged() -> None:
    point = check_in()
    old_note(point)
    flag_words(by=oic(point), point=point, words="A second witness.")
    assert expire()["private_notes"] == 0


def test_an_old_draft_expires_and_the_point_can_be_written_again() -> None:
    point = check_in()
    old_draft(point)
    assert expire()["conversation_drafts"] == 1
    assert draft_of(point).lenses == {}


def test_a_draft_stays_while_its_case_is_on_hold() -> None:
    point = check_in()
    old_draft(point)
    place_hold(by=lead(), case=point.case, kind="cpia", reason="Counsel asked.")
    assert expire()["conversation_drafts"] == 0


def test_what_was_shared_never_expires_by_itself() -> None:
    point = check_in()
    said = {lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")}
    together = {"together": {"present": [oic(point).ref], "not_on_file": "no"}}
    save_conversation(by=oic(point), point=point, version=0, lenses={**said, **together})
    share(by=oic(point), point=point)
    Conversation.objects.update(saved_at=timezone.now() - YEARS)
    assert expire()["conversation_drafts"] == 0


def test_old_messages_expire() -> None:
    message = tell(make_officer(), subject="Something waits", text="Sign in.", key="a")
    Message.objects.filter(pk=message.pk).update(created=timezone.now() - YEARS)
    kept = tell(make_officer(), subject="Something waits", text="Sign in.", key="b")
    expire()
    assert list(Message.objects.all()) == [kept]


def test_a_settled_row_loses_its_cells_and_keeps_what_was_decided() -> None:
    run = IntakeRun.objects.create(what="cases")
    rows = [
        QuarantinedRow.objects.create(
            run=run, file="a.csv", line=line, kind="bad", reason="No day", row={"Column": "words"}
        )
        for line in (1, 2)
    ]
    settled = QuarantinedRow.objects.filter(pk=rows[0].pk)
    settled.update(
        resolution="dropped", resolution_reason="Twice.", resolved_at=timezone.now() - YEARS
    )
    assert expire()["held_rows"] == 1
    gone, still = QuarantinedRow.objects.order_by("line")
    assert (gone.row, gone.resolution_reason, still.row) == ({}, "Twice.", {"Column": "words"})


def test_a_settled_row_of_a_case_on_hold_keeps_its_cells() -> None:
    case = make_manned_case()
    QuarantinedRow.objects.create(
        run=IntakeRun.objects.create(what="cases"),
        file="a.csv",
        line=1,
        kind="bad",
        reason="No day",
        reference=case.reference,
        row={"Column": "words"},
        resolution="dropped",
        resolved_at=timezone.now() - YEARS,
    )
    place_hold(by=lead(), case=case, kind="cpia", reason="Counsel asked.")
    assert expire()["held_rows"] == 0


def test_running_again_finds_nothing_and_leaves_no_entry() -> None:
    old_note()
    expire()
    entries = TrailEntry.objects.count()
    assert set(expire().values()) == {0}
    assert TrailEntry.objects.count() == entries


def test_more_than_is_erased_at_once_expires_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stillpoint.trust.erasing.AT_ONCE", 2)
    for _ in range(5):
        old_note()
    assert expire()["private_notes"] == 5


def test_every_rule_of_the_practice_model_has_something_to_erase() -> None:
    assert set(EXPIRING) == set(KNOWN)
    assert {one.key for one in practice.current().retention.expiries} <= set(KNOWN)
