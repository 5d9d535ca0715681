"""Signing in: who may, with what, and what becomes of a page posted after the session ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from requests import RequestException

from stillpoint.people.models import Officer
from stillpoint.site import first_use, sign_in_trail
from stillpoint.site.by_address import known_by
from stillpoint.site.identity_provider import not_let_through, out_of_reach
from stillpoint.site.opening import open_to_all
from stillpoint.site.typed import typed_values
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.screens import screen

BACKEND = "stillpoint.site.by_address.ByAddress"


def signed_out(request: HttpRequest) -> HttpResponse:
    """A page asked for by nobody who is signed in (``screen`` calls this).

    A form that was posted is not thrown away: what was typed is shown, to copy, and a script
    that saves by itself is told where to sign in.
    """
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    context = {"typed": typed_values(request), "had_files": bool(request.FILES)}
    return render(request, "signed_out.jinja", context, status=401)


def anyone_signed_in(officer: Officer) -> Answer:
    return yes()


@screen(anyone_signed_in, quiet="one's own name and ways to sign in")
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/account.jinja")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """People come from the force's personnel system: nobody signs up. Whatever happens at the door
    stands in the trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After signing in: first the purpose notice, where it has not been read."""
        records = get_authentication_records(request, user)
        sign_in_trail.signed_in(user, str(records[-1].get("method", "")) if records else "link")
        onward: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(onward, HttpResponseRedirect) and first_use.is_due(user):
            return HttpResponseRedirect(_purpose_then(onward.url))
        return onward

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = known_by(str(credentials.get("email") or credentials.get("username") or ""))
        sign_in_trail.failed_to_sign_in(next(iter(known), None), "password")
        super().authentication_failed(request, **credentials)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the password of whoever is signed in; by whatever address they came."""
        right = bool(user.check_password(password))
        if not right:
            sign_in_trail.failed_to_sign_in(user, "password, asked for again")
        return right

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            sign_in_trail.password_set(user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Officer):
            sign_in_trail.signed_out(request.user)
        super().logout(request)


def _purpose_then(onward: str) -> str:
    return f"{reverse('purpose')}?{urlencode({'next': onward})}"


class ForceIdentity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with the force's own identity provider (OpenID Connect).

    It opens an officer's existing account, found by an e-mail address that the provider says is
    verified. It never makes an account and refuses whoever has left.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """The provider said no, was turned back at, or did not answer: in a sentence of ours."""
        sign_in_trail.failed_to_sign_in(None, "the force’s own sign-in")
        if isinstance(exception, RequestException):
            raise ImmediateHttpResponse(out_of_reach(request, exception))
        cancelled = error == AuthError.CANCELLED
        raise ImmediateHttpResponse(not_let_through(request, cancelled=cancelled))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        answer = may_sign_in(sociallogin)
        if not answer.allowed:
            sign_in_trail.failed_to_sign_in(None, "the force’s own sign-in: refused here")
            page = render(request, "sign_in_refused.jinja", {"reason": answer.reason}, status=403)
            raise ImmediateHttpResponse(page)
        if not sociallogin.is_existing:
            sociallogin.connect(request, officer_by_verified_email(sociallogin))


def may_sign_in(sociallogin: Any) -> Answer:
    officer = sociallogin.user if sociallogin.is_existing else None
    officer = officer or officer_by_verified_email(sociallogin)
    if officer is None:
        return no(
            "Your force's sign-in knows you, but nobody here has this e-mail address. "
            "Ask the Stillpoint administrator to check the address that the personnel system gives."
        )
    if not officer.is_active:
        return no("This account is closed. If you are back with the force, ask the administrator.")
    return yes()


def officer_by_verified_email(sociallogin: Any) -> Officer | None:
    """The officer with an address that the provider vouches for, or None.

    An address that is merely claimed is not enough: in Entra ID a person can be given any
    ``email``. ``email_verified`` or Entra's ``xms_edov`` must say that it was checked, unless the
    force has declared that its own tenant alone sets addresses.
    """
    claims = sociallogin.account.extra_data
    claims = claims.get("id_token") or claims.get("userinfo") or claims
    email = str(claims.get("email") or "").strip()
    vouched = any(claims.get(name) in (True, "true", "1", 1) for name in VOUCHING)
    if not email or not (vouched or settings.STILLPOINT_OIDC_EMAILS_ARE_VERIFIED):
        return None
    return next(iter(known_by(email)), None)


VOUCHING = ("email_verified", "xms_edov")


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as in the demonstration."""

    officer: Officer
    role: str
    comes_to: str


def demo_people() -> list[DemoPerson]:
    """The people that the demonstration's generator offers, in its order."""
    file = settings.VAR / "demo_people.json"
    if not file.exists():
        return []
    listed = json.loads(file.read_text())
    emails = [entry["email"] for entry in listed]
    found = {officer.email: officer for officer in Officer.objects.filter(email__in=emails)}
    return [
        DemoPerson(found[entry["email"]], entry["role"], entry["comes_to"])
        for entry in listed
        if entry["email"] in found
    ]


@open_to_all("the demonstration's door; it answers 404 in every other installation")
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One person for each role, to sign in as with one press. Only in a demonstration."""
    if not settings.DEMO:
        raise Http404
    people = demo_people()
    if request.method == "POST":
        chosen = [p for p in people if p.officer.ref == request.POST.get("person")]
        if not chosen:
            raise Http404
        login(request, chosen[0].officer, backend=BACKEND)
        sign_in_trail.signed_in(chosen[0].officer, "the demonstration’s door")
        onward = reverse("purpose") if first_use.is_due(chosen[0].officer) else "/"
        return HttpResponseRedirect(onward)
    return render(request, "pages/demo_sign_in.jinja", {"people": people})
