"""A reason that takes a conversation, a reply or time from somebody says something, and is told."""

from __future__ import annotations

import pytest

from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.points.models import Point, PointState
from stillpoint.points.reasons import of_substance
from stillpoint.points.waiving import reopen, waive
from stillpoint.trust.answers import CannotDo
from tests.points.factories import above
from tests.points.test_no_words_about_health import check_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REASON = "The case went to another force on Monday."


@pytest.mark.parametrize(
    "reason", ["", " ", "x", "n/a", "Not needed", "- - - -", "a b c d", "123 456 7"]
)
def test_a_word_or_two_are_no_reason(reason: str) -> None:
    with pytest.raises(CannotDo) as refused:
        of_substance(reason, asked="Say why.", reader="Its owner")
    assert refused.value.field == "reason" and refused.value.message.startswith("Say why.")


@pytest.mark.parametrize(
    "reason", [REASON, "  Siân was away for a fortnight. ", "Řešeno včera společně."]
)
def test_a_sentence_is_a_reason(reason: str) -> None:
    assert of_substance(reason, asked="Say why.", reader="Its owner") == reason.strip()


def waived(point: Point) -> Point:
    assert point.owner is not None
    return waive(by=above(point.owner), point=point, reason=REASON)


def test_a_point_is_not_waived_for_x() -> None:
    point = check_in()
    assert point.owner is not None
    with pytest.raises(CannotDo, match="Its owner reads it"):
        waive(by=above(point.owner), point=point, reason="x")
    point.refresh_from_db()
    assert point.state == PointState.OPEN


def test_its_owner_is_told_that_it_was_waived_and_reads_why_here() -> None:
    point = check_in()
    waived(point)
    run_until_idle(raising=True)
    assert point.owner is not None
    (told,) = [one for one in messages_for(point.owner) if "was waived" in one.subject]
    assert told.link == f"/points/{point.ref}/" and REASON not in told.text


def test_a_second_waiver_is_told_again() -> None:
    point = check_in()
    assert point.owner is not None
    reopen(by=above(point.owner), point=waived(point), reason="It is needed after all.")
    waived(Point.objects.get(pk=point.pk))
    run_until_idle(raising=True)
    assert len([one for one in messages_for(point.owner) if "was waived" in one.subject]) == 2
