"""Flags that points had are kept whole when they become records of the disclosure room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps as now
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stillpoint.events.models import Announcement
from tests.people.factories import make_officer
from tests.points.factories import make_manned_case, officer_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def migrate(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate([("points", "0002_sections")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_a_flag_of_a_point_keeps_all_that_it_held(before: Any) -> None:
    case = make_manned_case()
    oic = officer_of(case, "oic")
    decider = make_officer(roles=["disclosure_officer"])
    point = before.get_model("points", "Point").objects.create(
        case_id=case.pk,
        kind="rpp3",
        opened_at="2026-03-01T09:00Z",
        due_at="2026-03-02T17:00Z",
        why="For the test.",
        ref="PNT23456",
    )
    parts = before.get_model("points", "Participation").objects
    parts.create(point=point, officer_id=oic.pk, role="owner", took_part=True)
    parts.create(point=point, officer_id=decider.pk, role="peer", took_part=False)
    flags = before.get_model("points", "RelevanceFlag").objects
    kept = {"words": "A witness.", "place": "Here", "state": "scheduled", "description": "An item."}
    old = flags.create(point=point, flagged_by_id=oic.pk, decided_by_id=decider.pk, **kept)
    flags.filter(pk=old.pk).update(flagged_at="2026-03-01T10:00Z")
    Announcement.objects.create(name="points.RelevanceFlagged", values={"flag": old.ref})

    migrate([("points", "0004_flags_gone"), ("disclosure", "0007_numbered_items_hold")])

    flag = now.get_model("disclosure", "RelevanceFlag").objects.get(ref=old.ref)
    assert {name: getattr(flag, name) for name in kept} == kept
    assert (flag.case_id, flag.source, flag.present) == (case.pk, "point:PNT23456", [oic.ref])
    assert (flag.flagged_by_id, flag.decided_by_id) == (oic.pk, decider.pk)
    assert (flag.number, flag.sensitivity) == (1, "not_sensitive")
    assert flag.flagged_at.isoformat() == "2026-03-01T10:00:00+00:00"
    assert [one.name for one in Announcement.objects.all()] == ["disclosure.RelevanceFlagged"]
