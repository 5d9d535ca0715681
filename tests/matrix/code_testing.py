"""A Full Code Test in the world, as far as its challenge: a card kept, a draft not shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stillpoint.people.models import Officer
from stillpoint.points.code_test import CHALLENGE, LINES, STAGES, STRENGTHS, WEAKNESSES
from stillpoint.points.models import Point
from stillpoint.points.opening_points import ask_for_point
from stillpoint.points.second_person import choose_second_person
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section
from tests.matrix.markers import marker
from tests.points.code_tests import FROM_A_MYTH, WHOLE
from tests.reviews.factories import make_case

if TYPE_CHECKING:
    from tests.matrix.world import World


def write_a_code_test(world: World) -> None:
    """``raiser`` owns and writes it, ``receiver`` is the second person; ``superior`` manages
    ``receiver``."""
    raiser, receiver = world.people["raiser"], world.people["receiver"]
    point = ask_for_point(by=raiser, case=make_case(live=True), kind="rpp4", why="For the tests.")
    Point.objects.filter(pk=point.pk).update(owner=raiser)
    point.refresh_from_db()
    choose_second_person(by=raiser, point=point, officer=receiver)
    kept = {
        "case_weaknesses": FROM_A_MYTH,
        "kept-case_weaknesses-M05": marker("card kept because"),
        "not_on_file": "no",
    }
    written: tuple[tuple[SectionKind, Officer, dict[str, Any]], ...] = (
        (LINES, raiser, WHOLE[LINES.key]),
        (STRENGTHS, raiser, WHOLE[STRENGTHS.key]),
        (WEAKNESSES, raiser, kept),
        (STAGES, raiser, {**WHOLE[STAGES.key], "stage-evidential-why": marker("test words")}),
        (CHALLENGE, receiver, {"challenge": marker("challenge words"), "not_on_file": "no"}),
    )
    for kind, by, answers in written:
        save_section(by=by, point=point, kind=kind, version=0, answers=answers)
        share_section(by=by, point=point, kind=kind)
    version = section_of(point, WEAKNESSES).version
    draft = {"weaknesses_met": marker("test draft")}
    save_section(by=raiser, point=point, kind=WEAKNESSES, version=version, answers=draft)
    world.things["point_test"] = point
