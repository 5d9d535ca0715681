from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from stillpoint.events import claiming, scheduling, working
from stillpoint.events.claiming import ATTEMPTS, LONGEST_WAIT, try_failed_again
from stillpoint.events.leases import LEASE, LeaseLost
from stillpoint.events.models import Announcement, Handling, HandlingState, Heartbeat, ScheduledJob
from stillpoint.events.wiring import Handler
from stillpoint.events.working import keep_lease, run_until_idle, work_once
from stillpoint.trust.models import TrailEntry
from tests.events import wirings
from tests.events.wirings import HandlerBroke, RoundOpened, first, leave

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Announced = Callable[..., Announcement]
Wired = Callable[..., None]


class Killed(BaseException):
    """Stands for the end of the process: nothing that runs afterwards may tidy up."""


def effects(act: str = "first heard") -> int:
    return TrailEntry.objects.filter(act=act).count()


def later() -> dt.datetime:
    return timezone.now() + LEASE + dt.timedelta(seconds=1)


def break_down(opened: RoundOpened) -> None:
    raise HandlerBroke("words that could quote a record")


def test_every_handler_that_is_wired_hears_the_fact_once(announced: Announced) -> None:
    announced()
    run_until_idle()
    run_until_idle()
    assert [effects(act) for act in ("first heard", "second heard", "alone heard")] == [1, 1, 1]


def test_idle_means_that_nothing_is_run() -> None:
    run_until_idle()
    assert not run_until_idle()


STEPS: list[tuple[Any, str, bool]] = [
    (claiming, "claim_next", False),
    (claiming, "claim_next", True),
    (working, "fact_from", False),
    (claiming, "hold", False),
    (claiming, "hold", True),
    (wirings, "leave", False),
    (wirings, "leave", True),
    (claiming, "mark_done", False),
    (claiming, "mark_done", True),
    (working, "_run_in_transaction", True),
]


@pytest.mark.parametrize(("where", "step", "after"), STEPS)
def test_a_crash_at_any_step_neither_loses_nor_doubles_the_effect(
    where: Any,
    step: str,
    after: bool,
    announced: Announced,
    wired: Wired,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wired(Handler("first", first))
    announced()
    as_it_was = getattr(where, step)

    def die(*args: Any, **kwargs: Any) -> None:
        if after:
            as_it_was(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(where, step, die)
    with pytest.raises(Killed):
        run_until_idle()
    monkeypatch.setattr(where, step, as_it_was)
    run_until_idle(now=later())
    assert (effects(), Handling.objects.get().state) == (1, HandlingState.DONE)


def test_a_handler_that_runs_alone_is_started_again_after_a_crash(
    announced: Announced, wired: Wired
) -> None:
    runs = []

    def die_the_first_time(opened: RoundOpened) -> None:
        runs.append(opened)
        if len(runs) == 1:
            raise Killed

    wired(Handler("import", die_the_first_time, alone=True))
    announced()
    with pytest.raises(Killed):
        run_until_idle()
    run_until_idle(now=later())
    assert (len(runs), Handling.objects.get().state) == (2, HandlingState.DONE)


def test_work_in_hand_is_not_taken_up_by_another_worker(announced: Announced, wired: Wired) -> None:
    taken = []
    wired(Handler("import", lambda opened: taken.append(work_once()), alone=True))
    announced()
    run_until_idle()
    assert [worked.handlings for worked in taken] == [0]


def test_what_a_handler_changed_before_it_raised_is_taken_back(
    announced: Announced, wired: Wired
) -> None:
    def change_and_raise(opened: RoundOpened) -> None:
        leave("first heard", opened.round)
        raise HandlerBroke

    wired(Handler("first", change_and_raise))
    announced()
    run_until_idle()
    assert effects() == 0


def test_a_handler_that_raised_waits_longer_each_time(announced: Announced, wired: Wired) -> None:
    wired(Handler("first", break_down))
    announced()
    waits = []
    now = timezone.now()
    for _ in range(3):
        run_until_idle(now=now)
        due = Handling.objects.get().due_at
        waits.append((due - now).total_seconds())
        now = due
    assert waits == [5, 20, 80]


def test_one_broken_handler_does_not_hold_up_the_others(announced: Announced, wired: Wired) -> None:
    wired(Handler("broken", break_down), Handler("first", first))
    announced()
    run_until_idle()
    assert effects() == 1


def run_out_of_attempts() -> None:
    now = timezone.now()
    for _ in range(ATTEMPTS):
        run_until_idle(now=now)
        now += LONGEST_WAIT


def test_after_the_last_attempt_the_handling_stays_visible_as_failed(
    announced: Announced, wired: Wired
) -> None:
    wired(Handler("first", break_down))
    announced()
    run_out_of_attempts()
    handling = Handling.objects.get()
    assert (handling.state, handling.attempts) == (HandlingState.FAILED, ATTEMPTS)


def test_of_a_problem_only_its_class_is_kept(announced: Announced, wired: Wired) -> None:
    wired(Handler("first", break_down))
    announced()
    run_until_idle()
    assert Handling.objects.get().last_problem == "HandlerBroke"


def test_a_failed_handling_can_be_tried_again(announced: Announced, wired: Wired) -> None:
    wired(Handler("first", break_down))
    announced()
    run_out_of_attempts()
    wired(Handler("first", first))
    try_failed_again(timezone.now())
    run_until_idle()
    assert effects() == 1


def test_a_handler_that_kills_its_worker_every_time_ends_as_failed(
    announced: Announced, wired: Wired
) -> None:
    def kill(opened: RoundOpened) -> None:
        raise Killed

    wired(Handler("first", kill))
    announced()
    now = timezone.now()
    for _ in range(ATTEMPTS):
        with pytest.raises(Killed):
            run_until_idle(now=now)
        now += LEASE
    run_until_idle(now=now)
    handling = Handling.objects.get()
    assert (handling.state, handling.last_problem) == (HandlingState.FAILED, claiming.DIED)


def test_a_handler_no_longer_wired_is_kept_with_its_problem(
    announced: Announced, wired: Wired
) -> None:
    wired(Handler("first", first))
    announced()
    wired(Handler("renamed", first))
    run_until_idle()
    assert Handling.objects.get().last_problem == "NotWired"


def test_raising_passes_on_what_a_handler_raised(announced: Announced, wired: Wired) -> None:
    wired(Handler("first", break_down))
    announced()
    with pytest.raises(HandlerBroke):
        run_until_idle(raising=True)


def test_a_long_handler_that_keeps_its_lease_is_left_alone(
    announced: Announced, wired: Wired
) -> None:
    leases: list[dt.datetime | None] = []

    def long(opened: RoundOpened) -> None:
        Handling.objects.update(lease_until=timezone.now() + dt.timedelta(seconds=1))
        keep_lease()
        leases.append(Handling.objects.get().lease_until)

    wired(Handler("import", long, alone=True))
    announced()
    run_until_idle()
    assert leases[0] is not None
    assert leases[0] > timezone.now() + LEASE - dt.timedelta(minutes=1)


def test_a_handler_whose_lease_was_taken_is_stopped(announced: Announced, wired: Wired) -> None:
    stopped = []

    def long(opened: RoundOpened) -> None:
        Handling.objects.update(claimed="another worker")
        try:
            keep_lease()
        except LeaseLost:
            stopped.append(True)
            raise

    wired(Handler("import", long, alone=True))
    announced()
    run_until_idle()
    assert stopped == [True]


def test_a_handler_whose_lease_was_taken_does_not_mark_the_work_done(
    announced: Announced, wired: Wired
) -> None:
    wired(
        Handler(
            "import", lambda opened: Handling.objects.update(claimed="another worker"), alone=True
        )
    )
    announced()
    run_until_idle()
    assert Handling.objects.get().state == HandlingState.RUNNING


def test_keeping_a_lease_outside_the_worker_does_nothing() -> None:
    keep_lease()
    assert not Heartbeat.objects.exists()


@pytest.mark.parametrize(("step", "after"), [("claim_job", True), ("finish_job", False)])
def test_a_job_is_run_again_after_a_crash(
    step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was = getattr(scheduling, step)

    def die(*args: Any, **kwargs: Any) -> None:
        if after:
            as_it_was(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(scheduling, step, die)
    with pytest.raises(Killed):
        run_until_idle()
    monkeypatch.setattr(scheduling, step, as_it_was)
    run_until_idle(now=later())
    assert ScheduledJob.objects.get().last_finished is not None


def test_a_job_that_another_worker_runs_is_not_started() -> None:
    run_until_idle()
    ScheduledJob.objects.update(
        next_due=timezone.now(), claimed="another worker", lease_until=timezone.now() + LEASE
    )
    run_until_idle()
    assert effects("chimed") == 1
