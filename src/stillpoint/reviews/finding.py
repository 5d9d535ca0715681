"""Find rounds and what hangs on them, by the names and references that people use."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from stillpoint.people.models import Officer
from stillpoint.reviews import access
from stillpoint.reviews.models import Assignment, Feedback, Review, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.answers import CannotDo


def round_by_ref(ref: str) -> Round:
    return Round.objects.select_related("lead", "earlier").get(ref=ref)


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


def selections_in_order(round: Round) -> QuerySet[Selection]:
    """The drawn cases with whoever holds a step of them and their current review."""
    held = Assignment.objects.filter(state__in=STANDING).select_related("reviewer")
    current = Review.objects.filter(state__in=("draft", "submitted"))
    return drawn_cases(round).prefetch_related(
        Prefetch(
            "assignments",
            queryset=held.prefetch_related(
                Prefetch("reviews", queryset=current, to_attr="current_reviews")
            ),
            to_attr="held",
        )
    )


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


def feedback_of_round(round: Round) -> QuerySet[Feedback]:
    found = Feedback.objects.filter(selection__round=round)
    return (
        found.select_related("officer", "selection__case")
        .annotate(n_replies=Count("replies"))
        .order_by("officer__family_name", "officer__given_name", "pk")
    )


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
