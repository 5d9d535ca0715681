"""What every page's frame needs: marking, navigation, the person, messages, the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

import stillpoint
from stillpoint.site import navigation
from stillpoint.site.addresses import address

MARKING = "OFFICIAL-SENSITIVE"
HANDLING = (
    "Need to know only. Do not forward, photograph or print without cause; keep prints as case "
    "papers."
)


@dataclass(frozen=True)
class Shell:
    """The frame of a page. ``person`` is None until somebody has signed in."""

    person: Any = None
    navigation: list[dict[str, Any]] = field(default_factory=list)
    leave_url: str = ""
    notices: list[dict[str, str]] = field(default_factory=list)
    demo: bool = False
    version: str = ""
    marking: str = MARKING
    handling: str = HANDLING


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the Jinja2 templates: one name, ``shell``."""
    return {"shell": frame(request)}


def frame(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    here = request.get_full_path() if request.method == "GET" else ""
    return Shell(
        person=person,
        navigation=navigation.items_for(request),
        leave_url=address("leave") + (f"?{urlencode({'back': here})}" if here else ""),
        notices=_notices(request),
        demo=settings.DEMO,
        version=stillpoint.__version__,
    )


def _notices(request: HttpRequest) -> list[dict[str, str]]:
    """Messages to the person, each shown once."""
    if not hasattr(request, "_messages"):
        return []
    return [{"text": str(message), "level": message.level_tag} for message in get_messages(request)]
