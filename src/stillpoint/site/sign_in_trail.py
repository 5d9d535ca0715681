"""Who signed in, failed to, set a password or changed a second factor, as the trail says it.

No entry holds a password or what was typed as an address: a known address is named as its officer.
The sign-in library tells most of it through its adapter (``signing_in.Accounts``), and changes of
second factors through its own signals, which are heard here and nowhere else.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals

from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.actors import Actor
from stillpoint.trust.models import Operation

# Whoever stands before the door, before it is known who they are.
VISITOR = Actor("visitor", "sign-in")
DOOR = "sign-in"


def signed_in(officer: Officer, method: str) -> None:
    trail.record(
        Operation.CONSULTATION, "sign in", by=officer, about=officer, note=f"by {method}"[:80]
    )


def signed_out(officer: Officer) -> None:
    trail.record(Operation.CONSULTATION, "sign out", by=officer, about=officer)


def failed_to_sign_in(officer: Officer | None, why: str) -> None:
    """``why``: which step failed, in our words."""
    trail.record(
        Operation.CONSULTATION,
        "fail to sign in",
        by=VISITOR,
        about=officer or DOOR,
        note=why,
    )


def password_set(officer: Officer) -> None:
    trail.record(Operation.ALTERATION, "set a password", by=officer, about=officer)


def _factor(act: str) -> Any:
    def heard(*, user: Any, authenticator: Any, **_: Any) -> None:
        if isinstance(user, Officer):
            trail.record(
                Operation.ALTERATION, act, by=user, about=user, note=str(authenticator.type)
            )

    return heard


def _code_failed(*, user: Any, authenticator: Any, **_: Any) -> None:
    if isinstance(user, Officer):
        failed_to_sign_in(user, f"second factor: {authenticator.type}")


HEARD = (
    (signals.authenticator_added, _factor("add a second factor")),
    (signals.authenticator_removed, _factor("remove a second factor")),
    (signals.authenticator_reset, _factor("make new recovery codes")),
    (signals.authentication_failed, _code_failed),
)


def listen() -> None:
    """Called once, when the service starts."""
    for signal, heard in HEARD:
        signal.connect(heard, dispatch_uid=f"stillpoint-{id(signal)}")
