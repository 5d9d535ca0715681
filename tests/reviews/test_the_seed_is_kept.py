"""From the seed alone the drawn cases can be worked out: until a round is closed it is shown to
those who may see its cases, and to nobody else, whoever gave a part of it."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import closing, drawing
from stillpoint.reviews.models import Round
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    make_cases,
    make_frozen_round,
    make_published_round,
    make_reviewers,
)

pytestmark = pytest.mark.django_db
OF_LEAD, OF_OTHER = "lead-0123456789abcdef", "other-0123456789abcdef"
OTHERS = ("analyst", "auditor", "ld_lead")


@pytest.fixture
def lead() -> Officer:
    return make_officer("Ann Lead", roles=("rasso_lead",))


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def drawn_from_two_parts(lead: Officer, other: Officer) -> Round:
    round = make_frozen_round()
    for officer, part in ((lead, OF_LEAD), (other, OF_OTHER)):
        drawing.commit_part(by=officer, round=round, part=part)
    for officer, part in ((lead, OF_LEAD), (other, OF_OTHER)):
        drawing.reveal_part(by=officer, round=round, part=part)
    drawing.draw_round(by=lead, round=round)
    round.refresh_from_db()
    return round


def everything_shown(officer: Officer, round: Round) -> str:
    """All that the pages and files of a round, Today and the trail show them."""
    client, found = browser(officer), []
    for name in ("round", "round-seed", "round-draw", "round-plan", "round-draw-file"):
        found.append(client.get(reverse(name, kwargs={"ref": round.ref})).content.decode())
    report = reverse("round-report", kwargs={"ref": round.ref})
    for address in (report, f"{report}part/draw/", f"{report}json", f"{report}html"):
        found.append(client.get(address).content.decode())
    for address in ("/", "/trail/", "/trail/mine/", "/rounds/", "/evidence/"):
        found.append(client.get(address).content.decode())
    return "\n".join(found)


@pytest.mark.parametrize("role", OTHERS)
def test_whoever_may_not_see_the_cases_meets_neither_seed_nor_ticket(
    lead: Officer, role: str
) -> None:
    make_cases()
    other = make_officer("Bo Other", roles=(role,))
    giver = other if role != "ld_lead" else make_officer("Cy Giver", roles=("auditor",))
    round = drawn_from_two_parts(lead, giver)
    shown = everything_shown(other, round)
    assert round.seed not in shown
    assert OF_LEAD not in shown
    for selection in round.selections.all():
        assert selection.ticket[:12] not in shown


def test_the_lead_who_may_see_the_cases_sees_seed_and_parts(lead: Officer) -> None:
    make_cases()
    round = drawn_from_two_parts(lead, make_officer(roles=("auditor",)))
    shown = everything_shown(lead, round)
    assert round.seed in shown and OF_OTHER in shown


def test_nobody_reads_the_other_part_before_both_are_shown(lead: Officer) -> None:
    make_cases()
    auditor, round = make_officer(roles=("auditor",)), make_frozen_round()
    for officer, part in ((lead, OF_LEAD), (auditor, OF_OTHER)):
        drawing.commit_part(by=officer, round=round, part=part)
    drawing.reveal_part(by=auditor, round=round, part=OF_OTHER)
    address = reverse("round-seed", kwargs={"ref": round.ref})
    assert OF_OTHER not in browser(lead).get(address).content.decode()


def test_whoever_gave_a_part_can_check_the_seed_once_the_round_is_closed(lead: Officer) -> None:
    make_cases()
    make_reviewers()
    auditor = make_officer(roles=("auditor",))
    round = drawn_from_two_parts(lead, auditor)
    Round.objects.filter(pk=round.pk).update(state="published", published_at=round.drawn_at)
    closing.close_round(by=CONSOLE, round=round, with_outstanding=True)
    shown = browser(auditor).get(reverse("round-seed", kwargs={"ref": round.ref})).content.decode()
    assert round.seed in shown
    assert hashlib.sha256(OF_LEAD.encode()).hexdigest() in shown


def test_an_auditor_may_open_the_draw_that_they_gave_a_part_of(lead: Officer) -> None:
    make_cases()
    auditor = make_officer(roles=("auditor",))
    round = drawn_from_two_parts(lead, auditor)
    page = browser(auditor).get(reverse("round-draw", kwargs={"ref": round.ref}))
    assert page.status_code == 200
    reference = round.selections.select_related("case")[0].case.reference
    assert reference not in page.content.decode()


def test_a_published_round_still_keeps_its_seed_from_the_analyst() -> None:
    make_cases()
    make_reviewers()
    round = make_published_round()
    analyst = browser(make_officer(roles=("analyst",)))
    page = analyst.get(reverse("round-draw", kwargs={"ref": round.ref})).content.decode()
    assert "kept in the RASSO command until the round is closed" in page
