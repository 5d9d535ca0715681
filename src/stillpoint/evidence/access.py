"""Who may see which version of a round report (design section 6, row "aggregate"). Default: no.

The RASSO command sees full counts: a lead with case references and reviewers' words, an analyst
without. Leaders outside it see a suppressed version of closed rounds. A lead who is still a
blinded second reviewer cannot meet a full report: reports are made when rounds close, and before
that a provisional one holds nothing made from ratings.
"""

from __future__ import annotations

from enum import Enum

from stillpoint.people.access import has_role, is_system
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.practice import current
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes

OUTSIDE_ROLES = ("ld_lead", "wellbeing_lead")


class Version(Enum):
    """How much of a report somebody sees."""

    FULL = "full"
    WITHOUT_REFERENCES = "without references"
    SUPPRESSED = "suppressed"


def version_for(officer: ActsAs) -> Version | None:
    """The version that the officer may see; None for no report at all."""
    if is_system(officer) or has_role(officer, "rasso_lead"):
        return Version.FULL
    if has_role(officer, "analyst"):
        return Version.WITHOUT_REFERENCES
    if any(has_role(officer, role) for role in OUTSIDE_ROLES) or is_chief_officer(officer):
        return Version.SUPPRESSED
    return None


def can_list_reports(officer: ActsAs) -> Answer:
    if version_for(officer) is not None:
        return yes()
    return no(
        "Reports are for the RASSO command, for learning and wellbeing leads and for chief "
        "officers."
    )


def can_see_report(officer: ActsAs, round: Round) -> Answer:
    """The round's report: provisional for the RASSO command only, once there is a draw."""
    answer = can_list_reports(officer)
    if not answer:
        return answer
    if version_for(officer) is Version.SUPPRESSED and round.state != RoundState.CLOSED:
        return no("This round is not closed. Its report can be read here once it is.")
    return yes()


def can_make(by: ActsAs, round: Round | None = None) -> Answer:
    """Freezing a report: the worker does; a lead may ask for it by command."""
    if is_system(by) or has_role(by, "rasso_lead"):
        return yes()
    return no("The report is made when the round closes. Ask a RASSO lead if it is missing.")


def can_answer_pulse(officer: Officer, point: Point) -> Answer:
    """Whoever took part in a conversation that was shared."""
    took_part = any(
        part.officer_id == officer.pk and part.took_part for part in point.participations.all()
    )
    if point.state == PointState.HELD and took_part:
        return yes()
    return no("Those who took part in a conversation that was shared are asked how it was.")


def is_chief_officer(officer: ActsAs) -> bool:
    """By the rank that the practice model calls a chief officer's."""
    if not isinstance(officer, Officer) or not officer.is_active:
        return False
    model = current()
    least = min((rank.level for rank in model.ranks if rank.chief_officer), default=99)
    return officer.rank_level >= least
