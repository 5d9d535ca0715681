"""Feedback: prepared, gone through, released; read by the person first, and answered."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.events.telling import mark_seen
from stillpoint.people.access import has_role, person
from stillpoint.people.views.filling_in import fill_in
from stillpoint.reviews import access, feeding_back, presenters_feedback
from stillpoint.reviews.feedback_standing import anybody_to_tell
from stillpoint.reviews.finding import (
    feedback_by_ref,
    feedback_in_order,
    feedback_in_round,
    feedback_listed,
    feedback_to,
    feedback_to_people_of,
    round_by_ref,
    selection_in_round,
)
from stillpoint.reviews.forms_assigning import ConductForm, ReplyForm, ThanksForm, WordsForm
from stillpoint.reviews.models import Feedback, Round, Selection
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_read_round_feedback, find=round_by_ref)
def round_feedback(request: HttpRequest, round: Round) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, _carry_out(request, round))
        return HttpResponseRedirect(page_of("round-feedback", round))
    page = Paginator(feedback_in_order(round), A_PAGE).get_page(request.GET.get("page"))
    shown = feedback_listed(list(page.object_list))
    consulted(request, [round, *shown], act="read a round's feedback")
    return render(
        request,
        "reviews/feedback_round.jinja",
        {
            "page": presenters_feedback.round_feedback(round, shown),
            "all": page,
        },
    )


def _carry_out(request: HttpRequest, round: Round) -> str:
    by = person(request)
    if request.POST.get("action") == "release":
        told = feeding_back.release_feedback(by=by, round=round)
        people = "1 person is" if told == 1 else f"{told} people are"
        return f"Feedback is released. {people} told, and see it first."
    prepared = feeding_back.prepare_feedback(by=by, round=round)
    if not prepared and not anybody_to_tell(round):
        return (
            "There is nobody to tell: no officer is recorded on the cases of this round. Take in "
            "who took part in them, or close the round without feedback."
        )
    if not prepared:
        return "There is nothing new to prepare: no further case is reviewed twice."
    return f"{len(prepared)} prepared. Go through what each says before you release it."


@screen(access.can_go_through_feedback, find=feedback_in_round)
def lines(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    """What is said to this person: lines kept by ticks, and the lead's own words."""
    round = feedback.selection.round
    if feedback.released_at and request.method != "POST":
        return HttpResponseRedirect(reverse("feedback", args=[feedback.ref]))
    form = WordsForm(request.POST or None, initial={"words": feedback.words})
    ticked: dict[str, list[int]] = {}
    if request.method == "POST":
        ticked = {name: _ticked(request, name) for name in ("strengths", "improvements")}
    if request.method == "POST" and form.is_valid():
        try:
            feeding_back.keep_lines(
                by=person(request),
                feedback=feedback,
                strengths=ticked["strengths"],
                improvements=ticked["improvements"],
                words=form.cleaned_data["words"],
            )
        except CannotDo as refusal:
            form.add_error(None, refusal.message)
        else:
            mark_found(request, form)
            messages.success(request, "Saved. It goes out like this when you release feedback.")
            return HttpResponseRedirect(page_of("round-feedback", round))
    consulted(request, feedback, act="go through feedback")
    return render(
        request,
        "reviews/feedback_lines.jinja",
        {
            "round": round,
            "feedback": feedback,
            "strengths": presenters_feedback.lines_offered(feedback, "strengths"),
            "improvements": presenters_feedback.lines_offered(feedback, "improvements"),
            "ticked": ticked,
            "form": form,
        },
        status=422 if form.errors else 200,
    )


def _ticked(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdigit()]


@screen(access.can_list_feedback)
def feedback_list(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    own = Paginator(feedback_to(viewer), A_PAGE).get_page(request.GET.get("page"))
    people = Paginator(feedback_to_people_of(viewer), A_PAGE).get_page(request.GET.get("people"))
    consulted(request, [viewer, *own.object_list, *people.object_list], act="list feedback")
    return render(
        request,
        "reviews/feedback_list.jinja",
        {
            "own": [_row(one) for one in own.object_list],
            "own_page": own,
            "people": [_row(one) for one in people.object_list],
            "people_page": people,
        },
    )


def _row(feedback: Feedback) -> presenters_feedback.FeedbackRow:
    return presenters_feedback.row(feedback, reverse("feedback", args=[feedback.ref]))


@screen(access.can_read_feedback, find=feedback_by_ref)
def feedback(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    viewer = person(request)
    reply = ReplyForm(request.POST if "reply" in request.POST else None, auto_id="reply_%s")
    thanks = ThanksForm(request.POST if "thank" in request.POST else None, auto_id="thanks_%s")
    form = thanks if "thank" in request.POST else reply
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        if form is thanks:
            feeding_back.thank_for_good_practice(by=viewer, feedback=feedback, text=words)
            messages.success(request, "Your thanks are sent.")
        else:
            feeding_back.reply_to_feedback(by=viewer, feedback=feedback, text=words)
            messages.success(request, "Your reply is kept with the review.")
        mark_found(request, form)
        return HttpResponseRedirect(request.path)
    seen = feedback.seen_at is not None
    if feedback.officer_id == viewer.pk:
        feeding_back.note_seen(by=viewer, feedback=feedback)
        mark_seen(viewer, key=f"feedback:{feedback.ref}")
    consulted(request, feedback, act="read feedback")
    return render(
        request,
        "reviews/feedback.jinja",
        {
            "page": presenters_feedback.feedback_page(feedback, viewer, seen=seen),
            "reply": reply,
            "thanks": thanks,
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@screen(access.can_refer_conduct, find=selection_in_round)
def conduct(request: HttpRequest, selection: Selection) -> HttpResponse:
    viewer = person(request)
    leads = has_role(viewer, "rasso_lead")
    return fill_in(
        request,
        ConductForm(request.POST or None),
        partial(feeding_back.refer_conduct, by=viewer, selection=selection),
        heading="Refer a conduct matter",
        caption=selection.case.reference,
        purpose="A review is for learning and decides nothing about a person. A conduct matter "
        "leaves here by name and by hand; that you referred it is logged, what it is about is not.",
        button="Record the referral",
        done="The referral is recorded. Send the matter itself to them by your force’s own way.",
        to=page_of("round-progress", selection.round) if leads else "/",
        about=selection.case,
    )
