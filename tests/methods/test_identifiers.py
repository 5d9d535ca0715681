"""The identifier scan: how much it finds, how rarely it is wrong, and that it never breaks."""

from __future__ import annotations

import hashlib
import re
import string
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods.identifiers import KINDS, RULES, Span, find
from stillpoint.methods.identifiers.documents import nhs_check_digit
from stillpoint.methods.identifiers.places import AREAS

RECALL = 0.98
PRECISION = 0.95


@dataclass(frozen=True)
class Sentence:
    text: str
    expected: frozenset[Span]

    @property
    def set_aside(self) -> bool:
        """A third, fixed by the sentence itself, on which no rule was tuned."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0


def read(marked: str) -> Sentence:
    """``Call {phone|07700 900123}.`` as its plain text and the span that must be found."""
    text, expected, position = "", set(), 0
    for mark in re.finditer(r"\{(\w+)\|([^{}]+)\}", marked):
        text += marked[position : mark.start()]
        expected.add(Span(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        position = mark.end()
    return Sentence(text + marked[position:], frozenset(expected))


def sentences() -> list[Sentence]:
    source = Path(__file__).with_name("identifier_sentences.toml")
    return [read(one) for part in tomllib.loads(source.read_text()).values() for one in part]


def by_kind(chosen: list[Sentence]) -> tuple[float, float, str]:
    """Recall, precision, and a table with what was missed and what was wrong."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    examples: list[str] = []
    for sentence in chosen:
        got = frozenset(find(sentence.text))
        found.update(span.kind for span in got & sentence.expected)
        missed.update(span.kind for span in sentence.expected - got)
        wrong.update(span.kind for span in got - sentence.expected)
        if got != sentence.expected:
            examples.append(sentence.text)
    lines = [f"{k}: found {found[k]}, missed {missed[k]}, wrong {wrong[k]}" for k in sorted(KINDS)]
    right = found.total()
    return (
        right / (right + missed.total()),
        right / (right + wrong.total()),
        "\n".join(lines + examples),
    )


def kinds_of(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find(text)]


# --- The authored sentences ----------------------------------------------------------------------


def test_the_set_is_large_and_a_third_of_it_tempts_a_bad_detector() -> None:
    every = sentences()
    assert len({sentence.text for sentence in every}) == len(every) >= 330
    assert sum(not sentence.expected for sentence in every) * 3 >= len(every)


def test_every_kind_stands_in_both_halves() -> None:
    for aside in (True, False):
        half = [s for s in sentences() if s.set_aside == aside]
        assert {span.kind for sentence in half for span in sentence.expected} == set(KINDS)


@pytest.mark.parametrize("aside", [False, True], ids=["used for the rules", "set aside"])
def test_recall_and_precision_hold_on_each_half(aside: bool) -> None:
    recall, precision, table = by_kind([s for s in sentences() if s.set_aside == aside])
    assert recall >= RECALL and precision >= PRECISION, table


def test_no_kind_is_carried_by_the_others() -> None:
    for kind in KINDS:
        chosen = [s for s in sentences() if any(span.kind == kind for span in s.expected)]
        recall, _, table = by_kind(chosen)
        assert recall >= 0.9, f"{kind}\n{table}"


def test_every_kind_says_what_it_is_and_what_to_write_instead() -> None:
    for kind in KINDS.values():
        assert kind.label and kind.label[0].islower()
        assert kind.advice.endswith(".") and kind.advice[0].isupper()


# --- Numbers with a rule of their own ------------------------------------------------------------

digits = st.text(string.digits, min_size=8, max_size=8)


@st.composite
def nhs_numbers(draw: st.DrawFn) -> str:
    first_nine = draw(st.sampled_from("46789")) + draw(digits)
    check = nhs_check_digit(first_nine)
    if check is None:
        first_nine, check = "999110684", 7
    return f"{first_nine[:3]} {first_nine[3:6]} {first_nine[6:]}{check}"


@given(nhs_numbers())
def test_a_valid_nhs_number_is_found(number: str) -> None:
    assert kinds_of(f"Records for {number} arrived on Monday.") == [("nhs_number", number)]


@given(nhs_numbers(), st.integers(1, 9))
def test_an_nhs_number_with_another_check_digit_is_left_alone(number: str, shift: int) -> None:
    changed = number[:-1] + str((int(number[-1]) + shift) % 10)
    assert kinds_of(f"NHS number {changed} was mistyped.") == []


@given(
    st.sampled_from(["AB", "CE", "HR", "JG", "LP", "PA", "SR", "WK", "YZ"]),
    st.text(string.digits, min_size=6, max_size=6),
    st.sampled_from("ABCD"),
    st.booleans(),
)
def test_a_national_insurance_number_is_found(
    prefix: str, middle: str, suffix: str, spaced: bool
) -> None:
    parts = [prefix, middle[:2], middle[2:4], middle[4:], suffix]
    number = (" " if spaced else "").join(parts)
    assert ("national_insurance", number) in kinds_of(f"He gave {number} when asked.")


@given(st.sampled_from(["BG", "GB", "NK", "KN", "TN", "NT", "ZZ", "QQ", "DA", "AO"]), digits)
def test_a_prefix_never_issued_is_no_national_insurance_number(prefix: str, middle: str) -> None:
    found = kinds_of(f"The label reads {prefix}{middle[:6]}A on both sides.")
    assert "national_insurance" not in dict(found)


@given(
    st.sampled_from(sorted(AREAS)),
    st.integers(1, 99),
    st.integers(0, 9),
    st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2),
    st.sampled_from([" ", ""]),
)
def test_a_postcode_is_found(area: str, district: int, sector: int, unit: str, gap: str) -> None:
    if f"{sector}{unit}" in {"1ST", "2ND", "3RD"}:
        return
    postcode = f"{area}{district}{gap}{sector}{unit}"
    assert kinds_of(f"Letters went to {postcode} for a month.") == [("postcode", postcode)]


@given(st.from_regex(r"\A(?:QQ|JJ|VX|X)[1-9] [1-9](?:AB|DE|LN)\Z"))
def test_letters_that_are_no_postal_area_are_left_alone(code: str) -> None:
    assert kinds_of(f"The box is marked {code} in pen.") == []


@given(
    st.sampled_from(
        ["07700900{}", "07700 900{}", "07700 900 {}", "+44 7700 900{}", "0044 7700900{}"]
    ),
    st.integers(0, 999),
)
def test_a_mobile_number_is_found(shape: str, last: int) -> None:
    number = shape.format(f"{last:03}")
    assert kinds_of(f"She rang from {number} that night.") == [("phone", number)]


@given(st.sampled_from(["0117 496 {}", "(0117) 496 {}", "020 7946 {}", "01632 96 {}"]), digits)
def test_a_landline_number_is_found(shape: str, last: str) -> None:
    number = shape.format(last[:4])
    assert kinds_of(f"The number is {number}, ask for her.") == [("phone", number)]


@given(st.integers(15, 29), st.integers(0, 999_999))
def test_a_crime_reference_is_never_a_finding(year: int, serial: int) -> None:
    assert kinds_of(f"See 52{year}{serial:06} and AS-{year}-{serial:06} on the log.") == []


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("HARRI803124JM9KT", True),
        ("MORGA657054SM9IJ", True),
        ("HARRI813124JM9KT", False),
        ("HARRI802304JM9KT", False),
    ],
    ids=["a man's", "a woman's", "month 13", "30 February"],
)
def test_a_driving_licence_number_carries_a_real_date(number: str, is_one: bool) -> None:
    found = ("driving_licence", number) in kinds_of(f"Licence {number} was shown.")
    assert found is is_one


def test_nine_digits_are_a_passport_only_beside_the_word() -> None:
    assert kinds_of("Item 533401372 is in the store.") == []
    assert kinds_of("Passport 533401372 is in the store.") == [("passport", "533401372")]


def test_a_machine_readable_line_counts_when_its_check_digit_holds() -> None:
    # 7, 3, 1 over 925665416 gives 76, so the check digit is 6.
    line = "9256654166GBR8001014F3001019"
    assert kinds_of(line) == [("passport", line)]
    assert kinds_of(line.replace("4166GBR", "4167GBR")) == []


@pytest.mark.parametrize("number", ["(07700) 900123", "07 700 900 123", "07700\u00a0900123"])
def test_telephone_numbers_are_read_however_they_are_set_out(number: str) -> None:
    assert kinds_of(f"Tel {number}.") == [("phone", number)]


@pytest.mark.parametrize("name", ["PC Lane", "DI Park", "D.S. Street", "DC March", "C/Insp Hill"])
def test_surnames_that_are_also_ordinary_words_are_found_after_a_rank(name: str) -> None:
    assert kinds_of(f"Handed to {name} at seven.") == [("officer_name", name)]


def test_the_more_specific_kind_wins() -> None:
    assert kinds_of("Write to jo@instagram.com/x or @jo_b") == [
        ("email", "jo@instagram.com"),
        ("social_handle", "@jo_b"),
    ]
    assert kinds_of("Seen by PC 2214 Hussain.") == [("officer_name", "PC 2214 Hussain")]


# --- What holds for any text ---------------------------------------------------------------------

TOKENS = r"""
DC PC Mr Mrs Dr Miss O'Neill Patel 14 2130hrs Oak Road St Close @ @jo NHS born DOB 12/03/1990 07700
900123 +44 (0117) BS3 9XW AB12 CDE A123 passport snapchat: jay.b http:// x.com/ é ' - . Flat 6, ٣٤
999 110 6847 [ ( MORGA 657054 SM9IJ b. May
"""
police_like = st.lists(st.sampled_from([*TOKENS.split(), "\n", "\u00a0"]), max_size=40).map(
    " ".join
)


@given(st.one_of(st.text(max_size=300), police_like))
def test_spans_are_in_order_apart_and_inside_any_text(text: str) -> None:
    spans = find(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(span.kind in KINDS for span in spans)


def test_no_pattern_repeats_without_a_bound() -> None:
    """With every repetition bounded, the work from each starting place is bounded too."""
    for rule in RULES:
        bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "x", rule.pattern.pattern)
        assert not re.search(r"[*+]|\{\d*,\}", bare), f"{rule.kind}: {bare}"


def test_twice_the_text_gives_twice_the_findings() -> None:
    text = "".join(f"{sentence.text}\n" for sentence in sentences())
    assert len(find(text * 2)) == 2 * len(find(text))
