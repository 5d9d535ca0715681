"""The pages of break-glass: ask, agree, what it opens, and afterwards who read, when and why."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases import breaking_glass
from stillpoint.cases.models import BrokenGlass
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.people.views.filling_in import fill_in
from stillpoint.site import glass
from stillpoint.site.formats import date, day_and_time
from stillpoint.site.glass_forms import AskForm, WithholdForm
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

LISTED = 50
DECIDED: dict[str, tuple[Any, str]] = {
    "agree": (breaking_glass.agree_glass, "Agreed. The case is open to them from now."),
    "decline": (breaking_glass.decline_glass, "Declined. The case was never open."),
    "close": (breaking_glass.close_glass, "Closed."),
    "show": (
        breaking_glass.stop_withholding,
        "Nothing is withheld any more. The people who wrote it are shown it once it has ended.",
    ),
}


@screen(breaking_glass.can_ask_for_glass)
def listed(request: HttpRequest) -> HttpResponse:
    found = list(BrokenGlass.objects.select_related("case", "reader", "agreed_by")[:LISTED])
    consulted(request, [*found, *(one.case for one in found)] or ["glass"], act="list broken glass")
    rows = [(one, state(one)) for one in found]
    return render(request, "pages/glass_list.jinja", {"rows": rows})


@screen(breaking_glass.can_ask_for_glass, quiet="an empty form")
def ask(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        AskForm(request.POST or None),
        partial(breaking_glass.ask_for_glass, by=person(request)),
        heading="Break the glass",
        purpose="For reading one case that your role does not open: the shared records of its "
        "points and its submitted reviews, never a private note. A second person agrees; one of "
        "you two is an auditor. It ends by itself, and the people who wrote it are shown who read, "
        "when and why.",
        done="Asked. It opens once a second person agrees.",
        button="Ask",
        to=lambda made: reverse("broken-glass", kwargs={"ref": made.ref}),
        cancel=reverse("broken-glass-list"),
        back=reverse("broken-glass-list"),
    )


@screen(breaking_glass.can_see_glass, find=breaking_glass.glass_by_ref)
def one(request: HttpRequest, broken: BrokenGlass) -> HttpResponse:
    viewer, problem = person(request), ""
    if request.method == "POST" and request.POST.get("action") in DECIDED:
        decide, done = DECIDED[request.POST["action"]]
        try:
            decide(by=viewer, glass=broken)
        except CannotDo as refusal:
            problem = refusal.message
        else:
            messages.success(request, done)
            return redirect("broken-glass", ref=broken.ref)
    consulted(request, [broken, broken.case], act="read about broken glass")
    reads = breaking_glass.is_open_to(viewer, broken.case_id)
    context = {
        "glass": broken,
        "state": state(broken),
        "facts": facts(broken),
        "offers": offers(broken, viewer),
        "records": glass.opened_records(broken, viewer) if reads else [],
        "reads": reads,
        "withhold": may_withhold(broken, viewer),
        "keeps": bool(breaking_glass.can_ask_for_glass(viewer)),
        "problem": problem,
    }
    return render(request, "pages/glass.jinja", context, status=409 if problem else 200)


@screen(breaking_glass.can_withhold, find=breaking_glass.glass_by_ref)
def withhold(request: HttpRequest, broken: BrokenGlass) -> HttpResponse:
    return fill_in(
        request,
        WithholdForm(request.POST or None),
        partial(breaking_glass.withhold_glass, by=person(request), glass=broken),
        heading="Withhold that this case was opened",
        caption=f"Case {broken.case.reference}",
        purpose="Only where a law forbids showing it to the people who wrote it. Your reason stays "
        "with it and can be read by auditors and administrators. On the day you give, an auditor "
        "decides again.",
        done="Withheld until an auditor looks at it again.",
        button="Withhold",
        about=[broken, broken.case],
        to=reverse("broken-glass", kwargs={"ref": broken.ref}),
    )


def state(broken: BrokenGlass) -> tuple[str, str]:
    """In words, and the colour of the tag."""
    if broken.declined_at is not None:
        return "Declined", "grey"
    if broken.until is None:
        return "Waits for a second person", "yellow"
    if broken.until > timezone.now():
        return "Open now", "red"
    if broken.withheld_because:
        return "Ended, withheld", "orange"
    return "Ended", "grey"


def facts(broken: BrokenGlass) -> list[dict[str, str]]:
    rows = [
        ("Case", broken.case.reference),
        ("Read by", broken.reader.titled_name),
        ("Why", broken.reason),
        ("Asked", f"{day_and_time(broken.asked_at)}, for {broken.hours} hours"),
    ]
    if broken.agreed_by is not None and broken.agreed_at is not None and broken.until is not None:
        open_for = f"{day_and_time(broken.agreed_at)} to {day_and_time(broken.until)}"
        rows += [("Agreed by", broken.agreed_by.titled_name), ("Open", open_for)]
    if broken.shown_at is not None:
        rows.append(("Shown to the people who wrote it", day_and_time(broken.shown_at)))
    if broken.withheld_by is not None and broken.review_on is not None:
        rows += [
            ("Withheld because", broken.withheld_because),
            ("Withheld by", broken.withheld_by.titled_name),
            ("Looked at again on", date(broken.review_on)),
        ]
    return [{"key": key, "value": value} for key, value in rows]


def offers(broken: BrokenGlass, viewer: Officer) -> list[tuple[str, str]]:
    """Action and words of each button."""
    if not breaking_glass.can_ask_for_glass(viewer) or broken.declined_at is not None:
        return []
    if broken.until is None:
        if breaking_glass.can_agree_glass(viewer, broken):
            return [("agree", "Agree"), ("decline", "Decline")]
        own = viewer.pk == broken.reader_id
        return [("decline", "Take it back" if own else "Decline")]
    if broken.until > timezone.now():
        return [("close", "Close it now")]
    if broken.withheld_because and breaking_glass.can_withhold(viewer, broken):
        return [("show", "Show it to the people who wrote it")]
    return []


def may_withhold(broken: BrokenGlass, viewer: Officer) -> bool:
    decided = broken.agreed_at is not None and broken.shown_at is None
    return decided and bool(breaking_glass.can_withhold(viewer, broken))
