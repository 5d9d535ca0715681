"""A conversation: saved while it is written, shared once every lens is answered."""

from __future__ import annotations

from typing import Any

import pytest

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.learning.models import LearningPoint, TrainingNeed
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import draft_of, invite, save_conversation
from stillpoint.points.models import ConversationRevision, Point, PointState
from stillpoint.points.opening_points import open_points
from stillpoint.points.sharing import share
from stillpoint.points.waiving import reopen, waive
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.saving import StaleForm
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def check_in() -> Point:
    """An open check-in of the investigator and their sergeant."""
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def nothing_to_raise(point: Point, **together: Any) -> dict[str, dict[str, Any]]:
    oic = officer_of(point.case, "oic")
    said: dict[str, dict[str, Any]] = {
        lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")
    }
    return {**said, "together": {"present": [oic.ref], "not_on_file": "no", **together}}


def save(point: Point, lenses: dict[str, dict[str, Any]], version: int | None = None) -> None:
    oic = officer_of(point.case, "oic")
    held = draft_of(point).version if version is None else version
    save_conversation(by=oic, point=point, version=held, lenses=lenses)


def shared(point: Point, lenses: dict[str, dict[str, Any]]) -> ConversationRevision:
    save(point, lenses)
    return share(by=officer_of(point.case, "oic"), point=point)


def test_a_conversation_with_nothing_to_raise_holds_the_point() -> None:
    point = check_in()
    shared(point, nothing_to_raise(point))
    point.refresh_from_db()
    assert (point.state, point.held_at is not None) == (PointState.HELD, True)


@pytest.mark.parametrize("lens", ["case", "learning", "welfare"])
def test_each_lens_needs_an_answer_of_its_own(lens: str) -> None:
    point = check_in()
    save(point, {**nothing_to_raise(point), lens: {"answer": ""}})
    with pytest.raises(NotComplete) as refused:
        share(by=officer_of(point.case, "oic"), point=point)
    assert [one.field for one in refused.value.missing] == [f"{lens}-answer"]


def test_something_to_raise_needs_words() -> None:
    point = check_in()
    save(point, {**nothing_to_raise(point), "case": {"answer": "something", "what": "  "}})
    with pytest.raises(NotComplete, match="Say what in a few words"):
        share(by=officer_of(point.case, "oic"), point=point)


def test_an_answer_to_one_question_is_words_enough() -> None:
    point = check_in()
    asked = {"answer": "something", "answers": {"easier_work": "A second desk phone."}}
    shared(point, {**nothing_to_raise(point), "learning": asked})
    assert Point.objects.get(pk=point.pk).state == PointState.HELD


def test_a_save_on_an_old_version_is_refused_with_what_stands_there() -> None:
    point = check_in()
    save(point, {"case": {"what": "Mine."}})
    with pytest.raises(StaleForm) as stale:
        save(point, {"case": {"what": "Theirs."}}, version=0)
    assert (stale.value.theirs["case"]["what"], stale.value.version) == ("Mine.", 1)


def test_ten_thousand_words_are_refused_with_a_sentence_that_helps() -> None:
    point = check_in()
    with pytest.raises(CannotDo, match="Put what belongs on the case file there"):
        save(point, {"case": {"what": "word " * 10_000}})


def test_pressing_share_twice_shares_once() -> None:
    point = check_in()
    first = shared(point, nothing_to_raise(point))
    assert share(by=officer_of(point.case, "oic"), point=point) == first


def test_words_under_nothing_are_not_shared() -> None:
    point = check_in()
    said = {**nothing_to_raise(point), "case": {"answer": "nothing", "what": "Thought better."}}
    assert shared(point, said).lenses["case"] == {"answer": "nothing"}


def test_what_may_identify_somebody_is_confirmed_first() -> None:
    point = check_in()
    call = {"answer": "something", "what": "Ring her on 07700 900123."}
    save(point, {**nothing_to_raise(point), "case": call})
    with pytest.raises(CannotDo) as refused:
        share(by=officer_of(point.case, "oic"), point=point)
    assert refused.value.field == "not_identifiers"


def test_confirmed_words_are_shared() -> None:
    point = check_in()
    call = {"answer": "something", "what": "Ring the desk on 07700 900123."}
    save(point, {**nothing_to_raise(point), "case": call})
    share(by=officer_of(point.case, "oic"), point=point, not_identifiers=True)
    assert point.revisions.count() == 1


def test_reopening_adds_a_revision_and_leaves_the_first() -> None:
    point = check_in()
    shared(point, nothing_to_raise(point))
    oic = officer_of(point.case, "oic")
    reopen(by=oic, point=Point.objects.get(pk=point.pk), reason="One thing was left out.")
    more = {"answer": "something", "what": "The plan was not looked at."}
    shared(point, {**nothing_to_raise(point), "case": more})
    answers = [one.lenses["case"]["answer"] for one in point.revisions.order_by("number")]
    assert answers == ["nothing", "something"]


def test_a_held_point_cannot_be_written_in() -> None:
    point = check_in()
    shared(point, nothing_to_raise(point))
    with pytest.raises(CannotDo, match="Reopen it"):
        save(point, {"case": {"what": "Later."}})


def test_who_took_part_is_marked_and_who_did_not() -> None:
    point = check_in()
    absent = invite(by=officer_of(point.case, "oic"), point=point, number=make_officer().number)
    shared(point, nothing_to_raise(point))
    absent.refresh_from_db()
    oic = point.participations.get(officer=officer_of(point.case, "oic"))
    assert (oic.took_part, absent.took_part) == (True, False)


def test_a_learning_point_is_noted_with_what_we_will_try() -> None:
    point = check_in()
    learned = {
        "answer": "something",
        "point_text": "Ask for the phone early.",
        "point_kind": "improvement",
        "point_level": "unit",
        "point_try": "Put it on the first plan.",
    }
    shared(point, {**nothing_to_raise(point), "learning": learned})
    noted = LearningPoint.objects.get(source=point.trail_reference)
    assert (noted.level, noted.what_we_will_try) == ("unit", "Put it on the first plan.")


def test_a_training_need_is_given_whole_or_not_at_all() -> None:
    point = check_in()
    need = {"answer": "something", "need_aim": "Digital material"}
    save(point, {**nothing_to_raise(point), "learning": need})
    with pytest.raises(NotComplete, match="give all three"):
        share(by=officer_of(point.case, "oic"), point=point)
    assert not TrainingNeed.objects.exists()


def test_what_is_not_on_the_file_goes_to_the_disclosure_officer_alone() -> None:
    point = check_in()
    said = nothing_to_raise(point, not_on_file="yes", flag_words="She named a second witness.")
    shared(point, said)
    assert (
        RelevanceFlag.objects.get(source=point.trail_reference).words
        == "She named a second witness."
    )


def test_saying_yes_to_not_on_file_needs_the_words() -> None:
    point = check_in()
    save(point, nothing_to_raise(point, not_on_file="yes"))
    with pytest.raises(NotComplete, match="only these words"):
        share(by=officer_of(point.case, "oic"), point=point)


def test_reopening_makes_no_second_learning_point_or_flag() -> None:
    point = check_in()
    learned = {
        "answer": "something",
        "point_text": "Ask early.",
        "point_kind": "strength",
        "point_level": "unit",
    }
    said = nothing_to_raise(point, not_on_file="yes", flag_words="A second witness.")
    shared(point, {**said, "learning": learned})
    reopen(by=officer_of(point.case, "oic"), point=Point.objects.get(pk=point.pk), reason="More.")
    kept = draft_of(point).lenses
    assert "point_text" not in kept["learning"] and "flag_words" not in kept["together"]


def test_points_of_one_case_are_held_together() -> None:
    case = make_manned_case()
    happen(case, "strategy_set", days_ago=3)
    happen(case, "new_information", days_ago=1)
    first, second = open_points(by=CONSOLE, case=case)
    shared(first, nothing_to_raise(first, hold_with=[second.ref]))
    second.refresh_from_db()
    assert (second.state, second.held_with) == (PointState.HELD, first)


def test_a_point_that_needs_a_second_person_is_not_held_alone() -> None:
    case = make_manned_case()
    happen(case, "file_to_gatekeeper")
    (point,) = open_points(by=CONSOLE, case=case)
    save(point, nothing_to_raise(point))
    with pytest.raises(NotComplete, match="second person"):
        share(by=officer_of(case, "oic"), point=point)


def test_a_supervisor_waives_with_a_reason() -> None:
    point = check_in()
    waive(
        by=above(officer_of(point.case, "supervisor")), point=point, reason="Held by another force."
    )
    point.refresh_from_db()
    assert (point.state, point.waived_reason) == (PointState.WAIVED, "Held by another force.")


def test_waiving_without_a_reason_is_refused() -> None:
    point = check_in()
    with pytest.raises(CannotDo, match="Say why"):
        waive(by=above(officer_of(point.case, "supervisor")), point=point, reason=" ")


def test_the_officer_does_not_waive_their_own_point() -> None:
    point = check_in()
    with pytest.raises(Refused):
        waive(by=officer_of(point.case, "oic"), point=point, reason="No time.")


def test_a_supervisor_who_owns_the_point_does_not_waive_it_either() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    assert point.owner == sergeant
    with pytest.raises(Refused, match="supervises you"):
        waive(by=sergeant, point=point, reason="No time.")


def test_a_waived_point_is_reopened_by_a_supervisor() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    waived = waive(by=above(sergeant), point=point, reason="It is not needed this time.")
    assert reopen(by=sergeant, point=waived, reason="It is needed.").state == PointState.OPEN


def test_how_people_are_may_be_declined_for_now_and_is_kept_as_that() -> None:
    point = check_in()
    said = {**nothing_to_raise(point), "welfare": {"answer": "declined", "what": "Not kept."}}
    assert shared(point, said).lenses["welfare"] == {"answer": "declined"}


def test_the_other_lenses_cannot_be_declined() -> None:
    point = check_in()
    save(point, {**nothing_to_raise(point), "case": {"answer": "declined"}})
    with pytest.raises(NotComplete, match="choose"):
        share(by=officer_of(point.case, "oic"), point=point)


def test_the_reason_of_a_waiver_outlives_its_reopening() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    waived = waive(by=above(sergeant), point=point, reason="It was held elsewhere last week.")
    reopened = reopen(by=sergeant, point=waived, reason="It was not.")
    assert "It was held elsewhere last week." in reopened.reopened_reason
