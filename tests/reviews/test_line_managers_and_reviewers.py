"""Whoever is managed by somebody involved does not review the case, in whatever direction ranks go
(P65, P67)."""

from __future__ import annotations

import datetime as dt

import pytest

from stillpoint.people.models import LineManagement, Officer
from stillpoint.reviews import assigning, eligibility, handing_out
from stillpoint.reviews.models import Selection
from stillpoint.trust.answers import CannotDo
from tests.people.factories import LONG_AGO, make_officer
from tests.reviews.factories import CONSOLE, involve
from tests.reviews.test_assigning import bars, drawn_case, reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def managed_by_somebody_involved(
    selection: Selection, officer: Officer, *, since: dt.date, until: dt.date | None
) -> None:
    """A manager with a part in the case early in 2026, of the reviewer's own rank."""
    manager = make_officer(rank="inspector")
    LineManagement.objects.create(officer=officer, manager=manager, since=since, until=until)
    part = involve(manager, selection.case, "sio")
    part.since, part.until = dt.date(2026, 1, 15), dt.date(2026, 3, 1)
    part.save()


def test_whoever_is_managed_by_somebody_involved_is_barred_whatever_the_ranks() -> None:
    selection, officer = drawn_case(), reviewer()
    managed_by_somebody_involved(selection, officer, since=dt.date(2026, 6, 1), until=None)
    assert bars(selection, officer) == [eligibility.MANAGED]


def test_whoever_was_managed_by_somebody_involved_at_the_time_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    days = dt.date(2025, 1, 1), dt.date(2026, 2, 1)
    managed_by_somebody_involved(selection, officer, since=days[0], until=days[1])
    assert bars(selection, officer) == [eligibility.MANAGED]


def test_somebody_who_managed_the_reviewer_long_before_the_case_is_no_bar() -> None:
    selection, officer = drawn_case(), reviewer()
    days = dt.date(2020, 1, 1), dt.date(2021, 1, 1)
    managed_by_somebody_involved(selection, officer, since=days[0], until=days[1])
    assert bars(selection, officer) == []


def test_a_manager_of_the_reviewer_through_others_bars() -> None:
    selection, officer = drawn_case(), reviewer()
    between = make_officer(rank="inspector")
    LineManagement.objects.create(officer=officer, manager=between, since=LONG_AGO)
    managed_by_somebody_involved(selection, between, since=LONG_AGO, until=None)
    assert bars(selection, officer) == [eligibility.MANAGED]


def test_a_gap_counts_those_managed_by_somebody_involved() -> None:
    selection, officer = drawn_case(), reviewer()
    managed_by_somebody_involved(selection, officer, since=LONG_AGO, until=None)
    outcome = assigning.assign_round(by=CONSOLE, round=selection.round)
    gap = next(one for one in outcome.gaps if one.selection == selection and one.step == 1)
    assert gap.reasons[eligibility.MANAGED] == 1


def test_a_hand_move_to_them_is_refused_with_the_rule() -> None:
    selection, officer = drawn_case(), reviewer()
    managed_by_somebody_involved(selection, officer, since=LONG_AGO, until=None)
    lead = make_officer(roles=("rasso_lead",))
    with pytest.raises(CannotDo, match="managed by somebody involved"):
        handing_out.assign_by_hand(by=lead, selection=selection, step=1, reviewer=officer)
