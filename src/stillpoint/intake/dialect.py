"""The few places where SQLite and PostgreSQL want different SQL from the same thought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# More room for the pages of the tables being filled: the default of SQLite (2 MB) makes every
# index of a large import travel to the disk and back.
IMPORT_CACHE_KIB = 65_536


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def as_date(text: str) -> str:
    """A text column that holds a day or nothing, as a date."""
    bare = f"NULLIF({text}, '')"
    return f"CAST({bare} AS date)" if is_postgresql() else bare


def as_moment(text: str) -> str:
    """A text column that holds a moment in UTC, as the database keeps moments."""
    return f"CAST({text} || '+00' AS timestamptz)" if is_postgresql() else text


def as_flag(text: str) -> str:
    """A text column of 1, 0 or nothing, as true, false or null."""
    return f"CASE {text} WHEN '1' THEN TRUE WHEN '0' THEN FALSE ELSE NULL END"


@contextmanager
def room_for_a_large_import() -> Iterator[None]:
    """Give SQLite a larger page cache while it lasts."""
    if is_postgresql():
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{IMPORT_CACHE_KIB}")
        cursor.execute(f"PRAGMA temp.cache_size = -{IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")
            cursor.execute(f"PRAGMA temp.cache_size = {int(before)}")
