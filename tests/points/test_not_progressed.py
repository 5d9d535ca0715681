"""A case that is not progressed: every avenue, other ways, and two signatures under one text."""

from __future__ import annotations

import pytest

from stillpoint import practice
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import not_progressed, signing
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point, PointState, SectionRevision, Signature
from stillpoint.points.sections import save_section, section_of
from stillpoint.points.sharing import share
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
