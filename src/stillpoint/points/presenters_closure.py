"""Closure notices as rows and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from stillpoint import practice
from stillpoint.cases.before_trial import status_of
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.points import access_closure as access
from stillpoint.points.closure import BY_NAME
from stillpoint.points.models import ClosureNotice, NoticeState

COLOURS = {
    NoticeState.WANTED: "grey",
    NoticeState.DUE: "blue",
    NoticeState.HELD_BACK: "yellow",
    NoticeState.SENT: "green",
}
WORDS = {
    NoticeState.WANTED: "You will hear where the case stands once there is something to say.",
    NoticeState.DUE: "The supervisor of the case is asked to tell you where it stands.",
    NoticeState.WITHDRAWN: "You said that you would rather not hear. You can ask again.",
    NoticeState.LAPSED: "The officer has left.",
}


def notice_rows(notices: Iterable[ClosureNotice]) -> list[dict[str, Any]]:
    """One line for a notice: which case, where it is."""
    return [
        {
            "href": reverse("closure-notice", kwargs={"ref": one.ref}),
            "title": f"Case {one.case.reference}",
            "hint": f"Asked {one.asked_at:%d/%m/%Y}",
            "status": one.get_state_display(),
            "colour": COLOURS.get(NoticeState(one.state), ""),
        }
        for one in notices
    ]


def notice_page(notice: ClosureNotice, viewer: Officer) -> dict[str, Any]:
    """The notice for the officer who asked, or for whoever sends it."""
    mine = notice.officer_id == viewer.pk
    state = NoticeState(notice.state)
    told = state in (NoticeState.SENT, NoticeState.READ)
    return {
        "notice": notice,
        "mine": mine,
        "told": told,
        "words": WORDS.get(state, "") if mine else "",
        "held_back": notice.held_back_reason if state == NoticeState.HELD_BACK else "",
        "before_trial": practice.current().handover.closure.before_trial
        if told and notice.trial_to_come
        else "",
        "can_withdraw": mine and state in BY_NAME["withdraw"].before,
        "can_ask_again": mine and state in BY_NAME["ask again"].before,
        "can_say_complete": mine and state in BY_NAME["statement"].before,
        "can_send": state in BY_NAME["send"].before and bool(access.can_send(viewer, notice)),
    }


def send_page(notice: ClosureNotice) -> dict[str, Any]:
    """What the sender is shown beside the form."""
    stands = status_of(notice.case)
    model = practice.current().handover.closure
    return {
        "notice": notice,
        "stands": stands.text if stands else "",
        "held_back": model.held_back,
    }


def asking_about(case: Case, viewer: Officer) -> dict[str, Any]:
    """The press that asks to hear, for those who answered the call, or where the answer stands."""
    found = access.notices_of(viewer).filter(case=case).order_by("-occasion").first()
    if found is not None and found.state != NoticeState.WITHDRAWN:
        return {
            "notice_href": reverse("closure-notice", kwargs={"ref": found.ref}),
            "notice_words": found.get_state_display(),
            "can_ask": False,
        }
    may = bool(access.can_ask_to_hear(viewer, case))
    return {"notice_href": "", "notice_words": "", "can_ask": may}
