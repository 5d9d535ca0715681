"""Cases as sentences, rows and a timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from stillpoint import practice
from stillpoint.cases import access, before_trial
from stillpoint.cases.models import Case, CrimeNumber, Involvement, Milestone, OutcomeEvent
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.prepared import prepared


@dataclass(frozen=True)
class CaseRow:
    """One line of the list of cases."""

    reference: str
    href: str
    reported_on: dt.date | None
    area: str
    offence: str
    relationship: str
    outcome: str
    live: bool


@dataclass(frozen=True)
class CasePage:
    """Everything that the cases room knows of a case; the site puts other rooms' parts beside."""

    ref: str
    reference: str
    live: bool
    withheld: str
    facts: list[dict[str, Any]]
    events: list[dict[str, Any]]
    people: list[dict[str, Any]]
    crime_numbers: list[str]
    can_enter: bool
    enter_href: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """Labels of the practice model by key; a key that it no longer has is shown as it is."""

    model: practice.PracticeModel

    def __post_init__(self) -> None:
        model = self.model
        labels = {
            "offence": {entry.code: entry.label for entry in model.offence_classes},
            "outcome": {entry.key: entry.label for entry in model.outcome_groups},
            "relationship": {entry.key: entry.label for entry in model.relationships},
            "group": {entry.key: entry.label for entry in model.relationship_groups},
            "milestone": {entry.key: entry.label for entry in model.milestones},
            "role": {entry.key: entry.label for entry in model.involvement_roles},
        }
        object.__setattr__(self, "_labels", labels)

    def of(self, what: str, key: str) -> str:
        labels: dict[str, dict[str, str]] = self._labels  # type: ignore[attr-defined]
        return labels[what].get(key, key)


NOT_YET = "Not shown yet"


def case_list(page: Any, officer: ActsAs) -> list[CaseRow]:
    """The lines of one page of the list, as far as they are for this officer."""
    words = Words(practice.current())
    withheld = before_trial.withheld_among(officer, page)
    return [
        CaseRow(
            reference=case.reference,
            href=reverse("cases:case", kwargs={"ref": case.ref}),
            reported_on=case.reported_on,
            area=area_words(case),
            offence=words.of("offence", case.offence),
            relationship=words.of("group", case.relationship_group),
            outcome=NOT_YET if case.pk in withheld else words.of("outcome", case.outcome_group),
            live=case.live and case.pk not in withheld,
        )
        for case in page
    ]


def case_page(case: Case, officer: ActsAs) -> CasePage:
    """The page of a case for this officer, who must be allowed to see it."""
    words = Words(practice.current())
    withheld = before_trial.is_withheld(officer, case)
    return CasePage(
        ref=case.ref,
        reference=case.reference,
        live=case.live and not withheld,
        withheld=practice.current().handover.closure.withheld if withheld else "",
        facts=_facts(case, words, withheld=withheld),
        events=_until_handover(case, words) if withheld else timeline(case, words),
        people=_people(case, words, known=before_trial.parts_known() if withheld else None),
        crime_numbers=_crime_numbers(case.pk),
        can_enter=bool(access.can_enter_milestone(officer, case)),
        enter_href=reverse("cases:enter_milestone", kwargs={"ref": case.ref}),
    )


@prepared
def _crime_numbers(case: int) -> QuerySet[CrimeNumber, str]:
    held = CrimeNumber.objects.filter(case=case)
    return held.order_by("number").values_list("number", flat=True)


@prepared
def _milestones(case: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(case=case).select_related("entered_by")


@prepared
def _outcomes(case: int) -> QuerySet[OutcomeEvent]:
    return OutcomeEvent.objects.filter(case=case)


@prepared
def _parts(case: int) -> QuerySet[Involvement]:
    held = Involvement.objects.filter(case=case).select_related("officer")
    return held.order_by("since", "id")


def area_words(case: Case) -> str:
    if case.area is None:
        return "Area not recorded"
    return case.area.name if case.area.own else f"{case.area.name} (another force)"


def _facts(case: Case, words: Words, *, withheld: bool) -> list[dict[str, Any]]:
    relationship = words.of("relationship", case.relationship)
    group = words.of("group", case.relationship_group)
    abuse = {True: "Yes", False: "No", None: "Not recorded"}[case.domestic_abuse]
    outcome = words.of("outcome", case.outcome_group)
    code = " ".join(part for part in (case.outcome, case.outcome_sub_code) if part)
    facts = [
        ("Kind", case.get_kind_display()),
        ("Offence", f"{case.offence} {words.of('offence', case.offence)}"
            if words.of("offence", case.offence) != case.offence else case.offence),
        ("Reported", _day(case.reported_on)),
        ("Area", area_words(case)),
        ("Relationship", relationship if relationship == group else f"{relationship} ({group})"),
        ("Domestic abuse", abuse),
    ]  # fmt: skip
    ended = [] if withheld else [
        ("Outcome", f"{outcome} (outcome {code})" if code else outcome),
        ("Decision by", case.get_decision_maker_display() or "Not recorded"),
        ("Live", "Yes: investigated or before a court" if case.live else "No"),
        ("Last milestone", words.of("milestone", case.stage) if case.stage else "None recorded"),
    ]  # fmt: skip
    return [{"key": key, "value": value, "actions": []} for key, value in (*facts, *ended)]


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "Not recorded"


def timeline(case: Case, words: Words | None = None) -> list[dict[str, Any]]:
    """Milestones and outcomes, the latest first, as the timeline part takes them."""
    words = words or Words(practice.current())
    events: list[tuple[dt.datetime | dt.date, dict[str, Any]]] = []
    for milestone in _milestones(case.pk):
        when = milestone.at.date() if milestone.day_only else milestone.at
        by = milestone.entered_by.titled_name if milestone.entered_by else ""
        events.append((when, _event(words.of("milestone", milestone.kind), when, by=by)))
    for outcome in _outcomes(case.pk):
        when = outcome.on or outcome.recorded_at
        title = f"Outcome: {words.of('outcome', outcome.group)}"
        said = "" if outcome.on else "The source gave no date: this is when it was recorded here."
        events.append((when, _event(title, when, words=said)))
    events.sort(key=lambda pair: _sortable(pair[0]), reverse=True)
    return [event for _, event in events]


def _until_handover(case: Case, words: Words) -> list[dict[str, Any]]:
    """What is on the timeline for somebody who may be a witness."""
    known = before_trial.before_handover()
    found = [one for one in _milestones(case.pk) if one.kind in known]
    found.sort(key=lambda one: one.at, reverse=True)
    return [
        _event(
            words.of("milestone", one.kind),
            one.at.date() if one.day_only else one.at,
            by=one.entered_by.titled_name if one.entered_by else "",
        )
        for one in found
    ]


def _event(
    title: str, when: dt.datetime | dt.date, *, by: str = "", words: str = ""
) -> dict[str, Any]:
    return {"title": title, "when": when, "by": by, "words": words, "href": ""}


def _sortable(when: dt.datetime | dt.date) -> tuple[str, str]:
    if isinstance(when, dt.datetime):
        return when.date().isoformat(), when.time().isoformat()
    return when.isoformat(), ""


def _people(case: Case, words: Words, *, known: frozenset[str] | None) -> list[dict[str, Any]]:
    return [
        {
            "name": part.officer.titled_name,
            "role": words.of("role", part.role),
            "since": part.since,
            "until": part.until,
        }
        for part in _parts(case.pk)
        if known is None or part.role in known
    ]
