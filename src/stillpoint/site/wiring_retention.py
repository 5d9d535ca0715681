"""What rooms hold about cases and how it is erased, what they can say exists, and what expires by
itself. Three tables.

The order of the first is that of the rooms, highest first: what a room below holds because of a
record above is found by the references of what is erased already.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from stillpoint.cases.models import Involvement
from stillpoint.disclosure import records_of_learning
from stillpoint.disclosure.erasing import erase_flags
from stillpoint.disclosure.holding import held_cases, held_references
from stillpoint.disclosure.holdings import Holding
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.expiring import expire_messages
from stillpoint.evidence.erasing import erase_words
from stillpoint.evidence.models import Report
from stillpoint.intake.expiring import expire_held_rows
from stillpoint.learning.erasing import erase_actions, erase_learning
from stillpoint.learning.models import Action, LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import recording as points_recording
from stillpoint.points.erasing import (
    erase_notices,
    erase_points,
    expire_drafts,
    expire_notes,
    officers_at_points_of,
)
from stillpoint.points.models import ClosureNotice, Point
from stillpoint.reviews import recording as reviews_recording
from stillpoint.reviews.erasing import drawn_in_open_rounds, erase_feedback, erase_reviews
from stillpoint.reviews.erasing import expire_drafts as expire_review_drafts
from stillpoint.reviews.models import Assignment, Feedback, Review
from stillpoint.risks import recording as risks_recording
from stillpoint.risks.erasing import erase_risks, open_risks
from stillpoint.risks.models import LiveRisk
from stillpoint.trust.actors import ActsAs

HOLDINGS = (
    # A report is of a round and not of a case: it makes no case fall due.
    Holding("reports", Report.objects.none, erase_words, path="round__selections__case"),
    Holding("feedback", Feedback.objects.all, erase_feedback, path="selection__case"),
    Holding(
        "case reviews",
        Review.objects.all,
        erase_reviews,
        path="assignment__selection__case",
        in_use=drawn_in_open_rounds,
    ),
    Holding("closure notices", ClosureNotice.objects.all, erase_notices),
    Holding("reflective practice points", Point.objects.all, erase_points),
    Holding("live risks", LiveRisk.objects.all, erase_risks, in_use=open_risks),
    Holding("flags of relevance", RelevanceFlag.objects.all, erase_flags),
    Holding("actions", Action.objects.all, erase_actions),
    Holding("learning points", LearningPoint.objects.all, erase_learning),
)

# What each room can say exists about a case, without its content (``disclosure.recording``).
RECORDING = (
    records_of_learning.records_of,
    risks_recording.records_of,
    points_recording.records_of,
    reviews_recording.records_of,
)


def expire_private_notes(*, by: ActsAs, before: dt.datetime) -> int:
    """A note about no point may be about any case of its author's: it stays while one is held."""
    held = held_cases()
    involved = Involvement.objects.filter(case__in=held).values("officer")
    reviewers = Assignment.objects.filter(selection__case__in=held).values("reviewer")
    authors = Officer.objects.filter(
        Q(pk__in=involved) | Q(pk__in=officers_at_points_of(held)) | Q(pk__in=reviewers)
    )
    return expire_notes(by=by, before=before, but_not_of=authors.values("pk"))


def expire_rows(*, by: ActsAs, before: dt.datetime) -> int:
    """Rows of imports stand below holds: what is held is said to them here."""
    return expire_held_rows(by=by, before=before, but_not_of=held_references())


# Key of the rule in ``retention.toml`` to what erases some of what is older than a moment.
EXPIRING = {
    "private_notes": expire_private_notes,
    "conversation_drafts": expire_drafts,
    "review_drafts": expire_review_drafts,
    "messages": expire_messages,
    "held_rows": expire_rows,
}
