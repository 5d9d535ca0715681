"""Ways to reach someone: e-mail, telephone, social media.

Telephone shapes follow Ofcom's National Telephone Numbering Plan. Numbers that begin 03, 08 or 09
belong to organisations (helplines, hospitals' switchboards) and are left alone.
"""

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
    words,
)

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@"
    r"(?:[A-Za-z0-9-]{1,40}\.){1,5}[A-Za-z]{2,12}(?![\w@])"
)

_SITES = (
    r"facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|snapchat\.com|linkedin\.com"
    r"|youtube\.com|threads\.net|reddit\.com|onlyfans\.com|t\.me|wa\.me|vk\.com|twitch\.tv|bsky\.app"
)
_PROFILE = re.compile(
    rf"(?<![\w@.-])(?=[a-zA-Z])(?:https?://)?(?:(?:www|m|en-gb)\.)?(?i:{_SITES})"
    r"/(?P<path>[A-Za-z0-9@][A-Za-z0-9@._~/?=&%+-]{0,199})"
)
_NOT_PROFILES = words(
    """
    help policies policy about legal privacy terms safety business login settings hashtag explore
    search watch events groups
    """
)


def _profile(match: re.Match[str]) -> Bounds | None:
    path = match["path"].rstrip(".?")
    first = re.split("[/?]", path, maxsplit=1)[0].lower()
    return None if first in _NOT_PROFILES else (match.start(), match.start("path") + len(path))


ADDRESSED = (Rule("email", _EMAIL), Rule("social_profile", _PROFILE, _profile))

_SEPARATOR = "[ \u00a0.\u2011-]?"
_TELEPHONE = re.compile(
    r"(?<![\w+])"
    rf"(?:(?:\+|00)44{_SEPARATOR}(?:\(0\){_SEPARATOR})?(?P<abroad>[127])"
    r"|\(0(?=[127][0-9]{1,4}\))|0(?P<home>[127](?=[0-9]|(?: [0-9]{3}){3}(?![0-9]))))"
    rf"(?:[0-9]{{0,4}}\){_SEPARATOR})?"
    rf"{_SEPARATOR}(?P<rest>(?:[0-9]{_SEPARATOR}){{3,10}}[0-9])(?!\w|/(?!0[127])|[.:-][0-9])"
)
_PART_OF_MORE = re.compile(r"(?:[0-9]\.|[0-9A-Z]-|(?<![0-9]{3})/)\Z")
_WITHOUT_ZERO = re.compile(r"(?<![\w/.+-])7[0-9]{3} ?[0-9]{6}(?![\w/]|[.-][0-9])")
_TELEPHONE_WORD = re.compile(
    r"\b(?:mobile|mob|phone|telephone|tel|text|texted|call|called|rang|ring)\b", re.IGNORECASE
)


def _telephone(match: re.Match[str]) -> Bounds | None:
    digits = re.sub("[^0-9]", "", match[0].replace("(0)", ""))
    digits = re.sub("^(?:0044|44|0)", "", digits)
    # Mobiles have ten digits after the 0 and landlines ten or, in a few old areas, nine.
    right_length = len(digits) == 10 or (len(digits) == 9 and digits[0] == "1")
    # "07-12-2024 10:30" and "01 02 24" are dates: a dialling code is never two digits.
    if not right_length or names_a_case(match) or _PART_OF_MORE.search(before(match, 5)):
        return None
    return whole(match)


def _without_zero(match: re.Match[str]) -> Bounds | None:
    # A spreadsheet drops the 0; without a word beside it, ten digits could be anything.
    said = _TELEPHONE_WORD.search(before(match, 25))
    return whole(match) if said and not names_a_case(match) else None


TELEPHONES = (
    Rule("phone", _TELEPHONE, _telephone),
    Rule("phone", _WITHOUT_ZERO, _without_zero),
)

_TOKEN = r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{1,28}[A-Za-z0-9_])(?:#[0-9]{4})?"  # noqa: S105 - a pattern
_AT = re.compile(rf"(?<![\w.@/])(?P<it>@{_TOKEN})(?![\w@])")
_PLATFORM = re.compile(
    r"(?<!\w)(?=[a-zA-Z])(?i:snapchat|snap|instagram|insta|ig|tik ?tok|telegram|discord|twitter"
    r"|facebook|fb|kik|whatsapp|reddit|tinder|bumble|hinge|grindr)"
    rf"(?:{GAP}(?:account|profile))?(?P<label>{GAP}(?i:handle|user ?name|user|name|id))?"
    rf"(?P<colon>{GAP}?[:=\u2013-])?(?P<verb>{GAP}(?:is|was|called|under|as))?{GAP}[\"'\u2018\u201c]?(?P<it>@?{_TOKEN})"
    r"(?![\w/@])"
)
_PLACES_NOT_HANDLES = words(
    """
    home work court scene station hq hospital school custody suite here once least all everyone
    everybody channel team nick base sarc mash
    """
)
_ORDINARY = words(
    """
    account accounts and app chat checked content data details deleted download evidence for from
    group handle has image images is link location login logs message messages messaging name nil
    none not only page pages photo photos post posts preserved private profile profiles request
    requests screenshots seized story stories the their to unknown user username video videos was
    which yes e.g i.e via with but who where when he she they her his not known withheld
    """
)
_COUNT = re.compile(r"[0-9.]+(?:st|nd|rd|th|hrs?|am|pm|gb|mb|k|s|d|w|m|y)?\Z", re.IGNORECASE)


def _at(match: re.Match[str]) -> Bounds | None:
    name = match["it"][1:]
    if name.lower() in _PLACES_NOT_HANDLES or _COUNT.match(name):
        return None
    return whole(match)


def _platform(match: re.Match[str]) -> Bounds | None:
    name = match["it"]
    if name.lower() in _ORDINARY or _COUNT.match(name):
        return None
    if not name.isalpha():  # an @, a digit, a dot or an underscore: no ordinary word
        return whole(match)
    closed = not after(match, 1) or after(match, 1) in ",.;)\"'\u2019\u201d"
    if match["label"]:
        participle = match["verb"] and name.endswith(("ed", "ing", "en"))
        return None if participle else whole(match)
    return whole(match) if match["colon"] and closed else None


HANDLES = (Rule("social_handle", _PLATFORM, _platform), Rule("social_handle", _AT, _at))
