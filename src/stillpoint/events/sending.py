"""E-mail what waits: by the worker alone, so that no page ever waits for a mail server."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException, SMTPServerDisconnected
from urllib.parse import urljoin

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.events import wiring
from stillpoint.events.claiming import back_off
from stillpoint.events.models import Message, ScheduledJob
from stillpoint.events.working import keep_lease

SEND_EMAIL = "send e-mail"
EMAILED_AT_ONCE = 200
# So many letters in a row that broke the connection: then it is the server and not the letters.
MOST_BROKEN_IN_A_ROW = 3
# The server says goodbye (RFC 5321, section 3.8).
CLOSING = 421


def send_waiting_messages() -> int:
    """E-mail what has not been e-mailed, to people still active; returns how many.

    At least once: a message is marked only after the mail server took it. When the server cannot
    be reached the error is raised, the job is tried again and everything still waits. A message
    that fails by itself waits longer each time and does not hold up the others: where it broke the
    connection, another is opened.
    """
    if not has_mail_server():
        return 0
    now = timezone.now()
    sent, broken = 0, 0
    connection: BaseEmailBackend | None = None
    for message in _waiting(now):
        if connection is None:
            connection = mail.get_connection()
            connection.open()
        try:
            _as_email(message, connection).send()
        except (SMTPException, OSError, ValueError) as problem:
            _try_later(message, problem, now)
            if _breaks(problem):
                _close(connection)
                connection, broken = None, broken + 1
            if broken >= MOST_BROKEN_IN_A_ROW:
                raise
        else:
            message.emailed_at, message.email_problem = timezone.now(), ""
            message.save(update_fields=["emailed_at", "email_problem"])
            sent, broken = sent + 1, 0
        keep_lease()
    if connection is not None:
        _close(connection)
    return sent


def has_mail_server() -> bool:
    """Whether the force has given one: with none, messages stay on screen alone."""
    return bool(settings.STILLPOINT_HAS_MAIL)


def mail_fails() -> bool:
    """Whether e-mail reaches nobody now: there is no mail server, or it did not answer last."""
    if not has_mail_server():
        return True
    return ScheduledJob.objects.filter(name=SEND_EMAIL).exclude(last_problem="").exists()


def unsent(now: dt.datetime) -> QuerySet[Message]:
    """What should have been e-mailed by the moment, or failed and is tried again."""
    waiting = Message.objects.filter(
        emailed_at__isnull=True, on_screen_only=False, to__is_active=True
    )
    return waiting.filter(created__lte=now)


def _waiting(now: dt.datetime) -> list[Message]:
    waiting = unsent(now).filter(email_due_at__lte=now).select_related("to")
    return list(waiting.order_by("email_due_at", "id")[:EMAILED_AT_ONCE])


def _try_later(message: Message, problem: Exception, now: dt.datetime) -> None:
    message.email_tries = min(message.email_tries + 1, 1000)
    message.email_due_at = now + back_off(message.email_tries)
    message.email_problem = type(problem).__name__[:80]
    message.save(update_fields=["email_tries", "email_due_at", "email_problem"])


def _breaks(problem: Exception) -> bool:
    """Whether the connection is of no more use. (Each of smtplib's errors is an OSError.)"""
    if isinstance(problem, SMTPException):
        closing = getattr(problem, "smtp_code", 0) == CLOSING
        return closing or isinstance(problem, SMTPServerDisconnected)
    return isinstance(problem, OSError)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        # It was broken already; there is nothing to end.
        return


def _as_email(message: Message, connection: BaseEmailBackend) -> mail.EmailMessage:
    link = message.link
    if message.one_time_link:
        link = wiring.current().link(message.one_time_link, message.to)
    body = message.text
    if link:
        body = f"{body}\n\n{urljoin(settings.STILLPOINT_ADDRESS, link)}\n"
    # One Message-ID for a message: if it is sent twice, mail programs can show it once.
    return mail.EmailMessage(
        subject=message.subject,
        body=body,
        to=[message.address or message.to.email],
        connection=connection,
        headers={
            "Message-ID": f"<message.{message.pk}.{int(message.created.timestamp())}@stillpoint>"
        },
    )
