"""What carries authority sleeps until a second administrator agrees (design, section 6)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from stillpoint.events.models import Announcement
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.telling import messages_for
from stillpoint.people import access, agreeing_changes, by_hand, proposing
from stillpoint.people.leaving import leave, rejoin
from stillpoint.people.line_managing import manager_today, set_manager
from stillpoint.people.models import AuthorityChange, LineManagement, Officer
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
IMPORT = job("import people")
PASSWORD = "four quiet words here"


@pytest.fixture
def first() -> Officer:
    return make_officer("First Admin", roles=("administrator",))


@pytest.fixture
def second() -> Officer:
    return make_officer("Second Admin", roles=("administrator",))


@pytest.fixture
def officer() -> Officer:
    return make_officer("Amara Okafor", password=PASSWORD)


def today() -> dt.date:
    return timezone.localdate()


def address(by: ActsAs, officer: Officer) -> AuthorityChange:
    return proposing.propose_identity(by=by, officer=officer, email="new@force.example")


def manager(by: ActsAs, officer: Officer) -> AuthorityChange:
    above = Officer.objects.filter(family_name="Above").first() or make_officer("Ann Above")
    return proposing.propose_manager(by=by, officer=officer, manager=above, since=today())


def rank(by: ActsAs, officer: Officer) -> AuthorityChange:
    return proposing.propose_rank(by=by, officer=officer, rank="chief_constable")


def returning(by: ActsAs, officer: Officer) -> AuthorityChange:
    leave(by=IMPORT, officer=officer, on=today())
    return proposing.propose_return(by=by, officer=officer, on=today())


def joining(by: ActsAs, officer: Officer) -> AuthorityChange:
    return proposing.propose_join(by=by, officer=officer, other=make_officer("Amara Before"))


def link(by: ActsAs, officer: Officer) -> AuthorityChange:
    return proposing.propose_password_link(by=by, officer=officer)


KINDS: list[Callable[[ActsAs, Officer], AuthorityChange]] = [
    address, manager, rank, returning, joining, link,
]  # fmt: skip
every_kind = pytest.mark.parametrize("propose", KINDS, ids=lambda one: one.__name__)
Propose = Callable[[ActsAs, Officer], AuthorityChange]


def stands(officer: Officer) -> tuple[object, ...]:
    """What the changes would change."""
    now = Officer.objects.get(pk=officer.pk)
    older = Officer.objects.filter(same_as=now).count()
    return (now.email, now.number, now.rank, now.left_on, manager_today(now), now.password, older)


@every_kind
def test_a_proposed_change_changes_nothing(
    first: Officer, officer: Officer, propose: Propose
) -> None:
    if propose is returning:
        leave(by=IMPORT, officer=officer, on=today())
        before = stands(officer)
        proposing.propose_return(by=first, officer=officer, on=today())
    else:
        before = stands(officer)
        propose(first, officer)
    assert stands(officer) == before


@every_kind
def test_nobody_agrees_what_they_proposed(
    first: Officer, officer: Officer, propose: Propose
) -> None:
    change = propose(first, officer)
    with pytest.raises(Refused, match="You proposed this"):
        agreeing_changes.agree_change(by=first, change=change)


@every_kind
def test_nobody_agrees_a_change_about_themselves(
    first: Officer, second: Officer, propose: Propose
) -> None:
    change = propose(first, second)
    with pytest.raises(Refused):
        agreeing_changes.agree_change(by=second, change=change)


@every_kind
def test_the_console_and_others_do_not_agree(
    first: Officer, officer: Officer, propose: Propose
) -> None:
    change = propose(first, officer)
    for by in (IMPORT, make_officer(roles=("rasso_lead", "auditor"))):
        with pytest.raises(Refused):
            agreeing_changes.agree_change(by=by, change=change)


@every_kind
def test_only_an_administrator_proposes(officer: Officer, propose: Propose) -> None:
    with pytest.raises(Refused, match="Only an administrator"):
        propose(make_officer(roles=("rasso_lead",)), officer)


@every_kind
def test_a_change_holds_once_and_is_not_agreed_again(
    first: Officer, second: Officer, officer: Officer, propose: Propose
) -> None:
    before = stands(officer)
    change = propose(first, officer)
    agreeing_changes.agree_change(by=second, change=change)
    if propose is not link:
        assert stands(officer) != before
    with pytest.raises(CannotDo, match="no longer waits"):
        agreeing_changes.agree_change(by=second, change=change)


@every_kind
def test_a_declined_change_never_holds(
    first: Officer, second: Officer, officer: Officer, propose: Propose
) -> None:
    change = propose(first, officer)
    before = stands(officer)
    agreeing_changes.decline_change(by=second, change=change)
    with pytest.raises(CannotDo, match="no longer waits"):
        agreeing_changes.agree_change(by=make_officer(roles=("administrator",)), change=change)
    assert stands(officer) == before


@every_kind
def test_the_trail_says_who_proposed_and_who_agreed_for_whom(
    first: Officer, second: Officer, officer: Officer, propose: Propose
) -> None:
    change = propose(first, officer)
    agreeing_changes.agree_change(by=second, change=change)
    named = TrailEntry.objects.filter(act__endswith=change.get_kind_display())
    told = {(one.act.split(":")[0], one.actor) for one in named}
    assert told == {
        ("propose", f"officer:{first.ref}"),
        ("agree", f"officer:{second.ref}"),
    }
    assert all(officer.trail_reference in one.about for one in named)


@every_kind
def test_the_person_is_told_when_it_is_proposed_and_when_it_holds(
    first: Officer, second: Officer, officer: Officer, propose: Propose
) -> None:
    change = propose(first, officer)
    agreeing_changes.agree_change(by=second, change=change)
    assert messages_for(officer).filter(key__startswith=f"change:{change.ref}").count() == 2


def test_another_address_is_told_at_the_old_and_the_new_one(
    first: Officer, second: Officer, officer: Officer
) -> None:
    old = officer.email
    agreeing_changes.agree_change(by=second, change=address(first, officer))
    send_waiting_messages()
    changed = [one.to[0] for one in mail.outbox if one.subject == "Your account was changed"]
    assert sorted(changed) == sorted([old, "new@force.example"])


def test_another_address_ends_every_way_in(
    first: Officer, second: Officer, officer: Officer
) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session.create()
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    SocialAccount.objects.create(user=officer, provider="force", uid="1")
    agreeing_changes.agree_change(by=second, change=address(first, officer))
    officer.refresh_from_db()
    assert not officer.has_usable_password()
    assert not Session.objects.exists()
    assert not Authenticator.objects.exists()
    assert not SocialAccount.objects.exists()


def test_neither_the_old_nor_the_new_address_lets_one_administrator_in(
    first: Officer, officer: Officer
) -> None:
    """As it was broken into: another address, a link to set a password, in."""
    address(first, officer)
    Client().post("/accounts/password/reset/", {"email": "new@force.example"})
    send_waiting_messages()
    assert [one for one in mail.outbox if "new@force.example" in one.to] == []


def test_an_administrator_does_not_make_themselves_line_manager(
    first: Officer, officer: Officer
) -> None:
    proposing.propose_manager(by=first, officer=officer, manager=first, since=today())
    assert not access.is_supervisor_of(first, officer)
    for act in (set_manager,):
        with pytest.raises(Refused, match="second administrator"):
            act(by=first, officer=officer, manager=first, since=today())


def test_the_new_manager_does_not_agree(first: Officer, second: Officer, officer: Officer) -> None:
    change = proposing.propose_manager(by=first, officer=officer, manager=second, since=today())
    with pytest.raises(Refused, match="about you"):
        agreeing_changes.agree_change(by=second, change=change)


def test_agreed_line_management_does_not_reach_back(
    first: Officer, second: Officer, officer: Officer
) -> None:
    above, past = make_officer(), today() - dt.timedelta(days=400)
    change = proposing.propose_manager(by=first, officer=officer, manager=above, since=past)
    agreeing_changes.agree_change(by=second, change=change)
    assert LineManagement.objects.get(officer=officer).since == today()


def test_an_administrator_does_not_take_a_leaver_back_alone(
    first: Officer, officer: Officer
) -> None:
    leave(by=IMPORT, officer=officer, on=today())
    with pytest.raises(Refused, match="second administrator"):
        rejoin(by=first, officer=officer, on=today())


def test_who_comes_back_has_no_old_way_in(first: Officer, second: Officer) -> None:
    officer = make_officer(password=PASSWORD)
    agreeing_changes.agree_change(by=second, change=returning(first, officer))
    officer.refresh_from_db()
    assert (officer.is_active, officer.has_usable_password()) == (True, False)


def test_what_changed_meanwhile_is_proposed_anew(
    first: Officer, second: Officer, officer: Officer
) -> None:
    change = manager(first, officer)
    set_manager(by=IMPORT, officer=officer, manager=make_officer(), since=today())
    with pytest.raises(CannotDo, match="Something else stands there"):
        agreeing_changes.agree_change(by=second, change=change)


def test_a_file_that_comes_every_night_proposes_once(officer: Officer) -> None:
    assert address(IMPORT, officer) == address(IMPORT, officer)
    assert messages_for(officer).count() == 1


def test_another_value_takes_the_place_of_what_waited(officer: Officer) -> None:
    address(IMPORT, officer)
    proposing.propose_identity(by=IMPORT, officer=officer, email="other@force.example")
    waiting = proposing.awaiting_agreement()
    assert [one.values for one in waiting] == [{"email": "other@force.example"}]


def test_one_administrator_agrees_what_an_import_proposed(first: Officer, officer: Officer) -> None:
    agreeing_changes.agree_change(by=first, change=address(IMPORT, officer))
    officer.refresh_from_db()
    assert officer.email == "new@force.example"


@pytest.mark.parametrize(
    ("who", "carries"),
    [({}, False), ({"password": PASSWORD}, True), ({"roles": ("analyst",)}, True)],
)
def test_an_account_with_a_way_in_or_a_role_carries_authority(
    who: dict[str, object], carries: bool
) -> None:
    assert proposing.carries_authority(make_officer(**who)) is carries  # type: ignore[arg-type]


def test_the_database_refuses_one_person_for_both(first: Officer, officer: Officer) -> None:
    change = address(first, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityChange.objects.filter(pk=change.pk).update(outcome="agreed", decided_by=first)


def test_a_leavers_address_does_not_block_a_joiner(first: Officer, officer: Officer) -> None:
    leave(by=IMPORT, officer=officer, on=today())
    joiner = by_hand.add_person(
        by=first, number="9", given_name="New", family_name="Here",
        email=officer.email.upper(), rank="constable",
    )  # fmt: skip
    with pytest.raises(CannotDo, match="already has this e-mail"):
        proposing.propose_return(by=first, officer=officer, on=today())
    assert joiner.email == officer.email


def test_who_signs_in_with_an_address_that_passed_on_is_the_joiner(officer: Officer) -> None:
    leave(by=IMPORT, officer=officer, on=today())
    joiner = make_officer(password="other quiet words here")
    Officer.objects.filter(pk=joiner.pk).update(email=officer.email)
    client = Client()
    client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    given = {"login": officer.email, "password": "other quiet words here"}
    client.post("/accounts/login/", given)
    assert client.session["_auth_user_id"] == str(joiner.pk)


def test_one_administrator_makes_nobody_senior(first: Officer) -> None:
    made = by_hand.add_person(
        by=first, number="9", given_name="New", family_name="Here",
        email="n@force.example", rank="chief_constable",
    )  # fmt: skip
    assert made.rank_level == 1
    assert [one.values["rank"] for one in proposing.awaiting_agreement()] == ["chief_constable"]


def test_a_lower_rank_holds_at_once(first: Officer, officer: Officer) -> None:
    assert by_hand.set_rank(by=first, officer=officer, rank="sergeant") is None
    officer.refresh_from_db()
    assert officer.rank == "sergeant"


def test_names_hold_at_once_and_the_address_waits(first: Officer, officer: Officer) -> None:
    old = officer.email
    proposed = by_hand.correct_details(
        by=first, officer=officer, number=officer.number, given_name="Amara",
        family_name="Obi", email="new@force.example", reason="Married",
    )  # fmt: skip
    officer.refresh_from_db()
    assert proposed is not None
    assert (officer.family_name, officer.email) == ("Obi", old)


def test_the_other_record_is_closed_and_what_it_held_is_passed_on(
    first: Officer, second: Officer, officer: Officer
) -> None:
    change = joining(first, officer)
    agreeing_changes.agree_change(by=second, change=change)
    other = Officer.objects.get(family_name="Before")
    assert (other.is_active, other.same_as) == (False, officer)
    assert Announcement.objects.filter(
        name="people.OfficerLeft", values__officer=other.ref
    ).exists()


def test_a_link_to_set_a_password_is_shown_once_to_one_of_the_two(
    first: Officer, second: Officer, officer: Officer
) -> None:
    change = link(first, officer)
    with pytest.raises(Refused):
        agreeing_changes.show_password_link(by=first, change=change)
    agreeing_changes.agree_change(by=second, change=change)
    change.refresh_from_db()
    with pytest.raises(Refused):
        agreeing_changes.show_password_link(
            by=make_officer(roles=("administrator",)), change=change
        )
    path = agreeing_changes.show_password_link(by=first, change=change)
    assert "Choose a password" in Client().get(path, follow=True).content.decode()
    with pytest.raises(CannotDo, match="shown already"):
        agreeing_changes.show_password_link(by=second, change=change)


def test_from_page_to_page_two_administrators_change_an_address(
    first: Officer, second: Officer, officer: Officer
) -> None:
    one, two = Client(), Client()
    one.force_login(first)
    two.force_login(second)
    given = {
        "number": officer.number, "given_name": "Amara", "family_name": "Okafor",
        "email": "new@force.example", "reason": "Her name changed",
    }  # fmt: skip
    one.post(f"/people/{officer.ref}/details/", given)
    change = AuthorityChange.objects.get()
    assert "Take it back" in one.get(f"/people/changes/{change.ref}/").content.decode()
    assert "Agree or decline a change" in two.get("/").content.decode()
    two.post(f"/people/changes/{change.ref}/", {"action": "agree"})
    officer.refresh_from_db()
    assert officer.email == "new@force.example"
    assert "Her name changed" in one.get(f"/people/changes/{change.ref}/").content.decode()


def test_many_changes_of_a_file_are_agreed_together_each_by_itself(first: Officer) -> None:
    """A force that changes its mail domain brings hundreds."""
    people = [make_officer(password=PASSWORD) for _ in range(3)]
    for number, one in enumerate(people):
        proposing.propose_identity(
            by=IMPORT, officer=one, email=f"{number}@new.example", by_file=True
        )
    by_hand_too = address(make_officer(roles=("administrator",)), make_officer())
    Officer.objects.filter(pk=people[2].pk).update(email="meanwhile@force.example")
    client = Client()
    client.force_login(first)
    page = client.get("/people/changes/").content.decode()
    refs = re.findall(r'name="change" value="(\w+)"', page)
    assert len(refs) == 3 and by_hand_too.ref not in refs
    client.post("/people/changes/", {"change": [*refs, by_hand_too.ref]})
    waiting = {one.officer_id for one in proposing.awaiting_agreement()}
    assert waiting == {people[2].pk, by_hand_too.officer_id}
    assert TrailEntry.objects.filter(act__startswith="agree:").count() == 2


def test_who_may_only_read_agrees_nothing_together(officer: Officer) -> None:
    change = address(IMPORT, officer)
    client = Client()
    client.force_login(make_officer(roles=("auditor",)))
    client.post("/people/changes/", {"change": [change.ref]})
    assert change in proposing.awaiting_agreement()
