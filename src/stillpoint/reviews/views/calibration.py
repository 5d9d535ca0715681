"""Practice cases: rate them, then see how a panel judged them and why. One's own alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from stillpoint.reviews import access_reviewing, calibrating, calibration_presenters
from stillpoint.reviews.calibration_forms import PracticeForm
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen


@screen(access_reviewing.can_calibrate)
def calibration(request: HttpRequest) -> HttpResponse:
    """Guidance to read first, and the practice cases."""
    runs = calibrating.own_runs(request.user)  # type: ignore[arg-type]
    consulted(request, request.user, act="open one's own practice cases")  # type: ignore[arg-type]
    context = calibration_presenters.list_page(runs)
    return render(request, "reviews/calibration_list.jinja", context)


@screen(access_reviewing.can_calibrate)
def practice_case(request: HttpRequest, case: str) -> HttpResponse:
    """Rate one practice case; afterwards, one's ratings beside the panel's."""
    asked = calibrating.practice_case(case)
    run = calibrating.own_runs(request.user).get(case)  # type: ignore[arg-type]
    if run is not None and run.completed_at is not None:
        consulted(request, run, act="read one's own practice case")
        context = calibration_presenters.panel_page(asked, run)
        return render(request, "reviews/calibration_panel.jinja", context)
    form = PracticeForm(request.POST, case=asked) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            calibrating.save_practice_ratings(by=request.user, case=case, **form.values())  # type: ignore[arg-type]
            mark_found(request, form)
            if request.POST.get("action") == "later":
                return redirect("calibration")
            calibrating.complete_practice_case(by=request.user, case=case)  # type: ignore[arg-type]
            return redirect("calibration-case", case=case)
        except CannotDo as problem:
            known = problem.field if problem.field in form.fields else None
            form.add_error(known, problem.message)
    form = form or PracticeForm.of(asked, run)
    consulted(request, run or request.user, act="open a practice case")  # type: ignore[arg-type]
    context = calibration_presenters.case_page(asked, form)
    return render(request, "reviews/calibration_case.jinja", context)
