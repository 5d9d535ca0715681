"""Actions: given, carried to their end, handed on; read by those whom they concern."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.learning.finishing_actions import take_step
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import Action
from stillpoint.learning.noting import note_learning
from stillpoint.people.leaving import leave
from stillpoint.people.models import Officer
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.answering import hidden_version
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORDS = "Put the agreed time of calls on the first page of the log."


def in_days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def people() -> dict[str, Officer]:
    supervisor = make_officer("Sue Supervisor", rank="chief_inspector")
    return {
        "giver": make_officer("Gil Giver"),
        "owner": make_officer("Oli Owner", manager=supervisor),
        "involved": make_officer("Ina Involved"),
        "supervisor": supervisor,
        "stranger": make_officer("Sal Stranger"),
        "rasso_lead": make_officer("Lee Lead", roles=("rasso_lead",)),
        "ld_lead": make_officer("Lou Learning", roles=("ld_lead",)),
        "administrator": make_officer("Ada Admin", roles=("administrator",)),
    }


def give(people: dict[str, Officer], **values: Any) -> Action:
    given: dict[str, Any] = {
        "by": people["giver"],
        "source": "point:K7Q2MXTR",
        "text": WORDS,
        "owner": people["owner"],
        "due_on": in_days(3),
        "involved": [people["involved"], people["giver"]],
    }
    return give_action(**(given | values))


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(action: Action) -> str:
    return reverse("action", args=[action.ref])


@pytest.mark.parametrize(
    ("who", "reads", "changes"),
    [
        ("owner", True, True),
        ("rasso_lead", True, True),
        ("giver", True, False),
        ("involved", True, False),
        ("supervisor", True, False),
        ("ld_lead", False, False),
        ("stranger", False, False),
        ("administrator", False, False),
    ],
)
def test_an_action_is_read_and_changed_by_those_whom_it_concerns(
    people: dict[str, Officer], who: str, reads: bool, changes: bool
) -> None:
    action = give(people)
    client = browser(people[who])
    assert (client.get(page(action)).status_code == 200) is reads
    client.post(page(action), {"kind": "done", "text": "It stands there now."})
    action.refresh_from_db()
    assert (action.state == "done") is changes


def test_what_was_done_stays_with_the_action_and_its_steps(people: dict[str, Officer]) -> None:
    action = give(people)
    browser(people["owner"]).post(page(action), {"kind": "done", "text": "It stands there now."})
    shown = browser(people["giver"]).get(page(action)).content.decode()
    assert "What was done" in shown and "It stands there now." in shown
    assert [step.kind for step in action.steps.all()] == ["given", "done"]


@pytest.mark.parametrize("kind", ["done", "dropped"])
def test_an_action_does_not_end_without_a_word(people: dict[str, Officer], kind: str) -> None:
    with pytest.raises(CannotDo) as refused:
        take_step(by=people["owner"], action=give(people), kind=kind, text="  ")
    assert refused.value.field == "text"


def test_an_action_that_ended_is_opened_again_with_a_reason(people: dict[str, Officer]) -> None:
    action = take_step(by=people["owner"], action=give(people), kind="dropped", text="Not ours.")
    with pytest.raises(CannotDo, match="“Dropped” already"):
        take_step(by=people["owner"], action=action, kind="done", text="Done after all.")
    action = take_step(by=people["owner"], action=action, kind="reopened", text="It is ours.")
    assert (action.state, action.outcome, action.closed_at) == ("open", "", None)


def test_pressing_save_twice_ends_it_once(people: dict[str, Officer]) -> None:
    action = give(people)
    for _ in range(2):
        take_step(by=people["owner"], action=action, kind="done", text="Done.")
    assert action.steps.filter(kind="done").count() == 1


def test_pressing_give_twice_gives_it_once(people: dict[str, Officer]) -> None:
    given = give(people)
    assert give(people) == given
    take_step(by=people["owner"], action=given, kind="done", text="Asked them.")
    assert give(people) != given


@pytest.mark.parametrize(("days", "refused"), [(-1, "day is over"), (900, "two years")])
def test_a_day_that_is_over_or_far_away_is_refused(
    people: dict[str, Officer], days: int, refused: str
) -> None:
    with pytest.raises(CannotDo, match=refused) as problem:
        give(people, due_on=in_days(days))
    assert problem.value.field == "due_on"


def test_today_is_a_day_by_which_something_can_be_done(people: dict[str, Officer]) -> None:
    assert give(people, due_on=in_days(0)).due_on == in_days(0)


def test_whoever_is_given_something_is_told_without_a_word_of_it(
    people: dict[str, Officer],
) -> None:
    action = give(people)
    run_until_idle(raising=True)
    (letter,) = messages_for(people["owner"])
    assert (letter.link, "log" in letter.text) == (page(action), False)


def test_what_one_takes_on_oneself_is_not_told(people: dict[str, Officer]) -> None:
    give(people, owner=people["giver"])
    run_until_idle(raising=True)
    assert list(messages_for(people["giver"])) == []


def test_an_action_is_handed_to_a_colleague_who_is_told(people: dict[str, Officer]) -> None:
    action = give(people)
    answer = browser(people["owner"]).post(
        page(action),
        {"kind": "handed_on", "to": people["stranger"].number, "text": "I am on leave."},
    )
    assert answer.headers["Location"] == reverse("actions")
    run_until_idle(raising=True)
    action.refresh_from_db()
    assert action.owner == people["stranger"]
    assert messages_for(people["stranger"]).count() == 1
    assert browser(people["owner"]).get(page(action)).status_code == 403


def test_a_number_that_nobody_has_is_refused_beside_its_field_and_nothing_is_lost(
    people: dict[str, Officer],
) -> None:
    action = give(people)
    answer = browser(people["owner"]).post(
        page(action), {"kind": "handed_on", "to": "nobody9", "text": "I am on leave."}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody here has the number or e-mail address nobody9" in shown
    assert "I am on leave." in shown


def test_a_new_date_leaves_the_action_open(people: dict[str, Officer]) -> None:
    action = give(people)
    day = in_days(10)
    posted = {"kind": "put_off", "due_on": day.isoformat(), "text": "The unit is full."}
    browser(people["owner"]).post(page(action), posted)
    action.refresh_from_db()
    assert (action.state, action.due_on) == ("open", day)


@pytest.mark.parametrize("days", [1, 3])
def test_what_is_put_off_is_put_off_to_a_later_day(people: dict[str, Officer], days: int) -> None:
    action = give(people)
    posted = {"kind": "put_off", "due_on": in_days(days).isoformat(), "text": "The unit is full."}
    answer = browser(people["owner"]).post(page(action), posted)
    shown = answer.content.decode()
    assert "Give a later day" in shown and "The unit is full." in shown
    action.refresh_from_db()
    assert action.due_on == in_days(3)


def test_what_two_do_at_once_is_not_written_over(people: dict[str, Officer]) -> None:
    action = give(people)
    owner, lead = browser(people["owner"]), browser(people["rasso_lead"])
    opened = hidden_version(owner.get(page(action)))
    put_off = {"kind": "put_off", "due_on": in_days(9).isoformat(), "text": "The unit is full."}
    lead.post(page(action), {**put_off, "version": hidden_version(lead.get(page(action)))})
    refused = owner.post(
        page(action),
        {**put_off, "due_on": in_days(20).isoformat(), "text": "Mine.", "version": opened},
    )
    shown = refused.content.decode()
    assert refused.status_code == 422 and "Mine." in shown
    assert "Somebody has answered this since you opened the page" in shown
    action.refresh_from_db()
    assert action.due_on == in_days(9)


def test_who_was_handed_it_away_hears_so_and_keeps_their_words(people: dict[str, Officer]) -> None:
    action = give(people, owner=people["involved"])
    owner, lead = browser(people["involved"]), browser(people["rasso_lead"])
    opened = hidden_version(owner.get(page(action)))
    to = {"kind": "handed_on", "to": people["stranger"].number, "text": "It is theirs."}
    lead.post(page(action), to)
    done = {"kind": "done", "text": "It stands there now.", "version": opened}
    shown = owner.post(page(action), done).content.decode()
    assert "Somebody has answered this since" in shown and "It stands there now." in shown
    action.refresh_from_db()
    assert (action.state, action.owner) == ("open", people["stranger"])


def test_what_is_done_already_says_so_beside_what_was_typed(people: dict[str, Officer]) -> None:
    action = give(people)
    take_step(by=people["rasso_lead"], action=action, kind="done", text="Done.")
    posted = {"kind": "dropped", "text": "Not ours."}
    shown = browser(people["owner"]).post(page(action), posted)
    assert shown.status_code == 422 and "Not ours." in shown.content.decode()


def test_a_change_leaves_its_entry(people: dict[str, Officer]) -> None:
    action = take_step(by=people["owner"], action=give(people), kind="done", text="Done.")
    entry = TrailEntry.objects.get(act="change an action")
    assert (entry.about, bool(entry.before), bool(entry.after)) == (
        [action.trail_reference],
        True,
        True,
    )


def gone(officer: Officer) -> None:
    leave(by=CONSOLE, officer=officer, on=timezone.localdate())
    run_until_idle(raising=True)


def test_what_a_leaver_was_to_do_goes_to_their_manager_who_is_told(
    people: dict[str, Officer],
) -> None:
    action = give(people)
    gone(people["owner"])
    action.refresh_from_db()
    assert action.owner == people["supervisor"]
    assert action.steps.last().text == "DI Oli Owner has left."  # type: ignore[union-attr]
    assert messages_for(people["supervisor"]).count() == 1


def test_without_a_manager_it_goes_back_to_whoever_gave_it(people: dict[str, Officer]) -> None:
    action = give(people, owner=people["stranger"])
    gone(people["stranger"])
    action.refresh_from_db()
    assert action.owner == people["giver"]


def test_with_neither_a_lead_takes_it(people: dict[str, Officer]) -> None:
    action = give(people, by=people["stranger"], owner=people["stranger"])
    gone(people["stranger"])
    action.refresh_from_db()
    assert action.owner == people["rasso_lead"]


def test_what_is_done_stays_the_leavers(people: dict[str, Officer]) -> None:
    action = take_step(by=people["owner"], action=give(people), kind="done", text="Done.")
    gone(people["owner"])
    action.refresh_from_db()
    assert action.owner == people["owner"]


def sentences(officer: Officer) -> list[tuple[str, str]]:
    fresh = Officer.objects.get(pk=officer.pk)
    items = in_order(what_is_left(fresh, timezone.now()))
    return [(item.sentence, item.tag) for item in items]


def test_today_shows_what_is_due_within_the_week_and_what_is_overdue(
    people: dict[str, Officer],
) -> None:
    give(people, text="Far.", due_on=in_days(20))
    late = give(people, text="Late.")
    give(people, text="Now.", due_on=in_days(0))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-2))
    assert sentences(people["owner"]) == [
        ("Do what was agreed: Late.", "Overdue"),
        ("Do what was agreed: Now.", "Due today"),
    ]
    take_step(by=people["owner"], action=late, kind="dropped", text="Past it.")
    assert [words for words, _ in sentences(people["owner"])] == ["Do what was agreed: Now."]


def test_lists_hold_ones_own_ones_teams_and_for_the_lead_everybodys(
    people: dict[str, Officer],
) -> None:
    give(people)

    def lists(who: str, show: str) -> bool:
        address = f"{reverse('actions')}?show={show}"
        return WORDS in browser(people[who]).get(address).content.decode()

    assert lists("owner", "mine") and lists("giver", "given") and lists("supervisor", "team")
    assert lists("rasso_lead", "all")
    assert not lists("stranger", "all") and not lists("stranger", "team")
    assert not lists("involved", "mine")


def test_a_list_takes_the_same_queries_at_any_length(people: dict[str, Officer]) -> None:
    client = browser(people["rasso_lead"])
    address = f"{reverse('actions')}?show=all"
    give(people)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(30):
        give(people)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 16


def test_whoever_reads_a_learning_point_as_written_gives_something_to_do_about_it(
    people: dict[str, Officer],
) -> None:
    point = note_learning(by=people["giver"], source="risk:K7Q2MXTR", text="Calls come too early.")
    address = reverse("action-new", args=[point.ref])
    posted = {"text": WORDS, "owner": people["owner"].number, "due_on": in_days(5).isoformat()}
    assert browser(people["stranger"]).post(address, posted).status_code == 403
    assert (
        browser(people["giver"]).post(address, {**posted, "due_on": "1/1/2020"}).status_code == 422
    )
    browser(people["giver"]).post(address, posted)
    action = Action.objects.get()
    assert (action.owner, action.source) == (people["owner"], point.trail_reference)
    shown = browser(people["giver"]).get(reverse("learning-point", args=[point.ref]))
    assert WORDS in shown.content.decode()


def test_only_the_owner_and_leads_hand_it_on(people: dict[str, Officer]) -> None:
    with pytest.raises(Refused):
        take_step(
            by=people["involved"],
            action=give(people),
            kind="handed_on",
            text="Mine.",
            to=people["involved"],
        )


def test_putting_it_off_twice_with_one_press_puts_it_off_once(people: dict[str, Officer]) -> None:
    action, entries = give(people), TrailEntry.objects.filter(act="change an action")
    for _ in range(2):
        take_step(
            by=people["owner"], action=action, kind="put_off", text="Full.", due_on=in_days(9)
        )
    assert action.steps.filter(kind="put_off").count() == entries.count() == 1
