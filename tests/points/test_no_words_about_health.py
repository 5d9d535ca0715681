"""Of how people are a point keeps an answer and what was recognised, and no words. Words that were
written when it asked for them are their writer's alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps as now
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from stillpoint import practice
from stillpoint.disclosure.holding import place_hold
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points import noting, setting_aside
from stillpoint.points.conversing import answers_of, join, save_conversation
from stillpoint.points.models import ConversationRevision, Point, PrivateNote
from stillpoint.points.opening_points import open_points
from stillpoint.points.presenters_point import said_in
from stillpoint.points.sharing import share
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

BEFORE = "0014_actions_not_read_further_up"
HEALTH = "He has not slept since that call."


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def nothing(point: Point, **welfare: Any) -> dict[str, Any]:
    return {
        "case": {"answer": "nothing"},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing", **welfare},
        "together": {"present": [oic(point).ref], "not_on_file": "no"},
    }


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.mark.django_db
@pytest.mark.database
class TestNow:
    def test_the_page_has_no_box_for_how_somebody_is(self) -> None:
        point = check_in()
        page = browser(oic(point)).get(reverse("point", args=[point.ref])).content.decode()
        names = {part.split('"')[0] for part in page.split('name="welfare-')[1:]}
        assert names == {"answer", "q-recognised"}
        assert "How someone is doing is theirs to tell, so it is not written here" in page

    def test_a_post_of_such_words_keeps_none(self) -> None:
        point = check_in()
        answers = {"recognised": "The calls to her.", "offered": HEALTH}
        said = nothing(point, what=HEALTH, learned=HEALTH, answers=answers)
        draft = save_conversation(by=oic(point), point=point, version=0, lenses=said)
        kept = {"answer": "nothing", "answers": {"recognised": "The calls to her."}}
        assert draft.lenses["welfare"] == kept
        revision = share(by=oic(point), point=point)
        assert HEALTH not in str(revision.lenses)

    def test_recognition_is_a_few_words(self) -> None:
        point = check_in()
        said = nothing(point, answers={"recognised": "x" * 201})
        with pytest.raises(CannotDo, match="200 characters") as refused:
            save_conversation(by=oic(point), point=point, version=0, lenses=said)
        assert refused.value.field == "welfare-q-recognised"

    @pytest.mark.parametrize("answer", ["nothing", "declined", "not_offered"])
    def test_a_talk_was_taken_up_declined_or_not_offered(self, answer: str) -> None:
        point = check_in()
        said = nothing(point)
        said["welfare"] = {"answer": answer}
        save_conversation(by=oic(point), point=point, version=0, lenses=said)
        revision = share(by=oic(point), point=point)
        (lens,) = [one for one in practice.current().points.lenses if not one.takes_words]
        (shown,) = [one for one in said_in(revision) if one.title == lens.title]
        assert shown.answer == answers_of(lens)[answer] and shown.words == []

    def test_something_is_no_answer_about_how_people_are(self) -> None:
        point = check_in()
        said = nothing(point)
        said["welfare"] = {"answer": "something"}
        draft = save_conversation(by=oic(point), point=point, version=0, lenses=said)
        assert draft.lenses["welfare"] == {"answers": {}} or "answer" not in draft.lenses["welfare"]

    def test_a_private_note_is_not_copied_under_how_people_are(self) -> None:
        point = check_in()
        note = noting.write_note(by=oic(point), text=HEALTH, point=point)
        with pytest.raises(CannotDo):
            noting.share_copy(by=oic(point), note=note, lens="welfare")


@pytest.mark.django_db
@pytest.mark.database
class TestWordsSetAside:
    def note(self) -> PrivateNote:
        point = check_in()
        note = noting.write_note(by=oic(point), text=HEALTH, point=point)
        PrivateNote.objects.update(set_aside_at=note.written_at)
        return PrivateNote.objects.get()

    def test_the_page_says_what_they_are_and_lets_their_writer_take_them_out(self) -> None:
        note = self.note()
        client = browser(note.author)
        page = client.get(reverse("note", args=[note.ref])).content.decode()
        assert HEALTH in page and "are shown to nobody but you" in page
        assert "Share a copy" not in page
        away = reverse("note-take-out", args=[note.ref])
        assert away in page and client.get(away).status_code == 200
        assert client.post(away).status_code == 302
        assert not PrivateNote.objects.exists()
        entry = TrailEntry.objects.filter(operation="erasure").latest("id")
        assert entry.act == "take out words that were set aside"

    def test_nobody_else_opens_or_takes_them_out(self) -> None:
        note = self.note()
        assert note.point is not None
        for officer in (above(note.author), make_officer(roles=["rasso_lead"])):
            client = browser(officer)
            for name in ("note", "note-take-out"):
                assert client.get(reverse(name, args=[note.ref])).status_code == 403
            with pytest.raises(Refused):
                setting_aside.take_out(by=officer, note=note)

    def test_they_stay_while_the_case_is_on_hold(self) -> None:
        note = self.note()
        assert note.point is not None
        lead = make_officer(roles=["rasso_lead"])
        place_hold(by=lead, case=note.point.case, kind="cpia", reason="A trial is to come.")
        with pytest.raises(CannotDo, match="on hold"):
            setting_aside.take_out(by=note.author, note=note)
        assert PrivateNote.objects.exists()

    def test_an_ordinary_note_is_not_taken_out_this_way(self) -> None:
        note = self.note()
        PrivateNote.objects.update(set_aside_at=None)
        note.refresh_from_db()
        with pytest.raises(CannotDo):
            setting_aside.take_out(by=note.author, note=note)


def back() -> Any:
    """The models as they were before."""
    target = [("points", BEFORE)]
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


def onward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def whole_again() -> Iterator[None]:
    yield
    onward()


def written_before(old: Any, point: Point, by: Officer, writers: list[Officer]) -> None:
    """A draft and two revisions as they were when a point asked how people are."""
    lens = {
        "answer": "something",
        "what": HEALTH,
        "learned": "To ask sooner.",
        "answers": {"recognised": "The calls to her.", "offered": "A swap was taken up."},
    }
    values = {"point_id": point.pk, "practice_version": "then"}
    for number, what in ((1, HEALTH), (2, "He sleeps again.")):
        old.get_model("points", "ConversationRevision").objects.create(
            number=number, lenses={"welfare": {**lens, "what": what}}, by_id=by.pk, **values
        )
    old.get_model("points", "Conversation").objects.create(
        lenses={"welfare": lens, "case": {"answer": "nothing"}},
        writers=[one.pk for one in writers],
        saved_by_id=by.pk,
        **values,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_the_migration_loses_no_word_and_leaves_none_at_the_point(whole_again: None) -> None:
    point = check_in()
    written_before(back(), point, oic(point), [oic(point)])
    onward()
    note = now.get_model("points", "PrivateNote").objects.get()
    assert (note.author, note.point_id) == (oic(point), point.pk) and note.set_aside_at
    words = noting.read_note(note)
    for text in (HEALTH, "He sleeps again.", "To ask sooner.", "A swap was taken up."):
        assert words.count(text) == 1
        assert text not in note.sealed
    kept = {"answer": "nothing", "answers": {"recognised": "The calls to her."}}
    draft = now.get_model("points", "Conversation").objects.get(point_id=point.pk)
    assert draft.lenses == {"welfare": kept, "case": {"answer": "nothing"}}
    assert [one.lenses["welfare"] for one in ConversationRevision.objects.all()] == [kept, kept]


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_a_supervisor_who_wrote_beside_the_officer_is_given_no_such_words(
    whole_again: None,
) -> None:
    point = check_in()
    supervisor = officer_of(point.case, "supervisor")
    if supervisor.pk != point.owner_id:
        join(by=supervisor, point=point)
    else:
        point.participations.get_or_create(officer=supervisor, defaults={"role": "supervisor"})
    written_before(back(), point, supervisor, [oic(point), supervisor])
    onward()
    assert [one.author for one in PrivateNote.objects.all()] == [oic(point)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_their_writer_is_told_once_and_the_trail_says_it(whole_again: None) -> None:
    point = check_in()
    written_before(back(), point, oic(point), [oic(point)])
    onward()
    run_until_idle(raising=True)
    told = [one for one in messages_for(oic(point)) if "private note now" in one.subject]
    assert len(told) == 1 and HEALTH not in told[0].text
    acts = TrailEntry.objects.filter(act="set words about how somebody is aside")
    assert acts.count() == 1
