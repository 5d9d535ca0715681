"""The template environment: the design system's macros, our own parts, formats and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Template,
    Undefined,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from stillpoint.site import fields, formats
from stillpoint.site.addresses import address


class NamesMustExist(Undefined):
    """A name that no view gave is an error; a key that a macro's dictionary lacks is empty.

    The design system's macros ask their parameters for keys that may be absent, and pass on a
    name called ``undefined``; nothing of ours may.
    """

    __slots__ = ()

    def _must_be_lenient(self) -> None:
        if not isinstance(self._undefined_obj, dict) and self._undefined_name not in LENIENT:
            self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        self._must_be_lenient()
        return False

    def __str__(self) -> str:
        self._must_be_lenient()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._must_be_lenient()
        return iter(())

    def __len__(self) -> int:
        self._must_be_lenient()
        return 0

    def __eq__(self, other: object) -> bool:
        self._must_be_lenient()
        return isinstance(other, Undefined)

    def __hash__(self) -> int:
        return id(type(self))


# What the design system's macros themselves leave out: its word for "nothing", and an inline
# condition without its other half, which has no name.
LENIENT = {"undefined", "null", "caller", None}


class SharedMacros(Template):
    """A template whose macros are made once.

    A template imported for its macros is made anew where the importing one has globals of its own.
    Ours never have, but to find that out Jinja compares both sets of names at every import: more
    than a hundred times for a page of the design system's macros.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def environment(**options: Any) -> Environment:
    """What ``settings.TEMPLATES`` asks for; Django gives the loader of the rooms' templates."""
    strict = settings.TRAIL_MUST_NOT_MISS and not settings.DEMO
    options["undefined"] = NamesMustExist if strict else Undefined
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            PackageLoader("django.forms", "jinja2"),
        ]
    )
    made = Environment(  # noqa: S701 - Django's backend passes autoescape=True; see the test
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"], **options
    )
    made.template_class = SharedMacros
    made.globals.update(
        url=address,
        static=static,
        field_parameters=fields.parameters,
        error_list=fields.error_list,
        revealed_fields=fields.revealed,
    )
    made.filters.update(formats.FILTERS)
    return made
