from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from stillpoint.trust import guarding
from stillpoint.trust.models import Seal, SealedLeaf, TrailEntry
from stillpoint.trust.sealing import seal_now
from tests.trust.forging import leave, settle

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TABLES = [TrailEntry, Seal, SealedLeaf]


@pytest.fixture(autouse=True)
def _sealed_trail(db: None) -> None:
    leave("read a case")
    seal_now()
    settle()


@pytest.mark.parametrize("model", TABLES)
def test_the_database_refuses_to_change_the_trail(model: type[TrailEntry]) -> None:
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        model.objects.update(id=99)


@pytest.mark.parametrize("model", TABLES)
def test_the_database_refuses_to_remove_from_the_trail(model: type[TrailEntry]) -> None:
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id > 0")


@pytest.mark.parametrize("model", TABLES)
def test_the_database_refuses_to_empty_the_trail(model: type[TrailEntry]) -> None:
    # SQLite empties a table with DELETE, PostgreSQL also with TRUNCATE.
    empty = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(empty.format(model._meta.db_table))


def test_no_trigger_is_missing_after_all_migrations() -> None:
    assert guarding.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_migrating_back_and_forth_puts_missing_triggers_up_again() -> None:
    with connection.cursor() as cursor:
        on = " ON trust_seal" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER trust_seal_no_delete{on}")
    call_command("migrate", "trust", "0001_first", verbosity=0)
    call_command("migrate", "trust", verbosity=0)
    assert guarding.missing(connection) == []


def test_a_trigger_taken_down_is_named() -> None:
    guarding.take_down(connection)
    assert "trust_seal_no_delete" in guarding.missing(connection)


@pytest.mark.parametrize("model", TABLES)
def test_the_database_refuses_to_put_one_row_in_place_of_another(model: type[TrailEntry]) -> None:
    table = model._meta.db_table
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    changes = {"sqlite": "INSERT OR REPLACE INTO {0} ({1}) SELECT {1} FROM {0}"}
    changes["postgresql"] = (
        "INSERT INTO {0} ({1}) SELECT {1} FROM {0} ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    )
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(changes[connection.vendor].format(table, columns))


def test_a_seal_with_the_number_of_another_replaces_it_on_neither_database() -> None:
    columns = [str(field.column) for field in Seal._meta.concrete_fields if field.column != "id"]
    listed = ", ".join(columns)
    replacing = "OR REPLACE" if connection.vendor == "sqlite" else ""
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT {replacing} INTO trust_seal ({listed}) SELECT {listed} FROM trust_seal"
        )
