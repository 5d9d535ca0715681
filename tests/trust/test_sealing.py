from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

import pytest
from django.utils import timezone

from stillpoint.trust import canonical, keys, sealing
from stillpoint.trust.models import Seal, SealedLeaf, TrailEntry
from stillpoint.trust.sealing import inclusion, seal_all, seal_now
from tests.trust.forging import leave, leave_several

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_trail_without_new_entries_is_not_sealed() -> None:
    leave("read a case")
    seal_now()
    assert seal_now() is None


def test_seals_are_numbered_and_chained() -> None:
    leave("read a case")
    first = seal_now()
    leave("read a case")
    second = seal_now()
    assert first and second
    assert (second.number, second.previous) == (2, first.chain)


def test_every_entry_is_in_exactly_one_seal() -> None:
    entries = leave_several(5)
    seal_now()
    entries += leave_several(3)
    seal_now()
    sealed = SealedLeaf.objects.order_by("entry_id").values_list("entry_id", flat=True)
    assert list(sealed) == [entry.pk for entry in entries]


def committed_as(number: int) -> TrailEntry:
    """An entry whose id was given out before its transaction came to an end."""
    return TrailEntry.objects.create(
        id=number, at=timezone.now(), actor="job:test", operation="consultation", act="read"
    )


def test_an_entry_committed_after_a_later_one_was_sealed_is_not_missed() -> None:
    committed_as(1000)
    seal_now()
    late = committed_as(999)
    seal_now()
    assert SealedLeaf.objects.get(entry=late).seal.number == 2


def test_an_entry_committed_very_late_is_found_when_the_whole_trail_is_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "WHOLE_TRAIL_EVERY", 3)
    committed_as(sealing.LATE_WITHIN + 1000)
    seal_now()
    late = committed_as(1)
    for number in range(3):
        committed_as(sealing.LATE_WITHIN + 1001 + number)
        seal_now()
    assert SealedLeaf.objects.get(entry=late).seal.number == 4


def test_a_long_backlog_is_sealed_in_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 2)
    leave_several(5)
    assert (seal_all(), [seal.entries for seal in Seal.objects.all()]) == (3, [2, 2, 1])


def test_a_seal_never_lies_before_the_one_before_it() -> None:
    leave("read a case")
    first = seal_now()
    leave("read a case")
    second = seal_now(now=timezone.now() - dt.timedelta(days=1))
    assert first and second
    assert second.at == first.at


def test_sealing_takes_the_same_number_of_queries_for_many_entries(
    django_assert_max_num_queries: object,
) -> None:
    leave_several(300)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        seal_now()


def test_the_canonical_bytes_are_as_documented() -> None:
    values = {
        "id": 7,
        "at": dt.datetime(2026, 11, 23, 1, 29, 43, 4500, tzinfo=dt.UTC),
        "actor": "officer:K7Q2MXTR",
        "operation": "consultation",
        "act": "read a case",
        "about": ["case:9XZ2MXTR"],
        "recipients": [],
        "before": "",
        "after": "",
        "note": "Siân",
    }
    assert (
        canonical.entry_bytes(values)
        == (
            '{"about":["case:9XZ2MXTR"],"act":"read a case","actor":"officer:K7Q2MXTR","after":"",'
            '"at":"2026-11-23T01:29:43.004500Z","before":"","id":7,"note":"Siân",'
            '"operation":"consultation","recipients":[],"v":1}'
        ).encode()
    )


def test_one_leaf_of_a_seal_can_be_recomputed_by_hand() -> None:
    leave("read a case")
    seal = seal_now()
    assert seal
    text = inclusion(SealedLeaf.objects.get().entry).entry
    assert hashlib.sha256(b"\x00" + text.encode()).hexdigest() == seal.root


def test_a_proof_holds_for_each_entry_of_a_seal() -> None:
    entries = leave_several(7)
    seal_now()
    assert all(inclusion(entry).holds(keys.verifying_key()) for entry in entries)


def test_a_proof_shows_no_other_entry() -> None:
    entries = leave_several(4)
    seal_now()
    shown = json.dumps(inclusion(entries[2]).as_values(), default=str)
    assert [f"read {number}" in shown for number in range(4)] == [False, False, True, False]


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("entry", "{}"),
        ("position", 1),
        ("root", "00" * 32),
        ("chain", "00" * 32),
        ("previous", "11" * 32),
        ("number", 2),
        ("signature", "22" * 64),
    ],
)
def test_a_forged_proof_does_not_hold(field: str, forged: object) -> None:
    entries = leave_several(4)
    seal_now()
    proof = dataclasses.replace(inclusion(entries[2]), **{field: forged})  # type: ignore[arg-type]
    assert not proof.holds(keys.verifying_key())


def test_an_entry_not_sealed_yet_has_no_proof() -> None:
    with pytest.raises(SealedLeaf.DoesNotExist):
        inclusion(leave("read a case"))
