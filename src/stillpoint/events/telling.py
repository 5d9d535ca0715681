"""Tell people that something waits for them: on screen at once, by e-mail from the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.events.claiming import back_off
from stillpoint.events.models import Message
from stillpoint.events.working import keep_lease
from stillpoint.trust.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

EMAILED_AT_ONCE = 200


def tell(
    officer: AbstractBaseUser, *, subject: str, text: str, link: str = "", key: str
) -> Message:
    """Leave a message for the officer, once: the same ``key`` again returns what was left.

    E-mail leaves the force's case systems, so ``subject`` and ``text`` say that something waits
    and never what it is about: no case content, no names. ``link`` is a path of this service.
    """
    if "\n" in subject or "\r" in subject:
        raise ValueError("A message's subject is one line.")
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"A message links to a path of this service, not to {link}.")
    if not key:
        raise ValueError("A message needs a key, so that it is left once.")
    message, _ = Message.objects.get_or_create(
        to_id=officer.pk, key=key, defaults={"subject": subject, "text": text, "link": link}
    )
    return message


def messages_for(officer: AbstractBaseUser, *, unseen: bool = False) -> QuerySet[Message]:
    """The officer's messages, newest first."""
    messages = Message.objects.filter(to_id=officer.pk)
    return messages.filter(seen_at__isnull=True) if unseen else messages


def unseen_but(officer: AbstractBaseUser, links: set[str], *, most: int) -> list[Message]:
    """The newest messages that the officer has not seen, without those that lead to ``links``."""
    if links:
        return list(messages_for(officer, unseen=True).exclude(link__in=links)[:most])
    return _newest_unseen(officer.pk, most=most)


@prepared
def _newest_unseen(officer: int, *, most: int) -> QuerySet[Message]:
    return Message.objects.filter(to=officer, seen_at__isnull=True)[:most]


def mark_seen(officer: AbstractBaseUser, *, key: str = "") -> int:
    """Note that the officer has seen a message, or with no ``key`` all of them."""
    messages = messages_for(officer, unseen=True)
    return (messages.filter(key=key) if key else messages).update(seen_at=timezone.now())


def keep_unsent_off_email(officer: AbstractBaseUser) -> int:
    """What has not been e-mailed to the officer by now never is: they have left, and what it said
    is not waiting for them when they come back. Returns how many."""
    unsent = Message.objects.filter(to_id=officer.pk, emailed_at__isnull=True)
    return unsent.filter(on_screen_only=False).update(on_screen_only=True)


def send_waiting_messages() -> int:
    """E-mail what has not been e-mailed, to people still active; returns how many.

    At least once: a message is marked only after the mail server took it. When the server cannot
    be reached the error is raised, the job is tried again and everything still waits. A message
    that the server refuses by itself waits longer each time and does not hold up the others.
    """
    now = timezone.now()
    sent = 0
    for message, connection in _with_connection(_waiting(now)):
        try:
            _as_email(message, connection).send()
        except (SMTPRecipientsRefused, SMTPResponseException):
            message.email_tries = min(message.email_tries + 1, 1000)
            message.email_due_at = now + back_off(message.email_tries)
            message.save(update_fields=["email_tries", "email_due_at"])
        else:
            message.emailed_at = timezone.now()
            message.save(update_fields=["emailed_at"])
            sent += 1
        keep_lease()
    return sent


def _waiting(now: dt.datetime) -> list[Message]:
    waiting = Message.objects.filter(
        emailed_at__isnull=True,
        on_screen_only=False,
        email_due_at__lte=now,
        to__is_active=True,
    )
    return list(waiting.select_related("to").order_by("email_due_at", "id")[:EMAILED_AT_ONCE])


def _with_connection(messages: list[Message]) -> Iterator[tuple[Message, BaseEmailBackend]]:
    if not messages:
        return
    with mail.get_connection() as connection:
        for message in messages:
            yield message, connection


def _as_email(message: Message, connection: BaseEmailBackend) -> mail.EmailMessage:
    address = getattr(settings, "STILLPOINT_ADDRESS", "http://127.0.0.1:8000")
    body = message.text
    if message.link:
        body = f"{body}\n\n{urljoin(address, message.link)}\n"
    # One Message-ID for a message: if it is sent twice, mail programs can show it once.
    return mail.EmailMessage(
        subject=message.subject,
        body=body,
        to=[message.to.email],
        connection=connection,
        headers={
            "Message-ID": f"<message.{message.pk}.{int(message.created.timestamp())}@stillpoint>"
        },
    )
