"""Close the trail every minute: a Merkle tree over the new entries, chained and signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from django.utils import timezone

from stillpoint.trust import canonical, keys, merkle
from stillpoint.trust.models import Seal, SealedLeaf, TrailEntry

__all__ = ["Proof", "inclusion", "seal_all", "seal_now", "signature_holds"]

# How many entries one seal may hold, so that sealing a long backlog stays small in memory.
MOST_ENTRIES = 20_000
# How far behind the newest sealed entry to look for entries committed late. Looking through the
# whole trail finds any other, once in so many seals.
LATE_WITHIN = 50_000
WHOLE_TRAIL_EVERY = 60
# Any number will do; all workers must use the same.
SEALING_LOCK = 7_402_611


def seal_now(*, now: dt.datetime | None = None) -> Seal | None:
    """Seal the entries that no seal holds yet; None when there are none.

    A seal's time never lies before that of the seal before it, even when the clock went back.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = Seal.objects.order_by("-number").first()
        entries = _unsealed(last)
        if not entries:
            return None
        leaves = [merkle.leaf_hash(canonical.entry_bytes(entry)) for entry in entries]
        seal = _next_seal(last, leaves, now or timezone.now())
        SealedLeaf.objects.bulk_create(
            [
                SealedLeaf(entry_id=entry["id"], seal=seal, position=place, digest=leaf.hex())
                for place, (entry, leaf) in enumerate(zip(entries, leaves, strict=True))
            ],
            batch_size=1000,
        )
        return seal


def seal_all() -> int:
    """Seal until nothing is left to seal; returns the number of seals made."""
    made = 0
    while seal_now():
        made += 1
    return made


def _one_at_a_time() -> None:
    """Two workers never make the same seal. SQLite admits one writer at a time by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])


def _unsealed(last: Seal | None) -> list[dict[str, Any]]:
    entries = TrailEntry.objects.filter(leaf__isnull=True).order_by("id")
    if last is not None and last.number % WHOLE_TRAIL_EVERY:
        newest = SealedLeaf.objects.order_by("-entry_id").values_list("entry_id", flat=True).first()
        entries = entries.filter(id__gt=(newest or 0) - LATE_WITHIN)
    return list(entries.values(*canonical.ENTRY_FIELDS)[:MOST_ENTRIES])


def _next_seal(last: Seal | None, leaves: list[bytes], now: dt.datetime) -> Seal:
    number = last.number + 1 if last else 1
    at = max(now, last.at) if last else now
    root = merkle.root(leaves).hex()
    previous = last.chain if last else canonical.FIRST_PREVIOUS
    message = canonical.seal_bytes(
        number=number, at=at, entries=len(leaves), root=root, previous=previous
    )
    return Seal.objects.create(
        number=number,
        at=at,
        entries=len(leaves),
        root=root,
        previous=previous,
        chain=canonical.chain_hash(message),
        key_id=canonical.key_id(keys.verifying_key()),
        signature=keys.signing_key().sign(message).hex(),
    )


def signature_holds(public_key: bytes, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Proof:
    """That one entry stands in one seal, without showing any other entry.

    ``entry`` is the entry's canonical text; ``path`` the hashes from its leaf to the root, lowest
    first; the rest is the seal. Hashes and the signature are hex.
    """

    entry: str
    position: int
    path: tuple[str, ...]
    number: int
    at: dt.datetime
    entries: int
    root: str
    previous: str
    chain: str
    signature: str

    def holds(self, public_key: bytes | None = None) -> bool:
        """Whether entry, path, root and chain fit, and with a public key (32 raw bytes) whether
        its owner signed the seal."""
        leaf = merkle.leaf_hash(self.entry.encode())
        steps = [bytes.fromhex(step) for step in self.path]
        top = merkle.root_from_path(leaf, self.position, self.entries, steps)
        if top is None or top.hex() != self.root:
            return False
        message = canonical.seal_bytes(
            number=self.number,
            at=self.at,
            entries=self.entries,
            root=self.root,
            previous=self.previous,
        )
        if canonical.chain_hash(message) != self.chain:
            return False
        return public_key is None or signature_holds(public_key, self.signature, message)

    def as_values(self) -> dict[str, Any]:
        """The proof as ``docs/security.md`` describes it; the time as it was hashed."""
        return {**asdict(self), "at": canonical.time_text(self.at)}


def inclusion(entry: TrailEntry) -> Proof:
    """The proof that the entry is sealed. Raises SealedLeaf.DoesNotExist while it is not yet."""
    leaf = SealedLeaf.objects.select_related("seal", "entry").get(entry=entry)
    seal = leaf.seal
    digests = seal.leaves.order_by("position").values_list("digest", flat=True)
    hashes = [bytes.fromhex(digest) for digest in digests]
    standing = {field: getattr(leaf.entry, field) for field in canonical.ENTRY_FIELDS}
    return Proof(
        entry=canonical.entry_bytes(standing).decode(),
        position=leaf.position,
        path=tuple(step.hex() for step in merkle.path(hashes, leaf.position)),
        number=seal.number,
        at=seal.at,
        entries=seal.entries,
        root=seal.root,
        previous=seal.previous,
        chain=seal.chain,
        signature=seal.signature,
    )
