"""What comes out: tables, rows and sentences for the pages of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people import access
from stillpoint.people.dating import Dated
from stillpoint.people.leaving import LeftBehind
from stillpoint.people.models import (
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
    TrainingRecord,
)
from stillpoint.people.rank_rules import STEPS
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.prepared import prepared

MOST_NAMED = 10


@dataclass(frozen=True)
class Cell:
    """``tag`` is a colour of the design system's tag, or empty for plain text; ``of``: what a link
    that stands in several rows is about, for those who hear it by itself."""

    text: str
    href: str = ""
    tag: str = ""
    of: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    nothing: str = "Nothing recorded."


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class OfficerPage:
    officer: Officer
    facts: list[tuple[str, str]]
    tables: list[Table]
    links: list[Link] = field(default_factory=list)
    warning: str = ""


def day(value: dt.date | None, empty: str = "") -> str:
    return f"{value.day} {value:%B %Y}" if value else empty


def role_label(key: str) -> str:
    known = {role.key: role.label for role in practice.current().roles}
    return known.get(key, key)


def officer_cell(officer: Officer, linked: bool = True) -> Cell:
    href = reverse("people:officer", args=[officer.ref]) if linked else ""
    return Cell(officer.titled_name, href)


def period(record: Dated) -> tuple[Cell, Cell]:
    return Cell(day(record.since)), Cell(day(record.until, "now"))


def people_list(page: Page[Officer], viewer: ActsAs) -> Table:
    with_roles = bool(access.can_see_roles(viewer))
    head = ("Name", "Number", "Rank or grade", "Team", "Line manager")
    rows = [_person_row(officer, with_roles) for officer in page.object_list]
    return Table(
        "People",
        (*head, "Roles") if with_roles else head,
        rows,
        "Nobody matches. Take out a filter, or check the spelling.",
    )


def _person_row(officer: Any, with_roles: bool) -> tuple[Cell, ...]:
    team = ", ".join(posting.team.name for posting in officer.posted_today)
    manager = ", ".join(line.manager.titled_name for line in officer.managed_today)
    cells: tuple[Cell, ...] = (
        officer_cell(officer),
        Cell(officer.number),
        Cell(officer.rank_label),
        Cell(team or "No team"),
        Cell(manager or "None"),
    )
    if not with_roles:
        return cells
    return (*cells, Cell(", ".join(role_label(grant.role) for grant in officer.roles_today)))


def list_links(viewer: ActsAs) -> list[Link]:
    """The other pages of this room that the viewer may open."""
    administers = bool(access.can_administer(viewer))
    offered = [
        ("Add a person", "add", administers),
        ("Roles", "roles", bool(access.can_see_roles(viewer))),
        ("Changes to agree", "changes", bool(access.can_see_roles(viewer))),
        ("Accredited reviewers", "reviewers", bool(access.can_accredit(viewer))),
        ("Courses", "courses", bool(access.can_keep_training(viewer))),
        ("Teams", "teams", administers),
        ("Areas", "areas", administers),
        ("The force", "force", administers),
    ]
    return [Link(text, reverse(f"people:{name}")) for text, name, allowed in offered if allowed]


def officer_page(officer: Officer, viewer: ActsAs) -> OfficerPage:
    """What this viewer may see of this officer, in the order people ask for it."""
    own = isinstance(viewer, Officer) and viewer.pk == officer.pk
    tables = [_postings(officer), *_lines(officer, viewer)]
    keeps_roles = bool(access.can_see_roles(viewer))
    if own or keeps_roles:
        tables.append(_roles(officer, keeps_roles))
    tables.append(_training(officer))
    if access.can_see_accreditation(viewer, officer):
        tables.append(_accreditations(officer))
    if access.can_see_leave(viewer, officer):
        tables.append(_leave(officer, bool(access.can_record_leave(viewer, officer))))
    return OfficerPage(
        officer=officer,
        facts=_facts(officer),
        tables=tables,
        links=_links(officer, viewer),
        warning=_warning(officer),
    )


def _facts(officer: Officer) -> list[tuple[str, str]]:
    facts = [
        ("Number", officer.number),
        ("Rank or grade", officer.rank_label),
        ("E-mail", officer.email),
        ("Joined", day(officer.joined_on, "Not recorded")),
    ]
    if officer.acting_rank:
        facts.insert(2, ("Substantive rank", practice.current().rank(officer.rank).label))
    if officer.left_on:
        facts.append(("Last day of service", day(officer.left_on)))
    return facts


def _warning(officer: Officer) -> str:
    if officer.same_as is not None:
        now = officer.same_as
        return f"An older record of {now.full_name}, known by the number {now.number} now."
    if not officer.is_active:
        return f"{officer.full_name} has left and cannot sign in."
    if officer.left_on:
        return f"{officer.full_name} leaves on {day(officer.left_on)}."
    return ""


def _postings(officer: Officer) -> Table:
    rows = [(Cell(posting.team.name), *period(posting)) for posting in _posted(officer.pk)]
    return Table("Teams", ("Team", "From", "Until"), rows)


@prepared
def _posted(officer: int) -> QuerySet[Posting]:
    held = Posting.objects.filter(officer=officer).select_related("team")
    return held.order_by("-since", "-pk")


def _lines(officer: Officer, viewer: ActsAs) -> list[Table]:
    """Line managers, and people managed: a link where the viewer may read the record."""
    above, below = _lines_above(officer.pk), _lines_below(officer.pk)
    people = [line.manager for line in above] + [line.officer for line in below]
    seen = access.visible_among(viewer, people)
    up = [(officer_cell(one.manager, one.manager_id in seen), *period(one)) for one in above]
    down = [(officer_cell(one.officer, one.officer_id in seen), *period(one)) for one in below]
    return [
        Table("Line managers", ("Line manager", "From", "Until"), up),
        Table("Manages", ("Person", "From", "Until"), down, "Nobody."),
    ]


@prepared
def _lines_above(officer: int) -> QuerySet[LineManagement]:
    held = LineManagement.objects.filter(officer=officer).select_related("manager")
    return held.order_by("-since", "-pk")


@prepared
def _lines_below(manager: int) -> QuerySet[LineManagement]:
    held = LineManagement.objects.filter(manager=manager).select_related("officer")
    return held.order_by("-since", "officer__family_name", "pk")[:100]


def _roles(officer: Officer, linked: bool) -> Table:
    grants = officer.roles.select_related("granted_by", "agreed_by").order_by(
        "-since", "role", "pk"
    )
    rows = [_grant_row(grant, linked)[1:] for grant in grants]
    return Table("Roles", GRANT_HEAD[1:], rows, "No roles.")


GRANT_HEAD = ("Person", "Role", "Granted by", "Agreed by", "From", "Until", "State")


def _grant_row(grant: RoleGrant, linked: bool = True, named: bool = True) -> tuple[Cell, ...]:
    """``linked``: to the grant's page; ``named``: to the page of who holds it."""
    agreed = grant.agreed_by.full_name if grant.agreed_by else "Not needed"
    if grant.needs_agreement and not grant.agreed_by:
        agreed = "Nobody yet"
    return (
        officer_cell(grant.officer, named),
        Cell(role_label(grant.role), reverse("people:role", args=[grant.ref]) if linked else ""),
        Cell(grant.granted_by.full_name if grant.granted_by else "The console"),
        Cell(agreed),
        *period(grant),
        grant_state(grant),
    )


def left_behind(behind: LeftBehind) -> str:
    """What a leaver's administrator has to see to: who is left without a line manager, which roles
    somebody else takes up."""
    said = ["The leaver was recorded."]
    if behind.managed:
        names = [officer.titled_name for officer in behind.managed[:MOST_NAMED]]
        more = len(behind.managed) - len(names)
        listed = "; ".join([*names, *([f"and {more} more"] if more else [])])
        said.append(f"Left without a line manager: {listed}.")
    if behind.roles:
        said.append(f"Roles that they held: {', '.join(map(role_label, behind.roles))}.")
    return " ".join(said)


def grant_state(grant: RoleGrant) -> Cell:
    if grant.until is not None and grant.until < timezone.localdate():
        return Cell("Ended", tag="grey")
    if grant.needs_agreement and grant.agreed_by_id is None:
        return Cell("Waits for agreement", tag="yellow")
    return Cell("Holds", tag="green")


def roles(caption: str, grants: Iterable[RoleGrant], viewer: ActsAs, nothing: str) -> Table:
    named = access.keeps_everyone(viewer)
    return Table(caption, GRANT_HEAD, [_grant_row(one, named=named) for one in grants], nothing)


def _training(officer: Officer) -> Table:
    today = timezone.localdate()
    rows = [
        (
            Cell(record.course.name),
            Cell(day(record.completed_on)),
            Cell(day(record.expires_on, "Does not run out")),
            Cell("In date", tag="green")
            if record.expires_on is None or record.expires_on >= today
            else Cell("Ran out", tag="red"),
        )
        for record in _trained(officer.pk)
    ]
    return Table("Training", ("Course", "Completed", "Runs out", "State"), rows)


@prepared
def _trained(officer: int) -> QuerySet[TrainingRecord]:
    return TrainingRecord.objects.filter(officer=officer).select_related("course")


def _accreditations(officer: Officer) -> Table:
    held = officer.accreditations.select_related("course", "granted_by").order_by("-since", "-pk")
    rows = [
        (
            Cell(STEPS[item.step].capitalize()),
            Cell(item.evidence),
            *period(item),
            Cell(day(item.calibrated_on, "Not yet")),
        )
        for item in held
    ]
    head = ("Review", "Specialist knowledge", "From", "Until", "Practice cases done")
    return Table("Accreditation", head, rows, "Not accredited.")


def _leave(officer: Officer, may_change: bool) -> Table:
    rows = [
        (
            Cell(day(leave.since), reverse("people:leave", args=[leave.ref]) if may_change else ""),
            Cell(day(leave.until, "Not known yet")),
        )
        for leave in officer.leave.order_by("-since", "-pk")[:20]
    ]
    return Table("Days away", ("First day", "Last day"), rows)


def _links(officer: Officer, viewer: ActsAs) -> list[Link]:
    administers = bool(access.can_administer(viewer))
    own = isinstance(viewer, Officer) and viewer.pk == officer.pk
    offered = [
        ("Correct details", "details", administers),
        ("Change rank or grade", "rank", administers and not own),
        ("Move to another team", "posting", administers),
        ("Change line manager", "manager", administers),
        ("Grant a role", "grant", bool(access.can_grant_role(viewer, officer))),
        ("Record training", "train", bool(access.can_keep_training(viewer))),
        ("Accredit as a reviewer", "accredit", bool(access.can_accredit(viewer)) and not own),
        ("Record days away", "away", bool(access.can_record_leave(viewer, officer))),
        ("Link to set a password", "password", administers and not own),
        ("Join with another record", "join", administers),
        ("Record that they leave", "leaver", administers and not own),
    ]
    if not officer.is_active:
        offered = [("Take back", "rejoin", administers and officer.same_as_id is None)]
    return [
        Link(text, reverse(f"people:{name}", args=[officer.ref]))
        for text, name, allowed in offered
        if allowed
    ]


@dataclass(frozen=True)
class GrantPage:
    """``offers``: what the viewer may decide, as (action, words of the button)."""

    title: str
    officer: Officer
    facts: list[tuple[str, str]]
    state: Cell
    offers: list[tuple[str, str]]
    explanation: str


def grant_page(grant: RoleGrant, viewer: Officer) -> GrantPage:
    state = grant_state(grant)
    waiting, ended = state.tag == "yellow", state.tag == "grey"
    offers = []
    if waiting and access.can_agree_role(viewer, grant):
        offers = [("agree", "Agree"), ("decline", "Decline")]
    elif waiting and viewer.pk == grant.granted_by_id and access.can_administer(viewer):
        offers = [("decline", "Take it back")]
    elif not waiting and not ended and access.can_administer(viewer):
        offers = [("end", "End this role now")]
    cells = _grant_row(grant)
    known = {role.key: role.explanation for role in practice.current().roles}
    return GrantPage(
        title=role_label(grant.role),
        officer=grant.officer,
        facts=[(head, cell.text) for head, cell in zip(GRANT_HEAD[2:6], cells[2:6], strict=True)],
        state=state,
        offers=offers,
        explanation=known.get(grant.role, ""),
    )
