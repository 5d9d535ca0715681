"""Today, and the messages on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from stillpoint.events.telling import mark_seen, unseen_but
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.site.today.force import in_the_force
from stillpoint.trust.answers import Answer, yes
from stillpoint.trust.screens import consulted, screen

MESSAGES_SHOWN = 5


def can_see_today(officer: Officer) -> Answer:
    return yes("Today shows what is left for you.")


def can_mark_seen(officer: Officer) -> Answer:
    return yes("These are your own messages.")


@screen(can_see_today)
def today(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    now = timezone.now()
    kinds = what_is_left(viewer, now)
    items = in_order(kinds)
    # What an item says already, better and with its due time, is not said twice.
    said = {item.href for item in items}
    messages = unseen_but(viewer, said, most=MESSAGES_SHOWN + 1)
    about = dict.fromkeys(reference for item in items for reference in item.about)
    consulted(request, list(about) or ["today"], act="read Today")
    context = {
        "items": items,
        "figures": in_the_force(viewer, now),
        "more": [kind for kind in kinds if kind.more],
        "letters": messages[:MESSAGES_SHOWN],
        "more_letters": len(messages) > MESSAGES_SHOWN,
    }
    return render(request, "pages/today.jinja", context)


@screen(can_mark_seen, quiet="marks one's own messages as seen and shows nothing")
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Mark one message (``key``), or all of them, as seen."""
    mark_seen(person(request), key=request.POST.get("key", ""))
    return redirect("today")
