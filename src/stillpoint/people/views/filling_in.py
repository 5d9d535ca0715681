"""One way to show a form, call the act, and put a refusal beside its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.screens import consulted
from stillpoint.trust.trail import Subject


def fill_in(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    heading: str,
    done: str | Callable[[Any], str],
    to: str | Callable[[Any], str],
    about: Subject | Iterable[Subject] = (),
    caption: str = "",
    purpose: str = "",
    button: str = "Save",
    template: str = "form_page.jinja",
    **more: Any,
) -> HttpResponse:
    """Show the form; when it is sent and right, call ``act(**values)`` and go on to ``to``.

    ``about``: whom the page shows, for the trail. ``to`` and ``done``: an address and a sentence,
    or functions of what the act returned.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except CannotDo as problem:
            if isinstance(form, SeenForm):
                form.refused(problem)
            else:
                known = problem.field if problem.field in form.fields else None
                form.add_error(known, problem.message)
        else:
            messages.success(request, done(made) if callable(done) else done)
            mark_found(request, form)
            return HttpResponseRedirect(to(made) if callable(to) else to)
    if about:
        consulted(request, about, act=f"open a form: {heading}"[:80])
    back = to if isinstance(to, str) else ""
    shown = {
        "form": form,
        "heading": heading,
        "caption": caption,
        "purpose": purpose,
        "button": button,
        "cancel": back,
        "back": back,
        **more,
    }
    return render(request, template, shown, status=422 if form.errors else 200)
