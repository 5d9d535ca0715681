"""Team moves: a posting ends the day before the next one starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from stillpoint.events.announcing import announce
from stillpoint.people import access
from stillpoint.people.dating import succeed
from stillpoint.people.facts import OfficerMoved
from stillpoint.people.models import Officer, Posting, Team
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def post(*, by: ActsAs, officer: Officer, team: Team, since: dt.date) -> Posting:
    """Post the officer to the team from the day; the posting they hold ends the day before."""
    require(access.can_administer(by))
    if not officer.is_active:
        raise CannotDo(f"{officer} has left. Take them back first, then post them.")
    if team.closed_on is not None and team.closed_on <= since:
        raise CannotDo(f"{team} is closed. Choose another team.", field="team")
    held = Posting.objects.filter(officer=officer, until__isnull=True).first()
    if held is not None and held.team_id == team.pk:
        raise CannotDo(f"{officer} is already in {team}. Choose another team.", field="team")
    posting: Posting = succeed(
        Posting.objects.filter(officer=officer), since, Posting(officer=officer, team=team)
    )
    trail.record(
        Operation.ALTERATION,
        "post to a team",
        by=by,
        about=[officer, team],
        before={"team": held.team.ref if held else None},
        after={"team": team.ref, "since": since},
    )
    announce(OfficerMoved(officer=officer.ref, team=team.ref, since=since.isoformat()))
    return posting


def team_of(officer: Officer, on: dt.date) -> Team | None:
    """The officer's team on the day."""
    posting = Posting.objects.on(on).filter(officer=officer).select_related("team").last()
    return posting.team if posting else None


def teams_of(officers: Iterable[Officer], on: dt.date) -> dict[int, int]:
    """Officer id to the id of their team on the day, in one query; those without one are left
    out."""
    held = Posting.objects.on(on).filter(officer__in=list(officers)).order_by("since", "pk")
    return dict(held.values_list("officer", "team"))
