"""A case that is not progressed: every avenue, other ways, and two signatures under one text."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.learning.giving_actions import give_action
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import not_progressed, signing
from stillpoint.points.agreed_actions import agreed_in
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import draft_of, save_conversation
from stillpoint.points.models import Point, PointState, SectionRevision, Signature
from stillpoint.points.next_steps import SIGN
from stillpoint.points.sections import save_section, section_of
from stillpoint.points.sharing import share
from stillpoint.points.still_to_do import still_to_do, take_into_conversation
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.debriefing import converse, every_avenue, oic_of, open_point, share_avenues, write
from tests.points.factories import involve, make_manned_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def not_progressed_point() -> Point:
    return open_point("rpp5_not_progressed", "police_nfa")


def supervisor_of(point: Point) -> Officer:
    assert point.owner is not None
    return point.owner


def signed_by_both() -> tuple[Point, SectionRevision]:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    signing.sign(by=oic_of(point), point=point, revision=revision)
    signing.sign(by=supervisor_of(point), point=point, revision=revision)
    return point, revision


@pytest.mark.parametrize("milestone", ["police_nfa", "victim_declined"])
def test_it_opens_when_the_case_stops(milestone: str) -> None:
    point = open_point("rpp5_not_progressed", milestone)
    assert {part.officer for part in point.participations.all()} == {oic_of(point)}


def test_every_avenue_and_every_other_way_needs_an_answer() -> None:
    point = not_progressed_point()
    with pytest.raises(NotComplete) as refused:
        write(oic_of(point), point, not_progressed.SECTION, {"not_on_file": "no"})
    missed = {one.field for one in refused.value.missing}
    model = practice.current().points
    assert {f"avenue_{one.key}" for one in model.avenues} <= missed
    assert {f"option_{one.key}" for one in model.disruption_options} <= missed
    assert "why_not_progressed" in missed


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"avenue_digital": "not_possible"}, "avenue_digital_why"),
        ({"avenue_digital": "to_do"}, "avenue_digital_action"),
        ({"option_licensing": "to_do"}, "option_licensing_action"),
        ({"option_licensing_why": ""}, "option_licensing_why"),
    ],
)
def test_an_answer_that_needs_words_says_so_beside_them(
    answers: dict[str, str], field: str
) -> None:
    point = not_progressed_point()
    with pytest.raises(NotComplete) as refused:
        share_avenues(oic_of(point), point, **answers)
    assert [one.field for one in refused.value.missing] == [field]


def test_the_officer_signs_first_and_then_a_supervisor_the_same_revision() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    with pytest.raises(Refused, match="The officer signs first"):
        signing.sign(by=supervisor_of(point), point=point, revision=revision)
    signing.sign(by=oic_of(point), point=point, revision=revision)
    with pytest.raises(Refused, match="signs next"):
        signing.sign(by=make_officer(), point=point, revision=revision)
    signing.sign(by=supervisor_of(point), point=point, revision=revision)
    assert set(signing.signatures_of(revision)) == {"officer", "supervisor"}


def test_pressing_twice_signs_once() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    for _ in range(2):
        signing.sign(by=oic_of(point), point=point, revision=revision)
    assert Signature.objects.count() == 1


def test_it_is_held_only_once_both_have_signed() -> None:
    point = not_progressed_point()
    oic, supervisor = oic_of(point), supervisor_of(point)
    save_conversation(by=oic, point=point, version=0, lenses=converse(point, oic, supervisor))
    with pytest.raises(NotComplete, match="every avenue"):
        share(by=oic, point=point)
    revision = share_avenues(oic, point)
    with pytest.raises(NotComplete, match="officer has still to sign"):
        share(by=oic, point=point)
    signing.sign(by=oic, point=point, revision=revision)
    with pytest.raises(NotComplete, match="supervisor of the officer has still to sign"):
        share(by=oic, point=point)
    signing.sign(by=supervisor, point=point, revision=revision)
    share(by=oic, point=point)
    point.refresh_from_db()
    assert point.state == PointState.HELD


def test_a_change_ends_both_signatures_and_both_are_told() -> None:
    point, revision = signed_by_both()
    later = share_avenues(oic_of(point), point, why_not_progressed="Another reason.")
    run_until_idle()
    assert signing.signatures_of(revision) == signing.signatures_of(later) == {}
    for officer in (oic_of(point), supervisor_of(point)):
        assert "A page that you signed was changed" in {
            one.subject for one in messages_for(officer)
        }
    assert "officer has still to sign" in next(not_progressed.missing_from(point)).message


def test_nobody_signs_what_they_did_not_read() -> None:
    point = not_progressed_point()
    first = share_avenues(oic_of(point), point)
    share_avenues(oic_of(point), point, why_not_progressed="Another reason.")
    with pytest.raises(CannotDo, match="changed since you opened"):
        signing.sign(by=oic_of(point), point=point, revision=first)


def test_a_draft_that_was_begun_must_be_shared_before_anybody_signs() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    draft = section_of(point, not_progressed.SECTION)
    save_section(
        by=oic_of(point), point=point, kind=not_progressed.SECTION, version=draft.version,
        answers={"why_not_progressed": "Begun."},
    )  # fmt: skip
    with pytest.raises(CannotDo, match="has not shared it"):
        signing.sign(by=oic_of(point), point=point, revision=revision)
    assert "share the page" in next(not_progressed.missing_from(point)).message


def test_where_the_supervisor_is_the_officer_the_next_above_signs() -> None:
    inspector = make_officer(rank="inspector")
    sergeant = make_officer(rank="sergeant", manager=inspector)
    case = make_manned_case(oic=sergeant, supervisor=sergeant)
    point = open_point("rpp5_not_progressed", "police_nfa", case)
    assert point.owner == inspector
    revision = share_avenues(sergeant, point)
    signing.sign(by=sergeant, point=point, revision=revision)
    with pytest.raises(Refused):
        signing.sign(by=make_officer(rank="sergeant"), point=point, revision=revision)
    signing.sign(by=inspector, point=point, revision=revision)
    assert list(not_progressed.missing_from(point)) == []


def test_when_the_officer_has_left_the_owner_signs_for_the_work_and_their_superior_with_them() -> (
    None
):
    point = not_progressed_point()
    Officer.objects.filter(pk=oic_of(point).pk).update(is_active=False)
    owner = supervisor_of(point)
    above = LineManagement.objects.get(officer=owner).manager
    revision = share_avenues(owner, point)
    signing.sign(by=owner, point=point, revision=revision)
    signing.sign(by=above, point=point, revision=revision)
    assert list(not_progressed.missing_from(point)) == []


def test_who_signs_next_is_told_without_a_word_of_the_case() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    signing.sign(by=oic_of(point), point=point, revision=revision)
    run_until_idle()
    (message,) = messages_for(supervisor_of(point))
    assert message.subject == "A page waits for your signature"
    assert point.case.reference not in message.subject + message.text


def test_the_reasons_stay_readable_when_the_practice_no_longer_lists_an_option() -> None:
    answers = {**every_avenue(), "option_old_order": "not_apt", "option_old_order_why": "Repealed."}
    assert ("Old order", "Considered: it does not fit. Repealed.") in not_progressed.said(answers)
    assert ("Why the case is not progressed", answers["why_not_progressed"]) in (
        not_progressed.said(answers)
    )


def test_words_not_on_the_file_are_flagged_and_leave_the_page() -> None:
    point = not_progressed_point()
    revision = share_avenues(
        oic_of(point), point, not_on_file="yes", flag_words="An earlier call in 2019."
    )
    assert RelevanceFlag.objects.get().words == "An earlier call in 2019."
    assert "flag_words" not in revision.answers


def test_a_stranger_in_the_case_does_not_sign_as_the_officer() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    other = involve(point.case, make_officer(rank="constable"), "analyst").officer
    point.participations.create(officer=other, role="peer")
    with pytest.raises(Refused, match="The officer signs first"):
        signing.sign(by=other, point=point, revision=revision)


# Whose turn it is, on Today


def to_sign(officer: Officer) -> list[str]:
    items = in_order(what_is_left(Officer.objects.get(pk=officer.pk), timezone.now()))
    return [item.href for item in items if item.sentence.startswith(SIGN.words)]


def test_today_names_whoever_signs_next_and_nobody_else() -> None:
    point = not_progressed_point()
    boss = LineManagement.objects.get(officer=oic_of(point)).manager
    # Somebody else owns the point: the supervisor signs for the officer, not as its owner.
    Point.objects.filter(pk=point.pk).update(owner=make_officer(rank="sergeant"))
    point = Point.objects.get(pk=point.pk)
    everybody = (oic_of(point), boss, LineManagement.objects.get(officer=boss).manager)
    here = [f"/points/{point.ref}/avenues/"]
    assert [to_sign(one) for one in everybody] == [[], [], []]
    revision = share_avenues(oic_of(point), point)
    assert [to_sign(one) for one in everybody] == [here, [], []]
    signing.sign(by=oic_of(point), point=point, revision=revision)
    assert [to_sign(one) for one in everybody] == [[], here, []]
    signing.sign(by=boss, point=point, revision=revision)
    assert [to_sign(one) for one in everybody] == [[], [], []]
    share_avenues(oic_of(point), point, why_not_progressed="Another reason.")
    assert [to_sign(one) for one in everybody] == [here, [], []]


def test_a_page_that_is_being_changed_waits_for_nobody() -> None:
    point = not_progressed_point()
    revision = share_avenues(oic_of(point), point)
    signing.sign(by=oic_of(point), point=point, revision=revision)
    draft = section_of(point, not_progressed.SECTION)
    save_section(
        by=oic_of(point), point=point, kind=not_progressed.SECTION, version=draft.version,
        answers={"why_not_progressed": "Begun."},
    )  # fmt: skip
    assert to_sign(supervisor_of(point)) != []
    Point.objects.filter(pk=point.pk).update(owner=make_officer(rank="sergeant"))
    assert to_sign(supervisor_of(point)) == []


# What is still to do


STILL = {"avenue_digital": "to_do", "avenue_digital_action": "Ask for the messages again."}


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_what_is_still_to_do_becomes_an_action_by_one_press_and_the_conversation() -> None:
    point = not_progressed_point()
    oic = oic_of(point)
    share_avenues(oic, point, **STILL)
    here = reverse("point-not-progressed", args=[point.ref])
    assert "Say who does it and by when" in browser(oic).get(here).content.decode()
    answer = browser(oic).post(here, {"action": "agree"})
    assert answer.headers["Location"] == f"/points/{point.ref}/?more=actions#actions"
    shown = browser(oic).get(answer.headers["Location"]).content.decode()
    assert "Ask for the messages again." in shown
    take_into_conversation(by=oic, point=point)
    draft = draft_of(Point.objects.get(pk=point.pk))
    texts = [one.text for one in agreed_in(draft.lenses["together"])]
    assert [one.endswith(": Ask for the messages again.") for one in texts] == [True]
    assert "not shared yet" in browser(oic).get(here).content.decode()


def test_what_was_given_is_not_offered_again() -> None:
    point = not_progressed_point()
    oic = oic_of(point)
    share_avenues(oic, point, **STILL)
    (text,) = still_to_do(point).left
    give_action(
        by=oic, source=point.trail_reference, text=text, owner=oic, due_on=timezone.localdate()
    )
    assert (still_to_do(point).left, still_to_do(point).given) == ([], [text])
    assert take_into_conversation(by=oic, point=point) == 0


def test_more_than_a_conversation_holds_is_said_and_stays_on_the_page() -> None:
    point = not_progressed_point()
    oic = oic_of(point)
    many = [one.key for one in practice.current().points.avenues][:6]
    said = {f"avenue_{key}": "to_do" for key in many}
    said |= {f"avenue_{key}_action": f"Do {key}." for key in many}
    share_avenues(oic, point, **said)
    assert take_into_conversation(by=oic, point=point) == 1
    assert len(still_to_do(point).left) == 1
    with pytest.raises(CannotDo, match="holds 5 actions already"):
        take_into_conversation(by=oic, point=point)


def test_a_reader_is_shown_what_is_still_to_do_and_does_not_take_it_on() -> None:
    point = not_progressed_point()
    share_avenues(oic_of(point), point, **STILL)
    above = make_officer(rank="sergeant")
    LineManagement.objects.filter(officer=oic_of(point)).update(manager=above)
    here = reverse("point-not-progressed", args=[point.ref])
    shown = browser(above).get(here).content.decode()
    assert "Still to do" in shown and "Say who does it and by when" not in shown
    assert browser(above).post(here, {"action": "agree"}).status_code == 403
