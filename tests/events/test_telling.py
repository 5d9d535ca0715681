from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from stillpoint.events.models import Message
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.telling import mark_seen, messages_for, tell
from stillpoint.people.models import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


class ServerDown(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError

    def send_messages(self, messages: Sequence[mail.EmailMessage]) -> int:
        raise ConnectionRefusedError


class RefusesAmara(EmailBackend):
    def send_messages(self, messages: Sequence[mail.EmailMessage]) -> int:
        if "amara.okafor@force.example" in messages[0].to:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def leave(officer: Officer, key: str = "risk:R1:raised") -> Message:
    return tell(
        officer,
        subject="A live risk waits for you",
        text="Somebody raised a live risk and you are to receive it.",
        link="/risks/R1/",
        key=key,
    )


def colleague() -> Officer:
    return Officer.objects.create(
        number="5678",
        given_name="Rhys",
        family_name="Pugh",
        email="rhys.pugh@force.example",
        rank="sergeant",
    )


def test_the_same_thing_is_told_to_an_officer_once(officer: Officer) -> None:
    assert leave(officer) == leave(officer)


def test_the_same_thing_is_told_to_each_of_two_officers(officer: Officer) -> None:
    leave(officer)
    assert leave(colleague()).to_id != officer.pk


def test_an_email_has_the_text_and_an_absolute_link(officer: Officer) -> None:
    leave(officer)
    send_waiting_messages()
    assert mail.outbox[0].body == (
        "Somebody raised a live risk and you are to receive it.\n\nhttp://127.0.0.1:8000/risks/R1/\n"
    )


def test_a_message_is_emailed_once(officer: Officer) -> None:
    leave(officer)
    send_waiting_messages()
    send_waiting_messages()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_nothing(officer: Officer, settings: object) -> None:
    leave(officer)
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"  # type: ignore[attr-defined]
    with pytest.raises(ConnectionRefusedError):
        send_waiting_messages()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    send_waiting_messages()
    assert len(mail.outbox) == 1


def test_a_message_that_crashed_before_it_was_marked_is_sent_again_as_the_same(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(officer)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Message, "save", _interrupted)
        send_waiting_messages()
    send_waiting_messages()
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def _interrupted(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def test_an_address_that_the_server_refuses_does_not_hold_up_the_others(
    officer: Officer, settings: object
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusesAmara"  # type: ignore[attr-defined]
    leave(officer)
    leave(colleague())
    send_waiting_messages()
    assert [sent.to for sent in mail.outbox] == [["rhys.pugh@force.example"]]


def test_an_address_that_the_server_refuses_is_tried_again_later(
    officer: Officer, settings: object
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusesAmara"  # type: ignore[attr-defined]
    with time_machine.travel(NOON, tick=False) as clock:
        leave(officer)
        send_waiting_messages()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
        too_soon = send_waiting_messages()
        clock.shift(dt.timedelta(seconds=5))
        assert (too_soon, send_waiting_messages()) == (0, 1)


def test_nothing_is_emailed_to_an_officer_who_left(officer: Officer) -> None:
    leave(officer)
    Officer.objects.update(is_active=False)
    assert send_waiting_messages() == 0


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "risks/"])
def test_a_message_links_to_this_service_only(officer: Officer, link: str) -> None:
    with pytest.raises(ValueError, match="path of this service"):
        tell(officer, subject="A", text="B", link=link, key="k")


def test_a_subject_cannot_carry_another_header(officer: Officer) -> None:
    with pytest.raises(ValueError, match="one line"):
        tell(officer, subject="A\nBcc: someone@elsewhere.example", text="B", key="k")


def test_an_officer_sees_their_own_messages_newest_first(officer: Officer) -> None:
    leave(officer, "first")
    leave(officer, "second")
    leave(colleague(), "third")
    assert [message.key for message in messages_for(officer)] == ["second", "first"]


def test_a_message_once_seen_is_no_longer_unseen(officer: Officer) -> None:
    leave(officer, "first")
    leave(officer, "second")
    mark_seen(officer, key="first")
    assert [message.key for message in messages_for(officer, unseen=True)] == ["second"]


class BreaksAtAmara(EmailBackend):
    """Ends the connection at her letter; whoever goes on must open another."""

    opened = 0

    def open(self) -> bool:
        BreaksAtAmara.opened += 1
        self.broken = False
        return True

    def send_messages(self, messages: Sequence[mail.EmailMessage]) -> int:
        if self.broken:
            raise SMTPServerDisconnected
        if "amara.okafor@force.example" in messages[0].to:
            self.broken = True
            raise SMTPServerDisconnected
        return super().send_messages(messages)


class Hangs(EmailBackend):
    def send_messages(self, messages: Sequence[mail.EmailMessage]) -> int:
        raise TimeoutError


def test_a_letter_that_breaks_the_connection_does_not_hold_up_the_others(
    officer: Officer, settings: object
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BreaksAtAmara"  # type: ignore[attr-defined]
    leave(officer, "first")
    leave(colleague(), "second")
    assert send_waiting_messages() == 1
    broken = Message.objects.get(key="first")
    assert (broken.email_tries, broken.email_problem) == (1, "SMTPServerDisconnected")


def test_a_server_that_hangs_is_left_after_a_few_letters(
    officer: Officer, settings: object
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Hangs"  # type: ignore[attr-defined]
    for number in range(9):
        leave(officer, f"letter {number}")
    with pytest.raises(TimeoutError):
        send_waiting_messages()
    assert Message.objects.filter(email_tries=1).count() == 3


def test_a_letter_about_how_one_gets_in_is_not_shown_on_screen(officer: Officer) -> None:
    tell(
        officer,
        subject="A",
        text="B",
        key="letter",
        address="old@force.example",
        by_email_only=True,
    )
    assert not messages_for(officer).exists()
    send_waiting_messages()
    assert mail.outbox[0].to == ["old@force.example"]


def test_without_a_mail_server_nothing_is_tried_and_nothing_fails(
    officer: Officer, settings: object
) -> None:
    settings.STILLPOINT_HAS_MAIL = False  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"  # type: ignore[attr-defined]
    leave(officer)
    assert send_waiting_messages() == 0
    assert messages_for(officer).count() == 1
