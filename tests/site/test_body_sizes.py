"""A request that is too large is refused before any of it is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from stillpoint.intake.limits import MEGABYTE
from stillpoint.site.body_sizes import BodySizesMiddleware
from tests.people.factories import make_officer

pytestmark = pytest.mark.django_db


class NeverRead:
    """A body that says how long it is and must not be asked for more."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("The body was read before its size was looked at.")

    readline = read


def post(client: Client, path: str, length: int, **more: Any) -> Any:
    return client.generic(
        "POST",
        path,
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": NeverRead(), **more},
    )


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nowhere/", "/intake/upload/"])
def test_a_stranger_sends_no_more_than_a_password(client: Client, path: str) -> None:
    response = post(client, path, 400 * MEGABYTE)
    assert response.status_code == 413
    assert "This is too large" in response.content.decode()


def test_someone_signed_in_sends_a_form_and_no_file_to_a_page_without_files(client: Client) -> None:
    client.force_login(make_officer())
    response = post(client, "/", 400 * MEGABYTE)
    assert response.status_code == 413
    assert "at most 6 MB" in response.content.decode()


def test_a_script_is_told_in_its_own_way(client: Client) -> None:
    client.force_login(make_officer())
    response = post(client, "/", 400 * MEGABYTE, HTTP_ACCEPT="application/json")
    assert response.status_code == 413
    assert "too large" in response.json()["problem"]


def passed_on(officer: Any, path: str, length: str) -> bool:
    reached: list[int] = []

    def view(_: Any) -> Any:
        reached.append(1)

    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = length
    request.user = officer
    BodySizesMiddleware(view)(request)
    return bool(reached)


def test_a_file_is_taken_by_the_page_of_imports_alone() -> None:
    officer = make_officer()
    assert passed_on(officer, reverse("intake:upload"), str(400 * MEGABYTE))
    assert not passed_on(officer, reverse("intake:upload"), str(600 * MEGABYTE))
    assert not passed_on(officer, "/cases/", str(400 * MEGABYTE))
    assert passed_on(officer, "/cases/", str(4 * MEGABYTE))


@pytest.mark.parametrize("length", ["", "many", "-1", "1e9"])
def test_a_length_that_is_no_number_is_left_to_the_server(length: str) -> None:
    assert passed_on(make_officer(), "/cases/", length)
