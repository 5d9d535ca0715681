"""Apply rows about teams and line managers held from one day to another.

An end left blank in the file means "until the next one starts, or until they leave".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from stillpoint.events.announcing import announce
from stillpoint.people.dating import day_before
from stillpoint.people.facts import OfficerMoved
from stillpoint.people.incoming.authority import ByFile
from stillpoint.people.incoming.rows import Became, Incoming, Row, without_doubles
from stillpoint.people.models import LineManagement, Officer, Posting, Team
from stillpoint.people.supervision import is_supervisor_of


@dataclass
class Wanted:
    """One row with its officer and the team or manager it names (``other``)."""

    row: Row
    officer: Officer
    other: Any
    since: dt.date
    until: dt.date | None


def apply_postings(incoming: Incoming, people: dict[str, Officer]) -> None:
    teams = {team.name.casefold(): team for team in Team.objects.all()}
    wanted: list[Wanted] = []
    for row in without_doubles(incoming, "postings"):
        team = teams.get(row.values["team"].casefold())
        if team is None:
            name = row.values["team"]
            incoming.hold(
                row,
                f"There is no team “{name}”. Give it in a file of teams, or add it on screen.",
                field="team",
            )
        else:
            _take(incoming, row, people, team, wanted)
    made = _apply(incoming, wanted, Posting, "team")
    for posting in made:
        if posting.until is None:
            announce(
                OfficerMoved(
                    officer=posting.officer.ref,
                    team=posting.team.ref,
                    since=posting.since.isoformat(),
                )
            )


def apply_lines(incoming: Incoming, people: dict[str, Officer], by_file: ByFile) -> None:
    wanted: list[Wanted] = []
    for row in without_doubles(incoming, "line_management"):
        manager = people.get(row.values["manager"].casefold())
        if manager is None:
            incoming.hold(row, f"Nobody has the number {row.values['manager']}.", field="manager")
        elif row.reference.casefold() == manager.number.casefold():
            incoming.hold(row, "Nobody manages themselves.", field="manager")
        else:
            _take(incoming, row, people, manager, wanted)
    at_once = []
    for one in wanted:
        if by_file.puts_off_line(one.row, one.officer, one.other, one.since, one.until):
            incoming.became(Became.UNCHANGED)
        else:
            at_once.append(one)
    _apply(incoming, at_once, LineManagement, "manager")


def _take(
    incoming: Incoming,
    row: Row,
    people: dict[str, Officer],
    other: Any,
    wanted: list[Wanted],
) -> None:
    officer = people.get(row.reference.casefold())
    since, until = row.needed_day("since"), row.day("until")
    last = min((day for day in (_last(officer), _last(other)) if day), default=None)
    if officer is None:
        incoming.hold(row, f"Nobody has the number {row.reference}.", field="officer")
    elif until is not None and until < since:
        incoming.hold(row, "The last day is before the first.", field="until")
    elif last is not None and since > last:
        incoming.hold(row, "It starts after one of them left.", field="since")
    else:
        if last is not None:
            until = min(until or last, last)
        wanted.append(Wanted(row, officer, other, since, until))


def _last(who: Any) -> dt.date | None:
    """The last day of somebody who has left."""
    return who.left_on if isinstance(who, Officer) and not who.is_active else None


def _apply(incoming: Incoming, wanted: list[Wanted], model: Any, other: str) -> list[Any]:
    """Create and update; returns what was created."""
    officers = {one.officer.pk for one in wanted}
    held: dict[int, list[Any]] = defaultdict(list)
    for record in model.objects.filter(officer__in=officers):
        held[record.officer_id].append(record)
    by_officer: dict[int, list[Wanted]] = defaultdict(list)
    for one in wanted:
        by_officer[one.officer.pk].append(one)
    fresh: list[tuple[Wanted, Any]] = []
    changed: list[Any] = []
    for officer, ones in by_officer.items():
        _plan(incoming, ones, held[officer], model, other, fresh, changed)
    model.objects.bulk_update(changed, ["until"], batch_size=500)
    return _create(incoming, fresh, model)


def _plan(
    incoming: Incoming,
    ones: list[Wanted],
    held: list[Any],
    model: Any,
    other: str,
    fresh: list[tuple[Wanted, Any]],
    changed: list[Any],
) -> None:
    """Say for each row of one officer whether it is new, changes an end, or says nothing new."""
    known = {(getattr(record, f"{other}_id"), record.since): record for record in held}
    starts = {record.since: getattr(record, f"{other}_id") for record in held}
    accepted = []
    for one in sorted(ones, key=lambda one: one.since):
        if starts.setdefault(one.since, one.other.pk) != one.other.pk:
            incoming.hold(
                one.row,
                f"Another {'team' if other == 'team' else 'line manager'} starts on the same day.",
                field="since",
                why="contradiction",
            )
        else:
            accepted.append(one)
    days = sorted(starts)
    for one in accepted:
        until = one.until or _before_next(one.since, days)
        record = known.get((one.other.pk, one.since))
        if record is None:
            made = model(officer=one.officer, since=one.since, until=until, **{other: one.other})
            fresh.append((one, made))
        elif record.until != until:
            record.until = until
            changed.append(record)
            incoming.became(Became.UPDATED)
        else:
            incoming.became(Became.UNCHANGED)
    # What ran on is ended by what now starts after it.
    for record in held:
        end = _before_next(record.since, days)
        if record.until is None and end is not None and record not in changed:
            record.until = end
            changed.append(record)


def _before_next(since: dt.date, days: list[dt.date]) -> dt.date | None:
    following = next((day for day in days if day > since), None)
    return day_before(following) if following else None


def _create(incoming: Incoming, fresh: list[tuple[Wanted, Any]], model: Any) -> list[Any]:
    made = []
    for one, record in sorted(fresh, key=lambda pair: pair[1].since):
        if model is LineManagement and is_supervisor_of(one.officer, one.other, on=one.since):
            incoming.hold(
                one.row,
                f"{one.officer.number} manages {one.other.number} on this day, directly or "
                "through others: they cannot also be managed by them.",
                field="manager",
            )
            continue
        record.save()
        made.append(record)
        incoming.became(Became.CREATED)
    incoming.touched += [record.officer for record in made]
    return made
