"""Triggers by which the database itself refuses to change or remove what the trail holds.

They stop mistakes and anyone who has only the service's own hands. Whoever owns the database can
remove them, which is why the trail is also sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("trust_trailentry", "trust_seal", "trust_sealedleaf")
# What stands once in each table. SQLite's INSERT OR REPLACE removes a row that stands in the way
# without asking a trigger on DELETE; PostgreSQL's ON CONFLICT asks the one on UPDATE.
STANDS_ONCE = {
    "trust_trailentry": "id = NEW.id",
    "trust_seal": "id = NEW.id OR number = NEW.number",
    "trust_sealedleaf": (
        "id = NEW.id OR entry_id = NEW.entry_id "
        "OR (seal_id = NEW.seal_id AND position = NEW.position)"
    ),
}
SENTENCE = "The trail is only added to: nothing in it is changed or removed."


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers. A migration that remakes one of the tables calls this again."""
    with connection.cursor() as cursor:
        for statement in _creating(connection.vendor):
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _dropping(connection.vendor):
            cursor.execute(statement)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while: for the tests, which empty tables and play the forger."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled='O'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name, _, _ in _triggers(connection.vendor) if name not in standing]


def _triggers(vendor: str) -> list[tuple[str, str, str]]:
    refused = ["UPDATE", "DELETE", "TRUNCATE" if vendor == "postgresql" else "INSERT"]
    return [
        (f"{table}_no_{operation.lower()}", table, operation)
        for table in TABLES
        for operation in refused
    ]


def _creating(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        # Of the class of constraint violations, so that both databases raise IntegrityError.
        yield f"""
            CREATE OR REPLACE FUNCTION trust_trail_is_only_added_to() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
            END
            $$ LANGUAGE plpgsql"""
    for name, table, operation in _triggers(vendor):
        if vendor == "postgresql":
            each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
            yield (
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION trust_trail_is_only_added_to()"
            )
        else:
            # Both are ours, never anyone's input.
            stands = f"SELECT 1 FROM {table} WHERE {STANDS_ONCE[table]}"  # noqa: S608
            when = f"WHEN EXISTS ({stands}) " if operation == "INSERT" else ""
            yield (
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def _dropping(vendor: str) -> Iterator[str]:
    for name, table, _ in _triggers(vendor):
        on = f" ON {table}" if vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {name}{on}"
