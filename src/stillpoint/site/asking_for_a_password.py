"""Ask for a link to set a password: the page does the same work whoever asks, and the worker sends
the letter.

Whether an address is known, and whether the mail server answers, shows neither in what the page
says nor in how long it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.announcing import announce
from stillpoint.events.facts import Fact, fact
from stillpoint.events.telling import tell
from stillpoint.people.first_administrators import path_to_set_password
from stillpoint.people.models import Officer
from stillpoint.site.by_address import known_by
from stillpoint.site.sign_in_trail import DOOR, VISITOR
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.models import Operation
from stillpoint.trust.references import new_reference

CHOOSE_LINK = "a link to set a password"
LINKS = {CHOOSE_LINK: path_to_set_password}
TEXT = (
    "Someone, we hope you, asked for a password for your account in Stillpoint. Choose one at this "
    "address. It opens once, within three days. If it was not you, do nothing: nothing has changed."
)


@fact
@dataclass(frozen=True)
class PasswordAsked(Fact):
    """Someone asked for a link. ``officer``: empty where nobody in the force has the address;
    ``asking``: tells one asking from another."""

    officer: str
    asking: str


@act
def ask_for_password(*, address: str) -> None:
    """Have a link sent to whoever in the force has the address; the same work where nobody has."""
    officer = next((one for one in known_by(address) if one.is_active), None)
    trail.record(
        Operation.ALTERATION,
        "ask for a link to set a password",
        by=VISITOR,
        about=officer or DOOR,
    )
    announce(PasswordAsked(officer=officer.ref if officer else "", asking=new_reference()))


def write_letter(fact: PasswordAsked) -> None:
    """The worker's part. The link itself is made when the letter is sent, and lies nowhere."""
    officer = Officer.objects.filter(ref=fact.officer, is_active=True).first()
    if officer is None:
        return
    tell(
        officer,
        subject="Stillpoint: set your password",
        text=TEXT,
        key=f"password:{fact.asking}",
        by_email_only=True,
        one_time_link=CHOOSE_LINK,
    )
