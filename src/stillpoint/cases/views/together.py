"""Settle many held rows by one rule: say it, see what it would do, confirm, follow it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from stillpoint.cases import access, finding
from stillpoint.cases.forms import RuleForm
from stillpoint.cases.rule_pages import Chosen, chosen_ones, preview, rule_page
from stillpoint.cases.rule_pages import rule_progress as progress_values
from stillpoint.cases.settling_many import say_rule
from stillpoint.intake.models import RuleForMany
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

CHANGED = "The list changed while you looked: this is what the rule would do now."


@screen(access.can_import_something)
def settle_together(request: HttpRequest) -> HttpResponse:
    """``run``, ``kind``, ``column`` and ``alike`` ask for all that are alike; ``row``, several
    times, for those ticked."""
    chosen = chosen_ones(request.GET.dict(), request.GET.getlist("row"))
    require(access.can_settle(person(request), chosen.run))
    form = RuleForm(request.POST or None, contradict=chosen.contradict)
    shown = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "settle":
            answer = _settle(request, chosen, form)
            if answer is not None:
                return answer
        shown = preview(chosen, form.cleaned_data["rule"])
    consulted(request, [chosen.run, *chosen.rows[:50]], act="read held rows that are alike")
    return render(
        request,
        "cases/settle_together.jinja",
        {
            "chosen": chosen,
            "form": form,
            "shown": shown,
            "count": len(chosen.rows),
            "first_reason": chosen.rows[0].alike or chosen.rows[0].reason,
            "back": reverse("intake:held_by_run", kwargs={"ref": chosen.run.ref}),
        },
        status=422 if form.errors else 200,
    )


def _settle(request: HttpRequest, chosen: Chosen, form: RuleForm) -> HttpResponse | None:
    """Say the rule, and the way on; None when the person must look again."""
    if request.POST.get("counted") != str(len(chosen.rows)):
        form.add_error(None, CHANGED)
        return None
    try:
        rule = say_rule(
            by=person(request),
            run=chosen.run,
            rows=chosen.rows,
            rule=form.cleaned_data["rule"],
            about=chosen.about,
            reason=form.cleaned_data["reason"],
            form_token=form.cleaned_data["form_token"],
        )
    except CannotDo as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return None
    mark_found(request, form)
    return HttpResponseRedirect(reverse("intake:rule", kwargs={"ref": rule.ref}))


@screen(access.can_see_intake, find=finding.rule_by_ref)
def rule(request: HttpRequest, rule: RuleForMany) -> HttpResponse:
    consulted(request, [rule.run, rule], act="read a rule for held rows")
    return render(request, "cases/rule.jinja", {"shown": rule_page(rule)})


@screen(access.can_see_intake, find=finding.rule_by_ref)
def rule_progress(request: HttpRequest, rule: RuleForMany) -> HttpResponse:
    consulted(request, rule, act="follow a rule for held rows")
    return JsonResponse(progress_values(rule))
