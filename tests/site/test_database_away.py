"""The database server is stopped and started under a served page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from stillpoint.site import faults

# In a process of its own: it stops the database server of its own.
PROGRAM = """
import json, os, subprocess, sys, time
sys.path.insert(0, "tools")
import postgres
with postgres.server() as url:
    os.environ["STILLPOINT_DATABASE_URL"] = url
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from django.db import close_old_connections
    from django.test import Client
    client = Client(raise_request_exception=False)
    said = []
    def ask():
        began = time.monotonic()
        status = client.get("/accounts/login/", headers={"host": "127.0.0.1"}).status_code
        said.append([status, round(time.monotonic() - began, 1)])
        # As at the end of each request that is served: the connection goes back to the pool.
        close_old_connections()
    for _ in range(3):
        ask()
    folder = url.split("host=")[1]
    programs = str(postgres.binaries())
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    control = [*as_owner, programs + "/pg_ctl", "-D", folder + "/data", "-w"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    ask()
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    subprocess.run([*control, "-o", options, "-l", folder + "/log", "start"], **quiet)
    for _ in range(4):
        ask()
    print(json.dumps(said))
    from django.db import connections
    connections.close_all()
    connections["default"].close_pool()
"""


@pytest.mark.database
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL is a server of its own."
)
def test_a_page_says_soon_that_the_database_is_away_and_works_at_once_when_it_is_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        },
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: list[tuple[int, float]] = json.loads(done.stdout.strip().splitlines()[-1])
    statuses = [status for status, _ in said]
    assert statuses == [200, 200, 200, 503, 200, 200, 200, 200], said
    assert said[3][1] < 8, said


def test_the_page_says_what_to_do_and_shows_nothing_of_the_fault() -> None:
    try:
        raise OperationalError("connection to server at 10.0.0.1 failed for user stillpoint")
    except OperationalError:
        response: Any = faults.server_error(RequestFactory().get("/"))
    shown = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "The database does not answer" in shown
    assert "10.0.0.1" not in shown


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize(
    "address", ["/cases/AB%00CD/", "/points/%00/", "/cases/?find=a%00b", "/?page=%00", "/%00"]
)
def test_an_address_with_a_character_that_nothing_has_is_no_fault(
    client: Client, address: str
) -> None:
    from tests.people.factories import make_officer

    client.force_login(make_officer())
    assert client.get(address).status_code in (200, 404)
