"""Before court: the case once more for its reader, and protected time asked for and answered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.noting import note_learning
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import preparing
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point, ProtectedTime, TimeState
from stillpoint.points.opening_points import ask_for_point, open_points
from stillpoint.points.sharing import share
from stillpoint.risks.handling import raise_risk
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.debriefing import contribute, converse, oic_of, open_point, share_avenues
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def court_point() -> Point:
    return open_point("rpp5_court", "plea_hearing")


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def asked(point: Point, *, hours: int = 6) -> ProtectedTime:
    return preparing.ask_for_time(
        by=oic_of(point), point=point, hours=hours, wanted_by=in_days(10), purpose="file"
    )


def above(officer: Officer) -> Officer:
    return LineManagement.objects.get(officer=officer).manager


def refresher(officer: Officer, point: Point) -> str:
    client = Client()
    client.force_login(officer)
    response = client.get(reverse("point-before-court", args=[point.ref]))
    assert response.status_code == 200
    return str(response.content.decode())


def held_check_in(point: Point, words: str) -> Point:
    earlier = open_point("rpp3", "strategy_set", point.case)
    lenses = converse(earlier, oic_of(point))
    lenses["case"] = {"answer": "something", "what": words}
    save_conversation(by=oic_of(point), point=earlier, version=0, lenses=lenses)
    share(by=oic_of(point), point=earlier)
    return earlier


def test_the_refresher_puts_the_case_together_from_what_is_there() -> None:
    point = court_point()
    earlier = held_check_in(point, "The plan was changed after the interview.")
    like = make_case()
    noted = note_learning(by=oic_of(point), source=like.trail_reference, case=like, text="Raw.")
    agree_learning(by=make_officer(roles=["ld_lead"]), point=noted, text="Ask for it in writing.")
    shown = refresher(oic_of(point), point)
    milestones = {one.key: one.label for one in practice.current().milestones}
    for words in (
        milestones["plea_hearing"],
        "The plan was changed after the interview.",
        f'href="/points/{earlier.ref}/"',
        oic_of(point).titled_name,
        "Ask for it in writing.",
    ):
        assert words in shown


def test_the_refresher_holds_nothing_of_a_point_that_its_reader_may_not_read() -> None:
    point = court_point()
    earlier = held_check_in(point, "Only for those who were there.")
    newcomer = make_officer(rank="constable")
    point.participations.create(officer=newcomer, role="peer")
    shown = refresher(newcomer, point)
    assert "Only for those who were there." not in shown and earlier.ref not in shown
    assert "Only for those who were there." in refresher(oic_of(point), point)


def test_how_people_are_is_not_in_what_is_printed_for_court() -> None:
    point = court_point()
    earlier = open_point("rpp3", "strategy_set", point.case)
    lenses = converse(earlier, oic_of(point))
    lenses["welfare"] = {"answer": "nothing", "answers": {"recognised": "A private matter."}}
    save_conversation(by=oic_of(point), point=earlier, version=0, lenses=lenses)
    share(by=oic_of(point), point=earlier)
    assert "A private matter." not in refresher(oic_of(point), point)


@pytest.mark.parametrize("name", ["point-before-court", "point-debrief"])
def test_the_pages_ask_as_many_questions_of_the_database_however_long_the_case_ran(
    name: str,
) -> None:
    kind = {"point-before-court": "rpp5_court", "point-debrief": "rpp6"}[name]
    few, many = _case_with(2, kind), _case_with(12, kind)
    client = Client()
    asked = []
    for point in (few, few, many):
        client.force_login(oic_of(point))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=[point.ref])).status_code == 200
        asked.append(len(queries))
    assert asked[1] == asked[2]


def _case_with(number: int, kind: str) -> Point:
    """A point late in a case in which so many check-ins were held, each with a colleague, who
    contributed, too."""
    case = make_manned_case()
    oic = officer_of(case, "oic")
    for days in range(number):
        happen(case, "new_information", days_ago=1 + days)
    open_points(by=CONSOLE, case=case)
    point = ask_for_point(by=oic, case=case, kind=kind)
    for earlier in Point.objects.filter(case=case, kind="rpp3"):
        peer = make_officer(rank="constable")
        earlier.participations.create(officer=peer, role="peer")
        point.participations.create(officer=peer, role="peer")
        lenses = converse(earlier, oic, peer)
        lenses["case"] = {"answer": "something", "what": "A word."}
        save_conversation(by=oic, point=earlier, version=0, lenses=lenses)
        share(by=oic, point=earlier)
        if kind == "rpp6":
            contribute(peer, Point.objects.get(pk=point.pk))
    return point


def test_pages_of_earlier_points_stand_in_the_refresher_under_their_titles() -> None:
    point = court_point()
    other = open_point("rpp5_not_progressed", "police_nfa", point.case)
    share_avenues(oic_of(point), other, why_not_progressed="It was stopped, then reopened.")
    shown = refresher(oic_of(point), point)
    assert "Not progressed: every avenue" in shown
    assert "It was stopped, then reopened." in shown


def test_the_refresher_shows_live_risks_by_state_to_those_who_may_read_them() -> None:
    point = court_point()
    risk = raise_risk(
        by=oic_of(point), case=point.case, what="A matter of safety.", receiver=make_officer()
    )
    peer = make_officer(rank="constable")
    point.participations.create(officer=peer, role="peer")
    assert risk.ref in refresher(oic_of(point), point)
    assert risk.ref not in refresher(peer, point)


def test_a_point_of_another_kind_has_no_refresher() -> None:
    point = open_point("rpp3", "strategy_set")
    client = Client()
    client.force_login(oic_of(point))
    assert client.get(reverse("point-before-court", args=[point.ref])).status_code == 404


def test_the_supervisor_is_asked_and_told_without_a_word_of_the_case() -> None:
    time = asked(court_point())
    run_until_idle()
    assert time.answerer == above(time.asked_by)
    (message,) = messages_for(time.answerer)
    assert time.point.case.reference not in message.subject + message.text


def test_asking_the_same_twice_asks_once() -> None:
    point = court_point()
    assert asked(point) == asked(point)
    assert ProtectedTime.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": 0}, "hours"),
        ({"wanted_by": in_days(-1)}, "wanted_by"),
        ({"purpose": "holiday"}, "purpose"),
    ],
)
def test_a_request_that_cannot_be_is_refused_beside_its_field(
    given: dict[str, object], field: str
) -> None:
    point = court_point()
    whole = {"hours": 6, "wanted_by": in_days(9), "purpose": "file", **given}
    with pytest.raises(CannotDo) as refused:
        preparing.ask_for_time(by=oic_of(point), point=point, **whole)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_somebody_without_a_supervisor_is_told_whom_to_ask() -> None:
    point = open_point("rpp5_court", "plea_hearing", make_manned_case(oic=make_officer()))
    with pytest.raises(CannotDo, match="line manager"):
        asked(point)


def test_a_supervisor_agrees_with_days_and_the_officer_is_told() -> None:
    time = asked(court_point())
    preparing.answer_time(by=time.answerer, time=time, move="agree", since=in_days(3))
    time.refresh_from_db()
    run_until_idle()
    assert (time.state, time.since, time.until) == (TimeState.AGREED, in_days(3), in_days(3))
    assert "answered" in messages_for(time.asked_by)[0].subject


def test_another_time_is_offered_and_taken() -> None:
    time = asked(court_point())
    preparing.answer_time(
        by=time.answerer, time=time, move="offer", since=in_days(5), until=in_days(6)
    )
    preparing.accept_time(by=time.asked_by, time=time)
    time.refresh_from_db()
    run_until_idle()
    assert time.state == TimeState.AGREED
    assert any("accepted" in one.subject for one in messages_for(time.answerer))


def test_not_possible_needs_a_reason() -> None:
    time = asked(court_point())
    with pytest.raises(CannotDo, match="Say why") as refused:
        preparing.answer_time(by=time.answerer, time=time, move="refuse")
    assert refused.value.field == "reason"
    preparing.answer_time(
        by=time.answerer, time=time, move="refuse", reason="Nobody to cover the turn."
    )
    time.refresh_from_db()
    assert (time.state, time.reason) == (TimeState.NOT_POSSIBLE, "Nobody to cover the turn.")


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((None, None), "since"),
        ((in_days(5), in_days(4)), "until"),
        ((in_days(-2), None), "since"),
    ],
)
def test_time_agreed_has_days_that_can_be(
    days: tuple[dt.date | None, dt.date | None], field: str
) -> None:
    time = asked(court_point())
    with pytest.raises(CannotDo) as refused:
        preparing.answer_time(
            by=time.answerer, time=time, move="agree", since=days[0], until=days[1]
        )
    assert refused.value.field == field


def test_nobody_answers_their_own_request_and_a_colleague_does_not_either() -> None:
    time = asked(court_point())
    for officer in (time.asked_by, make_officer()):
        with pytest.raises(Refused, match="The line manager of"):
            preparing.answer_time(by=officer, time=time, move="agree", since=in_days(3))


def test_whoever_is_further_above_neither_reads_nor_answers_it() -> None:
    time = asked(court_point())
    senior = above(time.answerer)
    assert not preparing.can_read_time(senior, time)
    with pytest.raises(Refused, match="The line manager of"):
        preparing.answer_time(by=senior, time=time, move="agree", since=in_days(3))


def test_a_withdrawn_request_is_answered_by_nobody() -> None:
    time = asked(court_point())
    with pytest.raises(Refused):
        preparing.withdraw_time(by=time.answerer, time=time)
    preparing.withdraw_time(by=time.asked_by, time=time)
    with pytest.raises(CannotDo, match="withdrawn"):
        preparing.answer_time(by=time.answerer, time=time, move="agree", since=in_days(3))


def test_an_answer_can_be_changed_when_duties_change() -> None:
    time = asked(court_point())
    preparing.answer_time(by=time.answerer, time=time, move="agree", since=in_days(3))
    preparing.answer_time(
        by=time.answerer, time=time, move="refuse", reason="A murder came in today."
    )
    time.refresh_from_db()
    run_until_idle()
    assert (time.state, time.since) == (TimeState.NOT_POSSIBLE, None)
    assert len(messages_for(time.asked_by)) == 2


def test_an_answer_that_is_late_says_so() -> None:
    time = asked(court_point())
    assert not preparing.is_late(time, timezone.now())
    assert preparing.is_late(time, time.answer_due_at + dt.timedelta(minutes=1))


def test_when_the_supervisor_moves_the_request_goes_to_whoever_supervises_now() -> None:
    time = asked(court_point())
    new = make_officer(rank="sergeant")
    LineManagement.objects.filter(officer=time.asked_by).update(manager=new)
    preparing.hand_on_answering(by=new, officer=time.answerer)
    run_until_idle()
    time.refresh_from_db()
    assert time.answerer == new
    assert len(messages_for(new)) == 1


def test_the_supervisor_hears_each_time_that_what_they_offered_is_taken() -> None:
    point = court_point()
    time, supervisor = asked(point), above(oic_of(point))
    for day in (2, 3):
        preparing.answer_time(by=supervisor, time=time, move="offer", since=in_days(day))
        preparing.accept_time(by=oic_of(point), time=time)
        run_until_idle(raising=True)
    told = [one.subject for one in messages_for(supervisor)]
    assert told.count("A request for time to prepare: accepted") == 2


def listed(officer: Officer, show: str = "") -> tuple[str, int]:
    """The list of requests as its reader sees it, and the queries that it took."""
    client = Client()
    client.force_login(officer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("protected-times"), {"show": show} if show else {})
    return str(page.content.decode()), len(queries)


def test_who_asked_and_who_supervises_find_a_request_again_and_nobody_else() -> None:
    point = court_point()
    time = asked(point)
    link = reverse("protected-time", args=[time.ref])
    oic, supervisor = oic_of(point), above(oic_of(point))
    preparing.answer_time(by=supervisor, time=time, move="agree", since=in_days(2))
    assert link in listed(oic)[0] and "Agreed" in listed(oic)[0]
    assert link in listed(supervisor, "team")[0]
    assert link not in listed(supervisor)[0]
    assert link not in listed(officer_of(point.case, "supervisor"), "mine")[0]
    assert "You have not asked for time." in listed(make_officer())[0]


def test_a_list_of_many_requests_takes_the_queries_of_one() -> None:
    point = court_point()
    supervisor = above(oic_of(point))
    asked(point)
    listed(supervisor, "team")
    one = listed(supervisor, "team")[1]
    for hours in range(1, 6):
        asked(point, hours=hours)
    assert listed(supervisor, "team")[1] == one <= 12
