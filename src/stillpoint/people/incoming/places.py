"""Apply rows about teams and courses."""

from __future__ import annotations

from stillpoint.people.incoming.rows import Became, Incoming, Row, without_doubles
from stillpoint.people.models import Area, Course, Team


def apply_teams(incoming: Incoming) -> None:
    """Create and update teams. An area that is not known yet becomes one of the force's own."""
    known = {team.name.casefold(): team for team in Team.objects.all()}
    areas = {area.name.casefold(): area for area in Area.objects.all()}
    for row in without_doubles(incoming, "teams"):
        team = known.get(row.reference.casefold())
        wanted: dict[str, object] = {}
        if "kind" in row.values:
            wanted["kind"] = row.values["kind"]
        if "area" in row.values:
            wanted["area"] = _area(row.values["area"], areas)
        if "closed_on" in row.values:
            wanted["closed_on"] = row.day("closed_on")
        if team is None:
            known[row.reference.casefold()] = made = Team(name=row.reference)
            _set(made, wanted)
            incoming.became(Became.CREATED)
            incoming.touched.append(made)
        else:
            incoming.became(_set(team, wanted))
            incoming.touched.append(team)


def _area(name: str, areas: dict[str, Area]) -> Area | None:
    if not name:
        return None
    if name.casefold() not in areas:
        areas[name.casefold()] = Area.objects.create(name=name)
    return areas[name.casefold()]


def apply_courses(incoming: Incoming) -> None:
    known = {course.key: course for course in Course.objects.all()}
    for row in without_doubles(incoming, "courses"):
        key = row.reference.casefold().replace(" ", "-")
        wanted = _course(row)
        course = known.get(key)
        if course is None:
            known[key] = made = Course(key=key)
            _set(made, wanted)
            incoming.became(Became.CREATED)
            incoming.touched.append(made)
        else:
            incoming.became(_set(course, wanted))
            incoming.touched.append(course)


def _course(row: Row) -> dict[str, object]:
    wanted: dict[str, object] = {"name": row.values["name"]}
    if "specialist" in row.values:
        wanted["specialist"] = row.values["specialist"] == "1"
    if "valid_months" in row.values:
        months = row.values["valid_months"]
        wanted["valid_months"] = int(months) if months else None
    return wanted


def _set(thing: Team | Course, wanted: dict[str, object]) -> Became:
    different = {name for name, value in wanted.items() if getattr(thing, name) != value}
    for name in different:
        setattr(thing, name, wanted[name])
    if different or thing.pk is None:
        thing.save()
    return Became.UPDATED if different else Became.UNCHANGED
