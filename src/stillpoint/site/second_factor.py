"""A second factor for whoever holds a role that opens more than their own cases.

A password alone can be read over a shoulder or caught by a false page. Whoever signed in with one
and holds such a role opens nothing until an authenticator app or a passkey is set up; everybody
else is offered one. Sign-in with the force's own provider counts when the force says that the
provider demands a second factor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stillpoint import practice
from stillpoint.people.access import has_role, is_system
from stillpoint.people.ending_ways_in import end_sessions
from stillpoint.people.models import Officer
from stillpoint.site.signing_in import anyone_signed_in
from stillpoint.site.typed import typed_values
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, Refused, no
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared
from stillpoint.trust.screens import screen, who_asks

ALL, ROLES, NOBODY = "all", "roles", "nobody"
COUNTS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Pages about one's own account, behind which nothing of anybody else's stands.
ALWAYS_OPEN = {"account", "second-factor"}


def is_asked_of(officer: Officer) -> bool:
    """Whether this person must have a second factor, by the setting and the roles they hold."""
    asked = settings.STILLPOINT_SECOND_FACTOR
    if asked not in (ALL, ROLES, NOBODY):
        raise ImproperlyConfigured(
            f"STILLPOINT_SECOND_FACTOR is “{asked}”. Set it to all, roles or nobody."
        )
    return asked == ALL or (asked == ROLES and bool(roles_that_ask(officer)))


def roles_that_ask(officer: Officer) -> list[str]:
    """The names of the roles held for which a second factor is asked."""
    labels = {role.key: role.label for role in practice.current().roles}
    asked = settings.STILLPOINT_SECOND_FACTOR_ROLES
    return [labels.get(role, role) for role in asked if has_role(officer, role)]


def has_one(officer: Officer) -> bool:
    return bool(_set_up(officer.pk))


@prepared
def _set_up(officer: int) -> Any:
    held = Authenticator.objects.filter(user=officer, type__in=COUNTS)
    return held.values_list("pk", flat=True)[:1]


def is_due(request: HttpRequest) -> bool:
    """Whether the person who is signed in must set one up before anything else opens."""
    officer = who_asks(request)
    if not isinstance(officer, Officer) or not is_asked_of(officer):
        return False
    return not (_provider_asked(request, officer) or has_one(officer))


def _provider_asked(request: HttpRequest, officer: Officer) -> bool:
    if not settings.STILLPOINT_OIDC_ASKS_SECOND_FACTOR:
        return False
    records = get_authentication_records(request, officer)
    return any(record.get("method") == "socialaccount" for record in records)


class SecondFactorMiddleware:
    """Stands before every page behind a rule: until the second factor is there, none opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not hasattr(view, "access_rule") or (match and match.view_name in ALWAYS_OPEN):
            return None
        return wait_for_it(request) if is_due(request) else None


def wait_for_it(request: HttpRequest) -> HttpResponse:
    """What stands in place of the page. What was posted is shown again, to copy; it is not taken
    and not kept."""
    if request.method != "POST":
        onward = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('second-factor')}?{onward}")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"sign_in": reverse("second-factor")}, status=401)
    context = {"typed": typed_values(request), "had_files": bool(request.FILES)}
    return render(request, "second_factor_first.jinja", context, status=403)


@screen(anyone_signed_in, quiet="one's own ways to sign in")
def second_factor(request: HttpRequest) -> HttpResponse:
    """What to set up, why, and how; and the way on when it is done."""
    officer = request.user
    assert isinstance(officer, Officer)
    onward = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return render(
        request,
        "pages/second_factor.jinja",
        {
            "due": is_due(request),
            "has_one": has_one(officer),
            "asked": is_asked_of(officer),
            "roles": roles_that_ask(officer),
            "onward": onward if safe else "/",
        },
    )


@act
def remove_second_factors(*, by: ActsAs, officer: Officer) -> int:
    """Take away what the officer has lost and sign them out; at the console only. Returns how
    many passkeys and codes were removed."""
    if not is_system(by):
        raise Refused(no("Only whoever runs the server can remove a second factor."))
    if not Authenticator.objects.filter(user=officer).exists():
        raise CannotDo(f"{officer.full_name} has no passkey and no codes: there is none to remove.")
    removed = int(Authenticator.objects.filter(user=officer).delete()[0])
    end_sessions(officer)
    trail.record(Operation.ERASURE, "remove second factors", by=by, about=officer)
    return removed


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Whoever must have a second factor does not take the last one away."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        officer = authenticator.user
        if not isinstance(officer, Officer) or not is_asked_of(officer):
            return True
        others = Authenticator.objects.filter(user=officer, type__in=COUNTS)
        return bool(others.exclude(pk=authenticator.pk).exists())
