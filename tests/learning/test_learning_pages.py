from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.working import run_until_idle
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.meeting_needs import change_need
from stillpoint.learning.models import LearningPoint, Recognition, TrainingNeed
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.answering import hidden_version
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RAW = "Our sergeants saw the plan in a partner’s system and stopped there."
AGREED = "What partners hold is put on our own record on the same day."


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, name: str, ref: str = "") -> Any:
    return browser(officer).get(reverse(name, args=[ref] if ref else []))


@pytest.fixture
def people() -> dict[str, Officer]:
    supervisor = make_officer("Sue Supervisor", rank="chief_inspector")
    named = make_officer("Nat Named", manager=supervisor)
    return {
        "author": make_officer("Ann Author"),
        "involved": make_officer("Ina Involved"),
        "supervisor": supervisor,
        "named": named,
        "stranger": make_officer("Sal Stranger"),
        "rasso_lead": make_officer("Lee Lead", roles=("rasso_lead",)),
        "ld_lead": make_officer("Lou Learning", roles=("ld_lead",)),
        "administrator": make_officer("Ada Admin", roles=("administrator",)),
    }


@pytest.fixture
def point(people: dict[str, Officer]) -> LearningPoint:
    return note_learning(
        by=people["author"], source="risk:K7Q2MXTR", text=RAW, involved=[people["involved"]]
    )


@pytest.fixture
def need(people: dict[str, Officer]) -> TrainingNeed:
    return note_training_need(
        by=people["author"],
        source="risk:K7Q2MXTR",
        aim="Recording safeguarding",
        capability="Can record it",
        how_we_shall_know="Dip sample",
        for_whom=people["named"],
    )


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("author", True),
        ("involved", True),
        ("rasso_lead", True),
        ("ld_lead", True),
        ("stranger", False),
        ("supervisor", False),
        ("administrator", False),
    ],
)
def test_raw_words_are_read_by_author_those_involved_and_leads(
    people: dict[str, Officer], point: LearningPoint, who: str, allowed: bool
) -> None:
    shown = page(people[who], "learning-point", point.ref)
    listed = RAW in page(people[who], "learning").content.decode()
    assert (shown.status_code == 200, listed) == (allowed, allowed)


def test_agreed_words_are_for_everyone_and_raw_ones_still_are_not(
    people: dict[str, Officer], point: LearningPoint
) -> None:
    agree_learning(by=people["ld_lead"], point=point, text=AGREED)
    words = page(people["stranger"], "learning-point", point.ref).content.decode()
    assert AGREED in words
    assert RAW not in words
    assert "Ann Author" not in words


def test_nobody_agrees_what_they_wrote_themselves(people: dict[str, Officer]) -> None:
    own = note_learning(by=people["rasso_lead"], source="risk:K7Q2MXTR", text=RAW)
    with pytest.raises(Refused, match="second person"):
        agree_learning(by=people["rasso_lead"], point=own, text=AGREED)


def test_only_leads_agree(people: dict[str, Officer], point: LearningPoint) -> None:
    with pytest.raises(Refused):
        agree_learning(by=people["involved"], point=point, text=AGREED)


def test_words_that_may_identify_somebody_are_asked_about_before_everyone_reads_them(
    people: dict[str, Officer], point: LearningPoint
) -> None:
    words = "Ring 07700 900123 before closing."
    address = reverse("learning-point", args=[point.ref])
    asked = browser(people["ld_lead"]).post(address, {"text": words})
    assert (asked.status_code, "identif" in asked.content.decode()) == (422, True)
    browser(people["ld_lead"]).post(address, {"text": words, "not_identifiers": "on"})
    point.refresh_from_db()
    assert point.agreed_text == words


def test_a_second_agreement_is_refused(people: dict[str, Officer], point: LearningPoint) -> None:
    agree_learning(by=people["ld_lead"], point=point, text=AGREED)
    with pytest.raises(CannotDo, match="already"):
        agree_learning(by=people["rasso_lead"], point=point, text="Other words.")


def test_filters_find_agreed_words(people: dict[str, Officer], point: LearningPoint) -> None:
    agree_learning(by=people["ld_lead"], point=point, text=AGREED)
    client = browser(people["stranger"])
    found = client.get(reverse("learning"), {"q": "partners RECORD"}).content.decode()
    missed = client.get(reverse("learning"), {"kind": "strength"}).content.decode()
    assert (AGREED in found, AGREED in missed) == (True, False)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("author", True),
        ("named", True),
        ("supervisor", True),
        ("ld_lead", True),
        ("rasso_lead", False),
        ("stranger", False),
        ("administrator", False),
    ],
)
def test_a_training_need_is_read_by_those_it_concerns(
    people: dict[str, Officer], need: TrainingNeed, who: str, allowed: bool
) -> None:
    shown = page(people[who], "training-need", need.ref)
    listed = need.aim in page(people[who], "training-needs").content.decode()
    assert (shown.status_code == 200, listed) == (allowed, allowed)


def test_a_training_need_is_planned_and_met(people: dict[str, Officer], need: TrainingNeed) -> None:
    address = reverse("training-need", args=[need.ref])
    browser(people["ld_lead"]).post(address, {"to": "planned", "text": "A day in March."})
    browser(people["ld_lead"]).post(address, {"to": "met", "text": "The sample was clean."})
    need.refresh_from_db()
    assert (need.state, need.plan, need.shown_by) == (
        "met",
        "A day in March.",
        "The sample was clean.",
    )


def test_the_person_named_does_not_say_themselves_that_it_is_met(
    people: dict[str, Officer], need: TrainingNeed
) -> None:
    with pytest.raises(Refused):
        change_need(by=people["named"], need=need, to="met", text="I know it now.")


def test_what_two_plan_at_once_is_not_written_over(
    people: dict[str, Officer], need: TrainingNeed
) -> None:
    address = reverse("training-need", args=[need.ref])
    client = browser(people["ld_lead"])
    opened = hidden_version(client.get(address))
    for words in ("A day in March.", "A day in May."):
        shown = client.post(address, {"to": "planned", "text": words, "version": opened})
    assert "Somebody has answered this since" in shown.content.decode()
    assert "A day in May." in shown.content.decode()
    need.refresh_from_db()
    assert need.plan == "A day in March."


def test_who_agrees_second_keeps_their_words_on_the_page(
    people: dict[str, Officer], point: LearningPoint
) -> None:
    agree_learning(by=people["ld_lead"], point=point, text=AGREED)
    address = reverse("learning-point", args=[point.ref])
    shown = browser(people["rasso_lead"]).post(address, {"text": "Other words."})
    assert "agreed this learning point already" in shown.content.decode()
    assert "Other words." in shown.content.decode()


def test_what_is_met_does_not_go_back(people: dict[str, Officer], need: TrainingNeed) -> None:
    change_need(by=people["ld_lead"], need=need, to="met", text="Seen.")
    with pytest.raises(CannotDo, match="already"):
        change_need(by=people["ld_lead"], need=need, to="planned", text="Again.")


def test_a_change_leaves_its_entry(people: dict[str, Officer], need: TrainingNeed) -> None:
    change_need(by=people["ld_lead"], need=need, to="planned", text="A day in March.")
    entry = TrailEntry.objects.get(act="change a training need")
    assert (entry.about, bool(entry.before), bool(entry.after)) == (
        [need.trail_reference],
        True,
        True,
    )


def test_thanks_are_read_by_the_person_and_whoever_sent_them(people: dict[str, Officer]) -> None:
    thanks = send_thanks(by=people["rasso_lead"], to=people["named"], text="Calm and clear.")
    seen = {who: page(people[who], "thanks", thanks.ref).status_code for who in people}
    assert {who for who, status in seen.items() if status == 200} == {"named", "rasso_lead"}


def test_thanks_read_by_the_sender_stay_unread(people: dict[str, Officer]) -> None:
    thanks = send_thanks(by=people["rasso_lead"], to=people["named"], text="Calm and clear.")
    page(people["rasso_lead"], "thanks", thanks.ref)
    assert Recognition.objects.get().seen_at is None
    page(people["named"], "thanks", thanks.ref)
    assert Recognition.objects.get().seen_at is not None


def test_the_same_thanks_twice_are_sent_once(people: dict[str, Officer]) -> None:
    for _ in range(2):
        send_thanks(by=people["rasso_lead"], to=people["named"], text="Calm and clear.")
    run_until_idle(raising=True)
    assert (Recognition.objects.count(), people["named"].messages.count()) == (1, 1)


def test_the_email_about_thanks_does_not_hold_them(people: dict[str, Officer]) -> None:
    send_thanks(by=people["rasso_lead"], to=people["named"], text="Calm and clear.")
    run_until_idle(raising=True)
    send_waiting_messages()
    (letter,) = mail.outbox
    assert letter.to == [people["named"].email]
    assert "Calm" not in letter.subject + str(letter.body)
