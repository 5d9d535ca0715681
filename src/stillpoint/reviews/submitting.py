"""Submit a review. From then on it is a revision that nobody changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from stillpoint.disclosure.flagging import YES
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.reviews import flagging
from stillpoint.reviews.completeness import Missing, identifiers_in, missing_from
from stillpoint.reviews.facts import ReviewSubmitted
from stillpoint.reviews.models import Review, ReviewState, Round
from stillpoint.reviews.reviewing import AREA_FIELDS, SECTIONS, for_writing
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation
from stillpoint.trust.scanning import scan


class NotComplete(CannotDo):
    """The review lacks something; ``missing`` says what and on which page."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("Before you submit: " + " ".join(one.sentence for one in missing))
        self.missing = list(missing)


@act
def submit(
    *,
    by: Officer,
    review: Review,
    not_identifiers: bool = False,
    not_on_file: str = "",
    flag_words: str = "",
    now_on_file: bool = False,
) -> Review:
    """Submit a complete draft; pressing twice submits once.

    ``not_on_file``: "yes" or "no", whether it says something about the case that is not on the
    case file; at yes ``flag_words`` go to the disclosure officer, and nothing else does.

    ``not_identifiers``: the reviewer has looked at each word that the scan marks and says that
    none identifies anybody; the trail keeps that they did. Raises NotComplete, CannotDo.
    """
    # A round that is being closed waits for this, or this for it.
    Round.objects.select_for_update().get(pk=review.assignment.selection.round_id)
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if fresh.state == ReviewState.SUBMITTED and fresh.assignment.reviewer_id == by.pk:
        trail.nothing_changed()
        return fresh
    review = for_writing(by, fresh)
    missing = missing_from(review)
    if missing:
        raise NotComplete(missing)
    flagging.require_answer(not_on_file, flag_words)
    flagged = flag_words if not_on_file == YES else ""
    found = [*identifiers_in(review), *scan(flagged)]
    if found and not not_identifiers:
        raise CannotDo(
            "Take out what could identify a person, or confirm that none of it does.",
            field="not_identifiers",
        )
    review.state = ReviewState.SUBMITTED
    review.submitted_at = timezone.now()
    review.save(update_fields=["state", "submitted_at"])
    if flagged:
        flagging.flag_words(by=by, review=review, words=flagged, now_on_file=now_on_file)
    trail.record(
        Operation.ALTERATION,
        "submit a review",
        by=by,
        about=[review, review.assignment.selection.case],
        before={"state": ReviewState.DRAFT},
        after={**content_of(review), "not_on_file": not_on_file},
        note=f"{len(found)} marked, confirmed as not identifiers" if found else "",
    )
    announce(ReviewSubmitted(review=review.ref))
    return review


def content_of(review: Review) -> dict[str, Any]:
    """All that the revision holds, as plain values: what the trail's digest is made from."""
    values: dict[str, Any] = {
        field: getattr(review, field) for fields in SECTIONS.values() for field in fields
    }
    values["areas"] = {
        one.area: {field: getattr(one, field) for field in AREA_FIELDS}
        for one in review.areas.order_by("area")
    }
    values["comparisons"] = {
        one.area: [one.agrees, one.why] for one in review.comparisons.order_by("area")
    }
    judged = getattr(review, "of_review", None)
    if judged is not None:
        values["of_review"] = [judged.qualities, judged.why, judged.missed]
    return {"state": review.state, "revision": review.revision, **values}
