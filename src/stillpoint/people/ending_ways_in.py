"""End every way into an account: what was set up by whoever held it does not pass on."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.facts import WaysInEnded
from stillpoint.people.models import Officer


def end_sessions(officer: Officer) -> int:
    """Sign the officer out everywhere. Returns how many sessions ended."""
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(officer.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def end_ways_in(officer: Officer) -> None:
    """End sessions, password, passkeys, codes and the tie to the force's own sign-in, inside an
    act. Links to set a password that were sent before no longer open either: they hang on the
    password. Rooms above end what else leads in."""
    end_sessions(officer)
    Authenticator.objects.filter(user=officer).delete()
    SocialAccount.objects.filter(user=officer).delete()
    EmailAddress.objects.filter(user=officer).delete()
    officer.set_unusable_password()
    officer.save(update_fields=["password"])
    announce(WaysInEnded(officer=officer.ref))
