"""At first use a person reads what Stillpoint is for, what it is not, and who can read it."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.site.models import PurposeRead
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.models import Operation

# Raise it when the notice changes in substance: everybody reads it again.
WORDING = 2


def is_due(officer: Officer) -> bool:
    return not PurposeRead.objects.filter(officer=officer, wording=WORDING).exists()


@act
def confirm_purpose(*, by: Officer) -> None:
    """Record that the officer has read the notice; a second time changes nothing."""
    _, new = PurposeRead.objects.get_or_create(
        officer=by, wording=WORDING, defaults={"at": timezone.now()}
    )
    if new:
        trail.record(Operation.COLLECTION, "confirm the purpose notice", by=by, about=by)
    else:
        trail.nothing_changed()
