"""Many held rows settled by one rule: what it picks, what stays held, that nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stillpoint.cases import settling_many
from stillpoint.cases.facts import RuleForManyGiven
from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.intake import settling_together
from stillpoint.intake.alike import without_its_own
from stillpoint.intake.held_rows import held_alike
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RuleForMany
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.trust import trail
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.cases.factories import bring_in, counts, street_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BY = job("test")


@pytest.fixture
def lead() -> Officer:
    return make_officer(roles=["rasso_lead"])


def pair(reference: str, *months: str, **more: str) -> list[dict[str, str]]:
    return [street_row(reference, month=month, **more) for month in months]


def street(path: Path, *rows: dict[str, str], name: str = "street.csv") -> IntakeRun:
    return bring_in(write_csv(path / name, rows), mapping="data-police-uk")


def two_pairs(path: Path) -> IntakeRun:
    return street(path, *pair("a", "2018-10", "2018-11"), *pair("b", "2018-12", "2018-11"))


def say(run: IntakeRun, rule: str, by: Any = BY, **more: Any) -> RuleForMany:
    rows = list(run.held.filter(resolution="").order_by("pk"))
    said = settling_many.say_rule(by=by, run=run, rows=rows, rule=rule, about="All", **more)
    run_until_idle(raising=True)
    said.refresh_from_db()
    return said


def months() -> dict[str, str]:
    return {case.reference: str(case.reported_on)[:7] for case in Case.objects.all()}


def test_the_last_row_of_each_record_goes_in(tmp_path: Path) -> None:
    said = say(two_pairs(tmp_path), "last")
    assert months() == {"a": "2018-11", "b": "2018-11"}
    assert (said.state, said.taken_in, said.dropped, said.left) == ("done", 2, 2, {})


def test_the_first_row_of_each_record_goes_in(tmp_path: Path) -> None:
    say(two_pairs(tmp_path), "first")
    assert months() == {"a": "2018-10", "b": "2018-12"}


def test_last_means_the_file_read_last_and_not_the_higher_line(tmp_path: Path) -> None:
    early = [*pair("z", "2018-01"), *pair("y", "2018-01"), *pair("a", "2018-10")]
    files = [
        write_csv(tmp_path / "2.csv", early),
        write_csv(tmp_path / "1.csv", pair("a", "2018-11")),
    ]
    say(bring_in(*files, mapping="data-police-uk"), "last")
    assert months()["a"] == "2018-11"


def test_the_order_of_files_that_is_not_on_record_is_not_guessed(tmp_path: Path) -> None:
    files = [write_csv(tmp_path / f"{n}.csv", pair("a", f"2018-1{n}")) for n in (0, 1)]
    run = bring_in(*files, mapping="data-police-uk")
    IntakeRun.objects.update(tables=[])
    said = say(run, "last")
    assert said.left == {settling_together.NO_ORDER: 1}
    assert not Case.objects.exists()


def test_the_row_with_the_most_recorded_goes_in_and_a_tie_stays_held(tmp_path: Path) -> None:
    rows = [*pair("a", "2018-10", area=""), *pair("a", "2018-11"), *pair("b", "2018-10", "2018-11")]
    run = street(tmp_path, *rows)
    said = say(run, "fullest")
    assert months() == {"a": "2018-11"}
    assert said.left == {settling_together.AS_MUCH: 1}
    assert set(run.held.filter(resolution="").values_list("reference", flat=True)) == {"b"}


def test_dropping_needs_a_reason_which_stays_with_each_row(tmp_path: Path) -> None:
    run = two_pairs(tmp_path)
    with pytest.raises(CannotDo, match="Say why"):
        say(run, "drop")
    say(run, "drop", reason="Published twice.")
    assert not Case.objects.exists()
    reasons = set(run.held.values_list("resolution", "resolution_reason"))
    assert {how for how, _ in reasons} == {"dropped"}
    assert all("Published twice." in why for _, why in reasons)


def test_each_row_keeps_who_settled_it_and_by_which_rule(tmp_path: Path, lead: Officer) -> None:
    run = two_pairs(tmp_path)
    said = say(run, "last", by=lead)
    for row in run.held.all():
        assert (row.resolved_by, row.by_rule) == (lead, said)
        assert "Keep the last row" in row.resolution_reason


def test_the_trail_names_the_rule_and_every_row(tmp_path: Path, lead: Officer) -> None:
    run = two_pairs(tmp_path)
    said = say(run, "last", by=lead)
    entry = TrailEntry.objects.get(act="settle held rows by a rule")
    rows = {trail.reference(row) for row in run.held.all()}
    assert entry.actor == f"officer:{lead.ref}"
    assert {run.trail_reference, said.trail_reference} | rows == set(entry.about)


def test_what_was_settled_stays_settled_when_the_file_comes_again(tmp_path: Path) -> None:
    say(two_pairs(tmp_path), "last")
    assert counts(two_pairs(tmp_path)) == (4, 0, 0, 2, 0, 2)


def test_the_handler_run_twice_settles_once(tmp_path: Path) -> None:
    said = say(two_pairs(tmp_path), "last")
    entries = TrailEntry.objects.count()
    settling_many.settle_as_said(RuleForManyGiven(rule=said.ref, officer=""))
    assert TrailEntry.objects.count() == entries


def test_a_handler_cut_off_before_its_end_leaves_everything_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = two_pairs(tmp_path)
    rows = list(run.held.all())
    said = settling_many.say_rule(by=BY, run=run, rows=rows, rule="last", about="All")
    fact = RuleForManyGiven(rule=said.ref, officer="")

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(settling_together, "_leave_entries", die)
        with pytest.raises(KeyboardInterrupt):
            settling_many.settle_as_said(fact)
    assert not Case.objects.exists()
    assert not run.held.exclude(resolution="").exists()
    settling_many.settle_as_said(fact)
    assert Case.objects.count() == 2


def test_the_same_form_sent_twice_is_one_rule(tmp_path: Path) -> None:
    run = two_pairs(tmp_path)
    rows = list(run.held.all())
    said = [
        settling_many.say_rule(
            by=BY, run=run, rows=rows, rule="last", about="All", form_token="once"
        )
        for _ in range(2)
    ]
    assert said[0] == said[1]


def test_a_row_settled_meanwhile_keeps_its_own_answer(tmp_path: Path) -> None:
    run = two_pairs(tmp_path)
    rows = list(run.held.order_by("pk"))
    settling_many.say_rule(by=BY, run=run, rows=rows, rule="last", about="All")
    QuarantinedRow.objects.filter(pk=rows[0].pk).update(resolution="dropped")
    run_until_idle(raising=True)
    said = RuleForMany.objects.get()
    assert (said.taken_in, said.left) == (1, {settling_together.MEANWHILE: 1})
    assert set(months()) == {"b"}


def test_a_record_of_which_a_row_cannot_be_read_stays_held(tmp_path: Path) -> None:
    run = street(tmp_path, *pair("a", "2018-10", "October"), *pair("b", "2018-10", "2018-11"))
    said = say(run, "last")
    assert set(months()) == {"b"}
    assert said.left == {settling_together.UNREADABLE: 1}
    assert run.held.filter(reference="a", resolution="").count() == 2


def test_no_rule_keeps_a_row_where_none_contradicts(tmp_path: Path) -> None:
    run = street(tmp_path, *pair("a", "October"), *pair("b", "November"))
    with pytest.raises(CannotDo, match="contradict no other row"):
        say(run, "last")


def test_only_who_may_import_settles_and_a_role_that_ended_settles_nothing(
    tmp_path: Path, lead: Officer
) -> None:
    run = two_pairs(tmp_path)
    with pytest.raises(Refused):
        say(run, "last", by=make_officer(roles=["administrator"]))
    rows = list(run.held.all())
    settling_many.say_rule(by=lead, run=run, rows=rows, rule="last", about="All")
    RoleGrant.objects.filter(officer=lead).delete()
    run_until_idle(raising=True)
    assert RuleForMany.objects.get().state == "refused"
    assert not Case.objects.exists()


def test_what_a_reason_says_of_one_row_only_does_not_part_it_from_others() -> None:
    assert without_its_own("Rows 2, 1,003 differ in Month.") == "Rows differ in Month."
    assert without_its_own("“October” is no day.") == "“…” is no day."


def test_rows_held_alike_are_counted_by_record(tmp_path: Path) -> None:
    two_pairs(tmp_path)
    (group,) = held_alike()
    assert (group.rows, group.records, group.file) == (4, 2, "street.csv")


def client_of(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_a_lead_sees_what_a_rule_would_do_and_confirms_it(tmp_path: Path, lead: Officer) -> None:
    run = two_pairs(tmp_path)
    client = client_of(lead)
    page = client.get(reverse("intake:held_by_run", kwargs={"ref": run.ref})).content.decode()
    query = page.split('href="/intake/held/together/?')[1].split('"')[0].replace("&amp;", "&")
    address = f"{reverse('intake:settle_together')}?{query}"
    token = client.get(address).content.decode().split('name="form_token" value="')[1][:32]
    looked = client.post(address, {"rule": "last", "form_token": token, "step": "look"})
    assert "Nothing has changed yet" in looked.content.decode()
    assert "2018-11" in looked.content.decode()
    assert not RuleForMany.objects.exists()
    sent = {"rule": "last", "form_token": token, "step": "settle", "counted": "4"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert "waits for the worker" in client.get(answer.headers["Location"]).content.decode()
    run_until_idle(raising=True)
    done = client.get(answer.headers["Location"]).content.decode()
    assert lead.titled_name in done
    row = run.held.get(line=3)
    shown = client.get(reverse("intake:held_row", kwargs={"ref": row.ref})).content.decode()
    assert "Keep the last row" in shown
    assert lead.titled_name in shown


def test_ticked_rows_bring_the_rest_of_their_records(tmp_path: Path, lead: Officer) -> None:
    run = two_pairs(tmp_path)
    address = f"{reverse('intake:settle_together')}?row={run.held.get(line=2).ref}"
    page = client_of(lead).get(address).content.decode()
    assert "Settle 2 rows together" in page


def test_a_list_that_changed_is_looked_at_again(tmp_path: Path, lead: Officer) -> None:
    run = two_pairs(tmp_path)
    address = f"{reverse('intake:settle_together')}?row={run.held.get(line=2).ref}"
    sent = {"rule": "last", "form_token": "t", "step": "settle", "counted": "7"}
    answer = client_of(lead).post(address, sent)
    assert answer.status_code == 422
    assert "The list changed while you looked" in answer.content.decode()
    assert not RuleForMany.objects.exists()


def test_rows_held_for_different_reasons_are_not_settled_together(
    tmp_path: Path, lead: Officer
) -> None:
    run = street(tmp_path, *pair("a", "2018-10", "2018-11"), *pair("b", "October"))
    refs = "&".join(f"row={row.ref}" for row in run.held.all())
    answer = client_of(lead).get(f"{reverse('intake:settle_together')}?{refs}")
    assert answer.status_code == 409
    assert "different reasons" in answer.content.decode()


def test_the_pages_take_as_many_queries_for_many_rows_as_for_few(
    tmp_path: Path, lead: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [row for n in range(300) for row in pair(f"r{n}", "2018-10", "2018-11")]
    run = street(tmp_path, *rows)
    (group,) = held_alike()
    client = client_of(lead)
    listed = reverse("intake:held_by_run", kwargs={"ref": run.ref})
    asked = f"run={run.ref}&kind=contradiction&column={group.column}&alike={group.alike}"
    client.get(listed)
    with django_assert_max_num_queries(14):
        client.get(listed)
    with django_assert_max_num_queries(14):
        client.post(
            f"{reverse('intake:settle_together')}?{asked}", {"rule": "last", "form_token": "t"}
        )
