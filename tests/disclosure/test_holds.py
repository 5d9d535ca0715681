"""A hold is placed and lifted with a reason; who may see the case learns that there is one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.disclosure.holding import held_among, is_held, lift_hold, place_hold
from stillpoint.disclosure.models import Hold
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import make_manned_case, officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "Counsel asked for everything to be kept."


@pytest.fixture
def case() -> Case:
    return make_manned_case()


def lead() -> Officer:
    return make_officer(rank="superintendent", roles=["rasso_lead"])


def held(case: Case, kind: str = "cpia") -> Hold:
    return place_hold(by=lead(), case=case, kind=kind, reason=WHY)


def page(officer: Officer, name: str, **given: str) -> str:
    client = Client()
    client.force_login(officer)
    return client.get(reverse(name, kwargs=given)).content.decode()


def test_those_who_see_the_case_read_that_there_is_a_hold_and_neither_why_nor_of_what_kind(
    case: Case,
) -> None:
    """A hold for a conduct matter must not tell the officer whom it is about."""
    for kind in ("cpia", "conduct"):
        held(case, kind)
    shown = page(officer_of(case, "oic"), "case", ref=case.ref)
    assert shown.count("On hold since") == 1
    for word in ("Retention for disclosure", "Conduct or IOPC", WHY):
        assert word not in shown


@pytest.mark.parametrize("role", ["rasso_lead", "disclosure_officer"])
def test_those_who_place_holds_read_why(case: Case, role: str) -> None:
    held(case)
    officer = make_officer(rank="superintendent", roles=[role])
    shown = page(officer, "case", ref=case.ref)
    assert WHY in shown and "Retention for disclosure" in shown
    assert WHY in page(officer, "holds")


def test_nobody_else_places_or_lifts_a_hold(case: Case) -> None:
    hold = held(case)
    for officer in (officer_of(case, "oic"), make_officer(roles=["administrator"])):
        with pytest.raises(Refused):
            place_hold(by=officer, case=case, kind="coroner", reason=WHY)
        with pytest.raises(Refused):
            lift_hold(by=officer, hold=hold, reason=WHY)
    assert Hold.objects.filter(lifted_at=None).count() == 1


def test_a_case_with_two_holds_is_held_until_both_are_lifted(case: Case) -> None:
    first, second = held(case), held(case, "coroner")
    lift_hold(by=lead(), hold=first, reason="The trial is over.")
    assert is_held(case)
    lift_hold(by=lead(), hold=second, reason="The inquest is over.")
    assert not is_held(case)


def test_of_many_cases_those_that_are_held_are_told_in_one_query(
    case: Case, django_assert_num_queries: object
) -> None:
    other = make_manned_case()
    held(case)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert held_among([case.pk, other.pk]) == {case.pk}


def test_the_same_kind_is_not_placed_twice(case: Case) -> None:
    held(case)
    with pytest.raises(CannotDo, match="already"):
        held(case)


@pytest.mark.parametrize(("kind", "reason"), [("", WHY), ("whim", WHY), ("cpia", " ")])
def test_a_hold_has_a_kind_and_a_reason(case: Case, kind: str, reason: str) -> None:
    with pytest.raises(CannotDo):
        place_hold(by=lead(), case=case, kind=kind, reason=reason)


def test_a_hold_is_lifted_once_and_with_a_reason(case: Case) -> None:
    hold = held(case)
    with pytest.raises(CannotDo, match="Say why"):
        lift_hold(by=lead(), hold=hold, reason="")
    lift_hold(by=lead(), hold=hold, reason="The trial is over.")
    with pytest.raises(CannotDo, match="already"):
        lift_hold(by=lead(), hold=hold, reason="Again.")


def test_the_trail_keeps_both(case: Case) -> None:
    hold = held(case)
    lift_hold(by=lead(), hold=hold, reason="The trial is over.")
    acts = TrailEntry.objects.filter(act__endswith="a hold").order_by("id")
    assert [(one.act, hold.trail_reference in one.about) for one in acts] == [
        ("place a hold", True),
        ("lift a hold", True),
    ]


def test_a_hold_is_placed_and_lifted_on_screen(case: Case) -> None:
    client = Client()
    client.force_login(lead())
    address = f"{reverse('hold-place')}?case={case.ref}"
    kept = client.post(address, {"kind": "", "reason": WHY}).content.decode()
    assert "Choose what the hold is for." in kept and WHY in kept
    client.post(address, {"kind": "coroner", "reason": WHY})
    hold = Hold.objects.get()
    client.post(reverse("hold", args=[hold.ref]), {"reason": "The inquest is over."})
    hold.refresh_from_db()
    assert (hold.kind, hold.lifted_reason) == ("coroner", "The inquest is over.")


def test_a_hold_on_no_case_is_not_found() -> None:
    client = Client()
    client.force_login(lead())
    assert client.get(reverse("hold-place")).status_code == 404
