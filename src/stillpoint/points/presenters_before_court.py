"""The refresher before court, and requests for protected time, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import before_trial
from stillpoint.cases.case_times import elapsed, milestones_of
from stillpoint.cases.models import Case
from stillpoint.cases.presenters import Words
from stillpoint.learning.presenters_actions import action_list
from stillpoint.people.models import Officer
from stillpoint.points import before_court, preparing
from stillpoint.points.models import ConversationRevision, Point, ProtectedTime, TimeState
from stillpoint.points.parts import section_kind
from stillpoint.points.presenters import title_of
from stillpoint.points.presenters_point import frame, said_of_the_work
from stillpoint.risks.clock import clock

COLOURS = {
    TimeState.ASKED: "blue",
    TimeState.AGREED: "green",
    TimeState.OFFERED: "yellow",
    TimeState.NOT_POSSIBLE: "red",
    TimeState.WITHDRAWN: "grey",
}


def refresher_page(point: Point, viewer: Officer) -> dict[str, Any]:
    """The page of the part: requests for time first, then the case once more."""
    found = before_court.refresher(point, viewer)
    words = Words(practice.current())
    now = timezone.now()
    return {
        **frame(point, viewer),
        "times": [time_row(one, now) for one in before_court.times_of(point)],
        "can_ask": bool(preparing.can_ask_for_time(viewer, point)),
        "happened": _happened(point.case, viewer),
        "outcomes": outcome_rows(point.case, viewer),
        "people": _people(point.case, viewer, words),
        "lenses": _by_lens(found.conversations),
        "sections": [_section(one) for one in found.sections],
        "learned": found.learned,
        "actions": action_list(found.actions, timezone.localdate(now)),
        "risks": [
            {
                "href": reverse("risk", kwargs={"ref": one.ref}),
                "state": one.get_state_display(),
                "raised": one.raised_at,
                "clock": clock(one, now),
            }
            for one in found.risks
        ],
        "made": now,
        # What the trail says was read with it.
        "read": [
            *(one.point for one in found.conversations),
            *(one.section.point for one in found.sections),
            *found.actions,
            *found.risks,
        ],
    }


def outcome_rows(case: Case, viewer: Officer) -> list[dict[str, Any]]:
    """The outcomes of the case in plain words, the latest first: label, what it means, day, who
    decided. None while they are not for this viewer."""
    if before_trial.is_withheld(viewer, case):
        return []
    groups = {one.key: one for one in practice.current().outcome_groups}
    rows = []
    for one in reversed(list(case.outcome_events.all())):
        group = groups.get(one.group)
        rows.append(
            {
                "label": group.label if group else one.group,
                "meaning": group.explanation if group else "",
                "on": one.on,
                "by": one.get_decision_maker_display(),
            }
        )
    return rows


def time_row(time: ProtectedTime, now: dt.datetime) -> dict[str, Any]:
    """One request as a row: what for, how long, by when, where it stands."""
    late = preparing.is_late(time, now)
    return {
        "href": reverse("protected-time", kwargs={"ref": time.ref}),
        "what": f"{time.hours} hour{'' if time.hours == 1 else 's'}: {purpose_of(time)}",
        "by": time.asked_by.titled_name,
        "wanted": time.wanted_by,
        "words": "Answer is late" if late else time.get_state_display(),
        "colour": "red" if late else COLOURS[TimeState(time.state)],
    }


def listed_rows(times: Iterable[ProtectedTime], now: dt.datetime) -> list[dict[str, Any]]:
    """Requests as rows of a list: what was asked for, in which case, by whom; where it stands."""
    rows = []
    for one in times:
        row = time_row(one, now)
        days = f" The days: {_days(one)}." if one.since and one.until else ""
        asked = f"Case {one.point.case.reference}, asked by {row['by']}"
        rows.append(
            {
                "title": row["what"],
                "href": row["href"],
                "hint": f"{asked}, needed by {_day(one.wanted_by)}.{days}",
                "status": row["words"],
                "colour": row["colour"],
            }
        )
    return rows


def purpose_of(time: ProtectedTime) -> str:
    titles = {one.key: one.title for one in practice.current().points.preparation_purposes}
    title = titles.get(time.purpose, time.purpose)
    return title[:1].lower() + title[1:]


def time_page(time: ProtectedTime, viewer: Officer) -> dict[str, Any]:
    """One request, and what this person can do with it."""
    now = timezone.now()
    row = time_row(time, now)
    rows = [
        {"key": "Asked for", "value": row["what"]},
        {"key": "By", "value": f"{time.asked_by.titled_name}, {_day(time.asked_at.date())}"},
        {"key": "Needed by", "value": _day(time.wanted_by)},
        {"key": "To answer", "value": f"{time.answerer.titled_name}, by {_when(time)}"},
    ]
    if time.answered_by and time.answered_at:
        said = f"{time.answered_by.titled_name}, {_day(timezone.localdate(time.answered_at))}"
        rows.append({"key": "Answered by", "value": said})
    if time.since and time.until:
        rows.append({"key": "Days", "value": _days(time)})
    if time.reason:
        rows.append({"key": "What was said", "value": time.reason})
    moves = {one.name for one in preparing.moves_for(viewer, time)}
    return {
        "time": time,
        "point": time.point,
        "rows": rows,
        "state": row,
        "answers": bool(moves & {"agree", "offer", "refuse"}),
        "can_accept": "accept" in moves,
        "can_withdraw": "withdraw" in moves,
        "back": reverse("point-before-court", kwargs={"ref": time.point.ref}),
        "caption": f"Case {time.point.case.reference}",
    }


def _days(time: ProtectedTime) -> str:
    """The days that were agreed or offered."""
    assert time.since is not None and time.until is not None
    first = _day(time.since)
    return first if time.since == time.until else f"{first} to {_day(time.until)}"


def _when(time: ProtectedTime) -> str:
    return _day(timezone.localdate(time.answer_due_at))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _happened(case: Case, viewer: Officer) -> dict[str, Any]:
    """Milestones with the days since the one before, and the intervals that could be reckoned; as
    far as they are for this viewer."""
    events = milestones_of(case)
    if before_trial.is_withheld(viewer, case):
        known = before_trial.before_handover()
        events = [one for one in events if one.kind in known]
    rows = []
    for before, one in zip([None, *events], events, strict=False):
        days = (one.on - before.on).days if before else 0
        since = "" if before is None else "Same day" if not days else f"{days:,} days later"
        rows.append([one.label, one.on, since.replace("1 days", "1 day") if days == 1 else since])
    keys = [one.key for one in practice.current().intervals]
    between = [one for one in elapsed(events, keys) if one.days is not None]
    return {"rows": rows, "intervals": between}


def _people(case: Case, viewer: Officer, words: Words) -> list[dict[str, Any]]:
    withheld, known = before_trial.is_withheld(viewer, case), before_trial.parts_known()
    parts = case.involvements.select_related("officer").order_by("since", "id")
    return [
        {
            "name": part.officer.titled_name,
            "role": words.of("role", part.role),
            "since": part.since,
            "until": part.until,
            "left": not part.officer.is_active,
        }
        for part in parts
        if not withheld or part.role in known
    ]


def _by_lens(conversations: Any) -> list[dict[str, Any]]:
    """What was raised at earlier points, lens by lens, each with where it stands. How people are
    stays where it was said: this page is printed, and may go to court."""
    lenses: dict[str, list[dict[str, Any]]] = {}
    for one in conversations:
        for said in said_of_the_work(one):
            if said.words:
                lenses.setdefault(said.title, []).append({**_where(one), "words": said.words})
    return [{"title": title, "said": said} for title, said in lenses.items()]


def _where(revision: ConversationRevision) -> dict[str, Any]:
    return {
        "title": title_of(revision.point.kind),
        "on": revision.at,
        "by": revision.by.titled_name,
        "href": reverse("point", kwargs={"ref": revision.point.ref}),
    }


def _section(revision: Any) -> dict[str, Any]:
    section = revision.section
    kind = section_kind(section.key)
    title = kind.title if kind else section.key.replace("_", " ").capitalize()
    said = kind.said(revision.answers) if kind else []
    return {
        "heading": f"{title_of(section.point.kind)}: {title[:1].lower() + title[1:]}",
        "on": revision.at,
        "by": revision.by.titled_name,
        "href": reverse("point", kwargs={"ref": section.point.ref}),
        "said": said,
    }
