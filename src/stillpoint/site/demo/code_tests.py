"""Full Code Test points of the invented force, at every stage: begun, waiting for the challenge or
its answer, whole; cards kept with a reason, answered by a line of enquiry, and not answered yet."""

from __future__ import annotations

import datetime as dt
import random
from itertools import cycle
from typing import Any

from stillpoint import practice
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.people.models import Officer
from stillpoint.points.challenging import cards_for, kept_field
from stillpoint.points.code_test import (
    ANSWER,
    CHALLENGE,
    LINES,
    PART,
    STAGES,
    STRENGTHS,
    WEAKNESSES,
    challenged_in,
)
from stillpoint.points.models import Point, PointState, SectionRevision
from stillpoint.points.opening_lines import open_line
from stillpoint.points.second_person import choose_second_person, eligible
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section

LINE_SETS: tuple[tuple[tuple[str, str, str, str, str], ...], ...] = (
    (
        (
            "Footage from the taxi office and the two shops on the way.",
            "towards",
            "done",
            "",
            "yes",
        ),
        ("The friend he names as having been there.", "away", "done", "", "yes"),
        (
            "Messages on both telephones for the week before and after.",
            "either",
            "under_way",
            "",
            "yes",
        ),
    ),
    (
        ("The colleague to whom it was first told.", "towards", "done", "", "yes"),
        (
            "Door entry log of the building.",
            "either",
            "not_possible",
            "Overwritten after thirty days; it was asked for on day thirty-four.",
            "yes",
        ),
        (
            "Earlier reports about the suspect in other force areas.",
            "towards",
            "under_way",
            "",
            "no",
        ),
    ),
    (
        ("Whether his account of the evening fits the card payments.", "either", "done", "", "yes"),
        ("Neighbour on the same landing.", "away", "done", "", "yes"),
    ),
)
STRENGTH_SETS = (
    (
        "It was first told within two hours, in the same words as later. The messages that night "
        "show distress, and he answered them.",
        "He suggested the change of plan, sent the others home and locked the door. Interview "
        "record, second part.",
        "Each step was his. He was asked in interview what he did to find out whether there was "
        "consent, and gave no answer. His access to the shared house is a risk to others there.",
    ),
    (
        "Two people saw the condition the victim was in. The footage puts a time to it.",
        "He saw it too: the footage shows him holding the victim up. He told the driver that they "
        "lived together, which was not so.",
        "He knew, and he said something untrue to be alone with the victim. A previous report from "
        "another force area has the same pattern: ask for it, and review the risk assessment.",
    ),
)
PLAIN_WEAKNESSES = (
    "There are no forensic results on the point of consent. That is not expected here, and the "
    "prosecutor is told so. The timing rests on one witness, who has not been asked about it.",
    "The telephone download is partial. It bears on what was said afterwards, not on consent.",
)
# Each rests a conclusion on a myth, so that cards stand beside them.
MYTH_WEAKNESSES = (
    "The victim had been drinking heavily so the account cannot be relied on. The footage is good.",
    "She waited four months to report, which undermines her credibility.",
)
KEPT = (
    "The time matters to one fact in issue, the last bus, and the log contradicts it. It says "
    "nothing about consent.",
    "It records what the prosecutor will be asked. The specialist report meets it.",
)
STAGE_WORDS = (
    (
        "met",
        "An impartial court that hears the footage and the first telling would more likely "
        "than not convict. What the defence will say on belief in consent does not meet what he "
        "did.",
        "met",
        "The offence is grave, there is a risk to others, and the victim supports it.",
    ),
    (
        "not_yet",
        "It turns on the download, which is due in a week.",
        "met",
        "Nothing stands against the public interest.",
    ),
    (
        "not_met",
        "The one witness on the point has withdrawn what they said, with a reason that the "
        "records bear out. No line of enquiry is left on it.",
        "",
        "",
    ),
)
CHALLENGES = (
    (
        "What shows that he asked? You write a great deal on the victim and two lines on him.",
        "The driver was never asked what he said on the way.",
    ),
    (
        "I went through it looking for where we rest on the victim's manner, and found nothing. "
        "The strengths on the first telling persuaded me.",
        "",
    ),
    (
        "The delay is set out as if it spoke for itself. What are its reasons, and who could give "
        "evidence on them?",
        "Whether the adviser's notes of contact help on the reasons.",
    ),
)
ANSWERS = (
    "Fair. The interview plan now puts his steps to him, and the driver is seen this week.",
    "Nothing to change, and it helped to have it read by somebody new to it.",
    "Taken. The paragraph on delay now gives the reasons and where they are recorded.",
)
# How far tests have got: shares of them, one below the other.
UNTOUCHED, LINES_ONLY, STRONG, WITH_A_CARD, ASKED, CHALLENGED = 0.1, 0.2, 0.3, 0.4, 0.52, 0.62
# One after another, so that a few tests show every stage.
HOW_FAR = (0.8, 0.45, 0.57, 0.35, 0.9, 0.15, 0.05, 0.25)


def write_tests(chance: random.Random) -> None:
    """Let every open Full Code Test get some way, many of them to the end."""
    kinds = [one.key for one in practice.current().points.kinds if PART.key in one.parts]
    found = Point.objects.filter(kind__in=kinds, state=PointState.OPEN, owner__isnull=False)
    tests = found.select_related("owner", "case").order_by("due_at", "id")
    for point, drawn in zip(tests, cycle(HOW_FAR), strict=False):
        assert point.owner is not None
        if drawn >= UNTOUCHED:
            _write_up(point, point.owner, chance, drawn)


def _write_up(point: Point, officer: Officer, chance: random.Random, drawn: float) -> None:
    able = eligible(point)
    if able and drawn >= LINES_ONLY:
        choose_second_person(by=officer, point=point, officer=able[0])
    _share(point, LINES, officer, _lines(chance), 2)
    if drawn < LINES_ONLY:
        return
    strengths = dict(
        zip(
            ("case_strengths", "suspect_did", "suspect_means"),
            chance.choice(STRENGTH_SETS),
            strict=True,
        )
    )
    _share(point, STRENGTHS, officer, {**strengths, "not_on_file": "no"}, 4)
    if drawn < STRONG:
        return
    _weaknesses(point, officer, chance, shared=drawn >= WITH_A_CARD)
    if drawn < WITH_A_CARD:
        return
    _share(point, STAGES, officer, {**_stages(chance), "not_on_file": "no"}, 8)
    if drawn < ASKED or not able:
        return
    challenge, missed = chance.choice(CHALLENGES)
    said = {"challenge": challenge, "missed": missed, "not_on_file": "no"}
    _share(point, CHALLENGE, able[0], said, 20)
    if drawn >= CHALLENGED:
        answer = {"answer": chance.choice(ANSWERS), "not_on_file": "no"}
        _share(point, ANSWER, officer, answer, 26)


def _weaknesses(point: Point, officer: Officer, chance: random.Random, *, shared: bool) -> None:
    """Plain ones, ones kept with a reason, ones from which a line of enquiry was opened; where it
    is not shared yet, a card that waits."""
    field = challenged_in(WEAKNESSES)[0]
    drawn = chance.random()
    words = chance.choice(MYTH_WEAKNESSES if drawn < 0.6 or not shared else PLAIN_WEAKNESSES)
    cards = cards_for(field, words, {})
    answers = {field: words, "not_on_file": "no"}
    if shared and drawn < 0.3:
        answers |= {kept_field(field, one.myth.key): chance.choice(KEPT) for one in cards}
    _save(point, WEAKNESSES, officer, answers)
    if not shared:
        return
    if 0.3 <= drawn < 0.5 and cards:
        open_line(by=officer, point=point, kind=WEAKNESSES, card=cards[0].key)
        _share(point, LINES, officer, _finished(section_of(point, LINES).answers), 6)
    _share(point, WEAKNESSES, officer, {}, 6)


def _finished(answers: dict[str, Any]) -> dict[str, Any]:
    """The line that a card asked for, written out."""
    asked = next(name for name in answers if name.endswith("-asks"))
    line = asked.removesuffix("-asks")
    return {
        f"{line}-text": "Ask what the reasons were, without blame, and who saw the victim then.",
        f"{line}-direction": "either",
        f"{line}-state": "under_way",
        f"{line}-on_system": "yes",
    }


def _lines(chance: random.Random) -> dict[str, str]:
    names = ("text", "direction", "state", "why", "on_system")
    chosen = chance.choice(LINE_SETS)
    return {
        f"line-{number:02}-{name}": value
        for number, line in enumerate(chosen, start=1)
        for name, value in zip(names, line, strict=True)
    }


def _stages(chance: random.Random) -> dict[str, str]:
    said = chance.choice(STAGE_WORDS)
    first, second = practice.current().points.stages()
    names = [f"stage-{stage.key}-{name}" for stage in (first, second) for name in ("view", "why")]
    return dict(zip(names, said, strict=True))


def _save(point: Point, kind: SectionKind, by: Officer, answers: dict[str, Any]) -> None:
    version = section_of(point, kind, writer=by).version
    save_section(by=by, point=point, kind=kind, version=version, answers=answers)


def _share(
    point: Point, kind: SectionKind, by: Officer, answers: dict[str, Any], hours: int
) -> None:
    """Shared so many hours after the point was opened."""
    _save(point, kind, by, answers)
    revision = share_section(by=by, point=point, kind=kind, not_identifiers=True)
    at = point.opened_at + dt.timedelta(hours=hours)
    SectionRevision.objects.filter(pk=revision.pk).update(at=at)
    flagged = RelevanceFlag.objects.filter(source=point.trail_reference, flagged_at__gt=at)
    flagged.update(flagged_at=at)
