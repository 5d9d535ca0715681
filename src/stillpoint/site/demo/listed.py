"""Whom one can sign in as: somebody for each role and for each thing that waits, and what waits for
them. Nobody is listed twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point, PointState, SecondPerson
from stillpoint.points.next_steps import CHALLENGE, RECORD, next_steps
from stillpoint.points.opening_points import direct_supervisor
from stillpoint.reviews.access import readable_feedback
from stillpoint.reviews.models import Assignment, Feedback, Review, Round
from stillpoint.risks.models import LiveRisk
from stillpoint.site.demo import closures
from stillpoint.site.demo.force import DemoForce
from stillpoint.site.demo.happenings import for_an_investigator

# Who could stand for it, what they are called, what waits for them.
Row = tuple[list[Officer], str, str]


def demo_people(force: DemoForce, spring: Round, autumn: Round) -> list[dict[str, str]]:
    """Whoever leads, then along a case and its review, then those who work for the whole force."""
    lead = force.named["lead"]
    rows: list[Row] = [
        ([lead], "RASSO lead", "Plan the winter round; see what is late in the force, in numbers."),
        *_along_a_case(spring),
        *_of_reviews(spring, autumn),
        *_of_the_force(force),
    ]
    taken: dict[int, str] = {}
    # Where few could stand for it, one of them is found first.
    for place, (people, _, _) in sorted(enumerate(rows), key=lambda one: len(one[1][0])):
        one = next((officer for officer in people if officer.email not in taken.values()), None)
        if one is not None:
            taken[place] = one.email
    return [
        {"email": taken[place], "role": role, "comes_to": does}
        for place, (_, role, does) in enumerate(rows)
        if place in taken
    ]


def _along_a_case(spring: Round) -> list[Row]:
    officer, sergeant = _officer_and_supervisor(for_an_investigator(spring).officer)
    return [
        (
            closures.first_responders(),
            "First response officer",
            "Read what became of a case, and see a handover both ways.",
        ),
        (
            _handing_over(),
            "Response officer handing over",
            "Pass on what you know, or answer the investigator.",
        ),
        (officer, "Investigator with points", "Hold a check-in from Today, in a minute or two."),
        (_challenging(), "Second person", "Challenge the reasoning at a Full Code Test."),
        (sergeant, "Supervisor", "See your team’s points, and feedback they have read."),
        (_debriefing(), "Debrief owner", "Hold a debrief, and record who was there."),
        (_receiving(), "Inspector with a live risk", "Say what you found out."),
        (
            _called(),
            "Superintendent called to a live risk",
            "Act on a risk whose time ran out, twice.",
        ),
    ]


def _of_reviews(spring: Round, autumn: Round) -> list[Row]:
    answered = for_an_investigator(spring).officer
    return [
        ([answered], "Investigator", "Read your feedback and your reply; talk with your sergeant."),
        (_unread(spring), "Officer with new feedback", "Be the first to read it."),
        (_asked(autumn), "Reviewer asked", "Accept or decline a case."),
        (_begun(autumn, 1), "First reviewer", "Go on with a review that you have begun."),
        (_begun(autumn, 2), "Second reviewer", "Lock your own ratings, then read the first."),
    ]


def _of_the_force(force: DemoForce) -> list[Row]:
    does = {
        "chief": ("Chief officer", "See what you may be asked about, and the evidence."),
        "ld_lead": ("Learning and development lead", "Agree what was learned; plan training."),
        "disclosure_officer": (
            "Disclosure officer",
            "Decide on what is not on a case file; holds, and what is due to go.",
        ),
        "analyst": ("Analyst", "Read the design of a round, and how safe conversations are."),
        "auditor": ("Auditor", "Read the trail and check that it is intact."),
        "administrator": ("Administrator", "Agree a role, manage accounts and teams."),
    }
    return [([force.named[name]], role, words) for name, (role, words) in does.items()]


def _officer_and_supervisor(but: Officer) -> tuple[list[Officer], list[Officer]]:
    """One who has points to hold, and a supervisor of theirs who may read feedback that somebody
    has seen."""
    is_oic = Q(
        points_joined__role="oic",
        points_joined__point__kind="rpp3",
        points_joined__point__state=PointState.OPEN,
    )
    busy = Officer.objects.exclude(pk=but.pk).annotate(waiting=Count("pk", filter=is_oic))
    for officer in busy.filter(waiting__gt=0).order_by("-waiting", "pk"):
        above = direct_supervisor(officer)
        if above and readable_feedback(above).filter(seen_at__isnull=False).exists():
            return [officer], [above]
    return [], []


def _handing_over() -> list[Officer]:
    parts = Participation.objects.filter(role="fro", point__state=PointState.OPEN)
    parts = parts.select_related("officer", "point").order_by("point__due_at", "pk")
    return _unique(one.officer for one in parts if next_steps([one.point], one.officer))


def _challenging() -> list[Officer]:
    chosen = SecondPerson.objects.filter(point__state=PointState.OPEN)
    chosen = chosen.select_related("officer", "point").order_by("point__due_at", "pk")
    return _unique(
        one.officer for one in chosen if CHALLENGE in next_steps([one.point], one.officer).values()
    )


def _debriefing() -> list[Officer]:
    debriefs = Point.objects.filter(kind="rpp6", state=PointState.OPEN, owner__isnull=False)
    found = []
    for point in debriefs.select_related("owner").order_by("due_at", "pk"):
        owner = point.owner
        if owner is not None and RECORD in next_steps([point], owner).values():
            found.append(owner)
    return _unique(found)


def _receiving() -> list[Officer]:
    open_ones = LiveRisk.objects.exclude(state="closed").filter(overdue_since=None)
    return [risk.receiver for risk in open_ones.select_related("receiver") if risk.receiver]


def _called() -> list[Officer]:
    late = LiveRisk.objects.exclude(state="closed").filter(escalated_to__isnull=False)
    return [risk.escalated_to for risk in late.select_related("escalated_to") if risk.escalated_to]


def _unread(round: Round) -> list[Officer]:
    unread = Feedback.objects.filter(
        selection__round=round, seen_at=None, released_at__isnull=False
    ).select_related("officer")
    return [one.officer for one in unread.order_by("pk")]


def _asked(round: Round) -> list[Officer]:
    given = Assignment.objects.filter(selection__round=round, state="published")
    return [one.reviewer for one in given.select_related("reviewer").order_by("pk")]


def _begun(round: Round, step: int) -> list[Officer]:
    drafts = Review.objects.filter(
        assignment__selection__round=round, step=step, state="draft"
    ).select_related("assignment__reviewer")
    return [draft.assignment.reviewer for draft in drafts.order_by("pk")]


def _unique(people: Iterable[Officer]) -> list[Officer]:
    return list({one.pk: one for one in people}.values())
