"""What the pages of this room show of holds, in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.disclosure import access
from stillpoint.disclosure.holding import standing_holds
from stillpoint.disclosure.models import Hold
from stillpoint.people.models import Officer


@dataclass(frozen=True)
class HoldLine:
    """A hold as a line on the page of its case. ``reason`` and ``href`` are empty for those who
    do not place holds."""

    words: str
    reason: str = ""
    href: str = ""


def label_of(kind: str) -> str:
    """The label of a kind of hold; one that the practice model no longer has is its key."""
    labels = {one.key: one.label for one in practice.current().retention.holds}
    return labels.get(kind, kind)


def hold_lines(case: Case, viewer: Officer) -> list[HoldLine]:
    """For those who place holds each hold, its kind and reason; for everybody else one line, that
    nothing is erased. The kind is not for them: “Conduct” would tell somebody what is not to be
    told yet."""
    holds = list(standing_holds(case))
    if not access.can_hold(viewer):
        kept = "nothing that is held here about it is erased"
        return [HoldLine(f"On hold since {_day(one)}: {kept}") for one in holds[:1]]
    return [
        HoldLine(
            words=f"On hold since {_day(hold)}: {label_of(hold.kind)}",
            reason=hold.reason,
            href=reverse("hold", kwargs={"ref": hold.ref}),
        )
        for hold in holds
    ]


def place_hold_address(case: Case, viewer: Officer) -> str:
    """Where a hold is placed on the case; empty for those who do not place holds."""
    if not access.can_hold(viewer):
        return ""
    return f"{reverse('hold-place')}?{urlencode({'case': case.ref})}"


def schedule_address(case: Case, viewer: Officer) -> str:
    """The schedule of the case and every record that exists of it; empty for those who may not."""
    if not access.can_see_queue(viewer):
        return ""
    return reverse("disclosure-schedule", kwargs={"ref": case.ref})


def erasure_request_address(case: Case, viewer: Officer) -> str:
    """Where an erasure that somebody has asked for is proposed; empty for those who may not."""
    if not access.can_hold(viewer):
        return ""
    return reverse("retention-request", kwargs={"ref": case.ref})


def _day(hold: Hold) -> str:
    day = timezone.localdate(hold.placed_at)
    return f"{day.day} {day:%B %Y}"
