"""Merkle tree hashing as RFC 6962 section 2.1 defines it: roots, paths, and their check.

A leaf is SHA-256(0x00 || data), a node SHA-256(0x01 || left || right). The prefixes keep a node
from being passed off as a leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A root computed leaf by leaf, holding one hash for each power of two: log2(n) of them."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        width, top = 1, leaf
        while self._whole and self._whole[-1][0] == width:
            _, left = self._whole.pop()
            top = node_hash(left, top)
            width *= 2
        self._whole.append((width, top))
        self.size += 1

    def root(self) -> bytes:
        """The root so far; of no leaves SHA-256 of nothing (RFC 6962 section 2.1)."""
        if not self._whole:
            return hashlib.sha256(b"").digest()
        widths = list(self._whole)
        _, top = widths.pop()
        while widths:
            _, left = widths.pop()
            top = node_hash(left, top)
        return top


def root(leaves: Iterable[bytes]) -> bytes:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """The audit path of the leaf at ``position``, lowest first (RFC 6962 section 2.1.1)."""
    if not 0 <= position < len(leaves):
        raise ValueError(f"There is no leaf {position} among {len(leaves)}.")
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if position < split:
        return [*path(leaves[:split], position), root(leaves[split:])]
    return [*path(leaves[split:], position - split), root(leaves[:split])]


def root_from_path(leaf: bytes, position: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to, or None when it does not fit (RFC 9162 section 2.1.3.2)."""
    if not 0 <= position < size:
        return None
    here, last, top = position, size - 1, leaf
    for step in steps:
        if last == 0:
            return None
        if here & 1 or here == last:
            top = node_hash(step, top)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            top = node_hash(top, step)
        here >>= 1
        last >>= 1
    return top if last == 0 else None
