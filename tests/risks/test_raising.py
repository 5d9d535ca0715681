from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.risks.handling import raise_risk
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.risks.factories import Scene, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def send(scene: Scene, by: Officer | None = None, source: str = "", **values: Any) -> Any:
    address = f"{reverse('risk-raise')}?case={scene.case.ref}&from={source}"
    answers = {
        "what": "Nobody has looked at the other children in the household.",
        "receiver": scene.receiver.ref,
        "direction": "Speak to partners today and record it.",
    } | values
    return browser(by or scene.raiser).post(address, answers)


def test_a_live_risk_raised_from_a_case_is_seen_on_today_by_whoever_is_to_act(scene: Scene) -> None:
    send(scene)
    page = browser(scene.receiver).get(reverse("today")).content.decode()
    assert f"Acknowledge a live risk in case {scene.case.reference}" in page
    assert "Due in 59 minutes" in page


def test_with_receiver_and_direction_the_direction_is_issued_at_once(scene: Scene) -> None:
    send(scene)
    risk = LiveRisk.objects.get()
    assert (risk.state, risk.receiver) == (RiskState.DIRECTED, scene.receiver)


def test_the_form_says_first_to_telephone(scene: Scene) -> None:
    page = browser(scene.raiser).get(f"{reverse('risk-raise')}?case={scene.case.ref}")
    words = page.content.decode()
    assert words.index("telephone first") < words.index("What is the risk?")


def test_raising_takes_at_most_six_interactions(scene: Scene) -> None:
    page = browser(scene.raiser).get(f"{reverse('risk-raise')}?case={scene.case.ref}")
    fields = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.content.decode()))
    # Opening the form, each field once, and the button.
    assert 1 + len(fields - {"csrfmiddlewaretoken"}) + 1 <= 6


def test_the_same_press_twice_raises_one_risk(scene: Scene) -> None:
    send(scene)
    send(scene)
    assert LiveRisk.objects.count() == 1


def test_other_words_raise_another_risk(scene: Scene) -> None:
    send(scene)
    send(scene, what="Another thing.")
    assert LiveRisk.objects.count() == 2


def test_without_a_receiver_leads_are_asked_to_direct(scene: Scene) -> None:
    send(scene, receiver="", direction="")
    page = browser(scene.lead).get(reverse("today")).content.decode()
    assert f"Issue a direction on a live risk in case {scene.case.reference}" in page


def test_a_direction_needs_somebody_to_act_on_it(scene: Scene) -> None:
    response = send(scene, receiver="")
    assert response.status_code == 422
    assert "Choose who is to act" in response.content.decode()


def test_the_raiser_is_not_offered_as_the_one_to_act(scene: Scene) -> None:
    page = browser(scene.raiser).get(f"{reverse('risk-raise')}?case={scene.case.ref}")
    assert f'value="{scene.raiser.ref}"' not in page.content.decode()


def test_nobody_verifies_what_they_dealt_with_themselves(scene: Scene) -> None:
    with pytest.raises(CannotDo, match="somebody else to act"):
        raise_risk(by=scene.raiser, case=scene.case, what="A risk.", receiver=scene.raiser)


def test_somebody_who_has_left_cannot_be_chosen(scene: Scene) -> None:
    gone = make_officer("Gil Gone", is_active=False)
    with pytest.raises(CannotDo, match="has left"):
        raise_risk(by=scene.raiser, case=scene.case, what="A risk.", receiver=gone)


def test_a_stranger_to_the_case_cannot_raise_a_risk_in_it(scene: Scene) -> None:
    assert send(scene, by=scene.stranger).status_code == 403
    with pytest.raises(Refused):
        raise_risk(by=scene.stranger, case=scene.case, what="A risk.")


def test_where_it_was_raised_from_is_kept_and_shows_nothing_of_it(scene: Scene) -> None:
    send(scene, source="review:K7Q2MXTR")
    risk = LiveRisk.objects.get()
    assert risk.source == "review:K7Q2MXTR"
    assert "K7Q2MXTR" not in browser(scene.receiver).get(_page(risk)).content.decode()


def test_what_is_no_reference_is_not_kept_as_one(scene: Scene) -> None:
    send(scene, source="javascript:alert(1)")
    assert LiveRisk.objects.get().source == scene.case.trail_reference


def test_identifiers_do_not_hold_up_a_live_risk_and_the_writer_is_told(scene: Scene) -> None:
    response = browser(scene.raiser).post(
        f"{reverse('risk-raise')}?case={scene.case.ref}",
        {"what": "Ring 07700 900123 about the children."},
        follow=True,
    )
    words = response.content.decode()
    assert LiveRisk.objects.count() == 1
    assert "may identify somebody" in words


def test_raising_leaves_its_entry_without_the_words(scene: Scene) -> None:
    send(scene)
    entry = TrailEntry.objects.get(act="raise a live risk")
    assert entry.about == [LiveRisk.objects.get().trail_reference, scene.case.trail_reference]
    assert "household" not in str(vars(entry))


def test_without_a_case_one_is_asked_for(scene: Scene) -> None:
    response = browser(scene.raiser).post(
        reverse("risk-raise"), {"reference": scene.case.reference.lower()}
    )
    assert response["Location"] == f"{reverse('risk-raise')}?case={scene.case.ref}"


def test_a_case_that_is_not_ones_own_reads_like_one_that_is_not_there(scene: Scene) -> None:
    asked = [
        browser(scene.stranger).post(reverse("risk-raise"), {"reference": reference})
        for reference in (scene.case.reference, "NO-SUCH-CASE")
    ]
    assert [response.status_code for response in asked] == [422, 422]
    assert all("You have no case with this reference" in r.content.decode() for r in asked)


def _page(risk: LiveRisk) -> str:
    return reverse("risk", kwargs={"ref": risk.ref})
