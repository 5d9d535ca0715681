"""Records that are one person: someone who came back under a new number, or is known twice.

Records are joined by two administrators (``proposing.propose_join``). What keeps a person from
judging their own work follows the person and not the record, so whoever asks such a question asks
it of all their records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from stillpoint.people.models import Officer
from stillpoint.trust.prepared import prepared

# Id of an officer to the ids of all records of that person; only of people with several.
SamePerson = Mapping[int, frozenset[int]]


def joined() -> SamePerson:
    """Everyone with more than one record, in one query."""
    records: dict[int, set[int]] = defaultdict(set)
    for other, kept in _joined():
        records[kept] |= {kept, other}
    return {one: frozenset(group) for group in records.values() for one in group}


@prepared
def _joined() -> QuerySet[Officer, tuple[int, int]]:
    return Officer.objects.exclude(same_as=None).order_by().values_list("pk", "same_as_id")


def records_of(officer: Officer) -> frozenset[int]:
    """The ids of all records of this person, their own among them."""
    return joined().get(officer.pk, frozenset({officer.pk}))


def with_other_records(people: Iterable[int], same: SamePerson) -> set[int]:
    """The ids with those of all other records of the same people."""
    found = set(people)
    if not same:
        return found
    return found.union(*(same[one] for one in found if one in same))
