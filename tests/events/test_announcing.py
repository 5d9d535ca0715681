from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from stillpoint.events.announcing import NotInTransaction, announce
from stillpoint.events.facts import FactUnknown, fact_from
from stillpoint.events.models import Announcement, Handling, HandlingState
from stillpoint.events.wiring import Handler, Job, NotWired, Wiring
from tests.events.wirings import WIRING, NobodyListens, RoundOpened, chime, first

pytestmark = pytest.mark.django_db


def test_a_fact_gets_one_waiting_handling_for_each_handler(
    announced: Callable[..., Announcement],
) -> None:
    announcement = announced()
    waiting = announcement.handlings.filter(state=HandlingState.WAITING)
    assert set(waiting.values_list("handler", flat=True)) == {"first", "second", "by itself"}


def test_a_fact_that_nobody_hears_is_still_written_down() -> None:
    with transaction.atomic():
        announcement = announce(NobodyListens(about="R1"))
    assert announcement.name == "events.NobodyListens"
    assert not Handling.objects.exists()


def test_a_fact_goes_with_the_change_that_is_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(RoundOpened(round="R1"))
        raise RuntimeError
    assert not Announcement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_cannot_be_announced_outside_a_transaction() -> None:
    with pytest.raises(NotInTransaction, match="RoundOpened"):
        announce(RoundOpened(round="R1"))


def test_a_fact_comes_back_from_the_outbox_as_it_was() -> None:
    told = RoundOpened(round="R1", on=dt.date(2026, 3, 29))
    with transaction.atomic():
        kept = Announcement.objects.get(pk=announce(told).pk)
    assert fact_from(kept.name, kept.values) == told


def test_a_fact_no_longer_known_is_named() -> None:
    with pytest.raises(FactUnknown, match="Gone"):
        fact_from("rounds.Gone", {})


def test_a_wiring_with_two_handlers_of_one_name_is_refused() -> None:
    with pytest.raises(ValueError, match="first"):
        Wiring(handlers={RoundOpened: (Handler("first", first), Handler("first", first))})


def test_a_wiring_with_two_jobs_of_one_name_is_refused() -> None:
    twice = Job("chime", dt.timedelta(minutes=1), chime)
    with pytest.raises(ValueError, match="chime"):
        Wiring(handlers={}, schedule=(twice, twice))


def test_a_handler_that_is_not_wired_is_named() -> None:
    with pytest.raises(NotWired, match="tenth"):
        WIRING.handler(RoundOpened, "tenth")
