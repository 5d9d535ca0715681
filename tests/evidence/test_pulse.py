"""The pulse after a conversation: one press, nothing that could be joined, nothing small."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.evidence.models import PulseCount, PulseMark
from stillpoint.evidence.pulse import answer_pulse
from stillpoint.evidence.pulse_figures import ALL, pulse_rows
from stillpoint.people.models import Officer
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.points.sharing import share
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OCTOBER = dt.date(2026, 10, 5)


def shared() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    oic = officer_of(case, "oic")
    said: dict[str, dict[str, Any]] = {
        lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")
    }
    said["together"] = {"present": [oic.ref], "not_on_file": "no"}
    save_conversation(by=oic, point=point, version=0, lenses=said)
    share(by=oic, point=point)
    return Point.objects.get(pk=point.pk)


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def count(month: dt.date, number: int, *, kind: str = "rpp3", useful: bool = True) -> None:
    PulseCount.objects.create(month=month, kind=kind, useful=useful, safe=True, number=number)


def test_one_press_adds_one_to_the_count_of_the_month() -> None:
    point = shared()
    oic = officer_of(point.case, "oic")
    browser(oic).post(reverse("point-pulse", args=[point.ref]), {"answer": "useful_only"})
    (counted,) = PulseCount.objects.all()
    month = timezone.localdate().replace(day=1)
    assert (counted.month, counted.kind, counted.useful, counted.safe, counted.number) == (
        month,
        "rpp3",
        True,
        False,
        1,
    )


def test_nothing_is_kept_that_joins_an_answer_to_a_person_a_conversation_or_a_moment() -> None:
    point = shared()
    oic = officer_of(point.case, "oic")
    answer_pulse(by=oic, point=point, answer="neither")
    assert {field.name for field in PulseCount._meta.get_fields()} == {
        "id",
        "month",
        "kind",
        "useful",
        "safe",
        "number",
    }
    assert [field.name for field in PulseMark._meta.get_fields()] == ["token"]
    token = PulseMark.objects.get().token
    assert oic.ref not in token and point.ref not in token
    entry = TrailEntry.objects.get(act="answer a pulse")
    assert (entry.about, entry.before, entry.after, entry.note) == (["pulse"], "", "", "")


def test_the_same_answers_leave_the_same_rows_whoever_gave_them_first() -> None:
    """Two answers of one month and kind are one row: no order is left between them."""
    for answer in ("both", "both"):
        point = shared()
        answer_pulse(by=officer_of(point.case, "oic"), point=point, answer=answer)
    assert [one.number for one in PulseCount.objects.all()] == [2]


def test_everybody_answers_once_of_a_conversation() -> None:
    point = shared()
    oic = officer_of(point.case, "oic")
    answer_pulse(by=oic, point=point, answer="both")
    with pytest.raises(CannotDo, match="answers once"):
        answer_pulse(by=oic, point=point, answer="neither")
    assert PulseCount.objects.get().number == 1
    shown = browser(oic).get(reverse("point-pulse", args=[point.ref])).content.decode()
    assert "You have answered of this conversation" in shown


def test_points_held_together_are_one_conversation() -> None:
    point, other = shared(), shared()
    oic = officer_of(point.case, "oic")
    other.participations.create(officer=oic, role="peer", took_part=True)
    Point.objects.filter(pk=other.pk).update(held_with=point)
    answer_pulse(by=oic, point=point, answer="both")
    with pytest.raises(CannotDo, match="answers once"):
        answer_pulse(by=oic, point=Point.objects.get(pk=other.pk), answer="both")


def test_only_those_who_took_part_are_asked() -> None:
    point = shared()
    sergeant = officer_of(point.case, "supervisor")
    with pytest.raises(Refused):
        answer_pulse(by=sergeant, point=point, answer="both")
    for officer in (sergeant, make_officer(roles=["rasso_lead"])):
        assert browser(officer).get(reverse("point-pulse", args=[point.ref])).status_code == 403


def test_an_answer_that_was_not_offered_is_refused_with_a_sentence() -> None:
    point = shared()
    client = browser(officer_of(point.case, "oic"))
    answer = client.post(reverse("point-pulse", args=[point.ref]), {"answer": "splendid"})
    assert (answer.status_code, PulseMark.objects.count()) == (409, 0)


def test_the_page_after_sharing_asks_and_can_be_passed_by() -> None:
    point = shared()
    client, here = browser(officer_of(point.case, "oic")), reverse("point", args=[point.ref])
    assert "with one press" in client.get(f"{here}?shared=1").content.decode()
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        client = browser(officer_of(point.case, "oic"))
        assert reverse("point-pulse", args=[point.ref]) not in client.get(here).content.decode()


def test_a_quarter_is_shown_once_it_is_over() -> None:
    count(dt.date(2026, 10, 1), 40)
    assert pulse_rows(OCTOBER) == []
    assert [row.answers for row in pulse_rows(dt.date(2027, 1, 1))] == [40, 40]


def test_shares_stand_with_wilsons_interval_rounded_outwards() -> None:
    """16 of 20: 0.80 (0.584 to 0.919), as R's prop.test(16, 20, correct = FALSE) gives it."""
    count(dt.date(2026, 7, 1), 16)
    count(dt.date(2026, 8, 1), 4, useful=False)
    first = pulse_rows(OCTOBER)[0]
    assert first.answers == 20 and first.useful is not None
    assert (first.useful.value, first.useful.low, first.useful.high) == pytest.approx(
        (0.8, 0.55, 0.95)
    )


def test_fewer_than_ten_answers_show_nothing() -> None:
    count(dt.date(2026, 7, 1), 9)
    assert pulse_rows(OCTOBER) == []
    with time_machine.travel(dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)):
        page = browser(make_officer(roles=["analyst"])).get(reverse("pulse")).content.decode()
    assert "Too few people have answered" in page


def test_a_withheld_number_cannot_be_had_by_taking_away() -> None:
    """Two kinds, one of them small: with the total shown, the other would give the small one."""
    count(dt.date(2026, 7, 1), 30, kind="rpp3")
    count(dt.date(2026, 7, 1), 4, kind="rpp1")
    shown = {row.kind: row.answers for row in pulse_rows(OCTOBER)}
    assert shown["rpp1"] is None
    assert None in (shown["rpp3"], shown[ALL])


def test_quarters_with_too_few_answers_are_joined_to_the_next() -> None:
    for month, number in ((2, 6), (5, 7), (8, 12)):
        count(dt.date(2026, month, 1), number)
    periods = [(row.first, row.last) for row in pulse_rows(OCTOBER) if row.kind == ALL]
    assert periods == [("2026-3", "2026-3"), ("2026-1", "2026-2")]
    with time_machine.travel(dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)):
        page = browser(make_officer(roles=["analyst"])).get(reverse("pulse")).content.decode()
    assert "January to June 2026" in page


def test_what_is_shown_of_a_period_never_changes_and_periods_do_not_overlap() -> None:
    """Figures that roll on, or are withheld anew with each quarter, give small numbers away: these
    did (of the second quarter 15 of rpp3 was withheld one time, 45 of rpp6 the other)."""
    numbers = [(26, 0, 27), (20, 5, 2), (38, 9, 1), (4, 15, 43), (3, 0, 2), (12, 30, 8)]
    shown: dict[tuple[str, str, str], Any] = {}
    for number, of in enumerate(numbers):
        first = dt.date(2025 + number // 4, 3 * (number % 4) + 1, 1)
        for kind, answers in zip(("rpp1", "rpp3", "rpp6"), of, strict=True):
            if answers:
                count(first, answers, kind=kind)
        for row in pulse_rows(first + dt.timedelta(days=100)):
            assert shown.setdefault((row.first, row.last, row.kind), row) == row
    quarters = sorted({key[:2] for key in shown})
    ends = [last for _, last in quarters]
    assert all(first > end for (first, _), end in zip(quarters[1:], ends, strict=False))
    assert len(quarters) == 5


def test_that_all_said_alike_is_not_said() -> None:
    count(dt.date(2026, 7, 1), 40)
    with time_machine.travel(dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)):
        page = browser(make_officer(roles=["analyst"])).get(reverse("pulse")).content.decode()
    assert "95% or more (90% to 100%)" in page and "100% (" not in page


@pytest.mark.parametrize(
    ("role", "reads"), [("rasso_lead", True), ("analyst", True), ("auditor", False), ("", False)]
)
def test_the_figures_are_for_those_who_read_reports(role: str, reads: bool) -> None:
    viewer = make_officer(rank="sergeant", roles=[role] if role else [])
    assert (browser(viewer).get(reverse("pulse")).status_code == 200) is reads


def test_the_page_says_in_a_sentence_what_the_table_shows() -> None:
    count(dt.date(2026, 7, 1), 45)
    count(dt.date(2026, 7, 1), 15, useful=False)
    with time_machine.travel(dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)):
        page = browser(make_officer(roles=["analyst"])).get(reverse("pulse")).content.decode()
    assert "of about 60 answers, 75% (60% to 85%) found the conversation useful" in page
    assert "July to September 2026" in page
