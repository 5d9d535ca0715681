"""Names after a title or a rank, and collar numbers.

A name is told by the capital that follows the title. What follows a rank is as often a heading
("DI Review") or a count ("DC 14 of 22") as a person, hence the lists of words that are no surname.
"""

from __future__ import annotations

import re

from stillpoint.methods.identifiers.spans import (
    CAPITALS,
    GAP,
    TIME_OR_COUNT,
    Bounds,
    Rule,
    after,
    before,
    whole,
    words,
)

_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017e"
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017e"
_WORD = rf"[{_UPPER}][{_LETTER}'\u2019-]{{1,29}}"
_NAMES = re.compile(
    rf"(?P<initials>(?:[{_UPPER}](?:\.{GAP}?|{GAP})){{0,3}})"
    rf"(?:(?:van|von|der|den|de|da|di|dos|del|la|le|al|el|bin|ibn){GAP}){{0,3}}"
    rf"(?P<first>{_WORD})(?P<more>(?:{GAP}{_WORD}){{0,2}})"
)

_NOT_NAMES = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december christmas easter crown magistrates
    magistrates' county court youth high supreme justice's road street lane avenue park station
    car hotel school hospital police custody suite office officer officers desk review reviews
    reviewed update updated updates sign-off supervision supervisor supervisors policy decision
    decisions comment comments note notes entry entries action actions rationale direction
    directions approval oversight summary report reports meeting meetings briefing duty duties
    team teams unit units training assessment plan strategy statement statements notified informed
    aware attended requested authority authorised rank ranks world comics general level and the
    this that these those nothing any all no not if when who was is has in on at of or to for with
    by from as he she they we it i please also however named interview arrest handover cover
    outcome column teams service services support referral gamer gaming motors windows lite degree
    promotion major apprenticeship development programme course exam leave posts vacancies
    recruitment shortage accreditation word excel bristol's martens pepper pimple who watson's
    bean whippy selfridge big op
    """
)


_SURNAMES_TOO = words("park lane street march")


def _is_name(word: str, *, shouting: bool, first: bool = True) -> bool:
    plain = word.replace("\u2019", "'").removesuffix("'s").rstrip("'-")
    if plain.lower() in _NOT_NAMES and not (first and plain.lower() in _SURNAMES_TOO):
        return False
    if plain.isupper() and len(plain) > 1:
        return shouting and len(plain) > 2 and plain not in CAPITALS
    return True


def _names_end(text: str, start: int, *, shouting: bool) -> int | None:
    """Where the name that begins at ``start`` ends; None when what stands there is no name."""
    match = _NAMES.match(text, start)
    if match is None or not _is_name(match["first"], shouting=shouting):
        return None
    end = match.end("first")
    all_capitals = shouting and match["first"].isupper()
    for word in re.finditer(rf"{GAP}({_WORD})", match["more"]):
        if not _is_name(word[1], shouting=all_capitals, first=False):
            break
        end = match.start("more") + word.end()
    possessive = re.search(r"(?:['\u2019]s|['\u2019-]+)\Z", text[start:end])
    return end - len(possessive[0]) if possessive else end


# --- Titles ------------------------------------------------------------------------------------

_TITLE = (
    r"(?:[Mm]rs|[Mm]r|MRS|MR|Miss|MISS|Ms|MS|Mx|MX|[Dd]r|DR|Rev|Revd|REV|Reverend|Prof|Professor"
    r"|Sir|Dame)"
)
_TITLED = re.compile(rf"(?<![\w@]){_TITLE}\.?(?:{GAP}(?:and|&){GAP}{_TITLE}\.?)?{GAP}(?=\w)")
_HURRIED = re.compile(rf"[a-z][{_LETTER}'\u2019-]{{2,29}}")
_DRIVE = re.compile(r"(?:^|[\s(,])(?P<lead>\S{1,20})[ ,](?P<name>[A-Z][a-z']{2,20}) \Z")
_CALLINGS = words(
    """
    consultant pathologist registrar psychiatrist psychologist expert witness professor doctor
    surgeon physician examiner and with by
    """
)


def _titled(match: re.Match[str]) -> Bounds | None:
    end = _names_end(match.string, match.end(), shouting=True)
    if end is None and match[0].startswith("m"):
        hurried = _HURRIED.match(match.string, match.end())
        end = hurried.end() if hurried and _is_name(hurried[0], shouting=False) else None
    if end is None:
        return None
    if match[0].lower().startswith("dr"):
        # "on Meadow Dr": a capitalised word, itself inside a sentence, makes it a drive.
        drive = _DRIVE.search(before(match, 45))
        within = drive and not drive["lead"].endswith((".", ":", "?"))
        if drive and within and drive["name"].lower() not in _CALLINGS:
            return None
    return match.start(), end


# --- Ranks -------------------------------------------------------------------------------------

_SHORT_RANK = (
    r"(?:[TAta]/)?(?:PCSO|PC|WPC|PS|SC|TDC|WDC|ADS|DSgt|DCI|DCS|DSU|DC|DS|DI|D\.[CSI]\.|P\.[CS]\.|C/Insp|Sgt\.?|Insp\.?|D/Supt|D/Insp|D/Sgt"
    r"|(?:Ch|Chief)\.? (?:Supt|Insp)\.?|Supt\.?|Det\.? (?:Con|Sgt|Insp|Supt|Ch Insp)\.?|ACC|DCC)"
)
_LONG_RANK = (
    r"(?:(?:Detective|Police|Chief|Acting|Temporary|Special) ){0,3}"
    r"(?:Constable|Sergeant|Inspector|Superintendent|Commander)"
)
_ROLE = r"(?:OIC|SOIT|SIO|FLO|CSI|ISVA|IDVA|Investigator)"
_NUMBER = r"[0-9]{3,6}[A-Z]{0,2}"
_RANKED = re.compile(
    rf"(?<!\w)(?:{_SHORT_RANK}|{_LONG_RANK}|{_ROLE})(?P<plural>['\u2019]?s)?{GAP}(?:{_NUMBER}{GAP})?(?=\w)"
)
_JOINED = re.compile(rf"(?:,{GAP}|{GAP}(?:and|&){GAP})(?=\w)")
_TRAILING_NUMBER = re.compile(rf"{GAP}{_NUMBER}(?![\w/:.]\w|\w)")


def _ranked(match: re.Match[str]) -> Bounds | None:
    end = _names_end(match.string, match.end(), shouting=True)
    if end is None:
        return None
    for _ in range(5 if match["plural"] else 0):
        joined = _JOINED.match(match.string, end)
        further = _names_end(match.string, joined.end(), shouting=True) if joined else None
        if further is None:
            break
        end = further
    number = _TRAILING_NUMBER.match(match.string, end)
    if number and not TIME_OR_COUNT.match(match.string, number.end()):
        end = number.end()
    return match.start(), end


# --- Collar numbers ----------------------------------------------------------------------------

_COLLAR = re.compile(
    rf"(?<![\w/.])(?:[TA]/)?(?:PCSO|PC|WPC|PS|SC|TDC|DC|DS|DI|DCI|Sgt|Insp)s?{GAP}?"
    rf"(?P<number>{_NUMBER}(?:(?:,|{GAP}and|{GAP}&){GAP}[0-9]{{3,6}}){{0,4}})(?![\w/]|[.:-][0-9])"
)
_COLLAR_WORD = re.compile(
    rf"\b(?i:(?:collar|shoulder|epaulette)(?:{GAP}(?:numbers?|nos?\.?|num))?"
    rf"|(?:warrant|force){GAP}(?:numbers?|nos?\.?))(?:{GAP}?[:#]|{GAP}(?:is|was))?{GAP}"
    r"(?P<it>(?:[A-Z]{1,2})?[0-9]{2,6}(?:(?:,| and| &) [0-9]{2,6}){0,4})(?![\w/])"
)
_CLOCK = re.compile(r"0[0-9][0-5][0-9]\Z")


def _collar(match: re.Match[str]) -> Bounds | None:
    if TIME_OR_COUNT.match(after(match)) or _CLOCK.match(match["number"]):
        return None
    return whole(match)


RULES = (
    Rule("officer_name", _RANKED, _ranked),
    Rule("titled_name", _TITLED, _titled),
    Rule("collar_number", _COLLAR, _collar),
    Rule("collar_number", _COLLAR_WORD),
)
