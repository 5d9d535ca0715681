"""Reflective practice points in the world: one open with a draft, one held, a note, a flag;
a hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stillpoint.cases.models import Case, Involvement
from stillpoint.disclosure.flagging import flag_words
from stillpoint.disclosure.holding import place_hold
from stillpoint.disclosure.models import Kept, RelevanceFlag
from stillpoint.disclosure.retaining import propose_erasure
from stillpoint.points.closure import answer_notice, ask_to_hear
from stillpoint.points.conversing import save_conversation
from stillpoint.points.handover_sections import ANSWER, NEEDS
from stillpoint.points.models import Point
from stillpoint.points.noting import write_note
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.sections import save_section, share_section
from stillpoint.points.sharing import share
from tests.matrix.code_testing import write_a_code_test
from tests.matrix.markers import marker
from tests.reviews.factories import make_case

if TYPE_CHECKING:
    from tests.matrix.world import World


LONG_AGO = dt.date(2011, 3, 4)


def hold_points(world: World) -> None:
    """``raiser`` and ``receiver`` take part in both; ``superior`` manages ``receiver``."""
    raiser, receiver = world.people["raiser"], world.people["receiver"]
    case = world.things["case_own"]
    for name, kind in (("point", "rpp3"), ("point_open", "rpp1")):
        point = ask_for_point(by=raiser, case=case, kind=kind, why="For the tests.")
        point.participations.get_or_create(officer=receiver, defaults={"role": "supervisor"})
        Point.objects.filter(pk=point.pk).update(owner=receiver)
        world.things[name] = Point.objects.get(pk=point.pk)
    said: dict[str, dict[str, Any]] = {
        "case": {"answer": "something", "what": marker("point words")},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        "together": {
            "present": [raiser.ref, receiver.ref],
            "not_on_file": "yes",
            "flag_words": marker("flag words"),
        },
    }
    held, still = world.things["point"], world.things["point_open"]
    still.participations.filter(officer=raiser).update(role="fro")
    _hand_over(world)
    write_a_code_test(world)
    save_conversation(by=raiser, point=held, version=0, lenses=said)
    share(by=raiser, point=held)
    draft = {"case": {"answer": "something", "what": marker("draft words")}}
    save_conversation(by=raiser, point=still, version=0, lenses=draft)
    held.refresh_from_db()
    world.things["note"] = write_note(by=raiser, text=marker("note words"), point=still)
    world.things["hold"] = place_hold(
        by=world.people["lead"],
        case=world.things["case_a"],
        kind="cpia",
        reason=marker("hold reason"),
    )
    decide_on_old_cases(world)
    world.things["flag"] = RelevanceFlag.objects.get(source=held.trail_reference)


def _hand_over(world: World) -> None:
    """A handover of another case: ``raiser`` has a draft of what they pass on, and ``receiver`` has
    answered."""
    raiser, receiver = world.people["raiser"], world.people["receiver"]
    case = make_case(live=True)
    point = ask_for_point(by=raiser, case=case, kind="rpp2", why="For the tests.")
    point.participations.update(role="fro")
    point.participations.create(officer=receiver, role="oic")
    Point.objects.filter(pk=point.pk).update(owner=receiver)
    point.refresh_from_db()
    draft = {"wishes": marker("handover draft"), "wishes_on_file": "yes"}
    save_section(by=raiser, point=point, kind=NEEDS, version=0, answers=draft)
    said = {"helped_record": marker("handover words"), "not_on_file": "no"}
    save_section(by=receiver, point=point, kind=ANSWER, version=0, answers=said)
    share_section(by=receiver, point=point, kind=ANSWER)
    world.things["point_handover"] = point
    _hear_of_it(world, case)


def _hear_of_it(world: World, case: Case) -> None:
    """``raiser`` has a notice to read; one for ``colleague`` waits for ``superior``, who manages
    the investigator ``receiver``."""
    people = world.people
    for name, role in (("raiser", "fro"), ("colleague", "fro"), ("receiver", "oic")):
        Involvement.objects.create(case=case, officer=people[name], role=role)
    sent = ask_to_hear(by=people["raiser"], case=case)
    world.things["notice"] = answer_notice(
        by=people["superior"],
        notice=sent,
        witness="complete",
        trial_to_come=False,
        thanks="early_work",
        own_words=marker("notice words"),
    )
    world.things["notice_due"] = ask_to_hear(by=people["colleague"], case=case)


def decide_on_old_cases(world: World) -> None:
    """Two cases that are due for retention review: one kept until lately, one proposed to be
    erased."""
    lead = world.people["lead"]
    for name in ("case_old", "case_older"):
        case = make_case(live=False)
        Case.objects.filter(pk=case.pk).update(outcome_on=LONG_AGO)
        words = marker("old words")
        flag_words(by=world.people["unrelated"], case=case, source="", kind="A note", words=words)
        world.things[name] = case
    Kept.objects.create(
        case=world.things["case_old"],
        reason=marker("kept reason"),
        next_review_on=LONG_AGO,
        by=lead,
        at=timezone.now(),
    )
    world.things["erasure"] = propose_erasure(
        by=lead, case=world.things["case_older"], reason=marker("erasure reason")
    )
