"""What is next for somebody at their points, where a page beside the conversation waits for them:
what Today says of each, and where it leads. A few queries for each kind of page among the points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.access import reports_of
from stillpoint.people.models import Officer
from stillpoint.points import code_test, debrief, handover_turns, not_progressed, signing
from stillpoint.points.models import Participation, Point, SecondPerson, SectionRevision


@dataclass(frozen=True)
class Step:
    """``words``: what is to be done. ``address``: the name of the URL that takes the point's
    ``ref``."""

    words: str
    address: str


CHALLENGE = Step("Give your challenge to a Full Code Test", code_test.PART.address)
ANSWER = Step("Answer the challenge at a Full Code Test", code_test.PART.address)
GO_THROUGH = Step("Go through every avenue before the case stops", not_progressed.PART.address)
SIGN = Step("Read and sign why the case stops", not_progressed.PART.address)
CONTRIBUTE = Step("Say your part at the debrief", debrief.PART.address)
RECORD = Step("Hold and record the debrief", debrief.PART.address)


def next_steps(points: Iterable[Point], officer: Officer) -> dict[int, Step]:
    """Point id to the next step of this officer; points at which no page waits for them are left
    out."""
    found = list(points)
    steps = {
        pk: Step(handover_turns.TURN_WORDS[turn], "point-handover")
        for pk, turn in handover_turns.turns(found, officer).items()
    }
    for part, steps_at in _STEPS_AT.items():
        kinds = {one.key for one in practice.current().points.kinds if part in one.parts}
        with_part = [one for one in found if one.kind in kinds and one.pk not in steps]
        if with_part:
            steps |= steps_at(with_part, officer)
    return steps


def _at_code_tests(points: list[Point], officer: Officer) -> dict[int, Step]:
    """The challenge is the second person's, the answer that of those who wrote."""
    found = Point.objects.filter(pk__in=[one.pk for one in points]).annotate(
        second=Exists(SecondPerson.objects.filter(point=OuterRef("pk"), officer=officer)),
        reasoned=_shared(code_test.STAGES.key),
        challenged=_shared(code_test.CHALLENGE.key),
        answered=_shared(code_test.ANSWER.key),
    )
    steps = {}
    for point in found:
        had: dict[str, bool] = vars(point)
        if had["second"] and had["reasoned"] and not had["challenged"]:
            steps[point.pk] = CHALLENGE
        elif had["challenged"] and not had["second"] and not had["answered"]:
            steps[point.pk] = ANSWER
    return steps


def _at_debriefs(points: list[Point], officer: Officer) -> dict[int, Step]:
    """Whoever owns it holds it; everybody else says their part once."""
    found = Point.objects.filter(pk__in=[one.pk for one in points]).annotate(
        said=_shared(debrief.CONTRIBUTION.key, writer=officer), recorded=_shared(debrief.RECORD.key)
    )
    steps = {}
    for point in found:
        had: dict[str, bool] = vars(point)
        if point.owner_id == officer.pk and not had["recorded"]:
            steps[point.pk] = RECORD
        elif point.owner_id != officer.pk and not had["said"]:
            steps[point.pk] = CONTRIBUTE
    return steps


def _at_not_progressed(points: list[Point], officer: Officer) -> dict[int, Step]:
    """The officer goes through it and signs; then the line manager of the one who signed."""
    signed, theirs, steps = _signatures(points), _about(points, officer), {}
    above: dict[int, int] = {}
    for point in points:
        signatures = signed.get(point.pk)
        if signatures is None or signing.OFFICER not in signatures:
            if point.pk in theirs:
                steps[point.pk] = GO_THROUGH if signatures is None else SIGN
        elif signing.SUPERVISOR not in signatures:
            above[point.pk] = signatures[signing.OFFICER]
    if above:
        led = reports_of(officer.pk, timezone.localdate()).filter(pk__in=set(above.values()))
        mine = set(led.values_list("pk", flat=True))
        steps |= {pk: SIGN for pk, signer in above.items() if signer in mine}
    return steps


def _signatures(points: list[Point]) -> dict[int, dict[str, int]]:
    """Point id to who signed what was shared last, by role; points at which nothing is shared are
    left out."""
    shared = SectionRevision.objects.filter(
        section__point__in=points, section__key=not_progressed.SECTION.key
    ).order_by("number")
    found: dict[int, dict[str, int]] = {}
    numbers: dict[int, int] = {}
    for point, number, role, by in shared.values_list(
        "section__point", "number", "signatures__role", "signatures__officer"
    ):
        if numbers.get(point) != number:
            numbers[point], found[point] = number, {}
        if role:
            found[point][role] = by
    return found


def _about(points: list[Point], officer: Officer) -> set[int]:
    """Those of the points that are about this officer, or that they own where nobody is left whom
    it is about (``signing.officers_of``)."""
    about: dict[int, set[int]] = {one.pk: set() for one in points}
    kinds = {one.kind for one in points}
    roles = {role for kind in kinds for role in practice.current().points.kind(kind).takes_part}
    parts = Participation.objects.filter(
        point__in=points, role__in=roles, officer__is_active=True
    ).values_list("point", "officer")
    for point, one in parts:
        about[point].add(one)
    owned = {one.pk for one in points if one.owner_id == officer.pk}
    return {
        pk for pk, people in about.items() if officer.pk in people or (not people and pk in owned)
    }


def _shared(key: str, **section: Officer) -> Exists:
    fields = {f"section__{name}": value for name, value in section.items()}
    return Exists(
        SectionRevision.objects.filter(section__point=OuterRef("pk"), section__key=key, **fields)
    )


_STEPS_AT: Mapping[str, Callable[[list[Point], Officer], dict[int, Step]]] = {
    code_test.PART.key: _at_code_tests,
    debrief.PART.key: _at_debriefs,
    not_progressed.PART.key: _at_not_progressed,
}
