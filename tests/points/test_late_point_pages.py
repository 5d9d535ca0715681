"""The pages of before court, not progressed and debrief, as their people open and post them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points import debrief, inviting, not_progressed, preparing
from stillpoint.points.models import (
    HandedOn,
    Point,
    PointState,
    ProtectedTime,
    Signature,
    TimeState,
)
from stillpoint.points.sections import section_of, shared_answers
from stillpoint.site.today.collecting import in_order, what_is_left
from tests.people.factories import make_officer
from tests.points.debriefing import (
    contribute,
    every_avenue,
    oic_of,
    open_debrief,
    open_point,
    record,
    record_of,
    share_avenues,
)
from tests.points.factories import involve, officer_of

LONGER_TERM = "Longer-term ways to disrupt offending"
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def get(officer: Officer, name: str, ref: str) -> Any:
    return browser(officer).get(reverse(name, args=[ref]))


def post(officer: Officer, name: str, ref: str, **values: Any) -> Any:
    return browser(officer).post(reverse(name, args=[ref]), values)


def text(response: Any) -> str:
    return str(response.content.decode())


def owner_of(point: Point) -> Officer:
    assert point.owner is not None
    return point.owner


def test_the_debrief_shows_outcome_invited_and_what_each_said_side_by_side() -> None:
    point = open_debrief()
    left = involve(point.case, make_officer("Lea Ver", is_active=False), "analyst").officer
    contribute(oic_of(point), point)
    shown = text(get(officer_of(point.case, "fro"), "point-debrief", point.ref))
    for words in (
        "Charged or summonsed",
        oic_of(point).titled_name,
        "An early decision.",
        "It took a year.",
        "may still be a witness",
        left.titled_name,
    ):
        assert words in shown


def test_a_contribution_is_shared_from_its_form() -> None:
    point = open_debrief()
    done = post(
        oic_of(point), "point-debrief-yours", point.ref,
        version="0", learned="Ask early.", not_on_file="no", action="share",
    )  # fmt: skip
    assert done.status_code == 302
    (shared,) = debrief.contributions(point)
    assert shared.answers == {"learned": "Ask early."}


def test_what_was_typed_stays_when_a_contribution_is_not_whole() -> None:
    point = open_debrief()
    shown = text(
        post(
            oic_of(point),
            "point-debrief-yours",
            point.ref,
            version="0",
            learned="Ask early.",
            action="share",
        )
    )
    assert "Say whether this holds something" in shown and "Ask early." in shown
    assert section_of(point, debrief.CONTRIBUTION, writer=oic_of(point)).answers


def test_two_windows_do_not_overwrite_each_other() -> None:
    point = open_debrief()
    for words in ("Mine.", "The other."):
        answer = post(
            oic_of(point), "point-debrief-yours", point.ref,
            version="0", learned=words, action="later",
        )  # fmt: skip
    assert answer.status_code == 409 and "Mine." in text(answer)


def test_ten_thousand_words_are_refused_with_a_sentence_and_kept_on_the_page() -> None:
    point = open_debrief()
    long = "word " * 10_000
    shown = text(post(oic_of(point), "point-debrief-yours", point.ref, version="0", learned=long))
    assert "20,000 can be kept here" in shown and shown.count("word ") > 9_000


def test_a_name_in_a_contribution_is_asked_about_before_it_is_shared() -> None:
    point = open_debrief()
    said = {"version": "0", "learned": "Ring 07700 900123.", "not_on_file": "no", "action": "share"}
    shown = text(post(oic_of(point), "point-debrief-yours", point.ref, **said))
    assert "This may identify somebody" in shown
    version = str(section_of(point, debrief.CONTRIBUTION, writer=oic_of(point)).version)
    done = post(
        oic_of(point), "point-debrief-yours", point.ref,
        **{**said, "version": version, "not_identifiers": "on"},
    )  # fmt: skip
    assert done.status_code == 302 and len(debrief.contributions(point)) == 1


def test_the_record_is_shared_from_its_form_with_an_answer_for_each_person() -> None:
    point = open_debrief()
    whole = record_of(point)
    posted = {
        "version": "0", "how": "together", "on": whole["on"], "at": "14:30", "place": "Room 4",
        "present": whole["present"], "action": "share",
    } | {f"witness-{ref}": "witness_no" for ref in whole["present"]}  # fmt: skip
    assert post(owner_of(point), "point-debrief-record", point.ref, **posted).status_code == 302
    kept = debrief.recorded(point)
    assert kept["witness_no"] == sorted(whole["present"]) and kept["at"] == "14:30"
    again = text(get(owner_of(point), "point-debrief-record", point.ref))
    assert 'value="Room 4"' in again and again.count("checked") >= len(whole["present"])


def test_a_held_debrief_shows_its_parts_to_read_only() -> None:
    point = open_debrief()
    contribute(oic_of(point), point)
    record(point)
    Point.objects.filter(pk=point.pk).update(state=PointState.HELD, held_at=timezone.now())
    shown = text(get(oic_of(point), "point-debrief", point.ref))
    assert "It took a year." in shown and "Write your contribution" not in shown
    for name in ("point-debrief-yours", "point-debrief-record"):
        officer = owner_of(point)
        assert get(officer, name, point.ref).status_code == 302


def test_the_owner_invites_and_hands_on_from_the_page() -> None:
    point = open_debrief()
    late = involve(point.case, make_officer("Nova Late", rank="constable"), "analyst").officer
    post(owner_of(point), "point-debrief", point.ref, action="invite")
    assert late in {part.officer for part in debrief.people_of(point)}
    to = make_officer(rank="sergeant")
    involve(point.case, make_officer(rank="constable", manager=to), "investigator")
    inviting.invite_everybody(by=owner_of(point), point=point)
    refused = post(
        owner_of(point), "point-debrief-hand-on", point.ref, number="nobody", reason="On leave."
    )
    assert "Nobody has the number" in text(refused) and "On leave." in text(refused)
    post(owner_of(point), "point-debrief-hand-on", point.ref, number=to.number, reason="On leave.")
    assert HandedOn.objects.get().given_to == to
    assert "On leave." in text(get(oic_of(point), "point-debrief", point.ref))


def test_the_conversation_of_a_debrief_does_not_ask_again_who_was_there() -> None:
    point = open_debrief()
    before = text(get(owner_of(point), "point", point.ref))
    assert "Who took part?" not in before and "which is shared first" in before
    record(point)
    shown = text(get(owner_of(point), "point", point.ref))
    assert f"{oic_of(point).titled_name}" in shown and "Room 4." in shown
    assert "together-present" not in shown and "together-place" not in shown


def test_the_conversation_of_a_debrief_warns_about_evidence() -> None:
    point = open_debrief()
    assert "not about the evidence" in text(get(oic_of(point), "point", point.ref))


def test_avenues_are_shared_and_signed_from_their_pages() -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    oic, supervisor = oic_of(point), owner_of(point)
    answers = {**every_avenue(), "version": "0", "action": "share"}
    assert post(oic, "point-avenues-write", point.ref, **answers).status_code == 302
    assert "Sign revision 1" not in text(get(supervisor, "point-not-progressed", point.ref))
    for officer in (oic, supervisor):
        assert "Sign revision 1" in text(get(officer, "point-not-progressed", point.ref))
        post(officer, "point-not-progressed", point.ref, action="sign", number="1")
    assert Signature.objects.count() == 2
    shown = text(get(supervisor, "point-not-progressed", point.ref))
    assert oic.titled_name in shown and supervisor.titled_name in shown
    # Avenues and longer-term ways stand under a heading each.
    first, second = (shown.index(f">{one}</h3>") for one in ("Avenues", LONGER_TERM))
    assert first < shown.index("Digital material") < second < shown.index("Considered: it does not")
    share_avenues(oic, point, why_not_progressed="Another reason.")
    shown = text(get(supervisor, "point-not-progressed", point.ref))
    assert shown.count("that signature does not stand") == 2


def test_a_missing_answer_about_an_avenue_stands_beside_it_and_nothing_typed_is_lost() -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    answers = {**every_avenue(avenue_digital="not_possible"), "version": "0", "action": "share"}
    shown = text(post(oic_of(point), "point-avenues-write", point.ref, **answers))
    assert "Digital material: say why it is not possible." in shown
    assert "No suspect was found after every line was followed." in shown
    assert shared_answers(point, not_progressed.SECTION) is None


def test_signing_an_old_revision_says_that_it_was_changed() -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    share_avenues(oic_of(point), point)
    share_avenues(oic_of(point), point, why_not_progressed="Another reason.")
    shown = text(post(oic_of(point), "point-not-progressed", point.ref, action="sign", number="1"))
    assert "changed since you opened this page" in shown
    assert not Signature.objects.exists()


def test_time_is_asked_answered_and_taken_on_its_pages() -> None:
    point = open_point("rpp5_court", "plea_hearing")
    day = timezone.localdate() + dt.timedelta(days=9)
    asked = {"hours": "6", "wanted_by": day.isoformat(), "purpose": "file"}
    assert post(oic_of(point), "point-ask-time", point.ref, **asked).status_code == 302
    time = ProtectedTime.objects.get()
    shown = text(get(oic_of(point), "point-before-court", point.ref))
    assert "6 hours: to read the file again" in shown
    refused = post(time.answerer, "protected-time", time.ref, move="refuse")
    assert "Say why it is not possible" in text(refused)
    offered = {"move": "offer", "since": day.isoformat()}
    assert post(time.answerer, "protected-time", time.ref, **offered).status_code == 302
    assert "Take the time offered" in text(get(oic_of(point), "protected-time", time.ref))
    post(oic_of(point), "protected-time", time.ref, action="accept")
    time.refresh_from_db()
    assert time.state == TimeState.AGREED


def test_the_officer_cannot_post_an_answer_to_their_own_request() -> None:
    point = open_point("rpp5_court", "plea_hearing")
    time = preparing.ask_for_time(
        by=oic_of(point), point=point, hours=6, purpose="file",
        wanted_by=timezone.localdate() + dt.timedelta(days=9),
    )  # fmt: skip
    answer = post(oic_of(point), "protected-time", time.ref, move="agree")
    time.refresh_from_db()
    assert (answer.status_code, time.state) == (403, TimeState.ASKED)


def test_a_late_answer_is_red_on_the_supervisors_today() -> None:
    point = open_point("rpp5_court", "plea_hearing")
    time = preparing.ask_for_time(
        by=oic_of(point), point=point, hours=6, purpose="file",
        wanted_by=timezone.localdate() + dt.timedelta(days=9),
    )  # fmt: skip
    href = f"/protected-time/{time.ref}/"

    def item(now: dt.datetime) -> Any:
        found = in_order(what_is_left(time.answerer, now))
        return next(one for one in found if one.href == href)

    assert item(timezone.now()).colour == "blue"
    late = item(time.answer_due_at + dt.timedelta(hours=1))
    assert (late.colour, late.tag) == ("red", "Answer is late")


@pytest.mark.parametrize("name", ["point-debrief", "point-not-progressed"])
def test_a_point_of_another_kind_has_no_such_page(name: str) -> None:
    point = open_point("rpp3", "strategy_set")
    assert get(oic_of(point), name, point.ref).status_code == 404


@pytest.mark.parametrize("name", ["point-debrief-yours", "point-debrief-record"])
def test_what_was_typed_stays_when_the_debrief_was_held_meanwhile(name: str) -> None:
    point = open_debrief()
    now = timezone.now()
    Point.objects.filter(pk=point.pk).update(state=PointState.HELD, held_at=now)
    field = "learned" if name == "point-debrief-yours" else "place"
    response = post(owner_of(point), name, point.ref, version=0, **{field: "Words typed here."})
    assert response.status_code != 302
    assert "Words typed here." in text(response)


def test_what_was_typed_about_avenues_stays_when_the_point_was_held_meanwhile() -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    Point.objects.filter(pk=point.pk).update(state=PointState.HELD, held_at=timezone.now())
    response = post(
        oic_of(point),
        "point-avenues-write",
        point.ref,
        version=0,
        **{not_progressed.REASON: "Typed here."},
    )
    assert response.status_code != 302
    assert "Typed here." in text(response)
