"""Every address that the service has, as Django's own table of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """``name`` with its namespaces (``cases:case``); ``route`` from the root; ``view`` as wired."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def is_ours(self) -> bool:
        return self.view.__module__.startswith("stillpoint.")

    @property
    def rule(self) -> Callable[..., Any] | None:
        found: Callable[..., Any] | None = getattr(self.view, "access_rule", None)
        return found

    @property
    def open_to_all(self) -> str:
        return str(getattr(self.view, "open_to_all", ""))


def every_address() -> list[Address]:
    return list(_under(get_resolver(), "", ()))


def _under(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            name = ":".join([*spaces, one.name or route])
            yield Address(name, route, one.callback)
        else:
            named = [one.namespace] if one.namespace else []
            yield from _under(one, route, (*spaces, *named))
