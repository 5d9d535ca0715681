"""Thank somebody for good practice (P86)."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.learning.facts import ThanksSent
from stillpoint.learning.models import Recognition
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation


@act
def send_thanks(*, by: Officer, to: Officer, text: str, source: str = "") -> Recognition:
    """Send thanks in words. The same words to the same person again are the same thanks."""
    words = text.strip()
    if not words:
        raise CannotDo("Say what was done well.", field="text")
    if by.pk == to.pk:
        raise CannotDo("Thanks go to somebody else.")
    # Two presses at the same moment wait for each other here.
    to = Officer.objects.select_for_update().get(pk=to.pk)
    thanks, new = Recognition.objects.get_or_create(to=to, sent_by=by, source=source, text=words)
    if not new:
        trail.nothing_changed()
        return thanks
    trail.record(
        Operation.COLLECTION, "send thanks", by=by, about=[thanks, to], after={"text": words}
    )
    announce(ThanksSent(thanks=thanks.ref))
    return thanks


@act
def note_thanks_seen(*, by: Officer, thanks: Recognition) -> None:
    if thanks.to_id != by.pk or thanks.seen_at:
        trail.nothing_changed()
        return
    thanks.seen_at = timezone.now()
    thanks.save(update_fields=["seen_at"])
    trail.record(Operation.CONSULTATION, "read thanks", by=by, about=thanks)
