from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from stillpoint.events.announcing import announce
from stillpoint.events.models import Announcement
from stillpoint.events.wiring import Handler, Wiring
from stillpoint.people.models import Officer
from tests.events import wirings
from tests.events.wirings import RoundOpened


@pytest.fixture(autouse=True)
def _test_wiring(settings) -> None:  # type: ignore[no-untyped-def]
    settings.STILLPOINT_WIRING = "tests.events.wirings"


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Wire these handlers, and no others, to the test's fact."""

    def wire(*handlers: Handler) -> None:
        monkeypatch.setattr(wirings, "WIRING", Wiring(handlers={RoundOpened: handlers}))

    return wire


@pytest.fixture
def announced() -> Callable[..., Announcement]:
    def announce_it(name: str = "R1") -> Announcement:
        with transaction.atomic():
            return announce(RoundOpened(round=name))

    return announce_it


@pytest.fixture
def officer(db: None) -> Officer:
    return Officer.objects.create(
        number="1234",
        given_name="Amara",
        family_name="Okafor",
        email="amara.okafor@force.example",
        rank="inspector",
    )
