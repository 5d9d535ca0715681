from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from stillpoint.events.models import Announcement
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.telling import messages_for, tell
from stillpoint.people import access
from stillpoint.people.leaving import finish_leaving, leave, rejoin
from stillpoint.people.models import Accreditation, LineManagement, Officer, Posting
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate
CLERK = job("test")


def signed_in(officer: Officer) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session.create()
    return str(session.session_key)


def test_a_leaver_is_signed_out_everywhere_and_others_are_not() -> None:
    officer, other = make_officer(), make_officer()
    signed_in(officer), signed_in(officer)
    kept = signed_in(other)
    leave(by=CLERK, officer=officer, on=TODAY())
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept]


def test_a_leaver_holds_nothing_any_longer() -> None:
    manager, officer = make_officer(), make_officer(roles=("auditor",), accredited=(1,), team="CID")
    LineManagement.objects.create(officer=officer, manager=manager, since=dt.date(2024, 1, 1))
    leave(by=CLERK, officer=officer, on=TODAY())
    officer.refresh_from_db()
    assert not officer.is_active
    assert not access.has_role(officer, "auditor")
    for records in (Posting, Accreditation, LineManagement):
        assert records.objects.get(officer=officer).until == TODAY()


def test_what_a_leaver_held_is_told_and_announced() -> None:
    officer = make_officer(roles=("auditor",), accredited=(1, 2), rank="superintendent")
    managed = make_officer(manager=officer)
    behind = leave(by=CLERK, officer=officer, on=TODAY())
    assert behind.managed == (managed,)
    assert (behind.roles, behind.steps) == (("auditor",), (1, 2))
    assert list(Announcement.objects.order_by("id").values_list("name", flat=True)) == [
        "people.AccreditationEnded",
        "people.AccreditationEnded",
        "people.OfficerLeft",
    ]


def test_a_last_day_still_to_come_leaves_the_account_open_until_it_is_over() -> None:
    officer = make_officer(roles=("auditor",))
    last = TODAY() + dt.timedelta(days=3)
    leave(by=CLERK, officer=officer, on=last)
    assert access.has_role(officer, "auditor")
    assert finish_leaving(by=CLERK, today=last) == []
    assert finish_leaving(by=CLERK, today=last + dt.timedelta(days=1)) == [officer]
    assert finish_leaving(by=CLERK, today=last + dt.timedelta(days=1)) == []
    officer.refresh_from_db()
    assert not officer.is_active


def test_nobody_leaves_twice() -> None:
    officer = make_officer()
    leave(by=CLERK, officer=officer, on=TODAY())
    with pytest.raises(CannotDo, match="already"):
        leave(by=CLERK, officer=officer, on=TODAY())


def test_somebody_who_comes_back_starts_without_roles() -> None:
    officer = make_officer(roles=("auditor",), team="CID")
    leave(by=CLERK, officer=officer, on=TODAY() - dt.timedelta(days=1))
    rejoin(by=CLERK, officer=officer, on=TODAY())
    officer = Officer.objects.get(pk=officer.pk)
    assert officer.is_active and officer.left_on is None
    assert not access.has_role(officer, "auditor")


def test_what_was_left_before_somebody_came_back_is_not_emailed_to_them() -> None:
    officer = make_officer()
    for key, at in (("before", 0), ("away", 1), ("after", 2)):
        if at == 1:
            leave(by=CLERK, officer=officer, on=TODAY() - dt.timedelta(days=20))
        if at == 2:
            rejoin(by=CLERK, officer=officer, on=TODAY())
        tell(officer, subject=f"Told {key}", text="Sign in to see it.", key=key)
    send_waiting_messages()
    assert [sent.subject for sent in mail.outbox] == ["Told after"]
    assert messages_for(officer).count() == 3


def test_only_an_administrator_records_a_leaver() -> None:
    with pytest.raises(Refused):
        leave(by=make_officer(roles=("rasso_lead",)), officer=make_officer(), on=TODAY())
