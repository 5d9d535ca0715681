"""Help, what has no room in the navigation, the purpose, accessibility, notices, the quiet page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from stillpoint.people.models import Officer
from stillpoint.site import first_use, navigation
from stillpoint.site.opening import open_to_all
from stillpoint.trust.answers import Answer, yes
from stillpoint.trust.screens import screen

# Address, title, the sentence under the link. The text is jinja2/help/<address>.jinja.
TOPICS: list[tuple[str, str, str]] = [
    ("points", "Reflective practice points", "Six pauses along a case, and who reads them."),
    ("handing-over", "Handing over", "For first response officers and investigators."),
    ("full-code-test", "The Full Code Test", "With a second person, and the cards that ask."),
    ("court-and-debrief", "Court, not progressed, debrief", "The last points of a case."),
    ("supervising", "Looking after a team", "For supervisors: who is due a conversation."),
    ("disclosing", "The disclosure queue", "What is not on a case file, the schedule, holds."),
    ("reviewing", "Reviewing a case", "For first and second reviewers: before, during and after."),
    ("leading-a-round", "Leading a round", "Plan, draw, assign, follow, release, report."),
    ("feedback", "Feedback you receive", "What reaches you, who else sees it, how to reply."),
    ("live-risk", "Live risk", "Someone may be in danger: what to do first, and who is told."),
    ("personal-details", "Personal details in what you write", "What the scan finds and cannot."),
    ("signing-in", "Signing in", "Passwords, passkeys, codes, and being signed out."),
]


@open_to_all("how to use the service holds no record of anybody")
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.jinja", {"topics": TOPICS})


@open_to_all("how to use the service holds no record of anybody")
def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    titles = {address: title for address, title, _ in TOPICS}
    if topic not in titles:
        raise Http404
    file = f"help/{topic.replace('-', '_')}.jinja"
    return render(request, file, {"heading": titles[topic], "back": "/help/"})


def can_see_more(officer: Officer) -> Answer:
    return yes("It holds links to pages that you may open.")


@screen(can_see_more, quiet="shows links and no record")
def more(request: HttpRequest) -> HttpResponse:
    """The pages for which the navigation has no room."""
    return render(request, "pages/more.jinja", {"pages": navigation.folded_for(request)})


@open_to_all("people may read what the service is for before they sign in")
def purpose(request: HttpRequest) -> HttpResponse:
    """What this is and is not; whoever is signed in confirms once that they have read it."""
    onward = _own_page(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method == "POST" and request.user.is_authenticated:
        first_use.confirm_purpose(by=request.user)
        return redirect(onward)
    due = request.user.is_authenticated and first_use.is_due(request.user)
    return render(request, "pages/purpose.jinja", {"due": due, "onward": onward})


@open_to_all("an accessibility statement is public")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.jinja")


@open_to_all("licences are public")
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/notices.jinja")


@open_to_all("holds nothing: it is where one goes when somebody looks over one's shoulder")
def leave(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it about anybody, and the way back."""
    back = _own_page(request, request.GET.get("back", "/"))
    return render(request, "pages/leave.jinja", {"back_to": back})


def _own_page(request: HttpRequest, address: str) -> str:
    """The address when it is one of ours, else the first page."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"
