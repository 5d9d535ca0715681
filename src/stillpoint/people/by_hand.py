"""What an administrator does on a person's page: what carries authority is proposed, the rest
holds at once."""

from __future__ import annotations

import datetime as dt

from stillpoint.people import access
from stillpoint.people.appointing import add_officer, change_rank, correct_names
from stillpoint.people.models import AuthorityChange, Officer
from stillpoint.people.models.officers import one_name_last
from stillpoint.people.proposing import propose_identity, propose_rank
from stillpoint.people.rank_rules import check_rank, lowest, rises
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import require


@act
def correct_details(
    *,
    by: ActsAs,
    officer: Officer,
    number: str,
    given_name: str,
    family_name: str,
    email: str,
    reason: str = "",
) -> AuthorityChange | None:
    """Names hold at once; another address or number is proposed and returned."""
    require(access.can_administer(by))
    names = one_name_last(given_name, family_name)
    if names != (officer.given_name, officer.family_name):
        correct_names(by=by, officer=officer, given_name=names[0], family_name=names[1])
    if (number.strip(), email.strip().lower()) != (officer.number, officer.email):
        return propose_identity(by=by, officer=officer, email=email, number=number, reason=reason)
    trail.nothing_changed()
    return None


@act
def set_rank(
    *,
    by: ActsAs,
    officer: Officer,
    rank: str = "",
    acting_rank: str = "",
    grade: str = "",
    detective: bool = False,
    reason: str = "",
) -> AuthorityChange | None:
    """A higher rank or grade is proposed and returned; any other holds at once."""
    if rises(officer, rank=rank, acting_rank=acting_rank, grade=grade):
        return propose_rank(
            by=by,
            officer=officer,
            rank=rank,
            acting_rank=acting_rank,
            grade=grade,
            detective=detective,
            reason=reason,
        )
    change_rank(
        by=by,
        officer=officer,
        rank=rank,
        acting_rank=acting_rank,
        grade=grade,
        detective=detective,
    )
    return None


@act
def add_person(
    *,
    by: ActsAs,
    number: str,
    given_name: str,
    family_name: str,
    email: str,
    rank: str = "",
    acting_rank: str = "",
    grade: str = "",
    detective: bool = False,
    joined_on: dt.date | None = None,
) -> Officer:
    """Add someone who does not come from the personnel system. One person alone makes nobody
    senior: they begin at the lowest rank or grade, and a higher one is proposed."""
    check_rank(rank=rank, acting_rank=acting_rank, grade=grade)
    lowest_rank, lowest_grade = lowest(of_rank=bool(rank))
    officer = add_officer(
        by=by,
        number=number,
        given_name=given_name,
        family_name=family_name,
        email=email,
        rank=lowest_rank,
        grade=lowest_grade,
        detective=detective,
        joined_on=joined_on,
    )
    set_rank(
        by=by,
        officer=officer,
        rank=rank,
        acting_rank=acting_rank,
        grade=grade,
        detective=detective,
        reason="Added by hand with this rank or grade",
    )
    return officer
