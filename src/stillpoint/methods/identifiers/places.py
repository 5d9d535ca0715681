"""Postcodes and street addresses.

A road without a house number, and the first half of a postcode, are places that officers work in
and are left alone.
"""

from __future__ import annotations

import re

from stillpoint.methods.identifiers.spans import GAP, Bounds, Rule, after, before, whole, words

# Royal Mail's postcode areas, with Guernsey, Jersey and the Isle of Man.
AREAS = words(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E
    EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL
    LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM
    SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """
)

_POSTCODE = re.compile(
    r"(?<![\w/.-])(?P<area>[A-Z]{1,2})(?:[0-9]{1,2}|[0-9][A-HJKMNPR-Y])[ \u00a0]{0,2}"
    r"(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})(?![\w/])",
    re.IGNORECASE,
)
_ORDINALS_AND_HOURS = frozenset({"1ST", "2ND", "3RD"})


def _postcode(match: re.Match[str]) -> Bounds | None:
    area, inward = match["area"], match["inward"]
    same_case = inward.isupper() or inward.islower()
    if area.upper() not in AREAS or not same_case:
        return None
    tail = inward.upper()
    if tail in _ORDINALS_AND_HOURS or (tail[1:] in {"TH", "HR"} and inward.islower()):
        return None
    return whole(match)


_KIND_OF_ROAD = (
    r"(?:Street|St|Road|Rd|Close|Cl|Lane|Ln|Avenue|Ave|Drive|Dr|Way|Court|Ct|Crescent|Cres|Place|Pl"
    r"|Gardens|Gdns|Terrace|Terr|Grove|Hill|Walk|Square|Sq|Mews|Park|Green|Row|View|Rise|Parade"
    r"|Parc|Wharf|Quay|Vale|Heights|STREET|ROAD|RD|CLOSE|LANE|AVENUE|AVE|DRIVE|WAY|COURT|CRESCENT"
    r"|PLACE|GARDENS|TERRACE|GROVE|HILL|WALK|SQUARE|MEWS)"
)
_HOUSE = r"[0-9]{1,3}[A-Za-z]?(?:[-\u2013/][0-9]{1,3}[a-z]?)?"
_FLAT = rf"(?i:flat|apartment|apt|unit|room){GAP}[0-9]{{1,4}}[A-Za-z]?"
_NAME = r"[A-Z][A-Za-z'\u2019.]{1,20}"
_ADDRESS = re.compile(
    rf"(?<![\w\u00a3:./-])(?P<flat>{_FLAT},?{GAP})?(?P<house>{_HOUSE}),?{GAP}"
    rf"(?P<name>(?:[Tt]he{GAP})?(?:{_NAME}{GAP}){{1,3}}?)(?P<kind>{_KIND_OF_ROAD}"
    rf"(?:{GAP}{_KIND_OF_ROAD})?)(?!\w)"
)
_FLAT_IN_HOUSE = re.compile(
    rf"(?<!\w)(?i:flat|apartment|apt){GAP}[0-9]{{1,4}}[A-Za-z]?,?{GAP}(?:{_NAME}{GAP}){{1,3}}?"
    r"(?:House|Court|Tower|Towers|Lodge|Building|Buildings|Point|Mansions|Heights)(?!\w)"
)
_HURRIED = re.compile(
    r"(?i:\b(?:at|of|address|outside|is|was|lives|to)\s)"
    r"(?P<it>[0-9]{1,3}[a-z]? (?P<name>[a-z]{3,15}) (?:road|street|avenue|lane|close|drive"
    r"|crescent|terrace|gardens|grove|rd|ave))(?!\w)"
)
_COUNTED = re.compile(
    r"\b(?:bus|buses|route|service|junction|exit|platform|gate|bay|room|courtroom|court|store"
    r"|locker|entry|action|group|team|box|page|pages|para|paragraph|level|phase|stage|step|section|article"
    r"|part|week|day|chapter|item|point|version|table|figure|outcome|grade|band|stratum|round|exhibit"
    r"|ward|zone|beat|camera|tier|question|slide|appendix|annex)s?\.?\s\Z",
    re.IGNORECASE,
)
_CLOCKED = re.compile(r"\b(?:till|until|before|after|by|from|between|since)\s\Z", re.IGNORECASE)
_COURTS = words(
    """
    crown magistrates magistrates' county youth family high supreme
    """
)
_MONTHS = words(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec
    """
)
_NOT_ROADS = words(
    """
    main back side busy same other next quiet different separate local nearby officers cars minute
    minutes days miles hours people witnesses residential single narrow country new old
    """
)


def _address(match: re.Match[str]) -> Bounds | None:
    words = match["name"].lower().split()
    lead = before(match, 20)
    if match["kind"].lower() in {"court", "ct"} and words[-1].replace("\u2019", "'") in _COURTS:
        return None
    if words[0] in _MONTHS and len(words) > 1:
        return None
    if match["flat"]:
        return whole(match)
    if _COUNTED.search(lead) or after(match, 4) == " bus":
        return None
    hour = match["house"].isdigit() and int(match["house"]) <= 24
    return None if hour and _CLOCKED.search(lead) else whole(match)


def _hurried(match: re.Match[str]) -> Bounds | None:
    return None if match["name"] in _NOT_ROADS else whole(match)


RULES = (
    Rule("street_address", _FLAT_IN_HOUSE),
    Rule("street_address", _ADDRESS, _address),
    Rule("street_address", _HURRIED, _hurried),
    Rule("postcode", _POSTCODE, _postcode),
)
