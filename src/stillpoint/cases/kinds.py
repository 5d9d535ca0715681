"""The kinds of row that cases come in by: what each field holds, by the practice model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import CaseKind
from stillpoint.cases.standing import is_live
from stillpoint.intake.targets import (
    BadValue,
    Field,
    Kind,
    UnknownWording,
    a_day,
    a_last_day,
    a_moment,
    is_day_only,
    one_of,
    yes_or_no,
)

ORDER = ("cases", "outcomes", "milestones", "involvement")
DAY_ONLY = "d"
NOT_YET = "This day has not come yet. Enter what has happened."
NO_TIME_YET = "This time has not come yet today. Enter what has happened."


def kinds(
    model: practice.PracticeModel | None = None, today: dt.date | None = None
) -> dict[str, Kind]:
    """The four kinds, with the vocabularies of the practice model, in the order they go in.

    What has happened cannot have happened after ``today``. Make them anew for each run.
    """
    model = model or practice.current()
    past = _Past(today or timezone.localdate())
    made = (
        _cases(model, past),
        _outcomes(model, past),
        _milestones(model, past),
        _involvement(model),
    )
    return {kind.key: kind for kind in made}


class _Past:
    """Reads days and moments up to today. Each distinct text is read once, not each row."""

    def __init__(self, today: dt.date) -> None:
        self.today = today.isoformat()

    def day(self, text: str) -> str:
        day = a_day(text)
        if day > self.today:
            raise BadValue(NOT_YET)
        return day

    def moment(self, text: str) -> str:
        """The moment in UTC, with a mark after it when the source gave a day only."""
        moment = a_moment(text)
        # Only near midnight can the day in UTC and the day here differ.
        if moment[:10] >= self.today and _day_here(moment) > self.today:
            raise BadValue(NOT_YET)
        return moment + (DAY_ONLY if is_day_only(text) else "")


def _day_here(moment: str) -> str:
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    return timezone.localdate(at).isoformat()


def _cases(model: practice.PracticeModel, past: _Past) -> Kind:
    offence_kinds = {entry.code: entry.kind for entry in model.offence_classes}
    return Kind(
        key="cases",
        label="Cases",
        fields=(
            Field("reference", "Reference", required=True, varied=True, is_reference=True),
            Field("kind", "Kind", one_of(lambda: dict(CaseKind.choices)), longest=8),
            _offence(model),
            Field("reported_on", "Reported on", past.day, varied=True),
            Field("area", "Area", longest=120),
            _relationship(model),
            Field("domestic_abuse", "Domestic abuse", yes_or_no),
            Field("live", "Live", yes_or_no),
            *_outcome_fields(model, past, required=False),
            Field("crime_numbers", "Crime numbers", _numbers, varied=True, longest=1000,
                  is_reference=True),
        ),
        identity=("reference",),
        derived=(
            "code", "sub_code", "decided_by", "group",
            "relationship_group", "case_kind", "is_live",
        ),
        derive=partial(_derive_case, model, _Outcomes(model), offence_kinds),
        dated_by="outcome_on",
        boundaries=_boundaries(model),
    )  # fmt: skip


def _outcomes(model: practice.PracticeModel, past: _Past) -> Kind:
    return Kind(
        key="outcomes",
        label="Outcomes",
        fields=(
            Field("reference", "Case", required=True, varied=True, is_reference=True),
            *_outcome_fields(model, past, required=True),
        ),
        identity=("reference", "outcome_on"),
        derived=("code", "sub_code", "decided_by", "group"),
        derive=_Outcomes(model),
        dated_by="outcome_on",
        boundaries=_boundaries(model),
    )


def _milestones(model: practice.PracticeModel, past: _Past) -> Kind:
    labels = {entry.key: entry.label for entry in model.milestones}
    repeating = {entry.key for entry in model.milestones if entry.repeats}

    def identify(reference: str, profile: Sequence[str], varied: Sequence[str]) -> str:
        # What happens once in a case is the same milestone when its time is corrected.
        kind, at = profile[0], varied[0]
        return "\x1f".join((reference, kind, at[:19] if kind in repeating else ""))

    return Kind(
        key="milestones",
        label="Milestones",
        fields=(
            Field("reference", "Case", required=True, varied=True, is_reference=True),
            Field("milestone", "Milestone", one_of(lambda: labels), required=True,
                  choices=lambda: labels),
            Field("at", "At", past.moment, required=True, varied=True),
        ),
        identity=("reference", "milestone", "at"),
        identify=identify,
    )  # fmt: skip


def _involvement(model: practice.PracticeModel) -> Kind:
    labels = {entry.key: entry.label for entry in model.involvement_roles}
    return Kind(
        key="involvement",
        label="Involvement",
        fields=(
            Field("reference", "Case", required=True, varied=True, is_reference=True),
            Field("officer", "Officer", required=True, varied=True, longest=24, is_reference=True),
            Field("role", "Role", one_of(lambda: labels), required=True, choices=lambda: labels),
            Field("since", "From", a_day, varied=True),
            Field("until", "To", a_last_day, varied=True),
        ),
        identity=("reference", "officer", "role", "since"),
    )


def _offence(model: practice.PracticeModel) -> Field:
    labels = {entry.code: f"{entry.code} {entry.label}" for entry in model.offence_classes}
    codes = {_tidy(code): code for code in labels}

    def read(text: str) -> str:
        if _tidy(text) in codes:
            return codes[_tidy(text)]
        raise UnknownWording(f"“{text[:60]}” is no offence class of the practice model.")

    return Field("offence", "Offence", read, required=True, longest=40, choices=lambda: labels)


def _relationship(model: practice.PracticeModel) -> Field:
    labels = {entry.key: entry.label for entry in model.relationships}
    return Field(
        "relationship",
        "Relationship",
        one_of(lambda: labels),
        blank="not_recorded",
        longest=40,
        choices=lambda: labels,
    )


def _outcome_fields(
    model: practice.PracticeModel, past: _Past, *, required: bool
) -> tuple[Field, ...]:
    groups = {entry.key: entry.label for entry in model.outcome_groups}
    codes = {entry.code: f"{entry.code} {entry.label}" for entry in model.outcomes}
    makers = {"police": "Police", "cps": "Crown Prosecution Service"}

    known: set[str] = set()

    def read(text: str) -> str:
        if text not in known:
            try:
                model.outcome(text)
            except practice.UnknownOutcome:
                raise UnknownWording(
                    f"“{text[:60]}” is no outcome of the practice model."
                ) from None
            known.add(text)
        return text.upper()

    return (
        Field("outcome", "Outcome", read, longest=12, choices=lambda: codes),
        Field("outcome_sub_code", "Outcome sub-code", longest=24),
        Field("decision_maker", "Decision-maker", one_of(lambda: makers), choices=lambda: makers),
        Field("outcome_group", "Outcome group", one_of(lambda: groups), choices=lambda: groups),
        Field("outcome_wording", "Outcome wording", longest=160),
        Field("outcome_on", "Outcome on", past.day, required=required, varied=True),
    )


def _derive_outcome(model: practice.PracticeModel, values: Mapping[str, str]) -> dict[str, str]:
    day = dt.date.fromisoformat(values["outcome_on"]) if values["outcome_on"] else None
    given, sub, maker = values["outcome"], values["outcome_sub_code"], values["decision_maker"]
    if not given:
        group = values["outcome_group"] or "not_finalised"
        return {"code": "", "sub_code": sub, "decided_by": maker, "group": group}
    try:
        outcome = model.outcome(given, day)
        known = {_tidy(entry.code): entry for entry in outcome.sub_codes}
        entry = known.get(_tidy(sub or given))
        if entry is not None:
            maker = maker or entry.decision_maker or ""
        group = model.outcome_group(entry.code if entry else given, maker or None, day)
    except practice.UnknownOutcome as unknown:
        problem = BadValue(str(unknown))
        problem.field = "outcome"  # type: ignore[attr-defined]
        raise problem from None
    return {
        "code": outcome.code,
        "sub_code": sub or (entry.code if entry else ""),
        "decided_by": maker,
        "group": values["outcome_group"] or group,
    }


class _Outcomes:
    """What follows from an outcome, remembered: few outcomes stand in many combinations."""

    ASKED = ("outcome", "outcome_sub_code", "decision_maker", "outcome_group", "outcome_on")

    def __init__(self, model: practice.PracticeModel) -> None:
        self.model = model
        self.known: dict[tuple[str, ...], dict[str, str]] = {}

    def __call__(self, values: Mapping[str, str]) -> dict[str, str]:
        key = tuple([values[name] for name in self.ASKED])
        if key not in self.known:
            self.known[key] = _derive_outcome(self.model, values)
        return self.known[key]


def _derive_case(
    model: practice.PracticeModel,
    outcomes: _Outcomes,
    offence_kinds: Mapping[str, str],
    values: Mapping[str, str],
) -> dict[str, str]:
    outcome = outcomes(values)
    live = values["live"] or ("1" if is_live(model, outcome["group"]) else "0")
    return {
        **outcome,
        "relationship_group": model.relationship_group(values["relationship"]),
        "case_kind": values["kind"] or offence_kinds[values["offence"]],
        "is_live": live,
    }


def _boundaries(model: practice.PracticeModel) -> tuple[str, ...]:
    """The days on which a code may begin to mean something else, in order."""
    days: set[dt.date] = set()
    for entry in model.outcomes:
        if entry.valid_from:
            days.add(entry.valid_from)
        if entry.valid_to:
            days.add(entry.valid_to + dt.timedelta(days=1))
    return tuple(day.isoformat() for day in sorted(days))


def _numbers(text: str) -> str:
    """Crime numbers, separated by ``;`` or ``|``, each once, in order."""
    found = [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]
    if any(len(number) > 80 for number in found):
        raise BadValue("A crime number is longer than 80 characters.")
    return ";".join(dict.fromkeys(found))


def _tidy(code: str) -> str:
    return "".join(code.split()).upper()


Kinds = Callable[[], dict[str, Kind]]
