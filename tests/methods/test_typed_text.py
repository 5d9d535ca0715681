from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods.typed_text import (
    is_near,
    name_key,
    person_key,
    person_words,
    tidied,
    without_marks,
)

LETTERS = st.text(st.characters(categories=("Lu", "Ll", "Zs")), max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North", "NORTH"),
        ("north ", "North"),
        ("\tNorth\u00a0", "North"),
        ("Ｎｏｒｔｈ", "North"),
        ("North  Side", "north side"),
        ("NorthSide", "North Side"),
        ("King’s Lynn", "King's Lynn"),
        ("Stoke‑on‑Trent", "Stoke-on-Trent"),
        ("N\u200borth", "North"),
        ("Straße", "STRASSE"),
        ("Bro Mo\u0302n", "Bro Môn"),
        ("\ufeffNorth", "North"),
    ],
)
def test_names_that_differ_in_case_width_spaces_or_the_shape_of_a_mark_are_one(
    one: str, other: str
) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norht", "North"),
        ("Nort", "North"),
        ("Norrth", "North"),
        ("Norths", "North"),
        ("North.", "North"),
        ("North-side", "Northside"),
        ("Northside,", "Northside"),
        ("Bath & Wells", "Bath and Wells"),
        ("St. Helens", "St Helens"),
        ("Saint Helens", "St Helens"),
        ("Kings Lynn", "King's Lynn"),
        ("Ynys Mon", "Ynys Môn"),
        ("Cambrigeshre", "Cambridgeshire"),
        ("RASSO Nroth", "RASSO North"),
        ("North (East)", "North East"),
        ("Response Teams", "Response Team"),
        ("Westmoreland", "Westmorland"),
    ],
)
def test_a_slip_a_plural_punctuation_and_marks_make_names_near(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert is_near(one, other)
    assert is_near(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North", "South"),
        ("East", "West"),
        ("Northside", "Southside"),
        ("Northampton", "Southampton"),
        ("East Devon", "West Devon"),
        ("North Somerset", "South Somerset"),
        ("Team 1", "Team 2"),
        ("Response A", "Response B"),
        ("Response 11", "Response 12"),
        ("Area II", "Area III"),
        ("North", "North East"),
        ("RASSO North", "CID North"),
        ("Mid", "Med"),
    ],
)
def test_two_places_are_not_near_because_their_names_are_alike(one: str, other: str) -> None:
    assert not is_near(one, other)


@given(LETTERS, LETTERS)
def test_being_near_goes_both_ways(one: str, other: str) -> None:
    assert is_near(one, other) == is_near(other, one)


@given(st.text(max_size=30))
def test_what_was_tidied_stays_as_it_is(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
    assert name_key(tidied(text)) == name_key(text)


PEOPLE = [
    (
        ("Sinéad", "O’Brien"),
        ["o'brien", "O’Brien", "oʼbrien", "O`BRIEN", "O´Brien", "O′Brien", "O＇Brien", "obrien",
         "o brien", "O' Brien", "sinead", "SINÉAD obrien", "O'Brien, Sinead", "brien"],
    ),
    (("Łukasz", "Wałęsa"), ["lukasz", "walesa", "Wałęsa", "ŁUKASZ"]),
    (("Jürgen", "Müller"), ["muller", "mueller", "Müller", "MULLER", "juergen", "Mu\u0308ller"]),
    (("Anna", "Mueller"), ["Müller", "mueller"]),
    (("Søren", "Ørsted"), ["soren", "orsted", "soeren", "Ørsted", "sören"]),
    (("Đorđe", "Đoković"), ["dorde", "dokovic", "djokovic", "đoković"]),
    (("Hans", "Weiß"), ["weiss", "WEISS", "weiß", "Weiẞ"]),
    (("Anne-Marie", "van der Berg"), ["anne marie", "annemarie", "anne-marie", "anne–marie berg",
                                      "vanderberg", "van der berg", "Van Der Berg"]),
    (("", "Suharto"), ["suharto", "SUH"]),
    (("Þóra", "Æsirdóttir"), ["thora", "aesirdottir"]),
    (("İbrahim", "Yıldız"), ["ibrahim", "yildiz", "IBRAHIM", "YILDIZ"]),
    (("Mary", "Mac Donald"), ["macdonald", "mac donald"]),
    (("Nguyễn", "Văn"), ["nguyen van", "NGUYỄN"]),
    (("Zoe\u0308", "D'Arcy-Ní Ḃriain"), ["zoë", "zoe", "darcy", "ni briain"]),
    (("Ｔom", "Ｌee"), ["tom lee"]),
    (("José", "Peña"), ["jose pena", "PEÑA"]),
    (("Åse", "Åkesson"), ["ase", "aase", "akesson", "aakesson"]),
    (("Ðóra", "Ħaż"), ["dora", "haz"]),
    (("小龙", "李"), ["李"]),
    (("Αλέξης", "Παπάς"), ["αλεξης", "παπας"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "query"), [(names, query) for names, queries in PEOPLE for query in queries]
)
def test_a_person_is_found_however_their_name_is_typed(names: tuple[str, str], query: str) -> None:
    key = person_key(*names)
    words = person_words(query)
    assert words
    assert all(any(spelt in key for spelt in word) for word in words), (key, words)


def test_another_name_is_not_found() -> None:
    key = person_key("Sinéad", "O’Brien")
    assert not any(spelt in key for (*spellings,) in person_words("Bryan") for spelt in spellings)


def test_a_word_of_punctuation_asks_for_nothing() -> None:
    assert person_words(" - ’ . ") == []


def test_letters_lose_marks_strokes_and_ligatures() -> None:
    assert without_marks("Łódź Œuvre ÆØÅ Ħ ß") == "lodz oeuvre aeoa h ss"
