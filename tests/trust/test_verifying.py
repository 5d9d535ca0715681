from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import F

from stillpoint.trust import canonical, keys, merkle
from stillpoint.trust.models import Seal, SealedLeaf, TrailEntry
from stillpoint.trust.roots import Root, export_roots, read_roots
from stillpoint.trust.sealing import seal_now
from stillpoint.trust.verifying import verify
from tests.trust.forging import as_owner_of_the_database, leave, leave_several, run

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def entries(db: None) -> list[TrailEntry]:
    """Three seals of four entries each, and one entry not sealed yet."""
    left = []
    for seal in range(3):
        left += leave_several(4, first=4 * seal)
        seal_now()
    left.append(leave("not sealed yet"))
    return left


@pytest.fixture
def kept(entries: list[TrailEntry], tmp_path: Path) -> list[Root]:
    export_roots(tmp_path / "roots.jsonl")
    return list(read_roots(tmp_path / "roots.jsonl"))


def broken(roots: list[Root] | None = None) -> tuple[str, int | None, int | None] | None:
    found = verify(roots).first_broken
    return (found.kind, found.seal, found.entry) if found else None


def make_anew(first: int = 1) -> None:
    """Seal everything from seal ``first`` on again, as it now stands, with the key at hand."""
    for seal in Seal.objects.filter(number__gte=first).order_by("number"):
        before = Seal.objects.filter(number=seal.number - 1).first()
        tree = merkle.Tree()
        for leaf in SealedLeaf.objects.filter(seal=seal).order_by("position"):
            values = {name: getattr(leaf.entry, name) for name in canonical.ENTRY_FIELDS}
            digest = merkle.leaf_hash(canonical.entry_bytes(values))
            SealedLeaf.objects.filter(pk=leaf.pk).update(digest=digest.hex())
            tree.add(digest)
        seal.entries, seal.root = tree.size, tree.root().hex()
        seal.previous = before.chain if before else canonical.FIRST_PREVIOUS
        message = canonical.seal_bytes(
            number=seal.number,
            at=seal.at,
            entries=seal.entries,
            root=seal.root,
            previous=seal.previous,
        )
        seal.chain = canonical.chain_hash(message)
        seal.key_id = canonical.key_id(keys.verifying_key())
        seal.signature = keys.signing_key().sign(message).hex()
        seal.save()


def cut_the_end() -> None:
    """Remove the last seal with all that it holds, and what came after it."""
    last = Seal.objects.order_by("-number").first()
    assert last
    run("DELETE FROM trust_sealedleaf WHERE seal_id = %s", last.pk)
    run("DELETE FROM trust_seal WHERE id = %s", last.pk)
    for entry in TrailEntry.objects.filter(leaf__isnull=True):
        run("DELETE FROM trust_trailentry WHERE id = %s", entry.pk)


def test_an_empty_trail_is_intact() -> None:
    assert verify().intact


def test_an_untouched_trail_is_intact(entries: list[TrailEntry]) -> None:
    verdict = verify()
    assert (verdict.intact, verdict.entries, verdict.seals, verdict.unsealed) == (True, 13, 3, 1)


def test_an_untouched_trail_agrees_with_its_roots(kept: list[Root]) -> None:
    assert verify(kept).intact


CHANGES = {
    "at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "actor": "officer:someone",
    "operation": "erasure",
    "act": "read nothing",
    "about": ["case:other"],
    "recipients": ["the press"],
    "before": "ff",
    "after": "ff",
    "note": "nothing to see",
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_of_an_entry_is_found(entries: list[TrailEntry], field: str) -> None:
    with as_owner_of_the_database():
        TrailEntry.objects.filter(pk=entries[5].pk).update(**{field: CHANGES[field]})
    assert broken() == ("entry changed", 2, entries[5].pk)


def test_every_field_of_an_entry_is_held_by_its_seal() -> None:
    fields = {field.name for field in TrailEntry._meta.concrete_fields}
    assert fields == set(CHANGES) | {"id"} == set(canonical.ENTRY_FIELDS)


def test_a_change_hidden_by_a_new_digest_is_found(entries: list[TrailEntry]) -> None:
    with as_owner_of_the_database():
        TrailEntry.objects.filter(pk=entries[5].pk).update(act="read nothing")
        changed = TrailEntry.objects.values(*canonical.ENTRY_FIELDS).get(pk=entries[5].pk)
        digest = merkle.leaf_hash(canonical.entry_bytes(changed)).hex()
        SealedLeaf.objects.filter(entry=entries[5]).update(digest=digest)
    assert broken() == ("seal changed", 2, None)


@pytest.mark.parametrize("place", [4, 5, 7])
def test_a_sealed_entry_removed_with_its_leaf_is_found(
    entries: list[TrailEntry], place: int
) -> None:
    with as_owner_of_the_database():
        run("DELETE FROM trust_sealedleaf WHERE entry_id = %s", entries[place].pk)
        run("DELETE FROM trust_trailentry WHERE id = %s", entries[place].pk)
    assert broken() == ("entry missing", 2, None)


def test_two_entries_that_changed_places_are_found(entries: list[TrailEntry]) -> None:
    with as_owner_of_the_database():
        SealedLeaf.objects.filter(entry=entries[4]).update(position=99)
        SealedLeaf.objects.filter(entry=entries[5]).update(position=F("position") - 1)
        SealedLeaf.objects.filter(entry=entries[4]).update(position=1)
    assert broken() == ("seal changed", 2, None)


def test_two_entries_that_changed_their_content_are_found(entries: list[TrailEntry]) -> None:
    with as_owner_of_the_database():
        TrailEntry.objects.filter(pk=entries[4].pk).update(act="read 5")
        TrailEntry.objects.filter(pk=entries[5].pk).update(act="read 4")
    assert broken() == ("entry changed", 2, entries[4].pk)


def test_an_entry_put_into_an_old_seal_is_found(entries: list[TrailEntry]) -> None:
    last = SealedLeaf.objects.get(entry=entries[7])
    with as_owner_of_the_database():
        values = TrailEntry.objects.values(*canonical.ENTRY_FIELDS).get(pk=entries[12].pk)
        digest = merkle.leaf_hash(canonical.entry_bytes(values)).hex()
        SealedLeaf.objects.create(entry=entries[12], seal=last.seal, position=4, digest=digest)
    assert broken() == ("seal changed", 2, None)


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("entries", 3),
        ("root", "00" * 32),
        ("chain", "00" * 32),
    ],
)
def test_a_change_of_a_seal_is_found(entries: list[TrailEntry], field: str, forged: object) -> None:
    with as_owner_of_the_database():
        Seal.objects.filter(number=2).update(**{field: forged})
    assert broken() == ("seal changed", 2, None)


@pytest.mark.parametrize(("field", "forged"), [("signature", "00" * 64), ("key_id", "00" * 8)])
def test_a_change_of_a_signature_is_found(
    entries: list[TrailEntry], field: str, forged: str
) -> None:
    with as_owner_of_the_database():
        Seal.objects.filter(number=2).update(**{field: forged})
    assert broken() == ("signature", 2, None)


def test_a_broken_chain_is_found(entries: list[TrailEntry]) -> None:
    with as_owner_of_the_database():
        Seal.objects.filter(number=2).update(previous="00" * 32)
    assert broken() == ("chain", 2, None)


def test_a_seal_removed_from_the_middle_is_found(entries: list[TrailEntry]) -> None:
    with as_owner_of_the_database():
        seal = Seal.objects.get(number=2)
        run("DELETE FROM trust_sealedleaf WHERE seal_id = %s", seal.pk)
        run("DELETE FROM trust_seal WHERE id = %s", seal.pk)
    assert broken() == ("seal missing", 2, None)


def test_a_trail_cut_at_its_end_looks_intact_by_itself(kept: list[Root]) -> None:
    with as_owner_of_the_database():
        cut_the_end()
    assert verify().intact


def test_a_trail_cut_at_its_end_is_found_with_the_roots(kept: list[Root]) -> None:
    with as_owner_of_the_database():
        cut_the_end()
    assert broken(kept) == ("roots", 3, None)


def test_a_roll_back_that_went_on_is_found_with_the_roots(kept: list[Root]) -> None:
    with as_owner_of_the_database():
        cut_the_end()
    leave("written after the older copy was put back")
    seal_now()
    assert broken(kept) == ("roots", 3, None)


def test_a_trail_written_anew_with_the_stolen_key_is_found_with_the_roots(
    entries: list[TrailEntry], kept: list[Root]
) -> None:
    with as_owner_of_the_database():
        TrailEntry.objects.filter(pk=entries[5].pk).update(act="read nothing")
        make_anew()
    assert (verify().intact, broken(kept)) == (True, ("roots", 2, None))


def test_a_trail_signed_anew_with_another_key_is_found_with_the_roots(
    entries: list[TrailEntry], kept: list[Root], tmp_path: Path, settings: object
) -> None:
    settings.STILLPOINT_KEYS = str(tmp_path / "other.json")  # type: ignore[attr-defined]
    keys.forget()
    with as_owner_of_the_database():
        make_anew()
    assert (verify().intact, broken(kept)) == (True, ("signature", 1, None))


def test_later_seals_signed_with_another_key_are_found_with_the_roots(
    kept: list[Root], tmp_path: Path, settings: object
) -> None:
    settings.STILLPOINT_KEYS = str(tmp_path / "other.json")  # type: ignore[attr-defined]
    keys.forget()
    seal_now()
    assert broken(kept) == ("signature", 4, None)


def test_after_a_change_of_key_the_roots_of_both_times_together_verify_the_trail(
    kept: list[Root], tmp_path: Path, settings: object
) -> None:
    settings.STILLPOINT_KEYS = str(tmp_path / "other.json")  # type: ignore[attr-defined]
    keys.forget()
    seal_now()
    export_roots(tmp_path / "new.jsonl")
    new = list(read_roots(tmp_path / "new.jsonl"))
    assert (broken(new), broken([*kept, *new])) == (("signature", 1, None), None)


def test_roots_that_contradict_each_other_are_found(kept: list[Root]) -> None:
    other = replace(kept[1], chain="00" * 32)
    assert broken([*kept, other]) == ("roots", 2, None)


def test_a_trail_that_grew_since_still_agrees_with_its_roots(kept: list[Root]) -> None:
    leave("later")
    seal_now()
    assert verify(kept).intact


def test_verifying_takes_the_same_number_of_queries_for_any_trail(
    entries: list[TrailEntry], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(6):  # type: ignore[operator]
        verify()


def test_progress_is_told(entries: list[TrailEntry]) -> None:
    told: list[tuple[int, int]] = []
    verify(progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_entry_forged_into_the_past_is_found_once_it_is_sealed(
    entries: list[TrailEntry],
) -> None:
    forged = leave("read a case")
    with as_owner_of_the_database():
        earlier = forged.at - dt.timedelta(days=2)
        TrailEntry.objects.filter(pk=forged.pk).update(at=earlier)
    seal_now()
    assert broken() == ("entry misdated", 4, forged.pk)


def test_an_entry_of_a_long_transaction_is_not_taken_for_a_forgery(
    entries: list[TrailEntry],
) -> None:
    late = leave("import cases")
    with as_owner_of_the_database():
        began = late.at - dt.timedelta(minutes=50)
        TrailEntry.objects.filter(pk=late.pk).update(at=began)
    seal_now()
    assert verify().intact


def test_an_entry_dated_after_its_seal_is_found(entries: list[TrailEntry]) -> None:
    forged = leave("read a case")
    with as_owner_of_the_database():
        later = forged.at + dt.timedelta(days=1)
        TrailEntry.objects.filter(pk=forged.pk).update(at=later)
    seal_now()
    assert broken() == ("entry misdated", 4, forged.pk)
