from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone

from stillpoint.events.leases import LEASE
from stillpoint.events.models import (
    Announcement,
    Handling,
    HandlingState,
    Heartbeat,
    ScheduledJob,
)
from stillpoint.events.scheduling import late_jobs
from stillpoint.events.wiring import Handler, Job, Wiring
from stillpoint.events.working import beat, is_alive, run_until_idle, work_forever
from stillpoint.trust.models import TrailEntry
from tests.events import wirings
from tests.events.wirings import EVERY, HandlerBroke, chime

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = dt.datetime(2026, 3, 29, 12, tzinfo=dt.UTC)


def chimes() -> int:
    return TrailEntry.objects.filter(act="chimed").count()


def schedule(monkeypatch: pytest.MonkeyPatch, *jobs: Job) -> None:
    monkeypatch.setattr(wirings, "WIRING", Wiring(handlers={}, schedule=jobs))


def break_down() -> None:
    raise HandlerBroke


def test_a_new_job_runs_at_once_and_then_at_its_interval() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        run_until_idle()
        clock.shift(EVERY - dt.timedelta(seconds=1))
        run_until_idle()
        early = chimes()
        clock.shift(dt.timedelta(seconds=1))
        run_until_idle()
    assert (early, chimes()) == (1, 2)


def test_runs_missed_while_no_worker_ran_are_not_made_up_for_one_by_one() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        run_until_idle()
        clock.shift(100 * EVERY)
        run_until_idle()
    assert chimes() == 2


def test_a_job_that_raised_is_tried_again_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        schedule(monkeypatch, Job("chime", EVERY, break_down))
        run_until_idle()
        schedule(monkeypatch, Job("chime", EVERY, chime))
        clock.shift(dt.timedelta(minutes=1))
        run_until_idle()
    assert chimes() == 1


def test_a_job_whose_last_run_raised_is_listed_as_late(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule(monkeypatch, Job("chime", EVERY, break_down))
    run_until_idle()
    assert [(job.name, job.last_problem) for job in late_jobs()] == [("chime", "HandlerBroke")]


def test_a_job_no_longer_wired_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    run_until_idle()
    schedule(monkeypatch)
    run_until_idle()
    assert not ScheduledJob.objects.exists()


def test_a_shorter_interval_counts_from_now(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        run_until_idle()
        schedule(monkeypatch, Job("chime", dt.timedelta(minutes=1), chime))
        clock.shift(dt.timedelta(minutes=1))
        run_until_idle()
    assert chimes() == 2


def test_a_clock_that_goes_back_a_year_does_not_stop_the_schedule() -> None:
    with time_machine.travel(NOON, tick=False):
        run_until_idle()
    with time_machine.travel(NOON - dt.timedelta(days=365), tick=False):
        run_until_idle()
    assert chimes() == 2


def test_a_clock_that_goes_back_does_not_hold_up_new_work(
    announced: Callable[..., Announcement],
) -> None:
    with time_machine.travel(NOON, tick=False):
        announced()
    with time_machine.travel(NOON - dt.timedelta(days=365), tick=False):
        run_until_idle()
    assert set(Handling.objects.values_list("state", flat=True)) == {HandlingState.DONE}


def test_a_clock_that_goes_back_does_not_hold_up_work_to_be_tried_again(
    announced: Callable[..., Announcement], wired: Callable[..., None]
) -> None:
    def break_down(opened: object) -> None:
        raise HandlerBroke

    wired(Handler("first", break_down))
    with time_machine.travel(NOON, tick=False):
        announced()
        run_until_idle()
    wired(Handler("first", lambda opened: None))
    with time_machine.travel(NOON - dt.timedelta(days=365), tick=False):
        run_until_idle()
    assert Handling.objects.get().state == HandlingState.DONE


def test_a_lease_longer_than_any_could_be_has_run_out(
    announced: Callable[..., Announcement],
) -> None:
    announced()
    with time_machine.travel(NOON - dt.timedelta(days=365), tick=False):
        Handling.objects.update(
            state=HandlingState.RUNNING, claimed="dead", attempts=1, lease_until=NOON + LEASE
        )
        run_until_idle()
    assert set(Handling.objects.values_list("state", flat=True)) == {HandlingState.DONE}


def test_no_worker_was_ever_seen() -> None:
    assert not is_alive()


@pytest.mark.parametrize(
    ("seconds", "alive"), [(59, True), (60, False), (-59, True), (-3600, False)]
)
def test_a_worker_is_alive_when_its_heartbeat_is_younger_than_a_minute(
    seconds: int, alive: bool
) -> None:
    now = timezone.now()
    beat("worker", now - dt.timedelta(seconds=seconds))
    assert is_alive(now) is alive


def test_heartbeats_of_workers_long_gone_are_forgotten() -> None:
    beat("old", NOON)
    beat("new", NOON + dt.timedelta(days=8))
    assert [heart.worker for heart in Heartbeat.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_beats_and_works_until_it_is_told_to_stop() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    work_forever(stop=stop, poll=0, name="worker")
    assert (chimes(), Heartbeat.objects.get().worker) == (1, "worker")


def test_a_worker_whose_look_at_the_clock_is_a_little_old_takes_nothing_from_another(
    announced: Callable[..., Announcement],
) -> None:
    """It looked at the clock, and then waited for the database while the other claimed the work."""
    announced()
    with time_machine.travel(NOON, tick=False):
        Handling.objects.update(
            state=HandlingState.RUNNING, claimed="other", attempts=1, lease_until=NOON + LEASE
        )
        run_until_idle(now=NOON - dt.timedelta(seconds=20))
    assert set(Handling.objects.values_list("claimed", flat=True)) == {"other"}


def test_a_worker_whose_look_at_the_clock_is_a_little_old_runs_no_job_twice() -> None:
    run_until_idle(now=NOON)
    run_until_idle(now=NOON - dt.timedelta(seconds=20))
    assert chimes() == 1
