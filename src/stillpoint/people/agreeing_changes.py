"""Agree or decline a change of what carries authority, and carry it out (``proposing``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.events.telling import tell
from stillpoint.people import access, appointing, leaving, line_managing
from stillpoint.people.ending_ways_in import end_sessions, end_ways_in
from stillpoint.people.facts import RecordsJoined
from stillpoint.people.first_administrators import path_to_set_password
from stillpoint.people.models import AuthorityChange, ChangeKind, Officer, Outcome
from stillpoint.people.proposing import refuse_if_taken
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

# A link that nobody fetched for so long is asked for anew.
LINK_KEPT = dt.timedelta(days=3)
GONE = (
    "Something else stands there since this was proposed. Decline it, and propose again what is "
    "to hold now."
)
HOLDS = {
    ChangeKind.MANAGER: "You have another line manager from now on.",
    ChangeKind.RANK: "Your rank or grade was changed.",
    ChangeKind.RETURN: "Your account is open again. Choose a new password, or use your force’s "
    "own sign-in.",
    ChangeKind.JOIN: "Two records of you were joined. Sign in again with the one you have now.",
    ChangeKind.PASSWORD: "Two administrators agreed a link at which a new password can be set for "
    "your account. One of them hands it to you in person.",
}
NOT_EXPECTED = "If you did not expect this, tell your force’s information security team now."


@act
def agree_change(*, by: ActsAs, change: AuthorityChange) -> None:
    """A second administrator agrees, and the change holds. What stands must be what stood when it
    was proposed."""
    require(access.can_agree_change(by, change))
    change = _waiting(change)
    about = [change, change.officer, *([change.other] if change.other else [])]
    old_address = change.officer.email
    CARRY_OUT[ChangeKind(change.kind)](change, by)
    _decide(change, Outcome.AGREED, by)
    trail.record(
        Operation.ALTERATION,
        f"agree: {change.get_kind_display()}"[:80],
        by=by,
        about=about,
        before=change.before,
        after=change.values,
        note=f"proposed by {change.proposed_by.ref}" if change.proposed_by else "",
    )
    _tell(change, old_address)


def agree_from_files(*, by: ActsAs, refs: Sequence[str]) -> list[AuthorityChange]:
    """Agree those of these that came by a file, each by itself, and return them.
    What no longer fits is left waiting, to be read by itself."""
    found = AuthorityChange.objects.filter(ref__in=refs, outcome=Outcome.WAITING)
    agreed = []
    for change in found.select_related("officer", "other"):
        if not access.can_agree_from_file(by, change):
            continue
        try:
            agree_change(by=by, change=change)
        except CannotDo:
            continue
        agreed.append(change)
    return agreed


@act
def decline_change(*, by: ActsAs, change: AuthorityChange) -> None:
    """A second administrator declines, or whoever proposed it takes it back: it never held."""
    require(access.can_decline_change(by, change))
    change = _waiting(change)
    _decide(change, Outcome.DECLINED, by)
    trail.record(
        Operation.ALTERATION,
        f"decline: {change.get_kind_display()}"[:80],
        by=by,
        about=[change, change.officer],
        before=change.values,
    )


@act
def show_password_link(*, by: ActsAs, change: AuthorityChange) -> str:
    """The path at which the officer sets a password: shown once, to one of the two who agreed it.
    It opens once, for three days."""
    require(access.can_show_link(by, change))
    held = AuthorityChange.objects.select_for_update().get(pk=change.pk)
    decided = held.decided_at or timezone.now()
    if held.link_shown_at is not None or decided < timezone.now() - LINK_KEPT:
        raise CannotDo("This link was shown already, or nobody asked for it in time. Propose one.")
    held.link_shown_at = timezone.now()
    held.save(update_fields=["link_shown_at"])
    trail.record(
        Operation.ALTERATION,
        "give a link to set a password",
        by=by,
        about=[held, change.officer],
    )
    return path_to_set_password(change.officer)


def _identity(change: AuthorityChange, by: ActsAs) -> None:
    officer, wanted = change.officer, dict(change.values)
    _must_stand({name: getattr(officer, name) for name in change.before}, change)
    refuse_if_taken(officer, **wanted)
    for name, value in wanted.items():
        setattr(officer, name, value)
    officer.save(update_fields=list(wanted))
    if "email" in wanted:
        end_ways_in(officer)


def _manager(change: AuthorityChange, by: ActsAs) -> None:
    if change.other is None:
        raise CannotDo(GONE)
    held = line_managing.manager_today(change.officer)
    _must_stand({"manager": held.ref if held else ""}, change)
    since = max(dt.date.fromisoformat(change.values["since"]), timezone.localdate())
    line_managing.put_under(change.officer, change.other, since)


def _rank(change: AuthorityChange, by: ActsAs) -> None:
    _must_stand({name: getattr(change.officer, name) for name in change.before}, change)
    appointing.set_rank(change.officer, **change.values)
    change.officer.save()


def _return(change: AuthorityChange, by: ActsAs) -> None:
    left = change.officer.left_on
    _must_stand({"left_on": left.isoformat() if left else ""}, change)
    refuse_if_taken(change.officer, email=change.officer.email)
    if not change.officer.is_active:
        end_ways_in(change.officer)
    leaving.open_again(change.officer, dt.date.fromisoformat(change.values["on"]))


def _join(change: AuthorityChange, by: ActsAs) -> None:
    other = change.other
    if other is None or other.same_as_id is not None or not change.officer.is_active:
        raise CannotDo(GONE)
    if other.is_active:
        other.left_on = other.left_on or timezone.localdate()
        leaving.close(other, by)
    end_ways_in(other)
    Officer.objects.filter(same_as=other).update(same_as=change.officer)
    other.same_as = change.officer
    other.save(update_fields=["same_as", "left_on"])
    end_sessions(change.officer)
    announce(RecordsJoined(officer=change.officer.ref, other=other.ref))


def _link(change: AuthorityChange, by: ActsAs) -> None:
    if not change.officer.is_active:
        raise CannotDo(GONE)


CARRY_OUT: Mapping[ChangeKind, Callable[[AuthorityChange, ActsAs], None]] = {
    ChangeKind.IDENTITY: _identity,
    ChangeKind.MANAGER: _manager,
    ChangeKind.RANK: _rank,
    ChangeKind.RETURN: _return,
    ChangeKind.JOIN: _join,
    ChangeKind.PASSWORD: _link,
}


def _must_stand(now: Mapping[str, object], change: AuthorityChange) -> None:
    if dict(now) != change.before:
        raise CannotDo(GONE)


def _waiting(change: AuthorityChange) -> AuthorityChange:
    fresh: AuthorityChange | None = (
        AuthorityChange.objects.select_for_update(of=("self",))
        .select_related("officer", "other", "proposed_by")
        .filter(pk=change.pk, outcome=Outcome.WAITING)
        .first()
    )
    if fresh is None:
        raise CannotDo("This change no longer waits for agreement.")
    return fresh


def _decide(change: AuthorityChange, outcome: Outcome, by: ActsAs) -> None:
    change.outcome, change.decided_at = outcome, timezone.now()
    change.decided_by = access.as_officer(by)
    change.save(update_fields=["outcome", "decided_by", "decided_at"])


def _tell(change: AuthorityChange, old_address: str) -> None:
    """Tell the person; of another address, at the old one and at the new."""
    officer, key = change.officer, f"change:{change.ref}:holds"
    subject = "Your account was changed"
    if "email" not in change.values:
        holds = HOLDS.get(ChangeKind(change.kind), "The number of your account was changed.")
        told = f"{holds} {NOT_EXPECTED}"
        tell(officer, subject=subject, text=told, link="/accounts/", key=key)
        return
    text = (
        "The e-mail address of your account was changed. You were signed out everywhere, and your "
        f"password, passkeys and codes have ended. {NOT_EXPECTED}"
    )
    tell(
        officer,
        subject=subject,
        text=text,
        key=f"{key}:old",
        address=old_address,
        by_email_only=True,
    )
    onward = "Choose a new password at sign-in, or use your force’s own sign-in."
    tell(officer, subject=subject, text=f"{text} {onward}", link="/accounts/", key=key)
