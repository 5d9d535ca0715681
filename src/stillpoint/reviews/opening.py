"""Open a round, say what it is for, let live cases in, abandon it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.methods.calendar_shifts import months_before
from stillpoint.people.models import Officer
from stillpoint.reviews import access
from stillpoint.reviews.facts import LiveCasesLetIn
from stillpoint.reviews.framing import Population, chosen
from stillpoint.reviews.giving_access import take_back
from stillpoint.reviews.models import Assignment, Round, RoundState
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

# States in which what the round is for can still be worded anew.
EDITABLE = (RoundState.OPEN, RoundState.FROZEN, RoundState.DRAWN)


@act
def open_round(
    *,
    by: ActsAs,
    name: str,
    purpose: str = "",
    how_used: str = "",
    hours_protected: int | None = None,
    blinded: bool = True,
    shows_debriefs: bool = True,
    feedback_shows_ratings: bool = False,
    feedback_shows_reviewers: bool = False,
) -> Round:
    """Open a round with the leader's purpose in their own words (P71)."""
    require(access.can_lead(by))
    name = name.strip()
    if not name:
        raise CannotDo("Give the round a name, such as “Autumn 2026”.", field="name")
    if Round.objects.filter(name__iexact=name).exists():
        raise CannotDo(f"There is already a round called “{name}”.", field="name")
    round = Round.objects.create(
        name=name,
        purpose=purpose.strip(),
        how_used=how_used.strip(),
        hours_protected=hours_protected,
        blinded=blinded,
        shows_debriefs=shows_debriefs,
        feedback_shows_ratings=feedback_shows_ratings,
        feedback_shows_reviewers=feedback_shows_reviewers,
        lead=by if isinstance(by, Officer) else None,
    )
    trail.record(Operation.COLLECTION, "open a round", by=by, about=round, after={"name": name})
    return round


@act
def edit_purpose(*, by: ActsAs, round: Round, purpose: str, how_used: str) -> Round:
    """Change what the round is for and how its reviews are used, until it is published: from then
    on reviewers have accepted on those words."""
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    must_be_editable(round)
    for name, text in (("purpose", purpose), ("how_used", how_used)):
        if not text.strip():
            raise CannotDo("Write a few words: reviewers read them.", field=name)
    before = {"purpose": round.purpose, "how_used": round.how_used}
    after = {"purpose": purpose.strip(), "how_used": how_used.strip()}
    if before == after:
        trail.nothing_changed()
        return round
    round.purpose, round.how_used = after["purpose"], after["how_used"]
    round.save(update_fields=["purpose", "how_used"])
    trail.record(
        Operation.ALTERATION,
        "edit a round's purpose",
        by=by,
        about=round,
        before=before,
        after=after,
    )
    return round


@act
def set_population(*, by: ActsAs, round: Round, population: Population) -> Round:
    """Say which cases the round is about. Checks the filters by using them."""
    require(access.can_lead(by, round))
    _must_be_open(round)
    if population.since and population.until and population.since > population.until:
        raise CannotDo("“Reported from” is after “Reported until”.", field="until")
    chosen(population).exists()
    before, round.population = round.population, population.as_json()
    round.save(update_fields=["population"])
    trail.record(
        Operation.ALTERATION,
        "set a round's population",
        by=by,
        about=round,
        before={"population": before},
        after={"population": round.population},
    )
    return round


@act
def set_minutes(*, by: ActsAs, round: Round, first: int, second: int) -> Round:
    """The minutes that a first and a second review are planned to take."""
    require(access.can_lead(by, round))
    _must_be_open(round)
    if not (0 < first <= 1440 and 0 < second <= 1440):
        raise CannotDo("Give minutes between 1 and 1,440 for each review.", field="first_minutes")
    before = {"first": round.first_minutes, "second": round.second_minutes}
    round.first_minutes, round.second_minutes = first, second
    round.save(update_fields=["first_minutes", "second_minutes"])
    trail.record(
        Operation.ALTERATION,
        "set a round's minutes",
        by=by,
        about=round,
        before=before,
        after={"first": first, "second": second},
    )
    return round


@act
def let_live_cases_in(*, by: Officer, round: Round, reason: str) -> Round:
    """A senior's recorded authority for live and pre-trial cases; the disclosure officer is told,
    since criticism of a live investigation is likely to be relevant material (domain 3.4)."""
    require(access.can_authorise_live(by, round))
    _must_be_open(round)
    if not reason.strip():
        raise CannotDo("Say why live cases are let in: the reason is kept.", field="reason")
    round.include_live = True
    round.live_authority = by
    round.live_reason = reason.strip()
    round.live_authorised_at = timezone.now()
    round.save()
    trail.record(
        Operation.ALTERATION,
        "let live cases into a round",
        by=by,
        about=round,
        before={"include_live": False},
        after={"include_live": True, "reason": round.live_reason},
    )
    announce(LiveCasesLetIn(round=round.ref))
    return round


@act
def coordinate_with(*, by: ActsAs, round: Round, earlier: Round | None, how: str = "") -> Round:
    """Leave out, or keep, what an earlier round drew. The weights know it."""
    require(access.can_lead(by, round))
    _must_be_open(round)
    if earlier is not None:
        if how not in ("leave_out", "keep"):
            raise CannotDo("Choose to leave out or to keep what was drawn then.", field="how")
        if earlier.drawn_at is None or earlier.state == RoundState.ABANDONED:
            raise CannotDo(f"“{earlier.name}” has no draw that stands.", field="earlier")
    before = {"earlier": round.earlier_id, "how": round.coordination}
    round.earlier, round.coordination = earlier, how if earlier else ""
    round.save(update_fields=["earlier", "coordination"])
    trail.record(
        Operation.ALTERATION,
        "coordinate a round with an earlier one",
        by=by,
        about=round,
        before=before,
        after={"earlier": round.earlier_id, "how": round.coordination},
    )
    return round


@act
def abandon_round(*, by: ActsAs, round: Round, reason: str) -> Round:
    """Abandon a round. It stays listed with its reason and its seed, so that nobody can try seeds
    until they like one."""
    require(access.can_lead(by, round))
    must_go_on(round)
    if not reason.strip():
        raise CannotDo("Say why the round is abandoned: the reason stays with it.", field="reason")
    before = {"state": round.state}
    round.state = RoundState.ABANDONED
    round.abandoned_at = timezone.now()
    round.abandoned_reason = reason.strip()
    round.save()
    take_back(
        by=by,
        held=Assignment.objects.filter(selection__round=round, state__in=STANDING).select_related(
            "reviewer", "selection__case"
        ),
        reason="The round was abandoned.",
    )
    trail.record(
        Operation.ALTERATION,
        "abandon a round",
        by=by,
        about=round,
        before=before,
        after={"state": round.state, "reason": round.abandoned_reason},
    )
    return round


def default_population(today: dt.date) -> Population:
    """What a new round starts with: cases reported in the year that ended three months ago, so
    that most have had the time to reach an outcome."""
    after = (today.replace(day=1) - dt.timedelta(days=60)).replace(day=1)
    return Population(since=months_before(after, 12), until=after - dt.timedelta(days=1))


def must_be_editable(round: Round) -> None:
    """Raises CannotDo once the round is published, closed or abandoned."""
    if round.state not in EDITABLE:
        raise CannotDo(
            f"“{round.name}” is past drawing: its purpose and use stand as reviewers were told."
        )


def must_go_on(round: Round) -> None:
    """Raises CannotDo for a round that is closed or abandoned."""
    if round.state in (RoundState.CLOSED, RoundState.ABANDONED):
        raise CannotDo(f"“{round.name}” is {round.get_state_display().lower()} already.")


def _must_be_open(round: Round) -> None:
    if round.state != RoundState.OPEN:
        raise CannotDo(
            f"“{round.name}” is past planning: its frame is frozen and this can no longer change."
        )
