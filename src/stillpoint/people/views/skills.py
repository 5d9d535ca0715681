"""Courses, training records, and the accreditation of reviewers."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stillpoint.people import (
    access,
    accrediting,
    finding,
    forms,
    presenters,
    presenters_lists,
    training,
)
from stillpoint.people.models import Accreditation, Course, Officer
from stillpoint.people.rank_rules import STEPS
from stillpoint.people.views.filling_in import fill_in
from stillpoint.trust.screens import consulted, screen


@screen(access.can_keep_training, quiet="names of courses say nothing about anybody")
def courses(request: HttpRequest) -> HttpResponse:
    shown = {"heading": "Courses", "shown": presenters_lists.courses(finding.courses())}
    add = presenters.Link("Add a course", reverse("people:add_course"))
    return render(request, "people/table.jinja", {**shown, "add": add})


@screen(access.can_keep_training, quiet="an empty form")
def add_course(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        forms.NewCourseForm(request.POST or None),
        partial(training.add_course, by=access.person(request)),
        heading="Add a course",
        done="The course was added.",
        to=reverse("people:courses"),
    )


@screen(access.can_keep_training, find=finding.course_by_ref)
def course(request: HttpRequest, course: Course) -> HttpResponse:
    held = {name: getattr(course, name) for name in ("name", "specialist", "valid_months")}
    return fill_in(
        request,
        forms.CourseForm(request.POST or None, initial=held),
        partial(training.change_course, by=access.person(request), course=course),
        heading="Change a course",
        caption=course.name,
        purpose="Training already recorded keeps the day on which it runs out.",
        done="The course was changed.",
        about=course,
        to=reverse("people:courses"),
        template="people/course.jinja",
        course=course,
        equals=finding.counts_as(course),
    )


@screen(access.can_keep_training, find=finding.course_by_ref)
def counts_as(request: HttpRequest, course: Course) -> HttpResponse:
    """Let the course count as another; ``stop`` in a posted form takes one back."""
    here = reverse("people:course", args=[course.ref])
    if request.method == "POST" and request.POST.get("stop"):
        other = finding.course_by_ref(request.POST["stop"])
        training.stop_counting_as(by=access.person(request), course=course, counts_as=other)
        messages.success(request, f"{course} no longer counts as {other}.")
        return HttpResponseRedirect(here)
    return fill_in(
        request,
        forms.CountsAsForm(request.POST or None),
        partial(training.count_as, by=access.person(request), course=course),
        heading="Let it count as another course",
        caption=course.name,
        purpose="For a course that replaced an older one. It goes one way only.",
        done="Recorded.",
        about=course,
        to=here,
    )


@screen(access.can_keep_training, find=finding.officer_by_ref)
def train(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.TrainingForm(request.POST or None),
        partial(training.record_training, by=access.person(request), officer=officer),
        heading="Record training",
        caption=officer.full_name,
        done="The training was recorded.",
        about=officer,
        to=reverse("people:officer", args=[officer.ref]),
    )


@screen(access.can_accredit)
def reviewers(request: HttpRequest) -> HttpResponse:
    found = list(finding.reviewers())
    people = {item.officer for item in found}
    consulted(request, people or ["reviewers"], act="read who is accredited to review")
    others = {step: finding.could_be_accredited(step) for step in STEPS}
    shown = {
        "tables": presenters_lists.reviewers(found),
        "others": presenters_lists.candidates(others),
        "more": any(len(people) > presenters_lists.CANDIDATES_SHOWN for people in others.values()),
    }
    return render(request, "people/reviewers.jinja", shown)


@screen(access.can_accredit, find=finding.officer_by_ref)
def accredit(request: HttpRequest, officer: Officer) -> HttpResponse:
    """``step`` in the address: whoever comes from the list of reviewers, and goes back there."""
    step = request.GET.get("step", "")
    here = reverse("people:officer", args=[officer.ref])
    return fill_in(
        request,
        forms.AccreditationForm(
            request.POST or None,
            officer=officer,
            initial={"since": timezone.localdate(), "step": step},
        ),
        partial(accrediting.accredit, by=access.person(request), officer=officer),
        heading="Accredit as a reviewer",
        caption=officer.titled_name,
        purpose="All reviewers need specialist RASSO knowledge. The person, their supervisors and "
        "the RASSO lead can read what is said here.",
        done="Accredited. They do the practice cases before their first review.",
        button="Accredit",
        about=officer,
        to=reverse("people:reviewers") if step else here,
    )


@screen(access.can_accredit, find=finding.accreditation_by_ref)
def end_accreditation(request: HttpRequest, accreditation: Accreditation) -> HttpResponse:
    return fill_in(
        request,
        forms.EndForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(
            accrediting.end_accreditation, by=access.person(request), accreditation=accreditation
        ),
        heading="End an accreditation",
        caption=str(accreditation.officer),
        purpose="Reviews that they hold for this step are given to somebody else.",
        done="The accreditation ends on that day.",
        button="End the accreditation",
        about=[accreditation, accreditation.officer],
        to=reverse("people:reviewers"),
    )
