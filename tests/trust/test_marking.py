from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.test import RequestFactory

from stillpoint.trust.marking import CAN_CHANGE, KEPT, mark_found
from stillpoint.trust.scanning import ScannedText


class Note(forms.Form):
    summary = ScannedText(label="What happened", required=False)
    place = ScannedText(label="Where", required=False, widget=forms.TextInput())
    number = forms.CharField(label="Your number", required=False)
    not_identifiers = forms.BooleanField(required=False)


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    return request


def said(request: HttpRequest, then: str = KEPT, **values: Any) -> list[str]:
    form = Note(values)
    assert form.is_valid()
    mark_found(request, form, then=then)
    return [str(one) for one in get_messages(request)]


def test_the_notice_names_the_field_the_kind_and_what_to_write(request_: HttpRequest) -> None:
    (notice,) = said(request_, summary="I rang 07700 900123.")
    assert "“What happened” (a telephone number). Leave the number on" in notice


def test_the_notice_does_not_repeat_the_words(request_: HttpRequest) -> None:
    (notice,) = said(request_, summary="I rang 07700 900123.")
    assert "07700" not in notice


def test_several_fields_make_one_notice(request_: HttpRequest) -> None:
    (notice,) = said(request_, summary="I rang 07700 900123.", place="With Mrs Alder")
    assert "“Where” (a name with a title)" in notice


def test_the_notice_says_what_the_writer_can_still_do(request_: HttpRequest) -> None:
    (notice,) = said(request_, then=CAN_CHANGE, place="With Mrs Alder")
    assert notice.endswith(CAN_CHANGE)


def test_words_that_identify_nobody_bring_no_notice(request_: HttpRequest) -> None:
    assert said(request_, summary="The account was taken the same day.") == []


def test_a_field_that_is_not_free_text_is_not_read(request_: HttpRequest) -> None:
    assert said(request_, number="07700 900123") == []


def test_whoever_has_answered_is_not_asked_again(request_: HttpRequest) -> None:
    assert said(request_, summary="I rang 07700 900123.", not_identifiers="on") == []


def test_a_form_that_was_not_sent_brings_no_notice(request_: HttpRequest) -> None:
    mark_found(request_, Note())
    assert list(get_messages(request_)) == []
