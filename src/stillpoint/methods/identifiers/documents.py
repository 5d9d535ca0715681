"""Numbers that the state gives a person, with their check digits, and dates of birth."""

from __future__ import annotations

import re

from stillpoint.methods.identifiers.spans import (
    GAP,
    Bounds,
    Rule,
    after,
    before,
    names_a_case,
    whole,
)

# --- NHS number: NHS Data Dictionary, ten digits, modulus 11 -----------------------------------

_NHS = re.compile(r"(?<![\w.+/-])[0-9]{3}[ \u00a0-]?[0-9]{3}[ \u00a0-]?[0-9]{4}(?![\w/]|[.-][0-9])")
_DIALLING = re.compile(r"(?:\+|00)44[ .-]?(?:\(0\))?[ .-]?\Z")
_NHS_WORD = re.compile(r"\b(?:NHS|CHI|H&C)\b", re.IGNORECASE)
_CRIME_REFERENCE = re.compile(r"(?:4[0-8]|5[0-9]|6[0-3])(?:1[5-9]|2[0-9]|3[0-5])[0-9]{6}\Z")


def nhs_check_digit(first_nine: str) -> int | None:
    """Modulus 11 check digit of nine digits; None where the number cannot be issued."""
    remainder = sum(int(digit) * (10 - place) for place, digit in enumerate(first_nine)) % 11
    return None if remainder == 1 else (11 - remainder) % 11


def _nhs(match: re.Match[str]) -> Bounds | None:
    digits = re.sub("[^0-9]", "", match[0])
    if nhs_check_digit(digits[:9]) != int(digits[9]) or names_a_case(match):
        return None
    if _DIALLING.search(before(match, 10)):
        return None
    if _NHS_WORD.search(before(match, 30)):
        return whole(match)
    # Many forces write a crime reference as force code, year and six digits: ten digits in one run.
    # One in eleven passes the check by chance, so such a run needs the word NHS before it. Numbers
    # that begin 0 or 5 have not been issued in England and Wales.
    bare = digits == match[0]
    if digits[0] in "05" or (bare and _CRIME_REFERENCE.match(digits)):
        return None
    return whole(match)


# --- National Insurance number: HMRC manual NIM39110 -------------------------------------------

_NINO = re.compile(
    r"(?<![\w/])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \u00a0-]?"
    r"(?:[0-9]{2}[ \u00a0-]?){3}[A-D](?![\w/])",
    re.IGNORECASE,
)


_NINO_UNSUFFIXED = re.compile(
    r"\b(?:NI|NINO|national insurance)(?: (?:number|no\.?))?(?: is| was)?[ :]{1,3}"
    r"(?P<it>(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \u00a0-]?"
    r"[0-9]{2}[ \u00a0-]?[0-9]{2}[ \u00a0-]?[0-9]{2})(?![\w/])",
    re.IGNORECASE,
)


def _nino(match: re.Match[str]) -> Bounds | None:
    return None if names_a_case(match) else whole(match)


# --- Passport: no check digit outside the machine-readable zone (ICAO Doc 9303) ----------------

_PASSPORT = re.compile(
    r"(?<![\w/.-])(?:[0-9]{9}|[A-Z][0-9]{8}|[0-9]{3} [0-9]{3} [0-9]{3})(?![\w/]|[.-][0-9])"
)
_PASSPORT_WORD = re.compile(r"\bpassports?\b", re.IGNORECASE)
_ZONE = re.compile(r"(?<!\w)(?P<number>[A-Z0-9]{9})(?P<check>[0-9])GBR[0-9]{7}[MFX<][0-9]{7}")


def _passport(match: re.Match[str]) -> Bounds | None:
    named = _PASSPORT_WORD.search(before(match, 40)) or _PASSPORT_WORD.search(after(match, 20))
    return whole(match) if named and not names_a_case(match) else None


def _zone(match: re.Match[str]) -> Bounds | None:
    weighted = (int(c, 36) * (7, 3, 1)[place % 3] for place, c in enumerate(match["number"]))
    return whole(match) if sum(weighted) % 10 == int(match["check"]) else None


# --- Driving licence (Great Britain): DVLA, surname, date of birth, initials, check ------------

_LICENCE = re.compile(
    rf"(?<!\w)(?=[A-Z])[A-Z9]{{5}}{GAP}?[0-9](?P<month>[0156][0-9])(?P<day>[0-3][0-9])[0-9]{GAP}?"
    rf"[A-Z9]{{2}}[A-Z0-9]{GAP}?[A-Z0-9]{{2}}(?:{GAP}?[0-9]{{2}})?(?!\w)",
    re.IGNORECASE,
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _licence(match: re.Match[str]) -> Bounds | None:
    # A woman's month has 5 added to its first digit.
    month = int(match["month"]) % 50
    if not 1 <= month <= 12 or not 1 <= int(match["day"]) <= _LONGEST[month - 1]:
        return None
    return whole(match)


# --- Date of birth: a full date beside words that say so ---------------------------------------

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?:(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}[ ]?[-/.][ ]?[0-9]{1,2}[ ]?[-/.][ ]?(?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ -]?(?:of )?{_MONTH},?[ -]?(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:[0-9]{{4}}))"
)
_DOB_WORD = r"(?:d[. ]?o[. ]?b(?![a-z])\.?|date of birth|birth ?date|birthday)"
_RUN = r"(?:[0-3][0-9](?P<space> ?)[01][0-9](?P=space)(?:19|20)[0-9]{2})"
_LINK = (
    r"(?:[ \t:=,(\u2013-]{1,3}(?:is|was|on|of|given|recorded|shown|confirmed|as|the"
    r"|in [a-z'-]{3,20})\b){0,4}"
)
_BORN = re.compile(
    rf"\b(?:{_DOB_WORD}|born|(?<=\()b\.){_LINK}[ \t:=,(\u2013-]{{0,4}}"
    rf"(?P<it>{_DATE}|{_RUN})(?![\w/])",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(rf"(?<![a-z]){_DOB_WORD}", re.IGNORECASE)
_DATE_BEFORE = re.compile(
    rf"(?<![\w/])(?P<it>{_DATE})[ \t,]{{0,2}}\(?(?:is (?:his|her|their|the) )?\Z", re.IGNORECASE
)


def _dated_before(match: re.Match[str]) -> Bounds | None:
    date = _DATE_BEFORE.search(before(match, 45))
    if date is None:
        return None
    lead = match.start() - len(date.string)
    return lead + date.start("it"), lead + date.end("it")


RULES = (
    Rule("driving_licence", _LICENCE, _licence),
    Rule("passport", _ZONE, _zone),
    Rule("passport", _PASSPORT, _passport),
    Rule("national_insurance", _NINO, _nino),
    Rule("national_insurance", _NINO_UNSUFFIXED),
    Rule("nhs_number", _NHS, _nhs),
    Rule("date_of_birth", _BORN),
    Rule("date_of_birth", _WORD_AFTER, _dated_before),
)
