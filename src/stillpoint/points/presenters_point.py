"""The page of one point: what it is for, what was learned before, what is new, what was shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import access as cases_access
from stillpoint.cases import before_trial
from stillpoint.learning.finding_actions import of_source as actions_of_source
from stillpoint.learning.models import LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import (
    access,
    attending,
    conversing,
    finding,
    overtaking,
    readers,
    sharing,
    since_last_time,
    waiving,
)
from stillpoint.points.forms_conversation import WORDS, ConversationForm, written_in
from stillpoint.points.learned_before import learned_before
from stillpoint.points.models import ConversationRevision, Point, PointState
from stillpoint.points.opening_points import last_day
from stillpoint.points.parts import attendance_of, parts_of
from stillpoint.practice.points import Lens
from stillpoint.trust.prepared import prepared

ASKED_HOW_IT_WAS = dt.timedelta(days=14)


@dataclass(frozen=True)
class LensFields:
    """One lens on the form: bound fields, and whether its further questions hold something.
    ``always``: questions that stand open, whatever the lens is answered."""

    lens: Lens
    answer: Any
    first: list[Any]
    prompts: list[tuple[str, Any]]
    always: list[tuple[str, Any]]
    after_action: list[Any]
    more_open: bool


@dataclass(frozen=True)
class Said:
    """One lens as it was shared."""

    title: str
    answer: str
    words: list[tuple[str, str]]


def people_of(point: Point, viewer: Officer) -> list[Officer]:
    """Those who may be said to have taken part: the viewer first, then owner and those asked."""
    known = {viewer.pk: viewer}
    if point.owner is not None:
        known.setdefault(point.owner.pk, point.owner)
    for part in access.those_taking_part(point):
        known.setdefault(part.officer_id, part.officer)
    return list(known.values())


def frame(point: Point, viewer: Officer) -> dict[str, Any]:
    """What every page about the point shows at its head."""
    model = practice.current().points
    kind = model.kind(point.kind)
    case = point.case
    sees_case = bool(cases_access.can_see_case(viewer, case))
    return {
        "point": point,
        "title": kind.title,
        "caption": f"Point {kind.number} of 6 in case {case.reference}",
        "purpose": " ".join(filter(None, (kind.purpose, readers.sentence(), kind.readers))),
        "not_conduct": model.not_the_conduct_process,
        "state": state_tag(point, timezone.now()),
        "case_href": reverse("case", kwargs={"ref": case.ref}) if sees_case else "",
        "risk_href": _risk_link(point),
        "home": reverse("points"),
        "here": reverse("point", kwargs={"ref": point.ref}),
    }


def state_tag(point: Point, now: dt.datetime) -> dict[str, str]:
    """The state in words, and a colour that says nothing by itself."""
    if point.state == PointState.HELD:
        return {"words": "Held", "colour": "green"}
    if point.state == PointState.WAIVED:
        return {"words": "Waived", "colour": "grey"}
    if point.state == PointState.OVERTAKEN:
        return {"words": "Overtaken", "colour": "grey"}
    if point.due_at < now:
        last = last_day(point)
        past = last is not None and last < now
        return {"words": "Past its last day" if past else "Overdue", "colour": "red"}
    return {"words": "Open", "colour": "blue"}


def open_page(point: Point, viewer: Officer) -> dict[str, Any]:
    """What stands beside the form of an open point."""
    return {
        **frame(point, viewer),
        "parts": part_rows(point, viewer),
        "warnings": part_warnings(point),
        "before": learned_before(point.case),
        "new": new_for(viewer, point, since_last_time.as_kept(point)),
        "there": there_by_the_record(point),
        "can_waive": may_waive(point, viewer),
        "note_href": f"{reverse('note-new')}?{urlencode({'point': point.ref})}",
        "revisions": revision_links(point),
    }


def part_rows(point: Point, viewer: Officer) -> list[dict[str, str]]:
    """The pages of its own that the point has, as rows of a task list."""
    rows = []
    for part in parts_of(point):
        standing = part.standing(point, viewer)
        href = reverse(part.address, kwargs={"ref": point.ref})
        rows.append(
            {
                "title": part.title,
                "hint": part.hint,
                "href": href,
                "status": standing.words,
                "colour": standing.colour,
            }
        )
    return rows


def part_warnings(point: Point) -> list[str]:
    """What whoever talks must know first."""
    found = (part.warning(point) for part in parts_of(point))
    return [words for words in found if words]


def lenses_of(form: ConversationForm) -> list[LensFields]:
    found, errors = [], form.errors
    for lens in form.model.lenses:
        prompts_of = form.model.prompts_for(form.point.kind, lens.key)
        asked = [one for one in prompts_of if lens.takes_words or one.always]
        bound = {one.key: (str(one.kind), form[f"{lens.key}-q-{one.key}"]) for one in asked}
        prompts = [bound[one.key] for one in asked if not one.always]
        written = written_in(lens)
        after = [form[f"{lens.key}-{name}"] for name in conversing.AFTER_ACTION if name in written]
        further = [*(field for _, field in prompts), *after]
        if lens.key == "learning":
            further += [form[f"learning-{name}"] for name in conversing.LEARNING]
        found.append(
            LensFields(
                lens=lens,
                answer=form[f"{lens.key}-answer"],
                first=[
                    form[f"{lens.key}-{name}"] for name in conversing.REFLECTION if name in written
                ],
                prompts=prompts,
                always=[bound[one.key] for one in asked if one.always],
                after_action=after,
                more_open=any(field.value() or field.name in errors for field in further),
            )
        )
    return found


def new_since_last_time(kept: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What is new in the case, in the words of the practice model."""
    labels = {one.key: one.label for one in practice.current().milestones}
    return [
        {"label": labels.get(one["kind"], one["kind"]), "on": dt.date.fromisoformat(one["on"])}
        for one in kept
    ]


def read_page(point: Point, viewer: Officer) -> dict[str, Any]:
    """A point that is held or waived, or open and not the viewer's to write."""
    revision = finding.latest_revision(point.held_with or point)
    return {
        **frame(point, viewer),
        "parts": part_rows(point, viewer),
        "warnings": part_warnings(point),
        "overtaken": _overtaken(point, viewer),
        "revision": revision,
        "said": said_in(revision) if revision else [],
        "there": there(revision) if revision else "",
        "new": _new_in(revision, viewer) if revision else [],
        "people": [part.officer.titled_name for part in access.those_taking_part(point)],
        "learned": _learned(point.trail_reference, viewer.pk),
        "asks_how_it_was": _asks_how_it_was(point, viewer),
        "not_there": attending.said_not_there(point),
        "can_deny": bool(attending.can_deny(viewer, point)),
        "actions": actions_of_source(viewer, point.trail_reference),
        "revisions": revision_links(point),
        "can_join": bool(conversing.can_join(viewer, point)),
        "can_reopen": point.state != PointState.OPEN and bool(waiving.can_reopen(viewer, point)),
        "can_waive": may_waive(point, viewer),
    }


def _overtaken(point: Point, viewer: Officer) -> str:
    """What came instead of the point, for those who may know it; empty where nothing did."""
    if point.state != PointState.OVERTAKEN or point.overtaken_at is None:
        return ""
    if before_trial.is_withheld(viewer, point.case):
        return "The case has gone on."
    day = timezone.localdate(point.overtaken_at)
    return f"{overtaking.why_overtaken(point)} That was on {day.day} {day:%B %Y}."


@prepared
def _learned(source: str, viewer: int) -> QuerySet[LearningPoint]:
    learned = LearningPoint.objects.filter(source=source)
    mine = learned.filter(involved=viewer) | learned.filter(written_by=viewer)
    return mine.distinct()


def _asks_how_it_was(point: Point, viewer: Officer) -> bool:
    """Those who took part, for a while after it was shared."""
    if point.held_at is None or timezone.now() - point.held_at > ASKED_HOW_IT_WAS:
        return False
    parts = point.participations.all()
    return any(part.officer_id == viewer.pk and part.took_part for part in parts)


def revision_page(point: Point, revision: ConversationRevision, viewer: Officer) -> dict[str, Any]:
    return {
        **frame(point, viewer),
        "revision": revision,
        "said": said_in(revision),
        "there": there(revision),
        "new": _new_in(revision, viewer),
        "revisions": revision_links(point),
    }


def revision_links(point: Point) -> list[dict[str, Any]]:
    if point.held_at is None:  # Never held, so nothing was shared; it stays when it is reopened.
        return []
    return [
        {
            "number": one.number,
            "by": one.by.titled_name,
            "at": one.at,
            "href": reverse("point-revision", kwargs={"ref": point.ref, "number": one.number}),
        }
        for one in _revisions(point.pk)
    ]


@prepared
def _revisions(point: int) -> QuerySet[ConversationRevision]:
    found = ConversationRevision.objects.filter(point=point).select_related("by")
    return found.only("number", "by", "at").order_by("-number")


def said_in(revision: ConversationRevision) -> list[Said]:
    """The three lenses in the words of those who were there; questions no longer asked are shown
    by their key."""
    model = practice.current().points
    prompts = {one.key: one.text for one in model.prompts}
    found = []
    for lens in model.lenses:
        said = revision.lenses.get(lens.key, {})
        answer = conversing.answers_of(lens).get(said.get("answer", ""), lens.nothing)
        words = [(WORDS[name][0], said[name]) for name in written_in(lens) if said.get(name)]
        answers = said.get("answers", {})
        if not lens.takes_words:
            always = {one.key for one in model.prompts if one.always}
            answers = {key: text for key, text in answers.items() if key in always}
        words += [(prompts.get(key, key), text) for key, text in answers.items()]
        found.append(Said(lens.title, answer, words))
    return found


def said_of_the_work(revision: ConversationRevision) -> list[Said]:
    """The same without how people are: for pages that are printed, or read by a later review."""
    lenses = practice.current().points.lenses
    said = zip(lenses, said_in(revision), strict=True)
    return [one for lens, one in said if lens.key != "welfare"]


def there(revision: ConversationRevision) -> str:
    """Who was there and where, in a sentence."""
    together = revision.lenses.get(conversing.TOGETHER, {})
    return _there(together.get("present", []), together.get("place", ""))


def _there(refs: Iterable[str], place: str) -> str:
    names = [one.titled_name for one in Officer.objects.filter(ref__in=list(refs))]
    where = f", {place}" if place else ""
    return f"{', '.join(names)}{where}."


def there_by_the_record(point: Point) -> str:
    """The same, where a page of the point records it; empty while it does not."""
    recorded = attendance_of(point)
    return _there(recorded.present, recorded.place) if recorded and recorded.present else ""


def _new_in(revision: ConversationRevision, viewer: Officer) -> list[dict[str, Any]]:
    kept = revision.lenses.get(conversing.TOGETHER, {}).get("new", [])
    return new_for(viewer, revision.point, kept)


def new_for(viewer: Officer, point: Point, kept: Iterable[Mapping[str, str]]) -> list[Any]:
    """What is new in the case, unless it is not for this viewer yet."""
    kept = list(kept)
    if kept and before_trial.is_withheld(viewer, point.case):
        known = before_trial.before_handover()
        kept = [one for one in kept if one["kind"] in known]
    return new_since_last_time(kept)


def other_points(viewer: Officer, point: Point) -> list[Point]:
    return sharing.can_be_held_with(viewer, point)


def may_waive(point: Point, viewer: Officer) -> bool:
    return point.state == PointState.OPEN and bool(waiving.can_waive(viewer, point))


def _risk_link(point: Point) -> str:
    asked = {"case": point.case.ref, "from": point.trail_reference}
    return f"{reverse('risk-raise')}?{urlencode(asked)}"
