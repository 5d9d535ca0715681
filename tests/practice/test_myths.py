"""The cards about rape myths: one for each family, and a force may say them in its own words."""

from pathlib import Path

import pytest

from stillpoint import practice
from stillpoint.methods import challenge

CARD = (
    '[[myths]]\nkey = "{key}"\ntitle = "T"\nmyth = "M"\nimplication = "I"\n'
    'law_and_evidence = "L"\nquestion = "Q?"\n'
)


def problems(folder: Path, text: str) -> list[practice.Problem]:
    (folder / "myths.toml").write_text(text, encoding="utf-8")
    return practice.check(folder)


def test_there_is_one_card_for_every_family_that_can_be_flagged() -> None:
    cards = practice.load(None).myths
    assert [card.key for card in cards] == list(challenge.FAMILIES)


def test_what_society_believes_has_no_card() -> None:
    with pytest.raises(practice.UnknownEntry, match="no card of myths with the key “M26”"):
        practice.load(None).myth("M26")


@pytest.mark.parametrize("family", sorted(challenge.FAMILIES))
def test_a_card_asks_a_question_and_stays_short(family: str) -> None:
    card = practice.load(None).myth(family)
    assert card.question.endswith("?")
    assert len(" ".join([card.myth, card.implication, card.law_and_evidence]).split()) <= 130


@pytest.mark.parametrize("family", sorted(challenge.FAMILIES))
def test_a_card_does_not_itself_reason_from_a_myth(family: str) -> None:
    card = practice.load(None).myth(family)
    assert challenge.read(card.law_and_evidence) == []
    assert challenge.read(card.question) == []


def test_a_force_may_say_a_card_in_its_own_words(tmp_path: Path) -> None:
    assert problems(tmp_path, CARD.format(key="M05")) == []
    assert practice.load(tmp_path).myth("M05").question == "Q?"


def test_a_card_for_no_family_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, CARD.format(key="M28"))
    assert (problem.file, problem.key) == ("myths.toml", "myths[1].key")
    assert "no family of myths with the key “M28”" in problem.message


def test_a_card_may_not_be_taken_away(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, 'remove = ["M08"]')
    assert "no card for M08" in problem.message
    assert "change its words" in problem.remedy


def test_a_card_without_its_question_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, CARD.format(key="M05").replace('question = "Q?"\n', ""))
    assert problem.key == "myths[1].question"
