"""Say who the second person at a Full Code Test point is: a supervisor or a peer (P43)."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.access import managers_of
from stillpoint.people.models import Officer, Posting
from stillpoint.people.same_person import SamePerson, joined, with_other_records
from stillpoint.points import access, conversing
from stillpoint.points.code_test import CHALLENGE, CodeTest, code_test_of
from stillpoint.points.facts import SecondPersonChosen
from stillpoint.points.models import (
    Conversation,
    Participation,
    Point,
    SecondPerson,
    Section,
    SectionRevision,
)
from stillpoint.points.readers import SECOND_PERSON
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

MOST_LISTED = 20


@act
def choose_second_person(
    *, by: Officer, point: Point, officer: Officer, version: int | None = None
) -> SecondPerson:
    """The officer is asked to challenge the reasoning; they can read and write this point from now
    on. Choosing again replaces whoever has not given their challenge, or has left since: who was
    replaced writes no more. ``version``: of whom the page showed as second person
    (``chosen_at``). Raises StaleForm, CannotDo, Refused."""
    point = conversing.for_writing(by, point)
    test = code_test_of(point)
    if test.second is not None and test.second.officer_id == officer.pk:
        trail.nothing_changed()
        return test.second
    _refuse(test, officer)
    must_stand_as_seen(version, chosen_at(point))
    before = test.second.officer.ref if test.second else ""
    if test.second is not None:
        _end_part(point, test.second.officer)
    chosen, _ = SecondPerson.objects.update_or_create(
        point=point, defaults={"officer": officer, "chosen_by": by}
    )
    conversing.take_part(point, officer, SECOND_PERSON)
    trail.record(
        Operation.ALTERATION,
        "choose a second person",
        by=by,
        about=[point, point.case, officer],
        before={"officer": before} if before else None,
        after={"officer": officer.ref},
    )
    announce(SecondPersonChosen(point=point.ref))
    return chosen


def chosen_at(point: Point) -> list[str]:
    """The reference of who is the second person now; empty where nobody is."""
    found = SecondPerson.objects.filter(point=point).select_related("officer")
    return [one.officer.ref for one in found]


def eligible(point: Point) -> list[Officer]:
    """Who can be chosen from a list: those who take part, the owner's supervisors and team, without
    those who wrote; nearest first, ``MOST_LISTED`` at most. Anybody else can be named."""
    test = code_test_of(point)
    found = {part.officer_id: part.officer for part in access.those_taking_part(point)}
    if point.owner is not None:
        managers = managers_of(point.owner).filter(is_active=True)
        for one in sorted(managers, key=lambda one: (one.rank_level, one.pk)):
            found.setdefault(one.pk, one)
        for one in _team_of(point.owner)[: MOST_LISTED * 2]:
            found.setdefault(one.pk, one)
    same = joined()
    able = [one for one in found.values() if one.is_active and not _why_not(test, one, same)]
    return able[:MOST_LISTED]


def whom_to_ask(point: Point) -> str:
    """What to do when nobody can be chosen from a list, in a sentence."""
    owner = point.owner
    managers = managers_of(owner).filter(is_active=True) if owner is not None else []
    above = min(managers, key=lambda one: (one.rank_level, one.pk), default=None)
    asked = f"Ask {above.titled_name}" if above is not None else "Ask a supervisor of the team"
    return (
        f"Nobody in this point or its team can be the second person now. {asked} to find "
        "somebody, or give the number of a colleague from another team."
    )


def _end_part(point: Point, officer: Officer) -> None:
    """Somebody who took part as second person only does not any more. What they wrote in they can
    read on; who wrote nothing has no part left. Who was asked in another role stays in that."""
    part = Participation.objects.filter(point=point, officer=officer, role=SECOND_PERSON).first()
    if part is None:
        return
    if part.took_part or _wrote(point, officer):
        part.ended_at = timezone.now()
        part.save(update_fields=["ended_at"])
    else:
        part.delete()


def _wrote(point: Point, officer: Officer) -> bool:
    """Whether the officer saved or shared anything at the point."""
    return (
        any(officer.pk in one.writers for one in Section.objects.filter(point=point))
        or any(officer.pk in one.writers for one in Conversation.objects.filter(point=point))
        or SectionRevision.objects.filter(section__point=point, by=officer).exists()
        or point.revisions.filter(by=officer).exists()
    )


def _refuse(test: CodeTest, officer: Officer) -> None:
    if CHALLENGE.key in test.shared and test.second is not None and test.second.officer.is_active:
        raise CannotDo(
            f"{test.second.officer.titled_name} has given their challenge already: answer that.",
            field="officer",
        )
    if not officer.is_active:
        raise CannotDo("They have left the force. Choose somebody else.", field="officer")
    if why := _why_not(test, officer, joined()):
        raise CannotDo(why, field="officer")


def _why_not(test: CodeTest, officer: Officer, same: SamePerson) -> str:
    """Why this officer cannot be the second person, by any record of theirs, or nothing."""
    records = with_other_records([officer.pk], same)
    if test.point.owner_id in records:
        return "Whoever owns this point is not its second person. Choose a colleague or supervisor."
    if records.intersection(test.writers):
        return "The second person is not somebody who wrote in it. Choose somebody else."
    return ""


def _team_of(officer: Officer) -> list[Officer]:
    """Those who are in the officer's team today."""
    today = timezone.localdate()
    now = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    teams = Posting.objects.filter(now, officer=officer).values("team")
    mates = Posting.objects.filter(now, team__in=teams).exclude(officer=officer)
    people = Officer.objects.filter(is_active=True, pk__in=mates.values("officer"))
    return list(people.order_by("family_name", "given_name", "pk"))
