"""The debrief: who is invited, what each contributes, the record, handing it on, holding it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from stillpoint.cases.models import Involvement
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points import debrief, inviting, sections
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import save_conversation
from stillpoint.points.handing_on import hand_on
from stillpoint.points.models import Point, PointState, SectionRevision
from stillpoint.points.opening_points import last_day
from stillpoint.points.presenters_debrief import for_review, questions
from stillpoint.points.presenters_point import part_warnings, state_tag
from stillpoint.points.sharing import share
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.debriefing import (
    contribute,
    converse,
    oic_of,
    open_debrief,
    open_point,
    record,
    record_of,
    write,
)
from tests.points.factories import involve, make_manned_case, officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def owner_of(point: Point) -> Officer:
    assert point.owner is not None
    return point.owner


def hold(point: Point) -> None:
    by = owner_of(point)
    save_conversation(by=by, point=point, version=0, lenses=converse(point, by, oic_of(point)))
    share(by=by, point=point)
    point.refresh_from_db()


def test_everybody_who_worked_on_the_case_is_invited_and_told_nothing_of_it() -> None:
    case = make_manned_case()
    gone_off_it = make_officer(rank="constable")
    part = involve(case, gone_off_it, "gatekeeper")
    Involvement.objects.filter(pk=part.pk).update(until=timezone.localdate())
    left = involve(case, make_officer(rank="constable", is_active=False), "interviewer").officer
    peer = make_officer(rank="constable")
    earlier = open_point("rpp3", "strategy_set", case)
    earlier.participations.create(officer=peer, role="peer", took_part=True)
    point = open_debrief(case)
    run_until_idle()
    invited = {part.officer for part in debrief.people_of(point)}
    assert invited >= {officer_of(case, "fro"), oic_of(point), gone_off_it, peer}
    assert inviting.not_reachable(point) == [left]
    for officer in (gone_off_it, peer, owner_of(point)):
        (message,) = messages_for(officer)
        assert message.link == f"/points/{point.ref}/debrief/"
        assert case.reference not in message.subject + message.text
    assert not messages_for(left)


def test_inviting_again_asks_and_tells_nobody_twice() -> None:
    point = open_debrief()
    run_until_idle()
    assert inviting.invite_everybody(by=owner_of(point), point=point) == []
    late = involve(point.case, make_officer(rank="constable"), "analyst").officer
    involve(point.case, late, "investigator")
    assert inviting.invite_everybody(by=owner_of(point), point=point) == [late]
    run_until_idle()
    assert len(messages_for(oic_of(point))) == len(messages_for(late)) == 1


def test_somebody_invited_does_not_invite() -> None:
    point = open_debrief()
    with pytest.raises(Refused, match="supervisor who owns the debrief"):
        inviting.invite_everybody(by=oic_of(point), point=point)


def test_each_writes_a_contribution_of_their_own() -> None:
    point = open_debrief()
    fro = officer_of(point.case, "fro")
    contribute(oic_of(point), point)
    contribute(fro, point, learned="Write the time on the first page.")
    assert [one.by for one in debrief.contributions(point)] == [oic_of(point), fro]
    assert sections.shared_answers(point, debrief.CONTRIBUTION, writer=fro) is not None


def test_a_draft_of_a_contribution_is_not_shared() -> None:
    point = open_debrief()
    sections.save_section(
        by=oic_of(point), point=point, kind=debrief.CONTRIBUTION, version=0,
        answers={"learned": "Not ready."},
    )  # fmt: skip
    assert debrief.contributions(point) == []


def test_an_empty_contribution_is_refused_with_a_sentence_beside_its_field() -> None:
    point = open_debrief()
    with pytest.raises(NotComplete, match="at least one of the questions") as refused:
        write(oic_of(point), point, debrief.CONTRIBUTION, {"not_on_file": "no"})
    assert refused.value.missing[0].field == "went_well"


def test_expected_stands_beside_what_happened_and_alone_where_nothing_happened_is_written() -> None:
    point = open_debrief()
    contribute(oic_of(point), point)
    contribute(officer_of(point.case, "fro"), point, happened="", expected="Nothing else.")
    shown = {one.text: one for one in questions(debrief.contributions(point))}
    (beside,) = shown["What happened?"].answers
    assert (beside.against, beside.text) == ("An early decision.", "It took a year.")
    (alone,) = shown["What did you expect to happen?"].answers
    assert alone.text == "Nothing else."


def test_what_is_not_on_the_file_goes_to_the_disclosure_officer_and_to_nobody_else() -> None:
    point = open_debrief()
    said = {"not_on_file": "yes", "flag_words": "A neighbour telephoned."}
    revision = contribute(oic_of(point), point, **said)
    assert RelevanceFlag.objects.get().words == "A neighbour telephoned."
    assert "flag_words" not in revision.answers
    contribute(oic_of(point), point, learned="Something else.")
    assert RelevanceFlag.objects.count() == 1


def test_sharing_again_what_has_not_changed_adds_and_asks_nothing() -> None:
    point = open_debrief()
    first = contribute(oic_of(point), point)
    again = sections.share_section(by=oic_of(point), point=point, kind=debrief.CONTRIBUTION)
    assert (again, SectionRevision.objects.count()) == (first, 1)


def test_the_record_says_what_it_still_lacks() -> None:
    point = open_debrief()
    with pytest.raises(NotComplete) as refused:
        write(owner_of(point), point, debrief.RECORD, {"how": "together"})
    fields = {one.field for one in refused.value.missing}
    assert {"on", "at", "place", "present", f"witness-{oic_of(point).ref}"} <= fields


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"on": (timezone.localdate() + dt.timedelta(days=9)).isoformat()}, "still to come"),
        ({"on": "no day"}, "Give the day"),
        ({"at": "half"}, "such as 14:30"),
    ],
)
def test_a_record_of_no_day_or_time_is_refused(answers: dict[str, str], said: str) -> None:
    point = open_debrief()
    with pytest.raises(NotComplete, match=said):
        record(point, **answers)


@pytest.mark.parametrize(("at", "taken"), [("13:29", True), ("13.30", True), ("13:31", False)])
def test_a_debrief_is_not_recorded_at_an_hour_of_today_that_is_to_come(
    at: str, taken: bool
) -> None:
    point = open_debrief()
    now = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(13, 30)))
    with time_machine.travel(now, tick=False):
        answers = record_of(point, on=timezone.localdate().isoformat(), at=at)
        said = [one.message for one in sections.missing_from(point, debrief.RECORD, answers)]
    assert said == ([] if taken else ["This time is still to come: record it once it was held."])


def test_only_the_supervisor_records() -> None:
    point = open_debrief()
    with pytest.raises(Refused, match="records it"):
        write(oic_of(point), point, debrief.RECORD, record_of(point))


def test_while_a_statement_is_open_everybody_is_warned_about_evidence() -> None:
    point = open_debrief()
    assert "may still be a witness" in part_warnings(point)[0]
    everybody = [part.officer.ref for part in debrief.people_of(point)]
    record(point)
    assert part_warnings(point) == []
    first, *others = everybody
    record(point, witness_no=others, witness_not_complete=[first])
    assert "not about the evidence" in part_warnings(point)[0]
    record(point, witness_no=others, witness_complete=[first])
    assert part_warnings(point) == []


def test_a_debrief_is_held_once_it_is_recorded() -> None:
    point = open_debrief()
    with pytest.raises(NotComplete, match="Record the debrief"):
        hold(point)
    record(point)
    save_conversation(
        by=owner_of(point), point=point, version=1, lenses=converse(point, oic_of(point))
    )
    share(by=owner_of(point), point=point)
    point.refresh_from_db()
    assert point.state == PointState.HELD


def test_who_was_there_is_asked_once_and_the_record_says_it() -> None:
    point = open_debrief()
    there = [oic_of(point).ref]
    record(point, present=there, place="Room 4")
    said = converse(point)
    del said["together"]["present"]
    save_conversation(by=owner_of(point), point=point, version=0, lenses=said)
    revision = share(by=owner_of(point), point=point)
    together = revision.lenses["together"]
    assert (together["present"], together["place"]) == (there, "Room 4")
    assert [part.officer for part in point.participations.filter(took_part=True)] == [oic_of(point)]


def test_what_is_flagged_in_the_conversation_names_those_of_the_record() -> None:
    point = open_debrief()
    record(point, place="Room 4")
    said = converse(point)
    said["together"] = {"not_on_file": "yes", "flag_words": "A second witness."}
    save_conversation(by=owner_of(point), point=point, version=0, lenses=said)
    share(by=owner_of(point), point=point)
    flag = RelevanceFlag.objects.get()
    assert (flag.place, oic_of(point).ref in flag.present) == ("Room 4", True)


def test_a_changed_record_must_be_shared_before_the_debrief_is_held() -> None:
    point = open_debrief()
    record(point)
    draft = sections.section_of(point, debrief.RECORD)
    sections.save_section(
        by=owner_of(point), point=point, kind=debrief.RECORD, version=draft.version,
        answers={"place": "Elsewhere"},
    )  # fmt: skip
    assert "Share the record first" in next(debrief.missing_from(point)).message


def test_in_everybodys_own_time_somebody_must_have_contributed() -> None:
    point = open_debrief()
    record(point, how="own_time", at="", place="")
    assert "nobody has shared a contribution" in next(debrief.missing_from(point)).message
    contribute(oic_of(point), point)
    assert list(debrief.missing_from(point)) == []


def test_an_owner_who_cannot_hands_it_on_to_another_supervisor() -> None:
    point = open_debrief()
    before, to = owner_of(point), make_officer(rank="sergeant")
    involve(point.case, make_officer(rank="constable", manager=to), "analyst")
    inviting.invite_everybody(by=before, point=point)
    inviting.hand_debrief_on(by=before, point=point, number=to.number, reason="On leave.")
    point.refresh_from_db()
    run_until_idle()
    assert point.owner == to
    assert any("passed to you" in one.subject for one in messages_for(to))
    # Somebody else's move does not take it from whom it was given to.
    hand_on(by=before, officer=oic_of(point))
    point.refresh_from_db()
    assert point.owner == to


def test_a_debrief_is_not_handed_to_somebody_who_supervises_nobody_there() -> None:
    point = open_debrief()
    with pytest.raises(CannotDo, match="not the line manager of anybody who is invited") as refused:
        inviting.hand_debrief_on(
            by=owner_of(point), point=point, number=make_officer().number, reason="On leave."
        )
    assert refused.value.field == "number"


def test_after_its_last_day_the_debrief_says_so() -> None:
    point = open_debrief()
    last = last_day(point)
    assert last is not None and last > point.due_at
    assert state_tag(point, point.due_at + dt.timedelta(days=1))["words"] == "Overdue"
    assert state_tag(point, last + dt.timedelta(hours=1))["words"] == "Past its last day"


def test_a_reviewer_reads_what_was_shared_and_nothing_of_how_people_are() -> None:
    point = open_debrief()
    contribute(oic_of(point), point)
    record(point)
    lenses = converse(point, oic_of(point))
    lenses["case"] = {"answer": "something", "what": "The plan held."}
    lenses["welfare"] = {"answer": "nothing", "answers": {"recognised": "A private matter."}}
    save_conversation(by=owner_of(point), point=point, version=0, lenses=lenses)
    share(by=owner_of(point), point=point)
    shown = str(for_review(Point.objects.get(pk=point.pk)))
    assert "The plan held." in shown and "A private matter." not in shown
    assert "It took a year." in shown and "Room 4" in shown
