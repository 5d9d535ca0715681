"""What becomes of the cases in which an officer answered the call: asked for, sent, read."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.cases.before_trial import is_before_a_court, status_of
from stillpoint.cases.finding import case_by_ref
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import access_closure as access
from stillpoint.points import closure, presenters_closure
from stillpoint.points.forms_closure import NoticeForm
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 20
CASES_SHOWN = 10
MINE, TO_SEND, TO_ASK = "mine", "send", "ask"
ASKED = "You have asked to hear. Nothing more is to be done."


def notice_by_ref(ref: str) -> ClosureNotice:
    found = ClosureNotice.objects.select_related("case", "officer", "sender", "sent_by")
    return found.get(ref=ref)


@screen(access.can_list_notices)
def notices(request: HttpRequest) -> HttpResponse:
    """My notices and the latest cases to ask about; ``?show=ask``: all of those cases;
    ``?show=send``: what I am to send."""
    viewer = person(request)
    if request.method == "POST":
        case = case_by_ref(request.POST.get("case", ""))
        notice = closure.ask_to_hear(by=viewer, case=case)
        messages.success(request, ASKED)
        return redirect("closure-notice", ref=notice.ref)
    if request.GET.get("show") == TO_ASK:
        return _to_ask(request, viewer)
    sends = request.GET.get("show") == TO_SEND
    found = ClosureNotice.objects.filter(access.to_send(viewer)).select_related("case")
    listed = found.order_by("due_at", "id") if sends else access.notices_of(viewer)
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    cases = [] if sends else list(access.cases_answered(viewer)[: CASES_SHOWN + 1])
    more, cases = len(cases) > CASES_SHOWN, cases[:CASES_SHOWN]
    consulted(request, [*shown, *cases] or ["closure notices"], act="list closure notices")
    address = reverse("closure")
    context = {
        "rows": presenters_closure.notice_rows(shown),
        "page": page,
        "cases": cases,
        "more_cases": more,
        "sends": sends,
        "to_send": found.count(),
        "address": f"{address}?show={TO_SEND if sends else MINE}",
    }
    return render(request, "points/closure.jinja", context)


def _to_ask(request: HttpRequest, viewer: Officer) -> HttpResponse:
    """Every case in which the viewer answered the call and has not asked to hear of."""
    found = access.cases_answered(viewer)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["closure notices"], act="list cases to ask about")
    address = f"{reverse('closure')}?show={TO_ASK}"
    context = {"page": page, "cases": shown, "address": address}
    return render(request, "points/closure_ask.jinja", context)


@screen(access.can_read_notice, find=notice_by_ref)
def notice(request: HttpRequest, notice: ClosureNotice) -> HttpResponse:
    """The notice. Opened by the officer it is for, it is read."""
    viewer = person(request)
    if request.method == "POST":
        _pressed(request, notice)
        return redirect("closure-notice", ref=notice.ref)
    if notice.officer_id == viewer.pk:
        kept = closure.note_read(by=viewer, notice=notice)
        notice.state, notice.read_at = kept.state, kept.read_at
    consulted(request, [notice, notice.case], act="read a closure notice")
    shown = presenters_closure.notice_page(notice, viewer)
    return render(request, "points/closure_notice.jinja", shown)


def _pressed(request: HttpRequest, notice: ClosureNotice) -> None:
    viewer, action = person(request), request.POST.get("action", "")
    if action == "withdraw":
        closure.withdraw(by=viewer, notice=notice)
        messages.success(request, "You will not hear of it. You can ask again at any time.")
    elif action == "complete":
        closure.say_account_complete(by=viewer, notice=notice)
        messages.success(request, "Thank you. The supervisor of the case looks at it again.")
    elif action == "ask":
        closure.ask_to_hear(by=viewer, case=notice.case)
        messages.success(request, ASKED)


@screen(access.can_send, find=notice_by_ref)
def send(request: HttpRequest, notice: ClosureNotice) -> HttpResponse:
    """The two questions, and the words that go out."""
    if notice.state not in closure.BY_NAME["send"].before and request.method != "POST":
        return redirect("closure-notice", ref=notice.ref)
    asks_status = status_of(notice.case) is None
    posted = request.POST if request.method == "POST" else None
    form = NoticeForm(
        posted,
        asks_status=asks_status,
        before_a_court=is_before_a_court(notice.case),
        standing=closure.standing_of(notice),
    )
    if posted is not None and form.is_valid() and _sent(request, notice, form):
        return redirect("closure-notice", ref=notice.ref)
    consulted(request, [notice, notice.case], act="open a closure notice to send it")
    context = {**presenters_closure.send_page(notice), "form": form}
    return render(request, "points/closure_send.jinja", context)


def _sent(request: HttpRequest, notice: ClosureNotice, form: NoticeForm) -> bool:
    try:
        kept = closure.answer_notice(by=person(request), notice=notice, **form.values())
    except CannotDo as problem:
        form.refused(problem)
        return False
    held = kept.state == NoticeState.HELD_BACK
    done = "It is held back, and the officer is told why." if held else "The notice is sent."
    messages.success(request, done)
    mark_found(request, form)
    return True
