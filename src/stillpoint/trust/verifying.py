"""Find out whether anybody altered the trail since it was sealed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef

from stillpoint.trust import canonical, keys, merkle
from stillpoint.trust.models import Seal, SealedLeaf, TrailEntry
from stillpoint.trust.roots import Root
from stillpoint.trust.sealing import signature_holds

CHUNK = 2000
# How much earlier than an entry before it one may be dated: entries are dated when they are made
# and numbered when they are written, and a transaction may take its time.
WRITTEN_WITHIN = dt.timedelta(hours=1)
# How much later than its seal an entry may be dated: servers' clocks differ a little.
CLOCKS_DIFFER_BY = dt.timedelta(minutes=5)
LEAF_FIELDS = (
    "seal_id",
    "position",
    "digest",
    *(f"entry__{field}" for field in canonical.ENTRY_FIELDS),
)


@dataclass(frozen=True)
class Broken:
    """The first place where the trail is not as it was sealed.

    ``kind``: ``entry changed``, ``entry missing``, ``entry misdated``, ``seal changed``,
    ``seal missing``, ``chain``, ``signature`` or ``roots``. ``seal`` is a seal's number, ``entry``
    an entry's id, where one can be named.
    """

    kind: str
    seal: int | None
    entry: int | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """``entries`` and ``seals`` stand in the trail; ``unsealed`` entries no seal holds yet."""

    entries: int
    seals: int
    intact: bool
    first_broken: Broken | None
    unsealed: int

    def as_values(self) -> dict[str, Any]:
        return asdict(self)


class _Found(Exception):
    def __init__(self, kind: str, sentence: str, *, seal: int | None, entry: int | None) -> None:
        super().__init__(sentence)
        self.broken = Broken(kind=kind, seal=seal, entry=entry, sentence=sentence)


def verify(
    roots: Sequence[Root] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Recompute every seal from its entries, and hold the seals against ``roots`` kept elsewhere.

    Without roots it finds any sealed entry removed, changed or reordered, one written more than an
    hour later than it is dated, and any seal changed, as long as whoever did it lacked the signing
    key. With them it also finds a removed end, an older copy put back and a signing anew: the
    public key is then the one kept with the roots. ``progress`` is called with the seals checked
    and their number. Memory does not grow with the trail; six queries.
    """
    # Without a transaction: on SQLite one would keep everybody else from writing meanwhile. What
    # is sealed up to the last seal found here does not change any more.
    counted = Seal.objects.aggregate(seals=Count("id"), last=Max("number"))
    entries = TrailEntry.objects.count()
    unsealed = TrailEntry.objects.filter(leaf__isnull=True).count()
    try:
        _check(roots, counted["last"] or 0, progress)
        broken = None
    except _Found as found:
        broken = found.broken
    return Verdict(
        entries=entries,
        seals=counted["seals"],
        intact=broken is None,
        first_broken=broken,
        unsealed=unsealed,
    )


def _check(
    roots: Sequence[Root] | None, last: int, progress: Callable[[int, int], None] | None
) -> None:
    kept: dict[int, set[str]] = defaultdict(set)
    for root in roots or ():
        kept[root.number].add(root.chain)
    trusted = _trusted_keys(roots)
    leaves = _Leaves(last)
    previous, expected = canonical.FIRST_PREVIOUS, 1
    for seal in Seal.objects.filter(number__lte=last).order_by("number").iterator(CHUNK):
        _check_seal(seal, expected, previous, trusted)
        _check_root(seal, kept.pop(seal.number, set()))
        leaves.check(seal)
        previous, expected = seal.chain, expected + 1
        if progress:
            progress(seal.number, last)
    _check_strays()
    if kept:
        number = min(kept)
        raise _Found(
            "roots",
            f"Seal {number} is among the roots kept elsewhere and no longer in the trail: its end "
            "was removed, or an older copy was put back.",
            seal=number,
            entry=None,
        )


def _trusted_keys(roots: Sequence[Root] | None) -> dict[str, bytes]:
    """The public keys to check signatures with, by their id: those kept with the roots if any."""
    pinned = {bytes.fromhex(root.public_key) for root in roots or () if root.public_key}
    return {canonical.key_id(key): key for key in pinned or {keys.verifying_key()}}


def _check_seal(seal: Seal, expected: int, previous: str, trusted: dict[str, bytes]) -> None:
    if seal.number != expected:
        raise _Found(
            "seal missing", f"Seal {expected} is missing from the trail.", seal=expected, entry=None
        )
    if seal.previous != previous:
        raise _Found(
            "chain",
            f"Seal {seal.number} does not follow from the seal before it.",
            seal=seal.number,
            entry=None,
        )
    message = canonical.seal_bytes(
        number=seal.number,
        at=seal.at,
        entries=seal.entries,
        root=seal.root,
        previous=seal.previous,
    )
    if canonical.chain_hash(message) != seal.chain:
        raise _Found(
            "seal changed",
            f"Seal {seal.number} was changed after it was made.",
            seal=seal.number,
            entry=None,
        )
    key = trusted.get(seal.key_id)
    if key is None or not signature_holds(key, seal.signature, message):
        raise _Found(
            "signature",
            f"Seal {seal.number} is not signed with the trail's key: it was signed anew, or the "
            "key was changed.",
            seal=seal.number,
            entry=None,
        )


def _check_root(seal: Seal, kept: set[str]) -> None:
    if kept - {seal.chain}:
        raise _Found(
            "roots",
            f"Seal {seal.number} is not the one among the roots kept elsewhere: the trail was "
            "written anew from here or before.",
            seal=seal.number,
            entry=None,
        )


def _check_strays() -> None:
    """Entries noted as sealed in a seal that is gone: the last seals were taken out."""
    standing = Seal.objects.filter(pk=OuterRef("seal_id"))
    stray = SealedLeaf.objects.filter(~Exists(standing)).values_list("entry_id", flat=True).first()
    if stray is not None:
        raise _Found(
            "seal missing",
            f"Entry {stray} was sealed, and the seal that held it is missing.",
            seal=None,
            entry=stray,
        )


class _Leaves:
    """All sealed entries in the order of their seals, read once from beginning to end."""

    def __init__(self, last: int) -> None:
        rows = (
            SealedLeaf.objects.filter(seal__number__lte=last)
            .order_by("seal__number", "position")
            .values(*LEAF_FIELDS)
        )
        self._rows: Iterator[dict[str, Any]] = rows.iterator(CHUNK)
        self._next = next(self._rows, None)
        self._latest: dt.datetime | None = None

    def check(self, seal: Seal) -> None:
        tree = merkle.Tree()
        while self._next is not None and self._next["seal_id"] == seal.pk:
            self._check_leaf(self._next, seal, tree)
            self._next = next(self._rows, None)
        if tree.size < seal.entries:
            self._missing(tree.size, seal)
        if tree.size > seal.entries or tree.root().hex() != seal.root:
            raise _Found(
                "seal changed",
                f"The entries of seal {seal.number} are not those that it was made of: entries "
                "were exchanged, reordered or added.",
                seal=seal.number,
                entry=None,
            )

    @staticmethod
    def _missing(position: int, seal: Seal) -> None:
        raise _Found(
            "entry missing",
            f"Entry {position + 1} of the {seal.entries} of seal {seal.number} is missing.",
            seal=seal.number,
            entry=None,
        )

    def _check_leaf(self, row: dict[str, Any], seal: Seal, tree: merkle.Tree) -> None:
        if row["position"] != tree.size:
            self._missing(tree.size, seal)
        entry = {field: row[f"entry__{field}"] for field in canonical.ENTRY_FIELDS}
        leaf = merkle.leaf_hash(canonical.entry_bytes(entry))
        if leaf.hex() != row["digest"]:
            raise _Found(
                "entry changed",
                f"Entry {entry['id']}, sealed in seal {seal.number}, was changed.",
                seal=seal.number,
                entry=entry["id"],
            )
        self._check_time(entry, seal)
        tree.add(leaf)

    def _check_time(self, entry: dict[str, Any], seal: Seal) -> None:
        """Entries are sealed in the order in which they were written, so their times rise: one that
        was forged into the past stands after others that are later."""
        at: dt.datetime = entry["at"]
        latest = self._latest
        if latest is not None and at < latest - WRITTEN_WITHIN:
            raise _Found(
                "entry misdated",
                f"Entry {entry['id']}, sealed in seal {seal.number}, is dated {at:%d %B %Y %H:%M} "
                f"and was written after entries of {latest:%d %B %Y %H:%M}.",
                seal=seal.number,
                entry=entry["id"],
            )
        if at > seal.at + CLOCKS_DIFFER_BY:
            raise _Found(
                "entry misdated",
                f"Entry {entry['id']} is dated after seal {seal.number}, which holds it.",
                seal=seal.number,
                entry=entry["id"],
            )
        self._latest = at if latest is None else max(latest, at)
