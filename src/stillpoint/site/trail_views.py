"""Pages of the trail: all of it for auditors, one's own entries for everyone, one entry with its
proof, and whether the whole is intact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.site import trail_pages, trail_verifying
from stillpoint.trust import keys, presenters
from stillpoint.trust.models import SealedLeaf, TrailEntry
from stillpoint.trust.reading import TrailPage, own_entries, read_trail
from stillpoint.trust.screens import consulted, screen
from stillpoint.trust.sealing import Proof, inclusion


@screen(trail_pages.can_read_trail)
def trail(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, narrowed by the filters. Reading it is an entry."""
    form = trail_pages.TrailFilter(request.GET)
    page = TrailPage([], None)
    about = ["trail"]
    if form.is_valid():
        sought = form.sought()
        page = read_trail(sought, before=_before(request))
        about += [named for named in (sought.actor, sought.about) if named]
    consulted(request, about, act="read the trail")
    context = {
        "filter": form,
        "form": form,
        "rows": presenters.rows(page.entries, trail_pages.names_in(page.entries)),
        "older": _older(reverse("trail"), form.query(), page),
        "own": False,
    }
    return render(request, "pages/trail.jinja", context)


@screen(trail_pages.can_read_own)
def own(request: HttpRequest) -> HttpResponse:
    """What the trail says of the person who reads it."""
    viewer = person(request)
    page = own_entries(viewer, before=_before(request))
    consulted(request, ["trail", viewer], act="read one’s own entries in the trail")
    context = {
        "rows": presenters.rows(page.entries, trail_pages.names_in(page.entries)),
        "older": _older(reverse("trail-mine"), "", page),
        "own": True,
    }
    return render(request, "pages/trail.jinja", context)


@screen(trail_pages.can_see_entry, find=trail_pages.entry_by_number)
def entry(request: HttpRequest, entry: TrailEntry) -> HttpResponse:
    """One entry, with the proof that it is sealed: no other entry is shown for it."""
    try:
        proof: Proof | None = inclusion(entry)
    except SealedLeaf.DoesNotExist:
        proof = None
    consulted(request, ["trail", f"entry:{entry.pk}"], act="read an entry of the trail")
    context = {
        "row": presenters.rows([entry], trail_pages.names_in([entry]))[0],
        "entry": entry,
        "proof": proof,
        "holds": proof is not None and proof.holds(keys.verifying_key()),
        "all": trail_pages.can_read_trail(person(request)).allowed,
    }
    return render(request, "pages/trail_entry.jinja", context)


@screen(trail_pages.can_read_trail)
def verification(request: HttpRequest) -> HttpResponse:
    """Whether anybody altered the trail: past results, and asking anew."""
    if request.method == "POST":
        return _verify(request)
    consulted(request, "trail", act="read whether the trail is intact")
    results = trail_verifying.results()
    context = {
        "results": [
            {
                "at": result.at,
                "who": presenters.who(result.actor, trail_pages.names_in(results)),
                "words": result.note,
                "intact": trail_verifying.is_intact(result),
            }
            for result in results
        ],
        "missing": trail_verifying.triggers_missing(),
    }
    return render(request, "pages/trail_verify.jinja", context)


def _verify(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    if trail_verifying.is_long():
        trail_verifying.ask_for_verification(by=viewer)
        messages.info(
            request, "The trail is long: it is being verified. Look here again in some minutes."
        )
        return redirect("trail-verify")
    result = trail_verifying.verify_trail(by=viewer)
    say = messages.success if trail_verifying.is_intact(result) else messages.error
    say(request, f"{result.note}.".replace("..", "."))
    return redirect("trail-verify")


def _before(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 19 else None


def _older(address: str, query: str, page: TrailPage) -> str:
    if page.older is None:
        return ""
    return f"{address}?{query}{'&' if query else ''}before={page.older}"
