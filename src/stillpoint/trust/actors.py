"""Who acts: a person, the named console user, or a job of the worker."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Person(Protocol):
    """Anything that can sign in: it has a public reference."""

    ref: str


@dataclass(frozen=True)
class Actor:
    """An actor as the trail names it: ``officer:K7Q2M``, ``console:root``, ``job:seal``."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


ActsAs = Actor | Person


def console() -> Actor:
    """The user of the operating system who runs a command."""
    return Actor("console", getpass.getuser())


def job(name: str) -> Actor:
    return Actor("job", name)


def actor(who: ActsAs) -> Actor:
    """The actor for a person, or the actor itself; refuses an anonymous one."""
    if isinstance(who, Actor):
        return who
    if isinstance(who, Person) and who.ref:
        return Actor("officer", who.ref)
    raise ValueError("Nobody is named as acting: pass an officer, the console user or a job.")
