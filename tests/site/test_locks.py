"""A lock outside a transaction works on SQLite and is a fault on PostgreSQL: tests find it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from stillpoint.people.models import Officer

pytestmark = pytest.mark.django_db


def test_a_lock_outside_a_transaction_of_the_product_fails_on_every_database() -> None:
    with pytest.raises(TransactionManagementError):
        list(Officer.objects.select_for_update())
    with transaction.atomic():
        assert list(Officer.objects.select_for_update()) == []
