"""Private notes: one's own, and nobody else's."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.points import access, noting, setting_aside
from stillpoint.points.finding import note_by_ref, point_by_ref
from stillpoint.points.forms import CopyForm, NoteForm
from stillpoint.points.models import PrivateNote
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.marking import CAN_CHANGE, mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 20
BEGINS = 90


@screen(access.can_keep_notes)
def notes(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    page = Paginator(noting.notes_of(viewer), A_PAGE).get_page(request.GET.get("page"))
    shown = [
        {
            "ref": one.ref,
            "at": one.changed_at,
            "point": one.point,
            "begins": _begins(one),
            "moved": one.set_aside_at,
        }
        for one in page.object_list
    ]
    consulted(request, list(page.object_list) or ["private notes"], act="list private notes")
    context = {
        "page": page,
        "notes": shown,
        "law": noting.WHAT_THE_LAW_MAY_DEMAND,
        "kept": noting.how_long_kept(),
        "address": reverse("notes"),
    }
    return render(request, "points/notes.jinja", context)


@screen(access.can_keep_notes)
def new(request: HttpRequest) -> HttpResponse:
    """A new note; ``?point=`` is what it is about."""
    viewer, about = person(request), None
    if request.GET.get("point"):
        about = point_by_ref(request.GET["point"])
        require(access.can_read_point(viewer, about))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note = noting.write_note(by=viewer, text=form.cleaned_data["text"], point=about)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "The note is kept. Only you are shown it.")
            mark_found(request, form, then=CAN_CHANGE)
            return redirect("note", ref=note.ref)
    consulted(request, about or "private notes", act="begin a private note")
    context = {
        "form": form,
        "note": None,
        "point": about,
        "copy": None,
        "law": noting.WHAT_THE_LAW_MAY_DEMAND,
        "kept": noting.how_long_kept(),
        "set_aside": "",
    }
    return render(request, "points/note.jinja", context)


@screen(access.can_see_note, find=note_by_ref)
def note(request: HttpRequest, note: PrivateNote) -> HttpResponse:
    viewer = person(request)
    form = NoteForm(request.POST or None, initial={"text": noting.read_note(note)})
    if request.method == "POST" and form.is_valid():
        try:
            noting.change_note(by=viewer, note=note, text=form.cleaned_data["text"])
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "The note is kept. Only you are shown it.")
            mark_found(request, form, then=CAN_CHANGE)
            return redirect("note", ref=note.ref)
    consulted(request, note, act="read a private note")
    about = note.point
    may_copy = (
        about is not None
        and note.set_aside_at is None
        and about.state == "open"
        and bool(access.can_write_point(viewer, about))
    )
    context = {
        "form": form,
        "note": note,
        "point": about,
        "copy": CopyForm(initial={"lens": noting.LENS_OF_A_COPY}) if may_copy else None,
        "law": noting.WHAT_THE_LAW_MAY_DEMAND,
        "kept": noting.how_long_kept(),
        "set_aside": setting_aside.WHAT_IT_IS if note.set_aside_at else "",
    }
    return render(request, "points/note.jinja", context)


@screen(access.can_see_note, find=note_by_ref)
def share(request: HttpRequest, note: PrivateNote) -> HttpResponse:
    """Copy the note into the conversation; a GET leads back to the note."""
    form = CopyForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("note", ref=note.ref)
    point = noting.share_copy(by=person(request), note=note, lens=form.cleaned_data["lens"])
    messages.success(request, "A copy is in the conversation now. Read it before you share it.")
    return redirect("point", ref=point.ref)


@screen(access.can_see_note, find=note_by_ref)
def take_out(request: HttpRequest, note: PrivateNote) -> HttpResponse:
    """Take out words that were moved here from a point, after asking once more."""
    if note.set_aside_at is None:
        return redirect("note", ref=note.ref)
    if request.method == "POST":
        setting_aside.take_out(by=person(request), note=note)
        messages.success(request, "The words are taken out. Nobody can read them any more here.")
        return redirect("notes")
    consulted(request, note, act="read a private note")
    return render(request, "points/note_take_out.jinja", {"note": note})


def _begins(note: PrivateNote) -> str:
    words = noting.read_note(note)
    return words if len(words) <= BEGINS else f"{words[:BEGINS].rstrip()} …"
