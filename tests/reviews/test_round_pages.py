"""The pages of a round, from its opening to its draw."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.methods import sampling
from stillpoint.people.models import Officer
from stillpoint.reviews import opening
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    make_case,
    make_cases,
    make_drawn_round,
    make_frozen_round,
    make_open_round,
)

pytestmark = pytest.mark.django_db

ANN = "seven-lamps-over-a-harbour"
BOB = "eleven-quiet-orchard-gates"


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(response: Any) -> str:
    """What a reader reads: without markup, entities resolved, spaces joined."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def analyst() -> Officer:
    return make_officer("Ana Lyst", roles=("analyst",))


def at(name: str, round: Round, **more: str) -> str:
    return reverse(name, kwargs={"ref": round.ref, **more})


def plan(**changes: Any) -> dict[str, Any]:
    return {"by": ["area"], "decide": "size", "amount": "6", "rule": "proportional", **changes}


def test_the_list_says_when_there_is_no_round(lead: Officer) -> None:
    assert "There is no round yet" in words(browser(lead).get("/rounds/"))


def test_an_abandoned_round_stays_in_the_list_with_its_reason(lead: Officer) -> None:
    make_cases()
    opening.abandon_round(by=CONSOLE, round=make_open_round(), reason="An area was missing.")
    shown = words(browser(lead).get("/rounds/"))
    assert "Abandoned" in shown and "An area was missing." in shown


def test_the_list_takes_as_many_queries_for_many_rounds_as_for_one(lead: Officer) -> None:
    client = browser(lead)
    opening.open_round(by=lead, name="One")
    client.get("/rounds/")
    with CaptureQueriesContext(connection) as few:
        client.get("/rounds/")
    for number in range(30):
        opening.open_round(by=lead, name=f"Round {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/rounds/")
    assert len(many) <= len(few) <= 14
    assert page.content.decode().count('scope="row"') == 25


def test_a_lead_opens_a_round_and_is_led_to_the_plan(lead: Officer) -> None:
    client = browser(lead)
    sent = {"name": "Autumn 2026", "purpose": "To learn.", "how_used": "By us.", "blinded": "on"}
    page = client.post("/rounds/new/", sent, follow=True)
    round = Round.objects.get()
    assert round.lead == lead and round.purpose == "To learn."
    assert page.request["PATH_INFO"] == at("round", round)
    assert "Plan the round" in words(page)


def test_a_round_needs_a_purpose(lead: Officer) -> None:
    page = browser(lead).post("/rounds/new/", {"name": "Autumn 2026", "how_used": "By us."})
    assert page.status_code == 422
    assert not Round.objects.exists()


def test_opening_a_round_shows_what_leaders_owe_reviewers(lead: Officer) -> None:
    assert "Protect the time" in words(browser(lead).get("/rounds/new/"))


def test_the_plan_says_how_precise_and_how_long_it_will_be(lead: Officer) -> None:
    make_cases(each=6)
    make_case(live=True)
    page = words(browser(lead).get(at("round-plan", make_open_round()), plan()))
    assert "6 of 72 cases, from 2 strata." in page
    assert "A share of one half would be known to within ±" in page
    assert "About 18 hours of reviewing." in page
    assert "What another size would give" in page and "6 (this plan)" in page
    assert "1 live or pre-trial case is left out: the round speaks for 99%" in page


def test_a_plan_starts_from_the_hours_protected(lead: Officer) -> None:
    make_cases(each=6)
    round = opening.open_round(by=lead, name="Autumn 2026", hours_protected=90)
    page = browser(lead).get(at("round-plan", round), plan(decide="hours", amount="90"))
    assert "0 of the 90 protected hours are left." in words(page)
    start = browser(lead).get(at("round-plan", round)).content.decode()
    assert 'name="amount" type="text"' in start and 'value="90"' in start


def test_a_plan_that_does_not_fit_offers_merges_that_make_it_hold(lead: Officer) -> None:
    make_cases(each=6)
    client, round = browser(lead), make_open_round()
    asked = plan(by=["area", "relationship", "outcome"], amount="12")
    page = client.get(at("round-plan", round), asked).content.decode()
    assert "This plan does not hold" in page
    merge = html.unescape(re.findall(r'name="merge" value="([^"]+)"', page)[0])
    again = client.get(at("round-plan", round), {**asked, "merge": merge})
    assert "12 of 72 cases" in words(again)
    assert "Undo" in words(again)


def test_a_merge_that_is_no_merge_is_passed_over(lead: Officer) -> None:
    make_cases(each=6)
    page = browser(lead).get(at("round-plan", make_open_round()), plan(merge="{]"))
    assert "6 of 72 cases" in words(page)


def test_a_plan_without_its_number_says_so_beside_the_field(lead: Officer) -> None:
    make_cases()
    page = browser(lead).get(at("round-plan", make_open_round()), plan(amount=""))
    assert "Enter how many hours, cases or percentage points" in words(page)


def test_looking_at_plans_changes_nothing(lead: Officer) -> None:
    make_cases()
    round = make_open_round()
    browser(lead).get(at("round-plan", round), plan(since="2026-01-01", first_minutes="90"))
    kept = Round.objects.get()
    assert (kept.population, kept.first_minutes) == (round.population, round.first_minutes)


def freeze(client: Client, round: Round, **changes: Any) -> Any:
    page = client.get(at("round-plan", round), plan(**changes)).content.decode()
    posted = page.split(at("round-freeze", round))[1].split("</form>")[0]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', posted):
        sent.setdefault(name, []).append(html.unescape(value))
    return client.post(at("round-freeze", round), sent, follow=True)


def test_freezing_fixes_the_plan_that_was_shown(lead: Officer) -> None:
    make_cases(each=6)
    round = make_open_round()
    freeze(browser(lead), round, where_area=["North"], by=["outcome"], first_minutes="90")
    round.refresh_from_db()
    assert round.state == RoundState.FROZEN
    assert (round.size, round.first_minutes, round.frame.count()) == (6, 90, 36)


def test_a_frame_that_changed_since_it_was_shown_is_not_frozen(lead: Officer) -> None:
    make_cases(each=6)
    client, round = browser(lead), make_open_round()
    sent = {**plan(), "seen": "71:6:2"}
    page = client.post(at("round-freeze", round), sent, follow=True)
    assert "Cases have changed since you looked" in words(page)
    round.refresh_from_db()
    assert round.state == RoundState.OPEN


def test_a_frozen_plan_is_shown_as_it_was_fixed(lead: Officer) -> None:
    make_cases()
    round = make_frozen_round()
    page = words(browser(lead).get(at("round-plan", round)))
    assert "as it was fixed" in page and round.frame_sha256 in page


def test_live_cases_are_let_in_by_a_senior_with_a_reason(lead: Officer) -> None:
    round = make_open_round()
    browser(lead).post(at("round-live", round), {"reason": "Nearly all charged cases wait."})
    round.refresh_from_db()
    assert round.include_live and round.live_authority == lead


def test_somebody_junior_cannot_let_live_cases_in() -> None:
    junior = make_officer(rank="inspector", roles=("rasso_lead",))
    page = browser(junior).get(at("round-live", make_open_round()))
    assert page.status_code == 403


def test_a_round_is_coordinated_on_screen(lead: Officer) -> None:
    make_cases()
    earlier, later = make_drawn_round("First"), make_open_round("Second")
    sent = {"earlier": earlier.ref, "how": "leave_out"}
    browser(lead).post(at("round-coordinate", later), sent)
    later.refresh_from_db()
    assert (later.earlier, later.coordination) == (earlier, "leave_out")


def test_two_people_make_the_seed_and_the_lead_draws(lead: Officer, analyst: Officer) -> None:
    make_cases()
    round = make_frozen_round()
    ann, bob, seed = browser(lead), browser(analyst), at("round-seed", round)
    kept = words(ann.post(seed, {"part": ANN, "action": "commit"}))
    assert "Keep these words" in kept and ANN in kept
    assert ANN not in words(ann.get(seed))
    assert ANN not in words(bob.get(seed))
    bob.post(seed, {"part": BOB, "action": "commit"})
    bob.post(seed, {"part": BOB, "action": "show"})
    ann.post(seed, {"part": ANN, "action": "show"})
    shown = words(ann.get(seed))
    assert f"{round.ref}|{ANN}|{BOB}" in shown
    ann.post(at("round-draw", round))
    round.refresh_from_db()
    assert round.state == RoundState.DRAWN
    assert round.selections.count() == 6


def test_a_short_part_is_refused_beside_its_field(lead: Officer) -> None:
    make_cases()
    page = browser(lead).post(at("round-seed", make_frozen_round()), {"part": "short"})
    assert page.status_code == 422
    assert "at least 16 characters" in words(page)


def test_an_analyst_cannot_draw(analyst: Officer) -> None:
    make_cases()
    round = make_frozen_round()
    assert browser(analyst).post(at("round-draw", round)).status_code == 403


def test_the_draw_shows_the_lead_its_cases_and_the_analyst_none(
    lead: Officer, analyst: Officer
) -> None:
    make_cases()
    round = make_drawn_round(seed="lottery")
    reference = round.selections.select_related("case")[0].case.reference
    assert reference in words(browser(lead).get(at("round-draw", round)))
    shown = words(browser(analyst).get(at("round-draw", round)))
    assert reference not in shown
    assert "Each stands for" in shown and "12.00" in shown
    assert not re.search(r"[0-9a-f]{12}…", shown)


def test_the_file_of_the_draw_replays_and_names_its_recipients(lead: Officer) -> None:
    make_cases()
    round = make_drawn_round(seed="lottery")
    answer = browser(lead).get(at("round-draw-file", round), {"recipient": "The Inspectorate"})
    assert sampling.replay(json.loads(answer.content)).matches
    entry = TrailEntry.objects.get(act="export a draw")
    assert entry.operation == "disclosure"
    assert entry.recipients == [f"officer:{lead.ref}", "The Inspectorate"]


def test_there_is_no_file_before_the_draw(lead: Officer) -> None:
    make_cases()
    assert browser(lead).get(at("round-draw-file", make_frozen_round())).status_code == 409


def test_the_round_page_leads_to_the_next_step(lead: Officer) -> None:
    make_cases()
    client, round = browser(lead), make_frozen_round()
    page = client.get(at("round", round))
    assert f'href="{at("round-seed", round)}"' in page.content.decode()
    assert "Give the seed" in words(page)


def test_a_round_is_abandoned_on_screen_with_a_reason(lead: Officer) -> None:
    round = make_open_round()
    assert browser(lead).post(at("round-abandon", round), {"reason": ""}).status_code == 422
    page = browser(lead).post(at("round-abandon", round), {"reason": "Too few hours."}, follow=True)
    assert "Too few hours." in words(page)


def test_a_stranger_to_rounds_sees_none_of_their_pages() -> None:
    make_cases()
    round, other = make_drawn_round(), make_officer("Cora Colleague")
    client = browser(other)
    for name in ("round", "round-plan", "round-seed", "round-draw", "round-draw-file"):
        assert client.get(at(name, round)).status_code == 403, name


def test_a_large_draw_is_paged(lead: Officer) -> None:
    make_cases(each=10)
    round = make_drawn_round(size=60)
    client = browser(lead)
    client.get(at("round-draw", round))
    with CaptureQueriesContext(connection) as made:
        page = words(client.get(at("round-draw", round)))
    assert "1 to 25 of 60 cases" in page
    assert len(made) <= 16


def test_a_plan_with_many_strata_is_paged_and_keeps_its_weight(lead: Officer) -> None:
    for number in range(9):
        for relationship in ("stranger", "acquaintance", "domestic"):
            for outcome in ("nfa_police", "nfa_cps", "charged"):
                for _ in range(2):
                    make_case(
                        area=f"Area {number}",
                        relationship_group=relationship,
                        outcome_group=outcome,
                    )
    asked = plan(by=["area", "relationship", "outcome"], amount="162")
    page = browser(lead).get(at("round-plan", make_open_round()), asked)
    assert "1 to 40 of 81 strata" in words(page)
    assert len(page.content) <= 60 * 1024
