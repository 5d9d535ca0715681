"""A second review: own ratings, lock, reveal, compare area by area, judge the first review."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from stillpoint.reviews import (
    access_reviewing,
    review_presenters,
    reviewing,
    second_presenters,
    second_reviewing,
)
from stillpoint.reviews.completeness import areas_to_compare
from stillpoint.reviews.finding_reviews import review_by_ref
from stillpoint.reviews.models import AreaComparison, Review, ReviewOfReview
from stillpoint.reviews.second_forms import (
    ComparisonForm,
    FindingsForm,
    OfReviewForm,
    RatingsForm,
)
from stillpoint.reviews.views.writing import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.saving import Page, wants_json
from stillpoint.trust.screens import consulted, screen


@screen(access_reviewing.can_write_second, find=review_by_ref)
def ratings(request: HttpRequest, review: Review) -> HttpResponse:
    """Ratings of one's own, all on one page; after the lock they are shown and stand."""
    if review.locked_at is not None:
        consulted(request, review, act="read one's own locked ratings")
        context = second_presenters.ratings_page(review)
        return render(request, "reviews/second_locked.jinja", context)

    def save(form: RatingsForm) -> int:
        saved = second_reviewing.save_ratings(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        version = reviewing.section_version(saved, "ratings")
        if request.POST.get("action") == "lock" and not wants_json(request):
            # What was saved stays saved, also where the lock is refused.
            form.on_version(version)
            _lock(request, saved, form)
        return version

    page = Page(
        template="reviews/second_ratings.jinja",
        context=second_presenters.ratings_page(review),
        opened=lambda: RatingsForm.of(review),
        posted=lambda: RatingsForm(request.POST),
        save=save,
        onward=review_presenters.page_address(review, "compare"),
        theirs=lambda values: {f"why-{area}": own.why for area, own in values.items()},
    )
    return page_of(request, review, page)


def _lock(request: HttpRequest, review: Review, form: RatingsForm) -> None:
    try:
        second_reviewing.lock_ratings(by=request.user, review=review)  # type: ignore[arg-type]
    except second_reviewing.NotRated as problem:
        *others, last = problem.missing
        for one in others:
            form.add_error(f"rating-{one.area}", one.sentence)
        raise CannotDo(last.sentence, field=f"rating-{last.area}") from None
    messages.success(request, "Your ratings are locked.")


@screen(access_reviewing.can_reveal, find=review_by_ref)
def reveal(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the first review: by a press of a button, never by following a link."""
    if request.method != "POST":
        return redirect("review", ref=review.ref)
    shown = second_reviewing.reveal(by=request.user, review=review)  # type: ignore[arg-type]
    first = areas_to_compare()[0][0]
    return redirect(review_presenters.page_address(shown, f"compare:{first}"))


@screen(access_reviewing.can_write_second, find=review_by_ref)
def compare(request: HttpRequest, review: Review, area: str) -> HttpResponse:
    _must_be_revealed(review)
    if area not in dict(areas_to_compare()):
        raise CannotDo(f"The review template has no area “{area}”. Open the review again.")
    comparison = AreaComparison.objects.filter(review=review, area=area).first()

    def save(form: ComparisonForm) -> int:
        saved = second_reviewing.save_comparison(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            area=area,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        if saved.agrees is False and not saved.why and not wants_json(request):
            title = dict(areas_to_compare())[area]
            messages.warning(
                request,
                f"You differ on “{title}” and have not said why. You can go on; a reason is needed "
                "before you submit.",
            )
        return saved.version

    page = Page(
        template="reviews/second_compare.jinja",
        context=second_presenters.compare_page(review, area),
        opened=lambda: ComparisonForm.of(comparison),
        posted=lambda: ComparisonForm(request.POST),
        save=save,
        onward=review_presenters.after(review, f"compare:{area}"),
        theirs=lambda values: {"why": values["why"]},
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_write_second, find=review_by_ref)
def of_review(request: HttpRequest, review: Review) -> HttpResponse:
    _must_be_revealed(review)
    judged = ReviewOfReview.objects.filter(review=review).first()

    def save(form: OfReviewForm) -> int:
        saved = second_reviewing.save_review_of_review(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return saved.version

    page = Page(
        template="reviews/second_of_review.jinja",
        context=second_presenters.of_review_page(review),
        opened=lambda: OfReviewForm.of(judged),
        posted=lambda: OfReviewForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "of-review"),
        theirs=lambda values: {"why": values["why"], "missed": values["missed"]},
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_write_second, find=review_by_ref)
def findings(request: HttpRequest, review: Review) -> HttpResponse:
    _must_be_revealed(review)

    def save(form: FindingsForm) -> int:
        saved = second_reviewing.save_findings(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return reviewing.section_version(saved, "findings")

    page = Page(
        template="reviews/second_findings.jinja",
        context=review_presenters.frame(review),
        opened=lambda: FindingsForm.of(review),
        posted=lambda: FindingsForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "findings"),
        theirs=lambda values: {name: str(words) for name, words in values.items()},
    )
    return page_of(request, review, page)


def _must_be_revealed(review: Review) -> None:
    if review.rests_on_id is None:
        raise CannotDo("Lock your own ratings and open the first review before you judge it.")
