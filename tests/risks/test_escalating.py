from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections

from stillpoint.events.models import Message
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import LineManagement
from stillpoint.risks import escalating
from stillpoint.risks.escalating import escalate, escalate_overdue
from stillpoint.risks.handling import move_risk
from stillpoint.risks.models import LiveRisk, RiskStep
from stillpoint.risks.receiving import those_told
from tests.people.factories import LONG_AGO, make_officer
from tests.risks.factories import Scene, make_risk, make_scene

pytestmark = pytest.mark.database
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as at:
        yield at


@pytest.fixture
def scene(db: None, clock: time_machine.Traveller) -> Scene:
    return make_scene()


@pytest.mark.parametrize(
    ("state", "hours"),
    [
        ("raised", 1),
        ("directed", 1),
        ("acknowledged", 4),
        ("assessed", 24),
        ("mitigated", 72),
        ("recorded", 72),
        ("none_found", 72),
        ("verified", 72),
    ],
)
def test_each_step_has_its_hours_and_not_a_second_less(
    scene: Scene, clock: time_machine.Traveller, state: str, hours: int
) -> None:
    make_risk(scene, state)
    clock.shift(HOUR * hours)
    assert escalate_overdue() == 0
    clock.shift(dt.timedelta(seconds=1))
    assert escalate_overdue() == 1


def test_a_closed_risk_has_no_clock(scene: Scene, clock: time_machine.Traveller) -> None:
    make_risk(scene, "closed")
    clock.shift(HOUR * 1000)
    assert escalate_overdue() == 0


def test_those_above_hear_in_the_order_of_the_practice_model(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    chief = make_officer("Cam Chief", rank="chief_superintendent")
    LineManagement.objects.create(officer=scene.superior, manager=chief, since=LONG_AGO)
    risk = make_risk(scene, "directed")
    called = []
    for _ in range(4):
        clock.shift(HOUR + MINUTE)
        escalate_overdue()
        risk.refresh_from_db()
        called.append(risk.escalated_to)
    assert called == [scene.superior, scene.lead, chief, chief]


def test_a_step_taken_starts_again_at_the_first_in_the_order(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "directed")
    for _ in range(2):
        clock.shift(HOUR + MINUTE)
        escalate_overdue()
    risk = move_risk(by=scene.receiver, risk=risk, name="acknowledge", text="Here now.")
    assert risk.overdue_since is None
    clock.shift(4 * HOUR + MINUTE)
    escalate_overdue()
    risk.refresh_from_db()
    assert (risk.escalated_to, risk.escalations) == (scene.superior, 3)


def test_it_stays_overdue_until_the_step_is_taken(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "directed")
    was_due = risk.due_at
    for _ in range(3):
        clock.shift(HOUR + MINUTE)
        escalate_overdue()
    risk.refresh_from_db()
    assert risk.overdue_since == was_due


def test_where_the_raiser_does_not_verify_somebody_above_them_does(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "mitigated")
    clock.shift(72 * HOUR + MINUTE)
    escalate_overdue()
    risk.refresh_from_db()
    assert risk.verifier == scene.raisers_manager
    risk = move_risk(by=scene.raisers_manager, risk=risk, name="verify", text="I have read it.")
    assert risk.state == "verified"


def test_whoever_dealt_with_it_is_never_called_to_verify_it(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    LineManagement.objects.filter(officer=scene.raiser).update(manager=scene.superior)
    risk = make_risk(scene, "assessed")
    move_risk(by=scene.superior, risk=risk, name="mitigate", text="I did it.")
    clock.shift(72 * HOUR + MINUTE)
    escalate_overdue()
    risk.refresh_from_db()
    assert risk.verifier == scene.lead


def test_a_rule_that_finds_nobody_passes_on(scene: Scene) -> None:
    LineManagement.objects.all().delete()
    assert those_told(make_risk(scene, "directed"), 1) == [scene.lead]


def test_where_there_is_nobody_to_call_the_thread_says_so(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    LineManagement.objects.all().delete()
    scene.lead.roles.all().delete()
    risk = make_risk(scene, "directed")
    clock.shift(HOUR + MINUTE)
    escalate_overdue()
    assert "Nobody was found" in risk.steps.order_by("-id")[0].text


def test_the_raiser_the_receiver_and_those_called_are_told_once(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    make_risk(scene, "directed")
    run_until_idle(raising=True)
    clock.shift(HOUR + MINUTE)
    run_until_idle(raising=True)
    run_until_idle(raising=True)
    told = Message.objects.filter(subject="A live risk is past its time")
    assert sorted(message.to.pk for message in told) == sorted(
        officer.pk for officer in (scene.raiser, scene.receiver, scene.superior)
    )


def test_emails_hold_no_case_no_name_and_no_words(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "recorded", what="A child of a relative may be at risk.")
    clock.shift(73 * HOUR)
    run_until_idle(raising=True)
    send_waiting_messages()
    assert len(mail.outbox) > 3
    said = " ".join(letter.subject + str(letter.body) for letter in mail.outbox)
    secret = (scene.case.reference, scene.case.ref, risk.what, "Rae", "Ray", "Done:")
    assert not [words for words in secret if words in said]


def test_a_clock_that_went_back_escalates_nothing_twice(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "directed")
    clock.shift(HOUR + MINUTE)
    escalate_overdue()
    clock.shift(-HOUR)
    escalate_overdue()
    assert risk.steps.filter(escalation=True).count() == 1


def test_a_clock_that_ran_ahead_does_not_put_off_escalation(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    clock.shift(HOUR * 24 * 300)
    risk = make_risk(scene, "directed")
    clock.shift(-HOUR * 24 * 300)
    assert escalate_overdue() == 0
    risk.refresh_from_db()
    assert risk.due_at == START + HOUR


def test_two_workers_one_after_the_other_escalate_once(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    risk = make_risk(scene, "directed")
    clock.shift(HOUR + MINUTE)
    # Both have seen it as overdue before either acted.
    assert [escalate(risk=risk.pk), escalate(risk=risk.pk)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_escalate_once(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite admits one writer at a time: two cannot have seen it before one acts")
    risk = make_risk(make_scene(), "directed")
    LiveRisk.objects.filter(pk=risk.pk).update(due_at=START)
    both_have_seen_it = threading.Barrier(2, timeout=10)
    as_it_is = escalating.escalate

    def escalate_together(*, risk: int) -> bool:
        both_have_seen_it.wait()
        return as_it_is(risk=risk)

    monkeypatch.setattr(escalating, "escalate", escalate_together)

    def work() -> None:
        try:
            escalating.escalate_overdue()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    connection.close()
    assert RiskStep.objects.filter(risk=risk, escalation=True).count() == 1
