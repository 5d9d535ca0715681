"""Who is told at the Full Code Test: the second person when their challenge is asked, those who
wrote when it is there to answer. What goes out says that something waits and never what."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.people.models import Officer
from stillpoint.points.code_test import CHALLENGE, STAGES, CodeTest, code_test_of
from stillpoint.points.facts import SecondPersonChosen, SectionShared
from stillpoint.points.finding import point_by_ref
from stillpoint.points.models import PointState


def tell_of_section(fact: SectionShared) -> None:
    """The reasoning on both stages asks for the challenge; the challenge, for an answer."""
    if fact.section == STAGES.key:
        _ask_for_challenge(fact.point)
    elif fact.section == CHALLENGE.key:
        _ask_for_answer(fact.point)


def tell_second_person(fact: SecondPersonChosen) -> None:
    """Somebody chosen after the reasoning was shared is asked at once."""
    _ask_for_challenge(fact.point)


def _ask_for_challenge(ref: str) -> None:
    test = code_test_of(point_by_ref(ref))
    shared = test.shared.get(STAGES.key)
    if test.second is None or shared is None or test.point.state != PointState.OPEN:
        return
    tell(
        test.second.officer,
        subject="You are asked to challenge the reasoning at a Full Code Test point",
        text="Sign in to read it and to write what you would challenge.",
        link=_link(test),
        key=f"challenge-asked:{ref}:{shared.number}",
    )


def _ask_for_answer(ref: str) -> None:
    test = code_test_of(point_by_ref(ref))
    shared = test.shared.get(CHALLENGE.key)
    if shared is None or test.point.state != PointState.OPEN:
        return
    wrote = test.writers | ({test.point.owner_id} if test.point.owner_id else set())
    for officer in Officer.objects.filter(pk__in=wrote, is_active=True).exclude(pk=shared.by_id):
        tell(
            officer,
            subject="A challenge waits for your answer at a Full Code Test point",
            text="Sign in to read it and to answer.",
            link=_link(test),
            key=f"challenge-given:{ref}:{shared.number}",
        )


def _link(test: CodeTest) -> str:
    return f"/points/{test.point.ref}/code-test/"
