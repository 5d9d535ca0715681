from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import giving_access
from tests.people.factories import make_officer
from tests.reviews.review_factories import make_assignment, make_reviewer
from tests.risks.factories import make_risk, make_scene

pytestmark = pytest.mark.django_db


def page(officer: Officer, ref: str) -> str:
    client = Client()
    client.force_login(officer)
    response = client.get(reverse("cases:case", kwargs={"ref": ref}))
    assert response.status_code == 200
    return response.content.decode()


def test_a_live_risk_can_be_raised_from_the_page_of_its_case() -> None:
    scene = make_scene()
    assert f"/risks/raise/?case={scene.case.ref}" in page(scene.raiser, scene.case.ref)


def test_live_risks_are_shown_to_those_who_may_read_them() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    address = f"/risks/{risk.ref}/"
    assert address in page(scene.receiver, scene.case.ref)


def test_a_reviewer_of_the_case_sees_no_risk_that_another_raised() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    given = make_assignment(2, make_reviewer(2))
    reviewer = Officer.objects.get(pk=given.reviewer_id)
    given.selection.case = scene.case
    given.selection.save()
    giving_access.open_case(by=make_officer(roles=("rasso_lead",)), given=given)
    shown = page(reviewer, scene.case.ref)
    assert (f"/risks/{risk.ref}/" in shown, "/risks/raise/" in shown) == (False, True)
