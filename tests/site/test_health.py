"""``/health``: two booleans and nothing secret."""

from __future__ import annotations

import pytest
from django.test import Client

from stillpoint.site import health


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("database", "worker", "status"), [(True, True, 200), (True, False, 503), (False, True, 503)]
)
def test_health_is_good_only_when_both_are(
    client: Client, monkeypatch: pytest.MonkeyPatch, database: bool, worker: bool, status: int
) -> None:
    monkeypatch.setattr(health, "database_answers", lambda: database)
    monkeypatch.setattr(health, "worker_lives", lambda: worker)
    response = client.get("/health")
    assert response.status_code == status
    assert response.json() == {"database": database, "worker": worker and database}


@pytest.mark.django_db
def test_the_database_answers_and_no_worker_is_running(client: Client) -> None:
    assert client.get("/health").json() == {"database": True, "worker": False}
