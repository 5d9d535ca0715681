"""Whether what was tried worked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.learning import access
from stillpoint.learning.finding import learning_by_ref
from stillpoint.learning.forms import TrialForm
from stillpoint.learning.models import LearningPoint
from stillpoint.learning.trying import answer_trial
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

PURPOSE = (
    "So that we know what to keep and what to leave. Those who can read the learning point as it "
    "was written can read your words; once it is agreed, everyone can see your answer."
)


@screen(access.can_answer_trial, find=learning_by_ref)
def tried(request: HttpRequest, point: LearningPoint) -> HttpResponse:
    form = TrialForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_trial(by=person(request), point=point, **form.cleaned_data)
        except CannotDo as problem:
            if problem.field is None:
                raise
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "Thank you. Your answer is kept.")
            mark_found(request, form)
            return redirect("learning-point", ref=point.ref)
    consulted(request, point, act="open a question about a trial")
    context = {
        "point": point,
        "purpose_words": PURPOSE,
        "form": form,
        "back": reverse("learning-point", kwargs={"ref": point.ref}),
    }
    status = 422 if form.errors else 200
    return render(request, "learning/tried.jinja", context, status=status)
