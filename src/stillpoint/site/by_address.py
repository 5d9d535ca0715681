"""Who is known by an e-mail address: the personnel record alone says so.

The sign-in library keeps addresses in a table of its own, in which an old one would live on. An
address may pass from a leaver to a joiner, so people in the force come first.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from stillpoint.people.models import Officer


def known_by(email: str) -> list[Officer]:
    """Everyone with the address, whoever is in the force first."""
    return list(Officer.objects.filter(email__iexact=email.strip()).order_by("-is_active", "pk"))


class ByAddress(AuthenticationBackend):  # type: ignore[misc]
    def _authenticate_by_email(self, email: str, password: str) -> Any:
        checked = (self._check_password(one, password) for one in known_by(email))
        return next((one for one in checked if one is not None), None)
