"""A first review: task list, a page an area, check answers, submit; and any review to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from stillpoint import practice
from stillpoint.people.access import person
from stillpoint.reviews import (
    access,
    access_reviewing,
    debriefs,
    own_reviews,
    reopening,
    review_presenters,
    reviewing,
    second_presenters,
    second_reviewing,
    submitting,
    timing,
)
from stillpoint.reviews.finding_reviews import assignment_by_ref, review_by_ref
from stillpoint.reviews.models import AreaJudgement, Assignment, Review, ReviewState
from stillpoint.reviews.review_forms import (
    AreaForm,
    ArrestForm,
    MinutesForm,
    RecordForm,
    ReopenForm,
    SubmitForm,
    SummaryForm,
)
from stillpoint.reviews.views.writing import page_of
from stillpoint.reviews.waiting import practice_cases_wait
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.saving import Page
from stillpoint.trust.screens import consulted, screen


@screen(access_reviewing.can_list_own_reviews)
def my_reviews(request: HttpRequest) -> HttpResponse:
    given = own_reviews.given_to(request.user)  # type: ignore[arg-type]
    consulted(request, [one.assignment for one in given], act="list one's own reviews")
    return render(
        request,
        "reviews/review_list.jinja",
        {
            "given": given,
            "calibrates": bool(access_reviewing.can_calibrate(request.user)),  # type: ignore[arg-type]
            "practice_left": practice_cases_wait(request.user),  # type: ignore[arg-type]
        },
    )


@screen(access_reviewing.can_start, find=assignment_by_ref)
def start(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """What the review is for and who reads it; then the draft is begun."""
    if request.method == "POST":
        review = reviewing.start_review(by=request.user, assignment=assignment)  # type: ignore[arg-type]
        return redirect("review", ref=review.ref)
    consulted(request, assignment, act="open a review before starting")
    return render(request, "reviews/review_start.jinja", own_reviews.start_page(assignment))


@screen(access.can_open_review, find=review_by_ref)
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """The task list for its author while it is a draft; for everyone else, the review to read."""
    consulted(request, review, act="open a review")
    own = review.assignment.reviewer_id == request.user.pk
    debrief_href = review_presenters.debrief_address(review, person(request))
    if own and review.state == ReviewState.DRAFT and access.can_write_review(request.user, review):  # type: ignore[arg-type]
        if review.step == 2:
            context = {**second_presenters.task_page(review), "debrief_href": debrief_href}
            return render(request, "reviews/second_tasks.jinja", context)
        context = {
            **review_presenters.frame(review),
            "tasks": review_presenters.first_tasks(review),
            "check": review_presenters.page_address(review, "check"),
            "debrief_href": debrief_href,
        }
        return render(request, "reviews/review_tasks.jinja", context)
    if review.step == 1:
        second_reviewing.note_reading(by=request.user, first=review)  # type: ignore[arg-type]
        context = review_presenters.read_page(review, own=own)
    else:
        context = second_presenters.read_page(review, own=own)
    context["can_reopen"] = (
        review.state == ReviewState.SUBMITTED
        and access_reviewing.can_reopen(request.user, review).allowed  # type: ignore[arg-type]
    )
    return render(request, f"reviews/review_read_{review.step}.jinja", context)


@screen(debriefs.can_read_debriefs, find=review_by_ref)
def debrief(request: HttpRequest, review: Review) -> HttpResponse:
    """What was shared at the case's debrief, beside the review."""
    found = debriefs.debriefs_of(review)
    about = [review, review.assignment.selection.case, *found]
    consulted(request, about, act="read the debrief of a case under review")
    context = review_presenters.debrief_page(review, found)
    return render(request, "reviews/debrief.jinja", context)


@screen(access_reviewing.can_write_first, find=review_by_ref)
def summary(request: HttpRequest, review: Review) -> HttpResponse:
    def save(form: SummaryForm) -> int:
        saved = reviewing.save_summary(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            summary=form.cleaned_data["summary"],
        )
        return reviewing.section_version(saved, "summary")

    context = {
        **review_presenters.frame(review),
        "beside": review_presenters.case_beside(review),
    }
    page = Page(
        template="reviews/review_summary.jinja",
        context=context,
        opened=lambda: SummaryForm.of(review),
        posted=lambda: SummaryForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "summary"),
        theirs=lambda values: {"summary": values["summary"]},
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_write_first, find=review_by_ref)
def area(request: HttpRequest, review: Review, area: str) -> HttpResponse:
    reviewing.known_area(area)
    asked = practice.current().review_template.area(area)
    judgement = AreaJudgement.objects.filter(review=review, area=area).first()

    def save(form: AreaForm) -> int:
        saved = reviewing.save_area(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            area=area,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return saved.version

    page = Page(
        template="reviews/review_area.jinja",
        context=review_presenters.area_page(review, asked),
        opened=lambda: AreaForm.of(judgement, more=request.GET.get("more", "")),
        posted=lambda: AreaForm.posted(request.POST),
        save=save,
        onward=review_presenters.after(review, f"area:{area}"),
        theirs=_their_area,
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_write_first, find=review_by_ref)
def arrest(request: HttpRequest, review: Review) -> HttpResponse:
    def save(form: ArrestForm) -> int:
        saved = reviewing.save_arrest(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return reviewing.section_version(saved, "arrest")

    page = Page(
        template="reviews/review_arrest.jinja",
        context={
            **review_presenters.frame(review),
            "beside": review_presenters.case_beside(review),
        },
        opened=lambda: ArrestForm.of(review),
        posted=lambda: ArrestForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "arrest"),
        theirs=lambda values: {
            f"effect-{key}": words for key, words in values["arrest_effects"].items()
        },
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_write_first, find=review_by_ref)
def record(request: HttpRequest, review: Review) -> HttpResponse:
    def save(form: RecordForm) -> int:
        saved = reviewing.save_record_quality(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return reviewing.section_version(saved, "record")

    asked = practice.current().review_template.quality_of_record
    page = Page(
        template="reviews/review_record.jinja",
        context={**review_presenters.frame(review), "asked": asked},
        opened=lambda: RecordForm.of(review),
        posted=lambda: RecordForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "record"),
        theirs=lambda values: {"record_narrative": values["record_narrative"]},
    )
    return page_of(request, review, page)


@screen(access.can_write_review, find=review_by_ref)
def minutes(request: HttpRequest, review: Review) -> HttpResponse:
    def save(form: MinutesForm) -> int:
        saved = reviewing.save_minutes(
            by=request.user,  # type: ignore[arg-type]
            review=review,
            version=form.cleaned_data["version"],
            **form.values(),
        )
        return reviewing.section_version(saved, "minutes")

    measured = timing.measured_minutes(review)
    page = Page(
        template="reviews/review_time.jinja",
        context={**review_presenters.frame(review), "measured": measured},
        opened=lambda: MinutesForm.of(review, measured=measured),
        posted=lambda: MinutesForm(request.POST),
        save=save,
        onward=review_presenters.after(review, "time"),
        theirs=_their_minutes,
    )
    return page_of(request, review, page)


@screen(access_reviewing.can_submit, find=review_by_ref)
def check(request: HttpRequest, review: Review) -> HttpResponse:
    """Check answers, and submit."""
    if review.state == ReviewState.SUBMITTED:
        if request.method == "POST":
            messages.success(request, "Your review is submitted. Thank you.")
        return redirect("review", ref=review.ref)
    posted = request.POST if request.method == "POST" else None
    form = SubmitForm(posted, again=review.revision > 1)
    if posted is not None and form.is_valid():
        try:
            submitting.submit(by=request.user, review=review, **form.cleaned_data)  # type: ignore[arg-type]
        except CannotDo as problem:
            known = problem.field if problem.field in form.fields else None
            if not isinstance(problem, submitting.NotComplete):
                form.add_error(known, problem.message)
        else:
            messages.success(request, "Your review is submitted. Thank you.")
            mark_found(request, form)
            return redirect("review", ref=review.ref)
    consulted(request, review, act="check the answers of a review")
    context = review_presenters.check_page(review)
    if review.step == 2:
        context = {**context, **second_presenters.check_page(review)}
    context = {**context, "form": form, "pressed": posted is not None}
    return render(request, f"reviews/review_check_{review.step}.jinja", context)


@screen(access_reviewing.can_reopen, find=review_by_ref)
def reopen(request: HttpRequest, review: Review) -> HttpResponse:
    """The lead reopens a submitted review."""
    if review.state != ReviewState.SUBMITTED:
        raise CannotDo("Only a submitted review can be reopened.")
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = reopening.reopen_first if review.step == 1 else reopening.reopen_second
        act(by=request.user, review=review, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, "The review is reopened and its reviewer is told.")
        mark_found(request, form)
        return redirect("round", ref=review.assignment.selection.round.ref)
    consulted(request, review, act="open the reopening of a review")
    context = {**review_presenters.frame(review), "form": form}
    return render(request, "reviews/review_reopen.jinja", context)


def _their_area(values: Mapping[str, Any]) -> dict[str, str]:
    theirs = {"where": values["where"], "narrative": values["narrative"]}
    for name in ("strengths", "improvements"):
        theirs.update({f"{name}-{n}": words for n, words in enumerate(values[name])})
    return theirs


def _their_minutes(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}
