"""Tell people that something waits for them: on screen at once, by e-mail from the worker
(``sending``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.events.models import Message
from stillpoint.trust.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class Letter(TypedDict, total=False):
    """What a letter about how one gets in has besides a message (``Message``)."""

    address: str
    by_email_only: bool
    one_time_link: str


def tell(
    officer: AbstractBaseUser,
    *,
    subject: str,
    text: str,
    link: str = "",
    key: str,
    **more: Unpack[Letter],
) -> Message:
    """Leave a message for the officer, once: the same ``key`` again returns what was left.

    E-mail leaves the force's case systems, so ``subject`` and ``text`` say that something waits
    and never what it is about: no case content, no names. ``link`` is a path of this service.
    ``more`` makes it a letter about how one gets in (``Message``).
    """
    if "\n" in subject or "\r" in subject:
        raise ValueError("A message's subject is one line.")
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"A message links to a path of this service, not to {link}.")
    if not key:
        raise ValueError("A message needs a key, so that it is left once.")
    message, _ = Message.objects.get_or_create(
        to_id=officer.pk,
        key=key,
        defaults={"subject": subject, "text": text, "link": link, **more},
    )
    return message


def messages_for(officer: AbstractBaseUser, *, unseen: bool = False) -> QuerySet[Message]:
    """The officer's messages, newest first."""
    messages = Message.objects.filter(to_id=officer.pk, by_email_only=False)
    return messages.filter(seen_at__isnull=True) if unseen else messages


def unseen_but(officer: AbstractBaseUser, links: set[str], *, most: int) -> list[Message]:
    """The newest messages that the officer has not seen, without those that lead to ``links``."""
    if links:
        return list(messages_for(officer, unseen=True).exclude(link__in=links)[:most])
    return _newest_unseen(officer.pk, most=most)


@prepared
def _newest_unseen(officer: int, *, most: int) -> QuerySet[Message]:
    return Message.objects.filter(to=officer, seen_at__isnull=True, by_email_only=False)[:most]


def mark_seen(officer: AbstractBaseUser, *, key: str = "") -> int:
    """Note that the officer has seen a message, or with no ``key`` all of them."""
    messages = messages_for(officer, unseen=True)
    return (messages.filter(key=key) if key else messages).update(seen_at=timezone.now())


def keep_unsent_off_email(officer: AbstractBaseUser) -> int:
    """What has not been e-mailed to the officer by now never is: they have left, and what it said
    is not waiting for them when they come back. Returns how many."""
    unsent = Message.objects.filter(to_id=officer.pk, emailed_at__isnull=True)
    return unsent.filter(on_screen_only=False).update(on_screen_only=True)
