"""Find rounds and what hangs on them, by the names and references that people use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from stillpoint.people.models import Officer
from stillpoint.reviews import access
from stillpoint.reviews.models import Assignment, Feedback, Reply, Review, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.prepared import prepared, prepared_for_keys, the_one

# What a person is named by (``Officer.titled_name``).
NAMING = ("given_name", "family_name", "rank", "acting_rank", "detective")
CURRENT = ("draft", "submitted")
Row = TypeVar("Row", bound=Model)


def round_by_ref(ref: str) -> Round:
    return the_one(_by_ref(ref), Round)


@prepared
def _by_ref(ref: str) -> QuerySet[Round]:
    return Round.objects.select_related("lead", "earlier").filter(ref=ref)


def round_named(name: str) -> Round:
    """The round with this name or reference; CannotDo lists what there is."""
    found = (
        Round.objects.filter(name__iexact=name).first() or Round.objects.filter(ref=name).first()
    )
    if found is None:
        known = ", ".join(f"“{round.name}”" for round in Round.objects.all()[:10])
        raise CannotDo(f"There is no round “{name}”. " + (f"There are: {known}." if known else ""))
    return found


def rounds_newest_first() -> QuerySet[Round]:
    return Round.objects.select_related("lead").order_by("-opened_at", "-pk")


def drawn_cases(round: Round) -> QuerySet[Selection]:
    """Originals and substitutes, in the order of stratum and ticket."""
    return round.selections.select_related("case").order_by("stratum", "order", "pk")


def drawn_in_order(round: Round) -> list[int]:
    """The ids of the drawn cases in the order of ``drawn_cases``."""
    return _drawn_in_order(round.pk)


@prepared
def _drawn_in_order(round: int) -> QuerySet[Selection, int]:
    found = Selection.objects.filter(round=round).order_by("stratum", "order", "pk")
    return found.values_list("pk", flat=True)


def selections_listed(ids: Sequence[int]) -> list[Selection]:
    """Drawn cases in the order of the ids, each with whoever holds a step of it (``held``) and
    their current review (``current_reviews``); no more than a line about each needs. Three
    queries."""
    reviews, held = defaultdict(list), defaultdict(list)
    for review in _current_reviews(ids):
        reviews[review.assignment_id].append(review)
    for given in _held(ids):
        given.current_reviews = reviews[given.pk]  # type: ignore[attr-defined]
        held[given.selection_id].append(given)
    found = _as_listed(ids, _selections(ids))
    for one in found:
        one.held = held[one.pk]  # type: ignore[attr-defined]
    return found


@prepared_for_keys
def _selections(*ids: int) -> QuerySet[Selection]:
    read = ("ref", "stratum", "state", "reason", "substitute_for", "case")
    found = Selection.objects.filter(pk__in=ids).select_related("case")
    return found.only(*read, "case__ref", "case__reference")


@prepared_for_keys
def _held(*selections: int) -> QuerySet[Assignment]:
    read = (
        "ref",
        "selection",
        "step",
        "state",
        "by_hand",
        "reviews_upward",
        "could_see_first",
        "reviewer",
    )
    found = Assignment.objects.filter(selection__in=selections, state__in=STANDING)
    return found.select_related("reviewer").only(*read, *(f"reviewer__{one}" for one in NAMING))


@prepared_for_keys
def _current_reviews(*selections: int) -> QuerySet[Review]:
    found = Review.objects.filter(assignment__selection__in=selections, state__in=CURRENT)
    return found.only("assignment", "step", "state", "locked_at", "stale_since")


def selection_in_round(ref: str, selection: str) -> Selection:
    return Selection.objects.select_related("round", "case__area").get(
        round__ref=ref, ref=selection
    )


def assignment_by_ref(ref: str) -> Assignment:
    return Assignment.objects.select_related(
        "selection__round__lead", "selection__case__area", "reviewer"
    ).get(ref=ref)


def feedback_by_ref(ref: str) -> Feedback:
    return Feedback.objects.select_related("selection__round", "selection__case", "officer").get(
        ref=ref
    )


def feedback_in_round(ref: str, feedback: str) -> Feedback:
    return Feedback.objects.select_related("selection__round", "selection__case", "officer").get(
        selection__round__ref=ref, ref=feedback
    )


def feedback_in_order(round: Round) -> list[int]:
    """The ids of all feedback of the round, by the name of whom it is for."""
    return _feedback_in_order(round.pk)


@prepared
def _feedback_in_order(round: int) -> QuerySet[Feedback, int]:
    found = Feedback.objects.filter(selection__round=round)
    names = ("officer__family_name", "officer__given_name", "pk")
    return found.order_by(*names).values_list("pk", flat=True)


def feedback_listed(ids: Sequence[int]) -> list[Feedback]:
    """Feedback in the order of the ids, with what a line about each needs."""
    return _as_listed(ids, _feedback(ids))


@prepared_for_keys
def _feedback(*ids: int) -> QuerySet[Feedback]:
    answered = Exists(Reply.objects.filter(feedback=OuterRef("pk")))
    found = Feedback.objects.filter(pk__in=ids).select_related("officer", "selection__case")
    return found.annotate(answered=answered).only(
        *("ref", "strengths", "improvements", "stale_since", "withdrawn_at", "released_at"),
        *("seen_at", "officer", *(f"officer__{name}" for name in NAMING)),
        *("selection", "selection__round", "selection__case", "selection__case__reference"),
    )


def _as_listed(ids: Sequence[int], rows: Sequence[Row]) -> list[Row]:
    found = {row.pk: row for row in rows}
    return [found[one] for one in ids if one in found]


def feedback_to(officer: Officer) -> QuerySet[Feedback]:
    found = Feedback.objects.filter(officer=officer, released_at__isnull=False)
    return found.select_related("selection__round", "selection__case").order_by(
        "-released_at", "-pk"
    )


def feedback_to_people_of(officer: Officer) -> QuerySet[Feedback]:
    found = access.readable_feedback(officer)
    return found.select_related("selection__round", "selection__case", "officer").order_by(
        "-released_at"
    )
