"""Apply rows about officers and staff. A last day of service makes them leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.people import leaving
from stillpoint.people.facts import OfficerJoined
from stillpoint.people.incoming import identity
from stillpoint.people.incoming.authority import ByFile
from stillpoint.people.incoming.rows import Became, Incoming, Row, without_doubles
from stillpoint.people.models import Officer
from stillpoint.people.models.officers import found_by, one_name_last
from stillpoint.people.rank_rules import check_rank
from stillpoint.people.rank_wordings import rank_below
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo

TEXTS = ("given_name", "family_name", "email", "rank", "acting_rank", "grade")


def apply(incoming: Incoming, by_file: ByFile) -> list[tuple[Officer, dt.date]]:
    """Create and update officers. Returns the leavers: to leave once all else is applied."""
    known = {officer.number.casefold(): officer for officer in Officer.objects.all()}
    addresses = {officer.pk: officer.email for officer in known.values()}
    fresh: list[Officer] = []
    changed: list[Officer] = []
    leavers: list[tuple[Officer, dt.date]] = []
    for row, officer, values in _able(incoming, known, by_file):
        if officer is None:
            officer = Officer(number=row.reference, **values)
            by_file.begin(row, officer)
            officer.set_unusable_password()
            fresh.append(officer)
            became = Became.CREATED
        else:
            became = _change(officer, values, changed)
        left_on = row.day("left_on")
        if left_on is not None and officer.left_on != left_on:
            leavers.append((officer, left_on))
            became = Became.UPDATED if became == Became.UNCHANGED else became
        incoming.became(became)
    _free_addresses([one for one in changed if one.email != addresses[one.pk]])
    for officer in changed:
        officer.search = found_by(officer)
    columns = [*TEXTS, "search", "detective", "joined_on"]
    Officer.objects.bulk_update(changed, columns, batch_size=500)
    Officer.objects.bulk_create(fresh, batch_size=500)
    for officer in fresh:
        announce(OfficerJoined(officer=officer.ref))
    incoming.touched += [*fresh, *changed]
    return leavers


def _able(
    incoming: Incoming, known: dict[str, Officer], by_file: ByFile
) -> list[tuple[Row, Officer | None, dict[str, Any]]]:
    """The rows that can be applied, with whom they are about; the others are held."""
    found = []
    marked = {row.file for row in incoming.rows["officers"] if row.values.get("rank_mark")}
    for row in without_doubles(incoming, "officers"):
        officer = known.get(row.reference.casefold())
        values = _wanted(row, officer, marked)
        if officer is not None and identity.is_someone_else(officer, values):
            answer = incoming.answers.get((row.file, row.line))
            if answer is None and officer.is_active:
                why = identity.held_as_someone_else(officer)
                incoming.hold(row, why, field=row.column("email"), why="person")
                continue
            if answer != identity.Who.SAME:
                if officer.is_active:
                    _make_way(officer, row, by_file.by)
                identity.give_up_number(officer)
                officer, values = None, _wanted(row, None, marked)
        problem = _problem(row, officer, values)
        if problem:
            incoming.hold(row, problem[0], field=problem[1])
            continue
        if officer is not None:
            values = by_file.without_authority(row, officer, values)
        found.append((row, officer, values))
    held = {one.email.casefold(): one.number.casefold() for one in known.values() if one.is_active}
    wanted = [
        identity.Wanted(row.reference.casefold(), values["email"].casefold())
        for row, _, values in found
        if values.get("email")
    ]
    taken = identity.taken(wanted, held)
    for row, _, _ in found:
        if (owner := taken.get(row.reference.casefold())) is not None:
            incoming.hold(row, f"Someone else ({owner}) has this e-mail address.", field="email")
    return [one for one in found if one[0].reference.casefold() not in taken]


def _make_way(officer: Officer, row: Row, by: ActsAs) -> None:
    """Someone new has their number: they have left."""
    last = identity.last_day_before(row.day("joined_on"), officer)
    leaving.leave(by=by, officer=officer, on=last)


def _free_addresses(moving: list[Officer]) -> None:
    """Two who exchange addresses would stand in each other's way: both are let go of first."""
    if moving:
        address = Concat(Value("moving-"), F("ref"), Value("@people.invalid"))
        Officer.objects.filter(pk__in=[one.pk for one in moving]).update(email=address)


def make_leave(leavers: list[tuple[Officer, dt.date]], by: ActsAs) -> None:
    for officer, on in leavers:
        leaving.leave(by=by, officer=Officer.objects.get(pk=officer.pk), on=on)


def _wanted(row: Row, officer: Officer | None, marked: set[str]) -> dict[str, Any]:
    """Field to value, of the fields that the file has; the rest stays as it is. ``marked``: the
    files that say beside the rank who is acting."""
    values: dict[str, Any] = {name: row.values[name] for name in TEXTS if name in row.values}
    values |= _names(row, officer)
    _tell_ranks(values, row, officer, row.file in marked)
    says_so = row.values.get("rank_says_detective") == "1"
    if "detective" in row.values:
        said = row.values["detective"]
        values["detective"] = (said == "1" or (not said and says_so)) and bool(values.get("rank"))
    elif says_so:
        values["detective"] = True
    if "joined_on" in row.values and (officer is None or row.values["joined_on"]):
        values["joined_on"] = row.day("joined_on")
    return values


def _names(row: Row, officer: Officer | None) -> dict[str, str]:
    if not any(name in row.values for name in identity.NAMES):
        return {}
    held = {name: getattr(officer, name, "") for name in identity.NAMES}
    wanted = (row.values.get(name, held[name]) for name in identity.NAMES)
    return dict(zip(identity.NAMES, one_name_last(*wanted), strict=True))


def _tell_ranks(values: dict[str, Any], row: Row, officer: Officer | None, marked: bool) -> None:
    """``A/DS`` is somebody who acts as a sergeant: they hold the rank that is on record, or else
    the one below. A rank that somebody acted in and now holds is no acting rank any more."""
    rank = values.get("rank", "")
    if not rank:
        return
    if row.values.get("rank_mark") and values.get("acting_rank", rank) in ("", rank):
        values["rank"], values["acting_rank"] = _held_below(rank, officer), rank
    elif "acting_rank" not in values and officer is not None and officer.acting_rank:
        level = practice.current().level
        if marked or level(officer.acting_rank) <= level(rank):
            values["acting_rank"] = ""


def _held_below(rank: str, officer: Officer | None) -> str:
    level = practice.current().level
    held = officer.rank if officer is not None else ""
    return held if held and level(held) < level(rank) else rank_below(rank)


def _problem(row: Row, officer: Officer | None, values: dict[str, Any]) -> tuple[str, str] | None:
    """Why the row cannot be applied, and its field."""
    held = {name: getattr(officer, name) if officer else "" for name in TEXTS}
    then = {**held, **{name: values[name] for name in TEXTS if name in values}}
    if not then["family_name"]:
        return "There is no name. Give at least one.", "family_name"
    try:
        check_rank(rank=then["rank"], acting_rank=then["acting_rank"], grade=then["grade"])
    except CannotDo as problem:
        return problem.message, problem.field or "rank"
    left_on, joined_on = row.day("left_on"), row.day("joined_on")
    if left_on and joined_on and left_on < joined_on:
        return "The last day of service is before the first.", "left_on"
    if left_on and officer and not officer.is_active and officer.left_on != left_on:
        return "They left on another day already. Take them back, or correct the file.", "left_on"
    return None


def _change(officer: Officer, values: dict[str, Any], changed: list[Officer]) -> Became:
    different = {name for name, value in values.items() if getattr(officer, name) != value}
    if not different:
        return Became.UNCHANGED
    for name in different:
        setattr(officer, name, values[name])
    changed.append(officer)
    return Became.UPDATED
