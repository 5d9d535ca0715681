"""Forms about one person: joining, rank, team, manager, leaving, coming back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from stillpoint.people import (
    access,
    by_hand,
    finding,
    forms,
    leaving,
    posting,
    presenters,
    proposing,
    recording_leave,
)
from stillpoint.people.models import AuthorityChange, Leave, Officer
from stillpoint.people.views.changes import PROPOSED
from stillpoint.people.views.filling_in import fill_in
from stillpoint.trust.answers import Answer
from stillpoint.trust.screens import screen


def page_of(officer: Officer) -> str:
    return reverse("people:officer", args=[officer.ref])


@screen(access.can_administer, quiet="an empty form")
def add(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        forms.NewOfficerForm(request.POST or None),
        partial(by_hand.add_person, by=access.person(request)),
        heading="Add a person",
        purpose="For someone who does not come from the personnel system. They hold no role "
        "until one is granted, and begin at the lowest rank or grade until a second administrator "
        "agrees to a higher one.",
        done="The person was added. Set their team and line manager next.",
        to=page_of,
        cancel=reverse("people:people"),
        back=reverse("people:people"),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def details(request: HttpRequest, officer: Officer) -> HttpResponse:
    held = {name: getattr(officer, name) for name in forms.DetailsForm.base_fields}
    return fill_in(
        request,
        forms.CorrectForm(request.POST or None, initial=held),
        partial(by_hand.correct_details, by=access.person(request), officer=officer),
        heading="Correct details",
        purpose="Names change at once. Another address or number takes a second administrator: the "
        "person is told at the old and the new address, and signed out everywhere.",
        done=_corrected,
        **_about(officer),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def rank(request: HttpRequest, officer: Officer) -> HttpResponse:
    held = {name: getattr(officer, name) for name in forms.RankForm.base_fields}
    return fill_in(
        request,
        forms.RankChangeForm(request.POST or None, initial=held),
        partial(by_hand.set_rank, by=access.person(request), officer=officer),
        heading="Change rank or grade",
        purpose="Rank decides who may review whom. Give a rank or a staff grade, never both. A "
        "higher one takes a second administrator.",
        done=_corrected,
        **_about(officer),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def move(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.PostingForm(request.POST or None, initial=_today("since")),
        partial(posting.post, by=access.person(request), officer=officer),
        heading="Move to another team",
        purpose="The posting that they hold now ends the day before.",
        done="The move was recorded.",
        **_about(officer),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def manager(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.ManagerForm(request.POST or None, initial=_today("since")),
        partial(proposing.propose_manager, by=access.person(request), officer=officer),
        heading="Change line manager",
        purpose="A line manager sees the records of the people they manage, from that day on, so "
        "a second administrator must agree. Changes from the personnel system need nobody.",
        done=PROPOSED,
        button="Propose",
        **_about(officer),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def leaver(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.LeaverForm(request.POST or None, initial=_today("on")),
        partial(leaving.leave, by=access.person(request), officer=officer),
        heading="Record that they leave",
        purpose="Once the day has come they are signed out everywhere, and their team, line "
        "management, roles and accreditation end. What they held is passed on, not lost.",
        done=presenters.left_behind,
        button="Record that they leave",
        **_about(officer),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def rejoin(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.RejoinForm(request.POST or None, initial=_today("on")),
        partial(proposing.propose_return, by=access.person(request), officer=officer),
        heading="Take back",
        purpose="Once a second administrator has agreed they can sign in again. Team, line manager "
        "and roles are given anew.",
        done=PROPOSED,
        button="Propose",
        **_about(officer),
    )


@screen(access.can_record_leave, find=finding.officer_by_ref)
def away(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.LeaveForm(request.POST or None),
        partial(recording_leave.record_leave, by=access.person(request), officer=officer),
        heading="Record days away",
        purpose="So that no review is given to somebody who is away. Why is never recorded. The "
        "person, their supervisors, administrators and the RASSO lead can see the days.",
        done="The days away were recorded.",
        **_about(officer),
    )


def leave_by_ref(ref: str) -> Leave:
    found: Leave = Leave.objects.select_related("officer").get(ref=ref)
    return found


def may_change_leave(viewer: Any, leave: Leave) -> Answer:
    return access.can_record_leave(viewer, leave.officer)


@screen(may_change_leave, find=leave_by_ref)
def leave(request: HttpRequest, leave: Leave) -> HttpResponse:
    """Change the last day, or cancel: the second button of the form."""
    cancelling = request.method == "POST" and request.POST.get("action") == "cancel"
    about = _about(leave.officer)
    if cancelling:
        return fill_in(
            request,
            forms.NothingForm(request.POST),
            partial(recording_leave.cancel_leave, by=access.person(request), leave=leave),
            heading="Change days away",
            done="The days away were cancelled.",
            **about,
        )
    return fill_in(
        request,
        forms.LeaveEndForm(request.POST or None, initial={"until": leave.until}),
        partial(recording_leave.end_leave, by=access.person(request), leave=leave),
        heading="Change days away",
        done="The days away were changed.",
        secondary_button={"name": "action", "value": "cancel", "text": "Cancel these days"},
        **about,
    )


def _corrected(proposed: AuthorityChange | None) -> str:
    return PROPOSED if proposed else "The record was changed."


def _about(officer: Officer) -> dict[str, Any]:
    return {"caption": officer.full_name, "about": officer, "to": page_of(officer)}


def _today(name: str) -> dict[str, Any]:
    return {name: timezone.localdate()}
