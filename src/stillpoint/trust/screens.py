"""What makes a function a page: a rule of access, a reason when refused, an entry in the trail."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterable
from typing import Any, Concatenate

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import LazyObject
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from stillpoint.trust import trail
from stillpoint.trust.acting import TrailMissing
from stillpoint.trust.answers import Answer, CannotDo, Refused
from stillpoint.trust.full_disk import is_full
from stillpoint.trust.models import Operation
from stillpoint.trust.trail import Subject

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)
DISK_FULL = (
    "The disk of the server is full, so this was not saved. Your words are kept in this tab and "
    "sent again. Tell whoever runs Stillpoint."
)

# A page, a form shown again, and what someone else has saved meanwhile.
SHOWN = (200, 400, 409, 422)
DOUBLED = (
    "The same was sent twice at the same moment, or somebody else just entered it. What came first "
    "is kept: open the page again and look."
)


def screen(
    rule: Callable[..., Answer], *, find: Callable[..., Any] | None = None, quiet: str = ""
) -> Callable[[Callable[Concatenate[HttpRequest, ...], HttpResponse]], View]:
    """Turn ``view(request, thing, ...)`` into a page behind ``rule(officer, thing)``.

    ``find`` takes those of the URL's keyword arguments that it names and returns the thing, or
    raises the model's DoesNotExist; the view gets the thing and the other arguments. Without
    ``find`` the rule is asked with the officer alone. Whatever answers with content, a form that is
    shown again or what someone else saved among it, must have called ``consulted`` or run an act
    that left an entry; ``quiet`` gives the reason why a page shows nothing about anyone (a form
    that is still empty, say).
    """

    taken = set(inspect.signature(find).parameters) if find else set()

    def decorate(view: Callable[Concatenate[HttpRequest, ...], HttpResponse]) -> View:
        @functools.wraps(view)
        @never_cache
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not who_asks(request).is_authenticated:
                signed_out: View = import_string(settings.STILLPOINT_SIGNED_OUT)
                return signed_out(request)
            left = trail.entries_left()
            try:
                things = _found(find, taken, kwargs)
                answer = rule(request.user, *things)
                if not answer.allowed:
                    return refused(request, answer)
                rest = {name: kwargs[name] for name in kwargs if name not in taken}
                response = view(request, *things, **rest)
            except ObjectDoesNotExist:
                raise Http404 from None
            except Refused as refusal:
                return refused(request, refusal.answer)
            except CannotDo as problem:
                return cannot_do(request, problem)
            except (OSError, DatabaseError) as fault:
                if is_full(fault):
                    return disk_full(request)
                if _is_doubled(fault):
                    return cannot_do(request, CannotDo(DOUBLED))
                raise
            _must_have_left_an_entry(request, response, view, left, quiet)
            return response

        page.access_rule = rule  # type: ignore[attr-defined]
        page.quiet = quiet  # type: ignore[attr-defined]
        return page

    return decorate


def who_asks(request: HttpRequest) -> Any:
    """Whoever asks for the page, from here on themselves and not Django's stand-in for them: rules
    ask them a hundred things for one page, and the stand-in looks each up the long way."""
    if request.user.is_authenticated and isinstance(request.user, LazyObject):
        request.user = request.user._wrapped
    return request.user


def _found(
    find: Callable[..., Any] | None, taken: set[str], kwargs: dict[str, Any]
) -> tuple[Any, ...]:
    if find is None:
        return ()
    return (find(**{name: value for name, value in kwargs.items() if name in taken}),)


def _is_doubled(fault: BaseException) -> bool:
    """Whether what may be there once was put in by another since the act looked."""
    return isinstance(fault, IntegrityError) and "unique" in str(fault).lower()


def consulted(request: HttpRequest, about: Subject | Iterable[Subject], *, act: str) -> None:
    """Say in the trail which records this page shows to the person who asked for it."""
    subjects = [about] if isinstance(about, str) or hasattr(about, "_meta") else list(about)
    trail.record(Operation.CONSULTATION, act, by=request.user, about=subjects)  # type: ignore[arg-type]


def refused(request: HttpRequest, answer: Answer) -> HttpResponse:
    return render(request, "refused.jinja", {"reason": answer.reason}, status=403)


def cannot_do(request: HttpRequest, problem: CannotDo) -> HttpResponse:
    """A business rule said no outside a form: say what is wrong, and the way back."""
    return render(request, "cannot_do.jinja", {"message": problem.message}, status=409)


def disk_full(request: HttpRequest) -> HttpResponse:
    """Nothing can be written, and so nothing be read either: every reading is an entry. What was
    posted is shown again, to copy. A status of 500 or more keeps the session from being saved."""
    logger.error("The disk is full: nothing can be saved.")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"problem": DISK_FULL}, status=507)
    typed: Callable[[HttpRequest], list[Any]] = import_string(settings.STILLPOINT_TYPED)
    context = {"typed": typed(request), "had_files": bool(request.FILES)}
    return render(request, "disk_full.jinja", context, status=507)


def _must_have_left_an_entry(
    request: HttpRequest, response: HttpResponse, view: View, left: int, quiet: str
) -> None:
    if quiet or not _shows_content(request, response) or trail.entries_left() > left:
        return
    if settings.TRAIL_MUST_NOT_MISS:
        raise TrailMissing(f"{view.__module__}.{view.__qualname__} showed records and said nothing")


def _shows_content(request: HttpRequest, response: HttpResponse) -> bool:
    """A page, and what someone else saved as a script reads it. A script that saved gets back a
    time and its own words."""
    if isinstance(response, JsonResponse) and request.method == "POST":
        return response.status_code == 409
    return response.status_code in SHOWN
