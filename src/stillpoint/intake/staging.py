"""Rows on their way in: a temporary table for each kind, gone with the connection.

Nothing that stands in it can be half-done: until the one transaction that applies it, no record
has changed.
"""

from __future__ import annotations

# ruff: noqa: S608 - every name put into SQL here is ours, never from a file
import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from stillpoint.intake.dialect import is_postgresql
from stillpoint.intake.targets import Kind
from stillpoint.intake.translated import ProfileMemory, StagedRow
from stillpoint.trust.references import ALPHABET, LENGTH

# The largest multiple of the alphabet's length below 256: bytes above it are thrown away, so that
# every letter is as likely as any other.
_FAIR = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ALPHABET.encode()[n % len(ALPHABET)] for n in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


class Staging:
    """The temporary tables of one kind: ``rows`` and ``profiles``.

    ``rows``: seq, file (number), ref (a fresh public reference), line, reference, identity (unless
    the reference is it), digest, raw, profile, then the varied fields. ``profiles``: id, then
    the combined and derived fields.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows = f"staged_{kind.key}"
        self.profiles = f"profiles_{kind.key}"
        self.by_reference = kind.stands_by_reference
        self.identity = "reference" if self.by_reference else "identity"
        self.varied = [field.name for field in kind.varied]
        self.combined = [field.name for field in kind.combined] + list(kind.derived)
        self.filled = 0

    def create(self) -> None:
        self.drop()
        fixed = ["file integer", "ref text", "line integer", "reference text"]
        if not self.by_reference:
            fixed.append("identity text")
        fixed += ["digest text", "raw text", "profile integer"]
        columns = fixed + [f"\"{name}\" text DEFAULT ''" for name in self.varied]
        key = "bigserial PRIMARY KEY" if is_postgresql() else "integer PRIMARY KEY"
        self.fixed = [column.split()[0] for column in fixed]
        profiles = ", ".join(f'"{name}" text' for name in self.combined)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE {self.rows} (seq {key}, {', '.join(columns)})")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {self.profiles} (id integer PRIMARY KEY, {profiles})"
            )

    def drop(self) -> None:
        with connection.cursor() as cursor:
            for table in (self.rows, self.profiles):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def add(self, file: int, rows: Sequence[StagedRow], present: Sequence[str]) -> None:
        """Store a batch. ``present``: the varied fields that the rows end with."""
        if not rows:
            return
        refs = fresh_references(len(rows))
        values = [(file, ref, *row) for ref, row in zip(refs, rows, strict=True)]
        insert(self.rows, [*self.fixed, *(f'"{name}"' for name in present)], values)
        self.filled += len(rows)

    def complete(self, memory: ProfileMemory) -> None:
        """All rows are in: store the profiles and make the rows quick to compare."""
        if memory.known:
            insert(
                self.profiles,
                ["id", *(f'"{name}"' for name in self.combined)],
                [(profile.id, *profile.values) for profile in memory.known.values()],
            )
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX {self.rows}_same ON {self.rows} ({self.identity}, digest)"
            )
            if is_postgresql():
                cursor.execute(f"ANALYZE {self.rows}")
                cursor.execute(f"ANALYZE {self.profiles}")

    def count(self) -> int:
        """How many rows are left."""
        return int(fetch(f"SELECT COUNT(*) FROM {self.rows}")[0][0])


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    """Run one statement. Returns how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def insert(table: str, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows into a temporary table."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        with _one_transaction(cursor):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


@contextmanager
def _one_transaction(cursor: Any) -> Iterator[None]:
    """A deferred transaction where none is open: it never takes the lock of the main database,
    which Django's own would."""
    if connection.in_atomic_block:
        yield
        return
    cursor.execute("BEGIN")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Millions of short-lived lists make Python's cycle collector walk the whole program again and
    again; they hold no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def fresh_references(count: int) -> list[str]:
    """Public references as ``trust.references`` makes them, many at once."""
    letters = b""
    wanted = count * LENGTH
    while len(letters) < wanted:
        letters += os.urandom(wanted + wanted // 16 + 64).translate(_LETTERS, _UNFAIR)
    text = letters[:wanted].decode()
    return [text[n : n + LENGTH] for n in range(0, wanted, LENGTH)]
