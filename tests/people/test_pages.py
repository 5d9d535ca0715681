from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.people import urls
from stillpoint.people.models import AuthorityChange, Leave, Officer, RoleGrant
from stillpoint.trust.models import TrailEntry
from tests.people import factories
from tests.people.factories import make_course, make_officer, train

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.addresses")]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def scene() -> dict[str, Any]:
    manager = make_officer("Mary Manager", rank="chief_inspector")
    person = make_officer(
        "Pat Person", manager=manager, team="RASSO North", roles=("analyst",), accredited=(1,)
    )
    factories.train(person, factories.make_course())
    waiting = RoleGrant.objects.create(
        officer=person, role="auditor", since=timezone.localdate(), needs_agreement=True
    )
    return {
        "manager": manager,
        "person": person,
        "colleague": make_officer("Cora Colleague"),
        "administrator": make_officer("Ada Admin", roles=("administrator",)),
        "rasso_lead": make_officer("Lee Lead", roles=("rasso_lead",)),
        "ld_lead": make_officer("Lou Learning", roles=("ld_lead",)),
        "auditor": make_officer("Ari Auditor", roles=("auditor",)),
        "area": factories.make_area().ref,
        "team": factories.make_team().ref,
        "course": factories.make_course().ref,
        "role": waiting.ref,
        "change": AuthorityChange.objects.create(
            kind="manager", officer=person, values={"manager": manager.ref}
        ).ref,
        "accreditation": person.accreditations.get().ref,
        "leave": Leave.objects.create(officer=person, since=dt.date(2026, 8, 1)).ref,
    }


def address(name: str, scene: dict[str, Any]) -> str:
    thing = {
        "area": "area",
        "team": "team",
        "course": "course",
        "counts_as": "course",
        "role": "role",
        "change": "change",
        "end_accreditation": "accreditation",
        "leave": "leave",
    }.get(name)
    if name in OF_NOBODY:
        return reverse(f"people:{name}")
    return reverse(f"people:{name}", args=[scene[thing] if thing else scene["person"].ref])


OF_NOBODY = {
    *("people", "add", "force", "areas", "add_area", "teams", "add_team"),
    *("courses", "add_course", "roles", "changes", "reviewers"),
}
ADMIN = {"administrator"}
WHO_MAY: dict[str, set[str]] = {
    "people": {
        "person",
        "manager",
        "colleague",
        "administrator",
        "rasso_lead",
        "ld_lead",
        "auditor",
    },
    "officer": {"person", "manager", "administrator", "rasso_lead", "ld_lead"},
    "away": {"person", "manager", "administrator"},
    "leave": {"person", "manager", "administrator"},
    "roles": {"administrator", "auditor"},
    "role": {"administrator", "auditor"},
    "changes": {"administrator", "auditor"},
    "change": {"administrator", "auditor", "person"},
    "courses": {"administrator", "ld_lead"},
    "add_course": {"administrator", "ld_lead"},
    "course": {"administrator", "ld_lead"},
    "counts_as": {"administrator", "ld_lead"},
    "train": {"administrator", "ld_lead"},
    "reviewers": {"rasso_lead"},
    "accredit": {"rasso_lead"},
    "end_accreditation": {"rasso_lead"},
}
VIEWERS = ["person", "manager", "colleague", "administrator", "rasso_lead", "ld_lead", "auditor"]
PAGES = [str(pattern.name) for pattern in urls.urlpatterns]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_page_opens_for_those_it_is_for_and_nobody_else(
    scene: dict[str, Any], page: str, viewer: str
) -> None:
    response = browser(scene[viewer]).get(address(page, scene))
    expected = 200 if viewer in WHO_MAY.get(page, ADMIN) else 403
    assert response.status_code == expected


@pytest.mark.parametrize("page", PAGES)
def test_a_page_sends_strangers_to_sign_in(scene: dict[str, Any], page: str) -> None:
    response = Client().get(address(page, scene))
    assert response.status_code == 302 and "login" in response["Location"]


def test_every_page_has_a_rule() -> None:
    views = [pattern.callback for pattern in urls.urlpatterns]
    assert all(hasattr(view, "access_rule") for view in views)


def test_an_unknown_reference_is_not_found(scene: dict[str, Any]) -> None:
    assert browser(scene["administrator"]).get("/people/NNNNNNNN/").status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_few(scene: dict[str, Any]) -> None:
    client = browser(scene["administrator"])
    client.get("/people/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/people/")
    for _ in range(40):
        make_officer(manager=scene["manager"], team="RASSO North", roles=("analyst",))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/people/")
    assert len(many) <= len(few)
    assert len(many) <= 20
    assert page.content.decode().count('scope="row"') == 25


def test_a_persons_page_keeps_to_its_queries(scene: dict[str, Any]) -> None:
    client = browser(scene["rasso_lead"])
    with CaptureQueriesContext(connection) as made:
        client.get(address("officer", scene))
    assert len(made) <= 24


def test_the_list_shows_a_supervisor_their_own_people_only(scene: dict[str, Any]) -> None:
    shown = browser(scene["manager"]).get("/people/").content.decode()
    assert "Pat Person" in shown and "Mary Manager" in shown
    assert "Cora Colleague" not in shown


@pytest.mark.database
@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("q=pat+person", "Pat Person", "Cora Colleague"),
        ("rank=chief_inspector", "Mary Manager", "Pat Person"),
        ("role=ld_lead", "Lou Learning", "Pat Person"),
        ("show=unmanaged", "Cora Colleague", "Pat Person"),
        ("show=unposted", "Cora Colleague", "Pat Person"),
        ("show=left", "Gone Leaver", "Pat Person"),
    ],
)
def test_the_list_narrows(scene: dict[str, Any], query: str, found: str, missing: str) -> None:
    make_officer("Gone Leaver", is_active=False)
    page = browser(scene["administrator"]).get(f"/people/?{query}")
    table = page.content.decode().split("<tbody")[1]
    assert found in table.replace("A/", "")
    assert f"{missing}</a>" not in table.split('scope="row"', 1)[1].split("<td")[0]
    assert sum(missing in row.split("<td")[0] for row in table.split("<tr")) == 0


@pytest.mark.database
def test_the_list_narrows_by_team(scene: dict[str, Any]) -> None:
    page = browser(scene["administrator"]).get(f"/people/?team={scene['team']}")
    assert "1 to 1 of 1 person" in page.content.decode()


def test_a_reader_is_in_the_trail_with_those_read(scene: dict[str, Any]) -> None:
    browser(scene["manager"]).get(address("officer", scene))
    entry = TrailEntry.objects.last()
    assert entry is not None
    assert entry.actor == f"officer:{scene['manager'].ref}"
    assert entry.about == [f"officer:{scene['person'].ref}"]


def test_a_second_administrator_agrees_on_screen_and_the_first_is_offered_nothing(
    scene: dict[str, Any],
) -> None:
    first, second = scene["administrator"], make_officer("Two Admin", roles=("administrator",))
    browser(first).post(address("grant", scene), {"role": "disclosure_officer"})
    grant = RoleGrant.objects.get(role="disclosure_officer")
    page = reverse("people:role", args=[grant.ref])
    assert 'value="agree"' not in browser(first).get(page).content.decode()
    assert browser(first).post(page, {"action": "agree"}).status_code == 403
    assert browser(second).post(page, {"action": "agree"}).status_code == 302
    grant.refresh_from_db()
    assert grant.agreed_by == second


def test_a_refusal_stands_beside_its_field(scene: dict[str, Any]) -> None:
    response = browser(scene["administrator"]).post(
        address("manager", scene),
        {"manager": scene["person"].number, "since": "1/1/2026", "reason": "x"},
    )
    assert response.status_code == 422
    assert "Nobody manages themselves" in response.content.decode()


def test_leave_is_recorded_and_cancelled_on_screen(scene: dict[str, Any]) -> None:
    client = browser(scene["person"])
    Leave.objects.all().delete()
    client.post(address("away", scene), {"since": "3/8/2026", "until": "14/8/2026"})
    leave = Leave.objects.get()
    assert (leave.since, leave.until) == (dt.date(2026, 8, 3), dt.date(2026, 8, 14))
    client.post(reverse("people:leave", args=[leave.ref]), {"action": "cancel"})
    assert not Leave.objects.exists()


def test_the_list_of_reviewers_offers_those_who_could_be_accredited(
    scene: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    course, other = make_course("saidp"), make_course("driving", specialist=False)
    ready = [make_officer(rank="inspector") for _ in range(6)]
    leader, junior, untrained = (
        make_officer(rank="chief_inspector"),
        make_officer(rank="constable"),
        make_officer(rank="inspector"),
    )
    lapsed = make_officer(rank="inspector")
    for one in (*ready, leader, junior):
        train(one, course)
    train(untrained, other)
    train(lapsed, course, expires_on=timezone.localdate() - dt.timedelta(days=1))
    client = browser(scene["rasso_lead"])
    with django_assert_max_num_queries(24):
        page = client.get(reverse("people:reviewers")).text
    for one in (*ready, leader):
        assert page.count(f"{one.ref}/accreditation/?step=1") == 1
    assert [one for one in ready if f"{one.ref}/accreditation/?step=2" in page] == []
    assert f"{leader.ref}/accreditation/?step=2" in page
    for one in (junior, untrained, lapsed):
        assert one.ref not in page
    form = reverse("people:accredit", args=[ready[0].ref]) + "?step=1"
    assert f'<option value="{course.pk}" selected>' in client.get(form).text
    sent = {"step": "1", "course": course.pk, "since": "1/1/2026"}
    assert client.post(form, sent).headers["Location"] == reverse("people:reviewers")
    page = client.get(reverse("people:reviewers")).text
    assert f"{ready[0].ref}/accreditation/?step=1" not in page
    assert "Practice cases first" in page


def test_recording_a_leaver_names_who_and_what_is_left_behind(scene: dict[str, Any]) -> None:
    for number in range(12):
        make_officer(f"Bo Below{number}", manager=scene["person"])
    sent = {"on": f"{timezone.localdate():%d/%m/%Y}"}
    answer = browser(scene["administrator"]).post(address("leaver", scene), sent, follow=True)
    (said,) = re.findall(r"The leaver was recorded\.[^<]*", answer.text)
    assert "Left without a line manager: " in said and "; and 2 more." in said
    assert said.count("Bo Below") == 10
    assert "Roles that they held: Analyst." in said


def test_the_lead_accredits_on_screen(scene: dict[str, Any]) -> None:
    colleague = scene["colleague"]
    response = browser(scene["rasso_lead"]).post(
        reverse("people:accredit", args=[colleague.ref]),
        {"step": "1", "evidence": "Led the RASSO team for six years.", "since": "1/1/2026"},
    )
    assert response.status_code == 302
    assert colleague.accreditations.get().granted_by == scene["rasso_lead"]


def test_an_administrator_adds_a_person_on_screen(scene: dict[str, Any]) -> None:
    response = browser(scene["administrator"]).post(
        reverse("people:add"),
        {
            "number": "X77",
            "given_name": "New",
            "family_name": "Joiner",
            "email": "New.Joiner@force.example",
            "rank": "constable",
        },
    )
    added = Officer.objects.get(number="X77")
    assert response["Location"] == reverse("people:officer", args=[added.ref])
    assert added.email == "new.joiner@force.example" and not added.has_usable_password()


def test_own_page_shows_own_roles_without_links_to_what_is_closed(scene: dict[str, Any]) -> None:
    shown = browser(scene["person"]).get(address("officer", scene)).content.decode()
    assert "Analyst" in shown
    assert reverse("people:role", args=[scene["role"]]) not in shown


def test_every_link_on_a_persons_own_page_opens(scene: dict[str, Any]) -> None:
    client = browser(scene["person"])
    shown = client.get(address("officer", scene)).content.decode()
    main = shown.split('id="main-content"')[1].split("</main>")[0]
    links = set(re.findall(r'href="(/people/[^"]*)"', main))
    assert address("away", scene) in links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_every_link_on_the_roles_page_opens_for_an_auditor(scene: dict[str, Any]) -> None:
    client = browser(scene["auditor"])
    links = set(
        re.findall(r'href="(/people/[^"]+)"', client.get("/people/roles/").content.decode())
    )
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
