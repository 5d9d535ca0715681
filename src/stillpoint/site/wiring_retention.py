"""What rooms hold about cases and how it is erased; what expires by itself. Two tables.

The order of the first is that of the rooms, highest first: what a room below holds because of a
record above is found by the references of what is erased already.
"""

from __future__ import annotations

import datetime as dt

from stillpoint.disclosure.erasing import erase_flags
from stillpoint.disclosure.holding import held_references
from stillpoint.disclosure.holdings import Holding
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.expiring import expire_messages
from stillpoint.evidence.erasing import erase_words
from stillpoint.evidence.models import Report
from stillpoint.intake.expiring import expire_held_rows
from stillpoint.learning.erasing import erase_actions, erase_learning
from stillpoint.learning.models import Action, LearningPoint
from stillpoint.points.erasing import erase_notices, erase_points, expire_drafts, expire_notes
from stillpoint.points.models import ClosureNotice, Point
from stillpoint.reviews.erasing import cases_in_open_rounds, erase_feedback, erase_reviews
from stillpoint.reviews.models import Feedback, Review
from stillpoint.risks.erasing import cases_with_open_risks, erase_risks
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
        in_use=cases_in_open_rounds,
    ),
    Holding("closure notices", ClosureNotice.objects.all, erase_notices),
    Holding("reflective practice points", Point.objects.all, erase_points),
    Holding("live risks", LiveRisk.objects.all, erase_risks, in_use=cases_with_open_risks),
    Holding("flags of relevance", RelevanceFlag.objects.all, erase_flags),
    Holding("actions", Action.objects.all, erase_actions),
    Holding("learning points", LearningPoint.objects.all, erase_learning),
)


def expire_rows(*, by: ActsAs, before: dt.datetime) -> int:
    """Rows of imports stand below holds: what is held is said to them here."""
    return expire_held_rows(by=by, before=before, but_not_of=held_references())


# Key of the rule in ``retention.toml`` to what erases some of what is older than a moment.
EXPIRING = {
    "private_notes": expire_notes,
    "conversation_drafts": expire_drafts,
    "messages": expire_messages,
    "held_rows": expire_rows,
}
