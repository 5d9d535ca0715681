from __future__ import annotations

import pytest

from stillpoint.people.by_hand import add_person, correct_details
from stillpoint.people.finding import people
from stillpoint.people.models import Officer
from stillpoint.people.models.officers import found_by
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(query: str) -> set[str]:
    return {one.full_name for one in people(job("test"), {"q": query})}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Sinéad O’Brien", "o'brien"),
        ("Sinéad O’Brien", "OBRIEN sinead"),
        ("Sinéad O'Brien", "O’Brien"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Søren Ørsted", "orsted"),
        ("Jürgen Müller", "mueller"),
        ("Hans Weiß", "WEISS"),
        ("Anne-Marie Lloyd", "anne marie"),
        ("Anne-Marie Lloyd", "Lloyd, Annemarie"),
    ],
)
def test_the_list_finds_people_however_they_are_typed(name: str, query: str) -> None:
    make_officer(name)
    make_officer("Someone Else")
    assert found(query) == {name}


def test_the_list_finds_a_number_in_any_case_and_nobody_by_half_of_one() -> None:
    officer = make_officer("Robin Only")
    Officer.objects.filter(pk=officer.pk).update(number="PC7745")
    assert found("pc7745") == {"Robin Only"}
    assert found("pc77") == set()


def test_a_sign_of_the_database_or_a_mark_alone_finds_as_the_name_says() -> None:
    make_officer("Robin Only")
    assert found("%") == found("_") == found("") == {"Robin Only"}
    assert found("r%n") == set()


def test_what_people_are_found_by_follows_each_change_of_name() -> None:
    officer = make_officer("Robin Only")
    correct_details(
        by=job("test"),
        officer=officer,
        number=officer.number,
        given_name="Róbín",
        family_name="Åkesson",
        email=officer.email,
    )
    assert found("robin akesson") == {"Róbín Åkesson"}
    for each in Officer.objects.all():
        assert each.search == found_by(each)


def test_somebody_with_one_name_is_added_by_it() -> None:
    officer = add_person(
        by=job("test"),
        number="77",
        given_name=" Suharto ",
        family_name="",
        email="s@force.example",
        rank="constable",
    )
    assert (officer.given_name, officer.family_name) == ("", "Suharto")
    assert (officer.full_name, officer.titled_name) == ("Suharto", "PC Suharto")
    assert found("suharto") == {"Suharto"}


def test_somebody_without_a_name_is_not_added() -> None:
    with pytest.raises(CannotDo, match="at least one name"):
        add_person(
            by=job("test"), number="77", given_name=" ", family_name="\u200b",
            email="s@force.example", rank="constable",
        )  # fmt: skip
