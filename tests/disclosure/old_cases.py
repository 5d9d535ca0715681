"""A case that is due for retention review, with something of every kind written about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure.flagging import flag_words
from stillpoint.evidence.freezing import make_report
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import TrialAnswer
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.people.models import Officer
from stillpoint.points import conversing, noting, sharing
from stillpoint.points.models import Participation, Point, Section
from stillpoint.points.opening_points import ask_for_point
from stillpoint.reviews.models import Assignment, Conflict, Feedback, Reply, Review, Round
from stillpoint.risks.handling import raise_risk
from stillpoint.risks.models import LiveRisk, RiskStep
from tests.people.factories import make_officer
from tests.points.factories import involve, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE
from tests.reviews.review_factories import (
    make_submitted_first_review,
    make_submitted_second_review,
)

# Stands in everything that is written about the case, and nowhere else.
WORDS = "Zqerasedz was said of the second account"
AGREED = "Ask for the telephone in the first week."
LONG_AGO = dt.date(2011, 3, 4)


def lead() -> Officer:
    return make_officer(rank="superintendent", roles=["rasso_lead"])


def grow_old(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(live=False, outcome_on=LONG_AGO)
    case.refresh_from_db()
    return case


def old_case() -> Case:
    """Due, with one flag and nothing else."""
    case = make_manned_case()
    flag_words(
        by=officer_of(case, "oic"), case=case, source="point:GONE2345", kind="A point", words=WORDS
    )
    return grow_old(case)


def reviewed_case() -> Case:
    """Both reviews, feedback and a reply, in a closed round with its report."""
    first = make_submitted_first_review(words=WORDS)
    make_submitted_second_review(first)
    selection = first.assignment.selection
    case = selection.case
    for review in Review.objects.all():
        review.areas.update(strengths=[WORDS], improvements=[f"{WORDS}, too"])
        review.comparisons.update(why=WORDS)
    told = Feedback.objects.create(
        selection=selection,
        officer=make_officer(),
        strengths=[{"area": "risk", "text": WORDS}],
    )
    Reply.objects.create(feedback=told, text=WORDS)
    Conflict.objects.create(officer=make_officer(), case=case, reason=WORDS)
    Assignment.objects.filter(selection=selection).update(reason=WORDS, knows_people=WORDS)
    round = selection.round
    Round.objects.filter(pk=round.pk).update(state="closed", closed_at=timezone.now())
    round.refresh_from_db()
    make_report(by=CONSOLE, round=round)
    return case


def talked_about(case: Case) -> None:
    """A shared conversation, a draft, a section, a note, a flag, a closed risk, what came of it."""
    oic, peer = make_officer(), make_officer()
    involve(case, oic, "oic")
    held, still = (
        ask_for_point(by=oic, case=case, kind=kind, why=WORDS) for kind in ("rpp3", "rpp1")
    )
    for point in (held, still):
        Participation.objects.get_or_create(point=point, officer=oic, defaults={"role": "oic"})
        Participation.objects.create(point=point, officer=peer, role="peer")
    said: dict[str, dict[str, Any]] = {
        "case": {"answer": "something", "what": WORDS},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        "together": {"present": [oic.ref], "not_on_file": "yes", "flag_words": WORDS},
    }
    for point in (held, still):
        conversing.save_conversation(by=oic, point=point, version=0, lenses=said)
    sharing.share(by=oic, point=held)
    Section.objects.create(
        point=held, key="handover_needs", answers={"wishes": WORDS}, practice_version="1"
    )
    noting.write_note(by=oic, text=WORDS, point=still)
    risk = raise_risk(by=oic, case=case, what=WORDS)
    RiskStep.objects.filter(risk=risk).update(text=WORDS)
    LiveRisk.objects.filter(pk=risk.pk).update(state="closed", closed_at=timezone.now())
    _learned(case, oic, held)


def _learned(case: Case, oic: Officer, point: Point) -> None:
    source = point.trail_reference
    note_learning(by=oic, case=case, source=source, text=WORDS, involved=[make_officer()])
    agreed = note_learning(by=oic, case=case, source=source, text=WORDS, what_we_will_try=WORDS)
    agree_learning(by=make_officer(roles=["ld_lead"]), point=agreed, text=AGREED)
    TrialAnswer.objects.create(
        point=agreed, by=oic, answer="worked", text=WORDS, practice_version="1"
    )
    note_training_need(by=oic, source=source, aim=WORDS, capability=WORDS, how_we_shall_know=WORDS)
    give_action(
        by=oic,
        source=source,
        text=WORDS,
        owner=oic,
        due_on=timezone.localdate() + dt.timedelta(days=7),
    )
