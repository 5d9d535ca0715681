from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.risks.counting import by_closure, by_finding
from stillpoint.risks.handling import Learning, open_learning
from stillpoint.risks.models import LiveRisk
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.risks.factories import Scene, make_risk, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, risk: LiveRisk) -> Any:
    return browser(officer).get(reverse("risk", args=[risk.ref]))


def post(officer: Officer, risk: LiveRisk, **values: str) -> Any:
    return browser(officer).post(reverse("risk", args=[risk.ref]), values, follow=True)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


WHO_READS = {"raiser", "receiver", "superior", "raisers_manager", "lead", "disclosure"}
EVERYBODY = {*WHO_READS, "stranger"}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_reads_a_live_risk_and_has_it_in_their_list(scene: Scene, who: str) -> None:
    risk = make_risk(scene, "directed")
    officer = getattr(scene, who)
    listed = scene.case.reference in browser(officer).get(reverse("risks")).content.decode()
    may = who in WHO_READS
    assert (page(officer, risk).status_code == 200, listed) == (may, may)


def test_an_administrator_reads_none(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    administrator = make_officer("Ada Admin", roles=("administrator",))
    assert page(administrator, risk).status_code == 403


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        ("raised", "raiser", "What is to be done now?"),
        ("directed", "receiver", "What will you do first?"),
        ("directed", "superior", "What will you do first?"),
        ("acknowledged", "receiver", "who has been spoken to?"),
        ("assessed", "receiver", "The risk was managed but not recorded"),
        ("mitigated", "raiser", "It was not dealt with: it goes back"),
        ("verified", "receiver", "How shall we know that it worked?"),
    ],
)
def test_the_next_step_is_offered_to_whoever_takes_it(
    scene: Scene, state: str, who: str, words: str
) -> None:
    risk = make_risk(scene, state)
    assert words in page(getattr(scene, who), risk).content.decode()


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("directed", "disclosure"),
        ("directed", "lead"),
        ("mitigated", "receiver"),
        ("closed", "raiser"),
    ],
)
def test_others_read_without_a_form(scene: Scene, state: str, who: str) -> None:
    shown = page(getattr(scene, who), make_risk(scene, state)).content.decode()
    assert 'name="text"' not in shown


def test_the_whole_thread_can_be_walked_on_screen(scene: Scene) -> None:
    risk = make_risk(scene)
    post(scene.raiser, risk, move="direct", text="Ring partners.", receiver=scene.receiver.ref)
    post(scene.receiver, risk, move="acknowledge", text="Ringing.")
    post(scene.receiver, risk, move="assess", text="A plan exists elsewhere.")
    post(scene.receiver, risk, move="correct_record", text="It is on the file now.")
    post(scene.raiser, risk, move="verify", text="I have read it.")
    last = post(scene.raiser, risk, move="open_learning", reason="It is taught already.")
    risk.refresh_from_db()
    assert (risk.state, risk.finding) == ("closed", "unrecorded")
    assert "The risk was managed but not recorded" in last.content.decode()


def test_a_step_without_words_keeps_the_form_and_says_so(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    shown = post(scene.receiver, risk, move="acknowledge", text="")
    assert (shown.status_code, "Say it in a sentence or two" in shown.content.decode()) == (
        422,
        True,
    )


def test_a_step_that_somebody_else_took_says_so_and_keeps_nothing(scene: Scene) -> None:
    risk = make_risk(scene, "acknowledged")
    shown = post(scene.superior, risk, move="acknowledge", text="I take it.")
    assert (shown.status_code, "somebody may have acted" in shown.content.decode()) == (409, True)


def test_a_step_by_somebody_without_a_part_is_refused(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    assert post(scene.disclosure, risk, move="acknowledge", text="I take it.").status_code == 403


def test_a_move_that_does_not_exist_is_no_error_of_the_server(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    assert post(scene.receiver, risk, move="delete", text="Gone.").status_code in (409, 422)


def test_a_person_who_is_not_offered_cannot_be_chosen(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    post(scene.raiser, risk, move="hand_over", text="You.", receiver=scene.stranger.ref)
    risk.refresh_from_db()
    assert risk.receiver == scene.receiver


def test_it_is_handed_over_on_screen(scene: Scene) -> None:
    risk = make_risk(scene, "acknowledged")
    post(scene.receiver, risk, move="hand_over", text="I am away.", receiver=scene.superior.ref)
    risk.refresh_from_db()
    assert (risk.receiver, risk.state) == (scene.superior, "directed")


def test_learning_opened_stands_in_learning_with_its_training_need(scene: Scene) -> None:
    risk = make_risk(scene, "verified")
    post(
        scene.raiser,
        risk,
        move="open_learning",
        reflection="With the sergeants.",
        aim="Recording",
        capability="Can record",
        how_we_shall_know="Dip sample",
    )
    listed = browser(scene.raiser).get(reverse("learning")).content.decode()
    needs = browser(scene.raiser).get(reverse("training-needs")).content.decode()
    assert ("With the sergeants." in listed, "Recording" in needs) == (True, True)


def test_closed_ones_are_shown_when_asked_for(scene: Scene) -> None:
    make_risk(scene, "closed")
    client = browser(scene.raiser)
    shown = [
        scene.case.reference in client.get(reverse("risks"), {"show": show}).content.decode()
        for show in ("open", "closed")
    ]
    assert shown == [False, True]


def test_the_list_takes_the_same_queries_at_any_size(scene: Scene) -> None:
    client = browser(scene.lead)
    make_risk(scene, "directed")
    few = queries(client, reverse("risks"))
    for _ in range(12):
        make_risk(scene, "directed")
        make_risk(make_scene(), "mitigated")
    assert queries(client, reverse("risks")) == few
    assert few <= 14


def test_reading_the_list_is_one_entry_that_names_them_all(scene: Scene) -> None:
    risks = [make_risk(scene, "directed") for _ in range(3)]
    browser(scene.raiser).get(reverse("risks"))
    entry = TrailEntry.objects.get(act="read the list of live risks")
    assert set(entry.about) == {risk.trail_reference for risk in risks}


def test_the_two_failures_are_counted_apart_once_they_are_verified(scene: Scene) -> None:
    make_risk(scene, "recorded")
    make_risk(scene, "verified")
    make_risk(scene, "closed")
    assert by_finding([scene.case.pk]) == {
        "unmanaged": 2,
        "unrecorded": 0,
        "none": 0,
        "undetermined": 1,
    }


def test_closures_are_counted(scene: Scene) -> None:
    make_risk(scene, "recorded")
    make_risk(scene, "closed")
    open_learning(
        by=scene.raiser, risk=make_risk(scene, "verified"), learning=Learning(reason="Known.")
    )
    assert by_closure([scene.case.pk]) == {
        "open": 1,
        "learning_opened": 1,
        "closed_with_a_reason": 1,
    }


def test_opening_a_risk_marks_the_message_about_it_as_seen(scene: Scene) -> None:
    risk = make_risk(scene, "directed")
    run_until_idle(raising=True)
    page(scene.receiver, risk)
    assert not scene.receiver.messages.filter(seen_at__isnull=True).exists()
