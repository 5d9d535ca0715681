"""The pages of a handover, and what Today says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points import handover
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.models import Point, SideExcused
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import section_of, shared_answers
from stillpoint.site.today.collecting import in_order, what_is_left
from tests.people.factories import make_officer
from tests.points.factories import happen, officer_of
from tests.points.handovers import (
    BACK,
    HELPED,
    KNOWN,
    begun,
    fro,
    handed_over,
    hold,
    oic,
    opened_after,
    opened_days_ago,
    sergeant,
    write,
)
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, point: Point, name: str = "") -> Any:
    return browser(officer).get(address(point, name))


def address(point: Point, name: str = "") -> str:
    if name:
        return reverse("point-handover-section", args=[point.ref, name])
    return reverse("point-handover", args=[point.ref])


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def post(officer: Officer, point: Point, name: str = "", **values: Any) -> Any:
    return browser(officer).post(address(point, name), values)


def today(officer: Officer) -> list[str]:
    items = in_order(what_is_left(officer, timezone.now()))
    return [item.sentence.partition(":")[0] for item in items]


def test_the_first_responder_passes_on_in_one_form() -> None:
    point = handed_over()
    response = post(fro(point), point, "needs", version="0", action="share", **KNOWN)
    assert response.status_code == 302
    kept = shared_answers(point, NEEDS)
    assert kept is not None and kept.answers == KNOWN


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost() -> None:
    point = handed_over()
    values = {"version": "0", "action": "share", "safety": "A new lock."}
    shown = text(post(fro(point), point, "needs", **values))
    assert "Safety: say whether it is on the case system." in shown
    assert section_of(point, NEEDS).answers == {"safety": "A new lock."}


def test_identifiers_are_asked_about_before_they_are_shared() -> None:
    point = handed_over()
    values = {"version": "0", "action": "share", "communication_on_file": "yes"}
    shown = text(post(fro(point), point, "needs", communication="Ring 07700 900123.", **values))
    assert "07700 900123" in shown and "none of them identifies a person" in shown
    assert shared_answers(point, NEEDS) is None


def test_a_draft_is_shown_to_its_own_side_only() -> None:
    point = handed_over()
    post(fro(point), point, "needs", version="0", action="later", **KNOWN)
    assert "Texts after six." in text(page(fro(point), point, "needs"))
    assert page(oic(point), point, "needs").status_code == 403
    readers = (oic(point), sergeant(point), fro(point))
    assert all("Texts after six." not in text(page(one, point)) for one in readers)


def test_what_was_shared_is_read_by_both_sides_and_their_supervisors() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    lead = fro(point).managed_by.get().manager
    for reader in (oic(point), sergeant(point), lead):
        shown = text(page(reader, point))
        assert "Texts after six." in shown and "on the case system" in shown


def test_nobody_else_reads_it() -> None:
    point = handed_over()
    assert page(make_officer(), point).status_code == 403
    assert page(make_officer(roles=["rasso_lead"]), point).status_code == 403


def test_the_investigator_accepts_with_one_press() -> None:
    point = handed_over()
    assert "Accept the handover" in text(page(oic(point), point))
    post(oic(point), point, action="accept")
    shown = text(page(fro(point), point))
    assert f"Accepted by {oic(point).titled_name}" in shown


def test_the_first_responder_is_not_offered_to_accept() -> None:
    point = handed_over()
    assert "Accept the handover" not in text(page(fro(point), point))


def test_the_answer_asks_what_helped_first() -> None:
    point = handed_over()
    shown = text(page(oic(point), point, "answer"))
    assert 0 < shown.index("What helped") < shown.index("What would have helped more")
    assert shown.index('name="helped_timeliness"') < shown.index('name="more_account"')


def test_the_whole_of_it_is_read_by_the_first_responder() -> None:
    point = handed_over()
    write(oic(point), point, ANSWER, HELPED)
    write(fro(point), point, REPLY, BACK)
    shown = text(page(fro(point), point))
    assert "Times on every page." in shown and "Somebody rang me the same day." in shown


def test_a_supervisor_gives_the_reason_on_the_page() -> None:
    point = handed_over()
    values = {"action": "excuse", "side": "passes_on", "reason": "Away until spring."}
    assert post(sergeant(point), point, **values).status_code == 302
    assert SideExcused.objects.get().by == sergeant(point)
    assert "Away until spring." in text(page(oic(point), point))


def test_a_reason_is_asked_for() -> None:
    point = handed_over()
    shown = text(post(sergeant(point), point, action="excuse", side="passes_on", reason=""))
    assert "Say why: the reason stays with the handover" in shown


def test_the_investigator_is_not_offered_to_excuse() -> None:
    point = handed_over()
    assert "A side cannot answer" not in text(page(oic(point), point))


def test_a_held_handover_is_read_only() -> None:
    point = handed_over()
    write(fro(point), point, NEEDS, KNOWN)
    opened_days_ago(point, 40)
    write(oic(point), point, ANSWER, HELPED)
    write(fro(point), point, REPLY, BACK)
    hold(Point.objects.get(pk=point.pk))
    assert page(fro(point), point, "needs").status_code == 302
    shown = text(page(fro(point), point))
    assert "Texts after six." in shown and address(point, "needs") not in shown


def test_what_still_holds_it_up_is_said_when_the_conversation_is_shared() -> None:
    point = handed_over()
    values = {
        "case-answer": "nothing",
        "learning-answer": "nothing",
        "welfare-answer": "nothing",
        "together-not_on_file": "no",
        "together-present": [oic(point).ref],
        "version": "0",
        "action": "share",
    }
    here = reverse("point", args=[point.ref])
    shown = text(browser(oic(point)).post(here, values))
    assert "What the first response passes on: first response has until" in shown


def test_a_page_of_needs_is_light_enough_for_a_telephone() -> None:
    point = handed_over()
    assert len(page(fro(point), point, "needs").content) < 60 * 1024


def test_a_section_that_is_none_is_not_found() -> None:
    assert page(fro(point := handed_over()), point, "verdict").status_code == 404


# Begun at the first response


def test_the_officer_begins_the_handover_at_the_first_response() -> None:
    first = begun()
    shown = text(browser(fro(first)).get(reverse("point-handover-prepare", args=[first.ref])))
    assert "Texts after six." in shown and "Save it for the handover" in shown


def test_their_supervisor_does_not_read_what_is_only_begun() -> None:
    first = begun()
    assert first.owner is not None
    here = reverse("point-handover-prepare", args=[first.ref])
    assert browser(first.owner).get(here).status_code == 403


def test_once_the_handover_is_open_the_way_leads_there() -> None:
    first = begun()
    point = opened_after(first)
    here = reverse("point-handover-prepare", args=[first.ref])
    assert browser(fro(first)).get(here).headers["Location"] == address(point)


def test_what_is_typed_into_a_page_that_is_closed_meanwhile_stays_on_it() -> None:
    first = begun()
    opened_after(first)
    here = reverse("point-handover-prepare", args=[first.ref])
    values = {"version": "1", "action": "later", "safety": "She moved.", "safety_on_file": "yes"}
    shown = text(browser(fro(first)).post(here, values))
    assert "She moved." in shown and "The handover has been opened since" in shown


# Today


def test_today_names_each_turn() -> None:
    point = handed_over()
    assert today(fro(point)) == ["Pass on what you know"]
    assert today(oic(point)) == ["Accept the handover and answer on the file"]
    write(fro(point), point, NEEDS, KNOWN)
    handover.accept(by=oic(point), point=point)
    assert (today(fro(point)), today(oic(point))) == (["Handover"], ["Answer on the file"])
    write(oic(point), point, ANSWER, HELPED)
    assert (today(fro(point)), today(oic(point))) == (["Answer on the handover"], ["Handover"])


def test_today_leads_a_turn_to_the_page_of_the_handover() -> None:
    point = handed_over()
    (item,) = in_order(what_is_left(fro(point), timezone.now()))
    assert item.href == address(point)


def test_ten_thousand_words_are_refused_and_stay_on_the_page() -> None:
    point = handed_over()
    long = "word " * 10_000
    values = {"version": "0", "action": "later", "wishes": long}
    shown = text(post(fro(point), point, "needs", **values))
    assert "Put what belongs on the case file there" in shown and shown.count("word ") >= 10_000


def test_no_such_page_stands_at_a_check_in() -> None:
    point = handed_over()
    happen(point.case, "strategy_set")
    check_in = next(one for one in open_points(by=CONSOLE, case=point.case) if one.kind == "rpp3")
    assert page(officer_of(point.case, "oic"), check_in).status_code == 404


def test_the_longest_form_takes_few_queries_with_other_points_beside_it() -> None:
    """The conversation of a handover while another point of the case is open and was shared."""
    point = handed_over()
    happen(point.case, "strategy_set")
    open_points(by=CONSOLE, case=point.case)
    write(fro(point), point, NEEDS, KNOWN)
    client, here = browser(oic(point)), reverse("point", args=[point.ref])
    client.get(here)  # What a process asks once is known after this.
    with CaptureQueriesContext(connection) as asked:
        assert "another point of this case" in text(client.get(here))
    assert len(asked) <= 23
