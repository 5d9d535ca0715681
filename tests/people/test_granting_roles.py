from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint.people import access
from stillpoint.people.granting_roles import (
    agree_role,
    awaiting_agreement,
    decline_role,
    end_role,
    grant_role,
)
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.trust.actors import console
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def first() -> Officer:
    return make_officer("First Admin", roles=("administrator",))


@pytest.fixture
def second() -> Officer:
    return make_officer("Second Admin", roles=("administrator",))


def test_a_role_without_content_holds_at_once(first: Officer) -> None:
    analyst = make_officer()
    grant_role(by=first, officer=analyst, role="analyst")
    assert access.has_role(analyst, "analyst")


@pytest.mark.parametrize(
    "role",
    ["rasso_lead", "ld_lead", "wellbeing_lead", "disclosure_officer", "auditor", "administrator"],
)
def test_a_role_that_opens_content_holds_once_a_second_administrator_agrees(
    first: Officer, second: Officer, role: str
) -> None:
    officer = make_officer()
    grant = grant_role(by=first, officer=officer, role=role)
    assert not access.has_role(officer, role)
    assert list(awaiting_agreement()) == [grant]
    agree_role(by=second, grant=grant)
    assert access.has_role(Officer.objects.get(pk=officer.pk), role)
    assert not awaiting_agreement()


def test_nobody_grants_a_role_to_themselves(first: Officer) -> None:
    with pytest.raises(Refused, match="to themselves"):
        grant_role(by=first, officer=first, role="analyst")


def test_who_granted_a_role_does_not_agree_to_it(first: Officer) -> None:
    grant = grant_role(by=first, officer=make_officer(), role="rasso_lead")
    with pytest.raises(Refused, match="second administrator"):
        agree_role(by=first, grant=grant)


def test_nobody_agrees_a_role_of_their_own(first: Officer, second: Officer) -> None:
    grant = grant_role(by=first, officer=second, role="rasso_lead")
    with pytest.raises(Refused, match="of their own"):
        agree_role(by=second, grant=grant)


@pytest.mark.parametrize("role", ["rasso_lead", "auditor", "analyst"])
def test_only_an_administrator_grants(role: str) -> None:
    with pytest.raises(Refused, match="Only an administrator"):
        grant_role(by=make_officer(roles=(role,)), officer=make_officer(), role="analyst")


def test_only_an_administrator_agrees(first: Officer) -> None:
    grant = grant_role(by=first, officer=make_officer(), role="rasso_lead")
    with pytest.raises(Refused, match="Only an administrator"):
        agree_role(by=make_officer(roles=("rasso_lead",)), grant=grant)


def test_the_console_does_not_agree_either() -> None:
    grant = grant_role(by=console(), officer=make_officer(), role="rasso_lead")
    with pytest.raises(Refused, match="signed in as themselves"):
        agree_role(by=console(), grant=grant)


def test_the_console_appoints_the_first_administrator() -> None:
    officer = make_officer()
    grant_role(by=console(), officer=officer, role="administrator")
    assert access.has_role(officer, "administrator")


def test_an_administrator_alone_cannot_make_a_second_one_to_agree_with(first: Officer) -> None:
    puppet = make_officer()
    grant_role(by=first, officer=puppet, role="administrator")
    waiting = grant_role(by=first, officer=make_officer(), role="rasso_lead")
    with pytest.raises(Refused):
        agree_role(by=puppet, grant=waiting)


def test_an_agreed_role_does_not_reach_back_before_the_agreement(
    first: Officer, second: Officer
) -> None:
    today = timezone.localdate()
    officer = make_officer()
    grant = grant_role(
        by=first, officer=officer, role="auditor", since=today - dt.timedelta(days=30)
    )
    agree_role(by=second, grant=grant)
    officer = Officer.objects.get(pk=officer.pk)
    assert not access.has_role(officer, "auditor", today - dt.timedelta(days=1))
    assert access.has_role(officer, "auditor", today)


def test_a_declined_role_never_holds_and_can_be_granted_again(
    first: Officer, second: Officer
) -> None:
    officer = make_officer()
    grant = grant_role(by=first, officer=officer, role="auditor")
    decline_role(by=second, grant=grant)
    with pytest.raises(CannotDo, match="no longer waits"):
        agree_role(by=second, grant=grant)
    assert grant_role(by=first, officer=officer, role="auditor")


def test_the_same_role_is_not_granted_twice(first: Officer) -> None:
    officer = make_officer(roles=("analyst",))
    with pytest.raises(CannotDo, match="already holds"):
        grant_role(by=first, officer=officer, role="analyst")


def test_an_unknown_role_is_refused(first: Officer) -> None:
    with pytest.raises(CannotDo, match="no role “king”"):
        grant_role(by=first, officer=make_officer(), role="king")


def test_an_ended_role_opens_nothing_from_that_moment(first: Officer) -> None:
    officer = make_officer(roles=("rasso_lead",))
    assert access.has_role(officer, "rasso_lead")
    end_role(by=first, grant=RoleGrant.objects.get(officer=officer))
    assert not access.has_role(Officer.objects.get(pk=officer.pk), "rasso_lead")


def test_the_last_administrator_keeps_the_role(first: Officer) -> None:
    with pytest.raises(CannotDo, match="last administrator"):
        end_role(by=first, grant=RoleGrant.objects.get(officer=first))


def test_roles_are_read_once_for_a_request(django_assert_num_queries: object) -> None:
    officer = make_officer(roles=("rasso_lead",))
    with django_assert_num_queries(1):  # type: ignore[operator]
        for role in ("rasso_lead", "auditor", "administrator"):
            access.has_role(officer, role)


def test_a_deactivated_officer_holds_no_role() -> None:
    assert not access.has_role(make_officer(roles=("auditor",), is_active=False), "auditor")
