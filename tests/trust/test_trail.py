from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from stillpoint.trust import trail
from stillpoint.trust.acting import TrailMissing, act
from stillpoint.trust.actors import actor, job
from stillpoint.trust.models import Operation, TrailEntry
from tests.trust.forging import leave

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = dt.datetime(2026, 10, 25, 12, tzinfo=dt.UTC)


def entry_at(at: dt.datetime, note: str = "") -> TrailEntry:
    with time_machine.travel(at, tick=False):
        return trail.record(
            Operation.ALTERATION, "change", by=job("test"), about="case:R1", note=note
        )


def test_the_time_of_an_entry_never_goes_back_when_the_clock_does() -> None:
    entry_at(NOON)
    assert entry_at(NOON - dt.timedelta(hours=1)).at == NOON


def test_an_entry_says_that_the_clock_went_back() -> None:
    entry_at(NOON)
    later = entry_at(NOON - dt.timedelta(hours=1), note="agreed by a second person")
    assert later.note == "clock went back; agreed by a second person"


def test_an_entry_written_a_moment_out_of_order_says_nothing_of_the_clock() -> None:
    entry_at(NOON)
    assert entry_at(NOON - dt.timedelta(milliseconds=400)).note == ""


def test_a_change_keeps_digests_and_no_content() -> None:
    entry = trail.record(
        Operation.ALTERATION,
        "change",
        by=job("test"),
        about="case:R1",
        before={"area": "Bristol"},
        after={"area": "Somerset"},
    )
    kept = str(TrailEntry.objects.values().get(pk=entry.pk))
    assert "Bristol" not in kept
    assert entry.before == trail.digest({"area": "Bristol"}) != entry.after


def test_a_disclosure_names_its_recipients() -> None:
    with pytest.raises(ValueError, match="recipients"):
        trail.record(Operation.DISCLOSURE, "export", by=job("test"), about="case:R1")


def test_one_entry_names_all_the_records_of_a_list() -> None:
    entry = trail.record(
        Operation.CONSULTATION, "list", by=job("test"), about=["case:R1", "case:R2"]
    )
    assert entry.about == ["case:R1", "case:R2"]


def test_nobody_anonymous_leaves_an_entry() -> None:
    class Nobody:
        ref = ""

    with pytest.raises(ValueError, match="Nobody is named"):
        actor(Nobody())


def test_an_act_that_left_no_entry_is_taken_back() -> None:
    @act
    def forgetful() -> None:
        TrailEntry.objects.create(at=NOON, actor="x", operation="erasure", act="by the back door")

    with pytest.raises(TrailMissing):
        forgetful()
    assert not TrailEntry.objects.exists()


def test_an_act_that_left_an_entry_is_kept() -> None:
    @act
    def careful() -> None:
        leave("read a case")

    careful()
    assert TrailEntry.objects.get().act == "read a case"
