"""Spans, rules, and the words before and after a match that decide what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Bounds = tuple[int, int]

GAP = "[ \u00a0]"
"""One space; text pasted from other systems often has the no-break kind."""


def words(listed: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(listed.split())


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is an identifier of ``kind``; offsets count code points."""

    kind: str
    start: int
    end: int


def whole(match: re.Match[str]) -> Bounds | None:
    """Accept what the group ``it`` holds, or the whole match where there is no such group."""
    return match.span("it") if "it" in match.re.groupindex else match.span()


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what decides whether a match is one and where it begins and ends.

    No pattern may hold an unbounded repetition (a test reads them all): that is what keeps the
    time in proportion to the length of the text.
    """

    kind: str
    pattern: re.Pattern[str]
    accept: Callable[[re.Match[str]], Bounds | None] = whole


def before(match: re.Match[str], length: int = 40) -> str:
    """Up to ``length`` characters before what was matched, on the same line."""
    start = match.start("it") if "it" in match.re.groupindex else match.start()
    return match.string[max(0, start - length) : start].rpartition("\n")[2]


def after(match: re.Match[str], length: int = 40) -> str:
    """Up to ``length`` characters after what was matched, on the same line."""
    end = match.end("it") if "it" in match.re.groupindex else match.end()
    return match.string[end : end + length].partition("\n")[0]


_CASE_WORDS = re.compile(
    r"\b(?:crimes?|occurrences?|incidents?|cad|urn|custody|exhibits?|storm|niche|property|lab|crn|serial"
    r"|(?:cost|budget|pay) code"
    r"|(?:log|case)(?=\W{0,2}(?:ref|num|no))|references?|refs?)"
    r"(?:\W{0,2}(?:references?|refs?|records?|numbers?|nos?|num)){0,2}[\s.:#(]{0,3}\Z",
    re.IGNORECASE,
)


def names_a_case(match: re.Match[str]) -> bool:
    """Whether the words just before say that this is a crime, incident, exhibit or such number."""
    return _CASE_WORDS.search(before(match, 35)) is not None


TIME_OR_COUNT = re.compile(
    r"\s?(?:hrs?|hours?|h|mins?|minutes?|days?|weeks?|months?|years?|miles?|cases?|pages?|am|pm|%)\b"
    r"|\s?%|\sof\s[0-9]|[:/][0-9]",
    re.IGNORECASE,
)
"""What follows a number that counts something or tells the time. Use with ``match``."""

CAPITALS = words(
    """
    ABE ACC ACPO ACRO ANPR AND APP ARE BWV CAD CAIT CCTV CEOP CID CJS CPIA CPS CSI CSE DASH DCC
    DCI DDM DNA DOB DPA DVLA DVPN DWP EIA EEK FCT FLO FME FOI FOR FRO GBH GDPR HAS HMCTS HMICFRS
    HMRC HOLMES IDVA IMEI IOPC IPT ISVA JAN FEB MAR APR JUN JUL AUG SEP OCT NOV DEC LADO MAPPA
    MARAC MASH MERLIN MISPER NCA NFA NICHE NHS NOT NPCC OCG OIC PACE PIP PNC PND POLIT PPU PSD
    PTPM RASSO REVIEW RIPA ROTI RPP RUI SAIT SARC SCR SFR SHPO SIO SNT SOCO SOIT SOLO STORM SSAIDP
    TEAM THE THRIVE TFMV UPDATE URN VAWG VIPER VPS VPU VRI VRR WAS WITH YJCEA CODE ACT SOA
    """
)
"""Capitals that officers write every day and that are neither surnames nor plates."""
