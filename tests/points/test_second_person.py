"""The second person of a Full Code Test: who, what they read and write, who replaces them."""

from __future__ import annotations

import pytest

from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.code_test import (
    CHALLENGE,
    LINES,
    STAGES,
    STRENGTHS,
    WEAKNESSES,
    code_test_of,
    missing_from_code_test,
)
from stillpoint.points.conversing import invite, save_conversation
from stillpoint.points.finding import point_by_ref
from stillpoint.points.models import Participation, Point
from stillpoint.points.second_person import choose_second_person, eligible, whom_to_ask
from stillpoint.points.sections import save_section
from stillpoint.points.waiting import open_for
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.code_tests import (
    WHOLE,
    make_code_test,
    oic,
    save,
    sergeant,
    share,
    share_until,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_owner_is_not_their_own_second_person() -> None:
    point = make_code_test()
    with pytest.raises(CannotDo, match="Whoever owns this point"):
        choose_second_person(by=oic(point), point=point, officer=oic(point))


def test_somebody_who_wrote_is_not_the_second_person() -> None:
    point = make_code_test()
    save_section(by=sergeant(point), point=point, kind=LINES, version=0, answers=WHOLE[LINES.key])
    with pytest.raises(CannotDo, match="not somebody who wrote"):
        choose_second_person(by=oic(point), point=point, officer=sergeant(point))


def test_a_peer_from_elsewhere_can_be_the_second_person_and_reads_from_then_on() -> None:
    point, peer = make_code_test(), make_officer(rank="constable")
    choose_second_person(by=oic(point), point=point, officer=peer)
    part = Participation.objects.get(point=point, officer=peer)
    assert part.role == "second_person"


def test_the_second_person_does_not_write_what_they_challenge() -> None:
    point = share_until(make_code_test(), STAGES)
    with pytest.raises(Refused, match="You are the second person here"):
        save_section(
            by=sergeant(point), point=point, kind=WEAKNESSES, version=1, answers={"weaknesses": ""}
        )


def test_only_the_second_person_writes_the_challenge() -> None:
    point = share_until(make_code_test(), STAGES)
    with pytest.raises(Refused, match="written by the second person"):
        save_section(
            by=oic(point), point=point, kind=CHALLENGE, version=0, answers=WHOLE[CHALLENGE.key]
        )


def test_one_who_left_is_replaced_and_what_they_had_drafted_stays_theirs() -> None:
    point = share_until(make_code_test(), STAGES)
    save(point, CHALLENGE, challenge="Half a sentence")
    left, peer = sergeant(point), make_officer(rank="sergeant")
    Officer.objects.filter(pk=left.pk).update(is_active=False)
    said = [one.message for one in missing_from_code_test(point)]
    assert "Full Code Test: choose another second person." in said
    choose_second_person(by=oic(point), point=point, officer=peer)
    save_section(by=peer, point=point, kind=CHALLENGE, version=0, answers=WHOLE[CHALLENGE.key])
    drafts = point.sections.filter(key=CHALLENGE.key)
    assert {one.writer for one in drafts} == {Officer.objects.get(pk=left.pk), peer}


def may(officer: Officer, point: Point) -> tuple[bool, bool, bool]:
    """Whether they read the point, write in it, and find it in their lists."""
    fresh = point_by_ref(point.ref)
    listed = access.visible_to(officer).filter(pk=point.pk).exists()
    return (
        bool(access.can_read_point(officer, fresh)),
        bool(access.can_write_point(officer, fresh)),
        listed,
    )


def replace(point: Point, by: Officer | None = None) -> None:
    choose_second_person(by=by or oic(point), point=point, officer=make_officer(rank="sergeant"))


def test_who_was_replaced_without_having_written_reads_and_writes_no_more() -> None:
    point, peer = make_code_test(), make_officer(rank="constable")
    choose_second_person(by=oic(point), point=point, officer=peer)
    assert may(peer, point) == (True, True, True)
    replace(point)
    assert may(peer, point) == (False, False, False)
    assert open_for(peer).count() == 0


@pytest.mark.parametrize("wrote", ["challenge", "conversation"])
def test_who_was_replaced_reads_on_where_they_wrote_and_writes_no_more(wrote: str) -> None:
    boss = make_officer()
    point, peer = make_code_test(), make_officer(rank="constable", manager=boss)
    choose_second_person(by=oic(point), point=point, officer=peer)
    if wrote == "challenge":
        for kind in (LINES, STRENGTHS, WEAKNESSES, STAGES):
            share(point, kind)
        save_section(by=peer, point=point, kind=CHALLENGE, version=0, answers={"challenge": "Why?"})
    else:
        said = {"case": {"what": "Early."}}
        save_conversation(by=peer, point=point, version=0, lenses=said)
        said = {"case": {"what": "Later."}}
        save_conversation(by=oic(point), point=point, version=1, lenses=said)
    replace(point)
    assert may(peer, point) == (True, False, True)
    assert may(boss, point) == (False, False, False)
    assert open_for(peer).count() == 0
    with pytest.raises(Refused):
        save_conversation(by=peer, point=point, version=2, lenses={"case": {"what": "Mine."}})


def test_who_was_replaced_and_is_asked_again_takes_part_again() -> None:
    point, peer = make_code_test(), make_officer(rank="constable")
    choose_second_person(by=oic(point), point=point, officer=peer)
    save_conversation(by=peer, point=point, version=0, lenses={"case": {"what": "Early."}})
    replace(point)
    invite(by=oic(point), point=point, number=peer.number)
    assert may(peer, point) == (True, True, True)


def test_who_was_asked_as_a_peer_before_stays_one_when_they_are_replaced() -> None:
    point, peer = make_code_test(), make_officer(rank="constable")
    invite(by=oic(point), point=point, number=peer.number)
    choose_second_person(by=oic(point), point=point, officer=peer)
    replace(point)
    assert may(peer, point) == (True, True, True)


def test_who_left_after_their_challenge_can_be_replaced_and_it_stays() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    Officer.objects.filter(pk=sergeant(point).pk).update(is_active=False)
    replace(point)
    assert len(code_test_of(point).challenges) == 1


def test_whoever_saved_first_wrote_in_it_too() -> None:
    point, first = make_code_test(), make_officer(rank="constable")
    invite(by=oic(point), point=point, number=first.number)
    save_section(by=first, point=point, kind=LINES, version=0, answers=WHOLE[LINES.key])
    save(point, LINES, **{"line-01-state": "under_way"})
    with pytest.raises(CannotDo, match="not somebody who wrote"):
        choose_second_person(by=oic(point), point=point, officer=first)
    assert first not in eligible(point)


def test_who_has_given_their_challenge_is_not_replaced() -> None:
    point = share_until(make_code_test(), CHALLENGE)
    with pytest.raises(CannotDo, match="has given their challenge already"):
        choose_second_person(by=oic(point), point=point, officer=make_officer())


def test_the_owner_s_supervisors_and_team_can_be_chosen_from_a_list() -> None:
    mate = make_officer(rank="constable", team="RASSO North")
    investigator = make_officer(rank="constable", team="RASSO North")
    point = make_code_test(oic=investigator)
    listed = eligible(point)
    assert (sergeant(point) in listed, mate in listed, investigator in listed) == (
        True,
        True,
        False,
    )


def test_when_nobody_is_eligible_it_says_whom_to_ask() -> None:
    boss = make_officer(rank="inspector")
    alone = make_officer(rank="constable", manager=boss)
    point = make_code_test(oic=alone, supervisor=alone)
    save_section(by=alone, point=point, kind=LINES, version=0, answers=WHOLE[LINES.key])
    assert boss.titled_name in whom_to_ask(point)


def test_a_supervisor_who_is_the_investigator_still_needs_somebody_else() -> None:
    both = make_officer(rank="sergeant", manager=make_officer(rank="inspector"))
    point = make_code_test(oic=both, supervisor=both)
    assert both not in eligible(point)
