"""A throw-away PostgreSQL 15 server for the tests: its own folder, a private socket, no port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql/15/bin")


def binaries() -> Path | None:
    """Where PostgreSQL's programs are, or None."""
    if (DEBIAN / "initdb").exists():
        return DEBIAN
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server until the block ends; gives its address as a database URL."""
    programs = binaries()
    if programs is None:
        raise SystemExit("PostgreSQL 15 is not here. Install Debian's postgresql-15.")
    folder = Path(tempfile.mkdtemp(prefix="stillpoint-pg-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    run = [*as_owner, str(programs / "initdb"), "--no-sync", "-U", "postgres", "-A", "trust"]
    subprocess.run([*run, "-D", str(data)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    started = [*control, "-o", options, "-l", str(folder / "log"), "start"]
    subprocess.run(started, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        shutil.rmtree(folder, ignore_errors=True)
