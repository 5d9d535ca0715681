"""How a page of a review is opened and saved, and its time counted."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from stillpoint.reviews import timing
from stillpoint.reviews.models import Review
from stillpoint.trust.saving import Page, saving_page


def page_of(request: HttpRequest, review: Review, page: Page) -> HttpResponse:
    """A page of the review that saves itself."""

    def count(seconds: int) -> None:
        timing.add_seconds(by=request.user, review=review, seconds=seconds)  # type: ignore[arg-type]

    timed = replace(page, count=count)
    return saving_page(request, review, timed, act="open a page of a review")
