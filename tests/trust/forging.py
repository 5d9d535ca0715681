"""Play the forger: change the trail past its triggers, as the database's owner could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from stillpoint.trust import guarding, trail
from stillpoint.trust.actors import job
from stillpoint.trust.models import Operation, TrailEntry


@contextmanager
def as_owner_of_the_database() -> Iterator[None]:
    """Without triggers, and without the references that hold rows together."""
    settle()
    with guarding.lifted(connection):
        yield
        settle()


def settle() -> None:
    """Have references checked now: PostgreSQL alters no table while some wait to be."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def run(sql: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The owner of the database can drop references; here they are only not looked at.
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def leave(act: str, about: str = "case:K7Q2MXTR") -> TrailEntry:
    return trail.record(Operation.CONSULTATION, act, by=job("test"), about=about)


def leave_several(count: int, first: int = 0) -> list[TrailEntry]:
    return [leave(f"read {number}") for number in range(first, first + count)]
