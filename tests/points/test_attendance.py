"""Who took part is what people say, and whoever is named can say that they were not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.events.models import Message
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points.attending import say_not_there
from stillpoint.points.models import Point
from stillpoint.trust.answers import Refused
from tests.people.factories import make_officer
from tests.points.factories import officer_of
from tests.points.test_point_pages import NOTHING, check_in, oic, post, text

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def open_page(officer: Officer, point: Point) -> Any:
    client = Client()
    client.force_login(officer)
    return client.get(reverse("point", args=[point.ref]))


def shared_with_the_sergeant_named() -> tuple[Point, Officer]:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    values: dict[str, Any] = {"together-present": [oic(point).ref, sergeant.ref]}
    post(oic(point), point, **{**NOTHING, **values})
    point.refresh_from_db()
    assert point.state == "held"
    return point, sergeant


def ticked(page: Any) -> list[str]:
    boxes = re.findall(r'<input[^>]*name="together-present"[^>]*>', page.content.decode())
    assert len(boxes) > 1
    return [re.findall(r'value="(\w+)"', box)[0] for box in boxes if "checked" in box]


def test_nobody_but_the_one_who_writes_stands_as_having_taken_part() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    assert ticked(open_page(oic(point), point)) == [oic(point).ref]
    assert ticked(open_page(sergeant, point)) == [sergeant.ref]


def test_whoever_is_named_is_told_without_a_word_of_it() -> None:
    point, sergeant = shared_with_the_sergeant_named()
    run_until_idle()
    (told,) = Message.objects.filter(key__startswith="named:")
    assert told.to_id == sergeant.pk
    assert point.case.reference not in f"{told.subject} {told.text}"


def test_one_press_says_that_they_were_not_there_and_everyone_who_reads_it_sees_that() -> None:
    point, sergeant = shared_with_the_sergeant_named()
    assert "I was not there" in text(open_page(sergeant, point))
    assert "I was not there" not in text(open_page(oic(point), point))
    client = Client()
    client.force_login(sergeant)
    client.post(reverse("point", args=[point.ref]), {"action": "not-there"})
    said = f"{sergeant.titled_name} says that they were not there."
    assert said in text(open_page(oic(point), point))
    run_until_idle()
    (told,) = Message.objects.filter(key__startswith="not-there:")
    assert told.to_id == oic(point).pk


def test_pressing_twice_says_it_once() -> None:
    point, sergeant = shared_with_the_sergeant_named()
    first = say_not_there(by=sergeant, point=point)
    assert say_not_there(by=sergeant, point=point).said_not_there_at == first.said_not_there_at


def test_nobody_says_it_of_a_conversation_that_does_not_name_them() -> None:
    point, _ = shared_with_the_sergeant_named()
    for officer in (make_officer(), oic(point)):
        with pytest.raises(Refused):
            say_not_there(by=officer, point=point)
