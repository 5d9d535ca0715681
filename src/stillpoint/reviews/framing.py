"""The population of a round and its strata: which cases could be drawn, and which are left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.db.models import Count, F, QuerySet

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.methods import sampling
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.prepared import prepared

# What a round can be stratified or filtered by: the name in plans and commands, and the column.
VARIABLES = {
    "area": "area__name",
    "relationship": "relationship_group",
    "outcome": "outcome_group",
    "offence": "offence",
    "kind": "kind",
}
FILTERS = {
    **VARIABLES,
    "relationship_detail": "relationship",
    "outcome_code": "outcome",
    "decision_maker": "decision_maker",
    "domestic_abuse": "domestic_abuse",
    "stage": "stage",
    "source": "source",
}
NOT_RECORDED = "not recorded"
LABELS = {
    "area": "Area",
    "relationship": "Relationship",
    "outcome": "Outcome",
    "offence": "Offence class",
    "kind": "Crime or incident",
}


@dataclass(frozen=True)
class Population:
    """Which cases a round is about. ``where``: filter name to the values let in."""

    since: dt.date | None = None
    until: dt.date | None = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    include_live: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any], include_live: bool = False) -> Population:
        """From the JSON kept with the round."""
        return cls(
            since=_day(stored.get("from")),
            until=_day(stored.get("to")),
            where={name: tuple(values) for name, values in stored.get("where", {}).items()},
            include_live=include_live,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.since.isoformat() if self.since else None,
            "to": self.until.isoformat() if self.until else None,
            "where": {name: list(values) for name, values in self.where.items()},
        }


@dataclass(frozen=True)
class Counts:
    """What a plan goes by. ``sizes``: stratum key to the number of cases that can be drawn, in the
    order of the keys; ``excluded_live``: to the number of live cases left out of it."""

    sizes: dict[str, int]
    excluded_live: Counter[str]


@dataclass(frozen=True)
class Frame:
    """``rows``: (case id, case reference, stratum key) of every case that can be drawn;
    ``excluded_live``: stratum key to the number of live cases left out of it."""

    rows: list[tuple[int, str, str]]
    excluded_live: Counter[str]

    @property
    def counts(self) -> Counts:
        return Counts(_in_order(Counter(key for _, _, key in self.rows)), self.excluded_live)


def _in_order(counted: Counter[str]) -> dict[str, int]:
    return {key: counted[key] for key in sorted(counted)}


def chosen(population: Population) -> QuerySet[Case]:
    """The cases of the population, live ones included. Raises CannotDo for an unknown filter."""
    cases = Case.objects.all()
    if population.since:
        cases = cases.filter(reported_on__gte=population.since)
    if population.until:
        cases = cases.filter(reported_on__lte=population.until)
    for name, values in population.where.items():
        if name not in FILTERS:
            raise CannotDo(
                f"Cases cannot be chosen by “{name}”. Use one of: {', '.join(sorted(FILTERS))}.",
                field="where",
            )
        cases = cases.filter(**{f"{FILTERS[name]}__in": [_value(name, value) for value in values]})
    return cases


def frame(
    population: Population,
    by: Sequence[str],
    merges: Sequence[Mapping[str, Any]] = (),
) -> Frame:
    """The frame as it is now: cases that can be drawn, with their strata after ``merges``.

    Live and pre-trial cases are left out unless the population includes them, and counted.
    """
    check_variables(by)
    rows: list[tuple[int, str, str]] = []
    excluded: Counter[str] = Counter()
    # Cases are many and their combinations of values few: each is put into words once.
    key_of = cache(partial(_key, tuple(by), tuple(merges)))
    columns = [F(VARIABLES[name]) for name in by]
    found = (
        chosen(population).order_by("reference").values_list("pk", "reference", "live", *columns)
    )
    for pk, reference, live, *values in found.iterator(chunk_size=5000):
        key = key_of(tuple(values))
        if live and not population.include_live:
            excluded[key] += 1
        else:
            rows.append((pk, reference, key))
    return Frame(rows, excluded)


def counted(
    population: Population,
    by: Sequence[str],
    merges: Sequence[Mapping[str, Any]] = (),
) -> Counts:
    """The counts of ``frame`` without reading its cases: one query that the database adds up."""
    check_variables(by)
    sizes: Counter[str] = Counter()
    excluded: Counter[str] = Counter()
    columns = [F(VARIABLES[name]) for name in by]
    found = chosen(population).order_by().values_list("live", *columns).annotate(Count("pk"))
    for live, *values, number in found:
        left_out = live and not population.include_live
        (excluded if left_out else sizes)[_key(by, merges, values)] += number
    return Counts(_in_order(sizes), excluded)


def _key(by: Sequence[str], merges: Sequence[Mapping[str, Any]], values: Sequence[Any]) -> str:
    return sampling.stratum_key(merged(_stratum(by, values), merges))


def _stratum(by: Sequence[str], values: Sequence[Any]) -> dict[str, str]:
    return {
        name: str(value) if value not in (None, "") else NOT_RECORDED
        for name, value in zip(by, values, strict=True)
    }


def merged(stratum: dict[str, str], merges: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The stratum after the planned merges, each {"variable", "values", "into"}; ``into`` None
    drops the variable."""
    for merge in merges:
        for variable in str(merge["variable"]).split(" and "):
            if variable not in stratum:
                continue
            if merge["into"] is None:
                stratum = {name: value for name, value in stratum.items() if name != variable}
            elif stratum[variable] in merge["values"]:
                stratum = {**stratum, variable: str(merge["into"])}
    return stratum


def check_variables(by: Sequence[str]) -> None:
    if not by:
        raise CannotDo("Choose at least one variable to stratify by.", field="by")
    for name in by:
        if name not in VARIABLES:
            known = ", ".join(VARIABLES)
            raise CannotDo(f"“{name}” is not a stratum variable. Use: {known}.", field="by")
    if len(set(by)) != len(by):
        raise CannotDo("Each stratum variable is named once.", field="by")


def value_label(variable: str, value: str) -> str:
    """What people read for a stratum value: the practice model's words for its keys."""
    if value == NOT_RECORDED:
        return "Area not recorded" if variable == "area" else "Not recorded"
    model = practice.current()
    if " or " in value:
        return _joined_label(variable, value.split(" or "))
    labels: dict[str, str] = {}
    if variable == "outcome":
        labels = {group.key: group.label for group in model.outcome_groups}
    elif variable == "relationship":
        labels = {group.key: group.label for group in model.relationship_groups}
    elif variable == "offence":
        labels = {entry.code: entry.label for entry in model.offence_classes}
    return labels.get(value, value)


def _joined_label(variable: str, values: Sequence[str]) -> str:
    """What a merge is called: the group that holds just these, or each by name."""
    if variable == "outcome":
        groups = practice.current().outcome_groups
        for parent in groups:
            if {one.key for one in groups if one.parent == parent.key} == set(values):
                return parent.label
    return " or ".join(value_label(variable, part) for part in values)


def stratum_label(stratum: Mapping[str, str]) -> str:
    return ", ".join(value_label(name, value) for name, value in stratum.items()) or "All cases"


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _value(name: str, value: str) -> Any:
    if name == "domestic_abuse":
        return {"yes": True, "true": True, "no": False, "false": False}.get(value.lower())
    return value


def values_in_use(names: Iterable[str]) -> dict[str, list[str]]:
    """The values that cases now have for each filter, in order, so that a page offers no empty
    choice. One query for all of them: cases are many, their combinations of values few."""
    asked = tuple(names)
    rows = _in_use(columns=tuple(FILTERS[name] for name in asked))
    return {
        name: [_as_text(value) for value in sorted({row[at] for row in rows} - {None, ""})]
        for at, name in enumerate(asked)
    }


@prepared
def _in_use(*, columns: tuple[str, ...]) -> QuerySet[Case, Any]:
    return Case.objects.order_by().values_list(*columns).distinct()


def _as_text(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else value
