"""The force itself: its name, its areas, its teams."""

from __future__ import annotations

import datetime as dt

from stillpoint.people import access
from stillpoint.people.models import Area, Force, Posting, Team
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


def force() -> Force | None:
    """The force of this installation; None until it is named."""
    return Force.objects.first()


@act
def name_force(*, by: ActsAs, name: str, emergency_contact: str = "") -> Force:
    """Name the force, and whom to telephone when someone is in danger now."""
    require(access.can_administer(by))
    if not name.strip():
        raise CannotDo("Give the force’s name.", field="name")
    named = force() or Force()
    before = {"name": named.name, "emergency_contact": named.emergency_contact}
    named.name, named.emergency_contact = name.strip(), emergency_contact.strip()
    named.save()
    trail.record(
        Operation.ALTERATION,
        "name the force",
        by=by,
        about=named,
        before=before,
        after={"name": named.name, "emergency_contact": named.emergency_contact},
    )
    return named


@act
def add_area(
    *,
    by: ActsAs,
    name: str,
    own: bool = True,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Area:
    require(access.can_administer(by))
    _check_area(name, None, since, until)
    area = Area.objects.create(name=name.strip(), own=own, since=since, until=until)
    trail.record(Operation.COLLECTION, "add an area", by=by, about=area, after={"name": area.name})
    return area


@act
def change_area(
    *,
    by: ActsAs,
    area: Area,
    name: str,
    own: bool,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> None:
    require(access.can_administer(by))
    _check_area(name, area, since, until)
    before = _area_values(area)
    area.name, area.own, area.since, area.until = name.strip(), own, since, until
    area.save()
    trail.record(
        Operation.ALTERATION,
        "change an area",
        by=by,
        about=area,
        before=before,
        after=_area_values(area),
    )


@act
def add_team(*, by: ActsAs, name: str, kind: str, area: Area | None = None) -> Team:
    require(access.can_administer(by))
    _check_team(name, None)
    team = Team.objects.create(name=name.strip(), kind=kind, area=area)
    trail.record(Operation.COLLECTION, "add a team", by=by, about=team, after=_team_values(team))
    return team


@act
def change_team(
    *,
    by: ActsAs,
    team: Team,
    name: str,
    kind: str,
    area: Area | None,
    closed_on: dt.date | None = None,
) -> None:
    """Change a team, or close it. A team with people in it on the day it closes is refused."""
    require(access.can_administer(by))
    _check_team(name, team)
    if closed_on is not None:
        inside = Posting.objects.filter(team=team).overlapping(closed_on, None).count()
        if inside:
            raise CannotDo(
                f"{inside} people are posted to {team} on or after that day. Move them first.",
                field="closed_on",
            )
    before = _team_values(team)
    team.name, team.kind, team.area, team.closed_on = name.strip(), kind, area, closed_on
    team.save()
    trail.record(
        Operation.ALTERATION,
        "change a team",
        by=by,
        about=team,
        before=before,
        after=_team_values(team),
    )


def _check_area(name: str, area: Area | None, since: dt.date | None, until: dt.date | None) -> None:
    if not name.strip():
        raise CannotDo("Give the area a name.", field="name")
    others = Area.objects.exclude(pk=area.pk) if area else Area.objects.all()
    if others.filter(name__iexact=name.strip()).exists():
        raise CannotDo(f"There is already an area called {name.strip()}.", field="name")
    if since and until and until < since:
        raise CannotDo("The last day is before the first. Check both days.", field="until")


def _check_team(name: str, team: Team | None) -> None:
    if not name.strip():
        raise CannotDo("Give the team a name.", field="name")
    others = Team.objects.exclude(pk=team.pk) if team else Team.objects.all()
    if others.filter(name__iexact=name.strip()).exists():
        raise CannotDo(f"There is already a team called {name.strip()}.", field="name")


def _area_values(area: Area) -> dict[str, object]:
    return {"name": area.name, "own": area.own, "since": area.since, "until": area.until}


def _team_values(team: Team) -> dict[str, object]:
    return {
        "name": team.name,
        "kind": team.kind,
        "area": team.area.ref if team.area else None,
        "closed_on": team.closed_on,
    }
