from __future__ import annotations

import json
import logging

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from stillpoint.people.models import Officer
from stillpoint.trust import views
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.scanning import ScannedText, found_in, refuse_identifiers, scan

WORDS = "I rang 07700 900123 and then Mrs Alder called back."


class Note(forms.Form):
    summary = ScannedText(max_length=500)
    title = forms.CharField(required=False)


def test_what_is_found_says_where_it_stands_and_what_to_write_instead() -> None:
    first = scan(WORDS)[0]
    assert (first.kind, first.text, WORDS[first.start : first.end]) == (
        "phone",
        "07700 900123",
        "07700 900123",
    )
    assert first.advice.endswith(".")


def test_a_text_without_identifiers_has_nothing_to_show() -> None:
    assert scan("The account was taken the same day.") == []


def test_a_draft_with_identifiers_is_valid_and_shows_what_was_found() -> None:
    form = Note({"summary": WORDS})
    assert form.is_valid()
    assert [(name, one.kind) for name, one in found_in(form)] == [
        ("summary", "phone"),
        ("summary", "titled_name"),
    ]


def test_one_form_shows_nothing_of_another() -> None:
    Note({"summary": WORDS}).is_valid()
    assert list(found_in(Note({"summary": "Nothing."}))) == []


def test_a_scanned_text_is_read_along_by_the_script() -> None:
    assert "data-scan" in str(Note()["summary"].field.widget.attrs)


def test_at_the_end_the_writer_is_asked_about_what_was_found() -> None:
    with pytest.raises(CannotDo, match="07700 900123") as asked:
        refuse_identifiers(WORDS, field="summary")
    assert asked.value.field == "summary"


def test_the_writer_can_say_that_it_is_no_identifier() -> None:
    assert len(refuse_identifiers(WORDS, not_identifiers=True)) == 2


def test_several_texts_are_asked_about_together() -> None:
    with pytest.raises(CannotDo, match="Mrs Alder"):
        refuse_identifiers({"first": "Nothing.", "second": "Mrs Alder called."})


def test_many_findings_are_counted_and_not_all_listed() -> None:
    with pytest.raises(CannotDo, match="and 3 more"):
        refuse_identifiers(" Then 07700 900123 rang." * 8)


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    officer = Officer.objects.create(
        number="1234",
        given_name="Amara",
        family_name="Okafor",
        email="amara.okafor@force.example",
        rank="inspector",
    )
    client.force_login(officer, backend="stillpoint.site.by_address.ByAddress")
    return client


pages = pytest.mark.urls("stillpoint.trust.urls")


@pages
def test_the_page_s_script_is_told_what_was_found(signed_in: Client) -> None:
    found = signed_in.post("/scan/", {"text": WORDS}).json()["found"]
    assert [(one["words"], one["kind"]) for one in found] == [
        ("07700 900123", "a telephone number"),
        ("Mrs Alder", "a name with a title"),
    ]


@pages
def test_the_scan_takes_json_as_well(signed_in: Client) -> None:
    answer = signed_in.post("/scan/", json.dumps({"text": WORDS}), "application/json")
    assert len(answer.json()["found"]) == 2


@pages
@pytest.mark.parametrize("body", ["", "[]", "{}", '{"text": 3}', "not json", '"text"'])
def test_a_scan_without_a_text_is_refused_with_a_sentence(signed_in: Client, body: str) -> None:
    answer = signed_in.post("/scan/", body, "application/json")
    assert (answer.status_code, "“text”" in answer.json()["problem"]) == (400, True)


@pages
def test_a_scan_of_a_very_long_text_is_refused(signed_in: Client) -> None:
    assert signed_in.post("/scan/", {"text": "a" * 100_001}).status_code == 413


@pages
def test_the_scan_is_asked_by_post_alone(signed_in: Client) -> None:
    assert signed_in.get("/scan/").status_code == 405


@pages
def test_the_scan_is_refused_without_its_token(signed_in: Client) -> None:
    signed_in.handler.enforce_csrf_checks = True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stillpoint.site.faults.csrf_failed", _forbidden)
        assert signed_in.post("/scan/", {"text": WORDS}).status_code == 403


def _forbidden(request: object, reason: str = "") -> object:
    from django.http import HttpResponseForbidden

    return HttpResponseForbidden()


@pages
def test_what_was_scanned_is_neither_kept_nor_logged(
    signed_in: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        signed_in.post("/scan/", {"text": WORDS})
    assert not TrailEntry.objects.exists()
    assert "07700" not in caplog.text


def test_a_stranger_cannot_use_the_scan(rf: RequestFactory) -> None:
    request = rf.post("/scan/", {"text": WORDS}, headers={"accept": "application/json"})
    request.user = AnonymousUser()
    assert views.scan_text(request).status_code == 401
