from __future__ import annotations

import pytest
from django.utils import timezone

from stillpoint.events.models import Message
from stillpoint.events.working import run_until_idle
from stillpoint.people.leaving import leave
from stillpoint.people.models import LineManagement, Officer
from stillpoint.risks.handling import move_risk
from stillpoint.risks.models import LiveRisk
from stillpoint.trust.actors import Actor
from tests.people.factories import LONG_AGO
from tests.risks.factories import Scene, make_risk, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CONSOLE = Actor("console", "tests")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def gone(officer: Officer) -> None:
    leave(by=CONSOLE, officer=officer, on=timezone.localdate())
    run_until_idle(raising=True)


def told(subject: str) -> set[int]:
    return set(Message.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def test_what_a_leaver_was_to_act_on_goes_to_their_manager_and_both_sides_hear(
    scene: Scene,
) -> None:
    risk = make_risk(scene, "acknowledged")
    gone(scene.receiver)
    risk.refresh_from_db()
    assert risk.receiver == scene.superior
    assert told("A live risk has passed to you") == {scene.superior.pk}
    assert told("A live risk that you have a part in") == {scene.raiser.pk}


def test_what_a_leaver_raised_their_manager_verifies(scene: Scene) -> None:
    risk = make_risk(scene, "mitigated")
    gone(scene.raiser)
    risk.refresh_from_db()
    assert (risk.raised_by, risk.verifier) == (scene.raiser, scene.raisers_manager)
    moved = move_risk(by=scene.raisers_manager, risk=risk, name="verify", text="Read.")
    assert moved.state == "verified"


def test_the_manager_above_takes_it_where_the_first_is_at_its_other_end(scene: Scene) -> None:
    LineManagement.objects.filter(officer=scene.receiver).update(manager=scene.raiser)
    risk = make_risk(scene, "acknowledged")
    gone(scene.receiver)
    risk.refresh_from_db()
    assert risk.receiver == scene.raisers_manager


def test_without_a_manager_a_lead_takes_it(scene: Scene) -> None:
    LineManagement.objects.all().delete()
    risk = make_risk(scene, "acknowledged")
    gone(scene.receiver)
    risk.refresh_from_db()
    assert risk.receiver == scene.lead


def test_with_nobody_at_all_it_stays_on_record_and_is_not_lost(scene: Scene) -> None:
    LineManagement.objects.all().delete()
    scene.lead.roles.all().delete()
    risk = make_risk(scene, "acknowledged")
    gone(scene.receiver)
    risk.refresh_from_db()
    assert (risk.receiver, risk.state) == (scene.receiver, "acknowledged")


def test_a_closed_risk_stays_as_it_was(scene: Scene) -> None:
    risk = make_risk(scene, "closed")
    gone(scene.receiver)
    risk.refresh_from_db()
    assert risk.receiver == scene.receiver


def test_a_manager_who_has_left_is_passed_over(scene: Scene) -> None:
    LineManagement.objects.create(
        officer=scene.superior, manager=scene.raisers_manager, since=LONG_AGO
    )
    Officer.objects.filter(pk=scene.superior.pk).update(is_active=False)
    risk = make_risk(scene, "acknowledged")
    gone(scene.receiver)
    assert LiveRisk.objects.get(pk=risk.pk).receiver == scene.raisers_manager
