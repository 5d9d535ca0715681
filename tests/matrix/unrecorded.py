"""Find what writes to the database outside an act: read from the source, not from running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import stillpoint

PACKAGE = Path(stillpoint.__file__).parent
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create",
}  # fmt: skip
# Of these the receiver tells whether it is a record or a dictionary, a hash, a file.
AMBIGUOUS = {"update", "save", "create", "delete"}
LEFT_OUT = ("migrations", "models", "methods", "practice", "demo", "static")


def writers_outside_acts() -> set[str]:
    """``module.function`` of every function that writes records and is neither an act nor called
    only by functions that are (private functions of an act's own module)."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if any(part in LEFT_OUT for part in path.relative_to(PACKAGE).with_suffix("").parts):
            continue
        found |= {f"{name}.{function}" for function in _unguarded(ast.parse(path.read_text()))}
    return found


def _unguarded(tree: ast.Module) -> Iterator[str]:
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    callers: dict[str, set[str]] = {name: set() for name in functions}
    for name, node in functions.items():
        for called in _names(node):
            if called in callers and called != name:
                callers[called].add(name)
    acts = {name for name, node in functions.items() if _is_act(node)}
    for name, node in functions.items():
        if name not in acts and _writes(node) and not _only_from(name, acts, callers, set()):
            yield name


def _only_from(name: str, acts: set[str], callers: dict[str, set[str]], seen: set[str]) -> bool:
    """Whether every way to the function begins in an act of its module."""
    if not name.startswith("_") or name in seen:
        return name in seen
    above = callers[name]
    return bool(above) and all(
        one in acts or _only_from(one, acts, callers, seen | {name}) for one in above
    )


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _is_act(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "act" for one in node.decorator_list)


def _writes(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in WRITES
        and _is_of_records(one)
        for one in ast.walk(node)
    )


def _is_of_records(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr not in AMBIGUOUS:
        return True
    text = ast.unparse(call.func.value)
    if ".objects" in text or "filter(" in text:
        return True
    # A record's own save and delete take nothing but update_fields; a dictionary's update takes
    # a value in brackets.
    return call.func.attr in {"save", "delete"} and not call.args


_OUTBOX = "the outbox and its worker: facts and states, by reference; no content"
_IMPORT = "part of an import: the run's one entry names it, with its counts"
_SETTLING = "settles held rows inside the acts of the rooms, which leave the entry"
_PEOPLE_FILE = "part of an import of people, whose acts leave the entry for each person"
_WITHIN = "called inside an act of another module of the room, which leaves the entry"

_ERASURE = "part of an erasure: disclosure.erasing.carry_out leaves the entry that names all"
EXPLAINED: dict[str, str] = {
    "evidence.erasing.erase_words": _ERASURE,
    "learning.erasing.erase_learning": _ERASURE,
    "reviews.erasing.erase_reviews": _ERASURE,
    "cases.applying._crime_numbers": _IMPORT,
    "cases.applying._make_areas": _IMPORT,
    "cases.breaking_glass.announce_ended": "marks it announced; its handler leaves the entry",
    "cases.settling_many.settle_as_said": "how far a rule is; the act at its end leaves the entry",
    "events.announcing.announce": _OUTBOX,
    "events.claiming._fail": _OUTBOX,
    "events.claiming.claim_next": _OUTBOX,
    "events.claiming.mark_done": _OUTBOX,
    "events.claiming.put_back": _OUTBOX,
    "events.claiming.try_failed_again": _OUTBOX,
    "events.scheduling.bring_in_line": _OUTBOX,
    "events.scheduling.claim_job": _OUTBOX,
    "events.scheduling.finish_job": _OUTBOX,
    "events.telling.keep_unsent_off_email": "people.leaving.rejoin leaves the entry",
    "events.telling.mark_seen": "one's own message, without content, marked as seen",
    "events.sending._try_later": _OUTBOX,
    "events.sending.send_waiting_messages": _OUTBOX,
    "events.telling.tell": _OUTBOX,
    "events.working.beat": _OUTBOX,
    "intake.running._note": _IMPORT,
    "intake.running.hold": _IMPORT,
    "intake.settling._resolve": _SETTLING,
    "intake.settling.give_meaning": _SETTLING,
    "intake.settling.note_why_held": _SETTLING,
    "intake.settling_together._resolve": _SETTLING,
    "intake.settling_together.refuse": _SETTLING,
    "intake.settling_together.settle": _SETTLING,
    "intake.sorting.supersede": _IMPORT,
    "learning.giving_actions.add_step": _WITHIN,
    "people.dating.end_open": _WITHIN,
    "people.dating.succeed": _WITHIN,
    "people.importing.carry_out": _IMPORT,
    "people.incoming.days._apply": _PEOPLE_FILE,
    "people.incoming.lines._apply": _PEOPLE_FILE,
    "people.incoming.lines._create": _PEOPLE_FILE,
    "people.incoming.identity.give_up_number": _PEOPLE_FILE,
    "people.incoming.officers._free_addresses": _PEOPLE_FILE,
    "people.incoming.officers.apply": _PEOPLE_FILE,
    "people.incoming.places._area": _PEOPLE_FILE,
    "people.incoming.places._set": _PEOPLE_FILE,
    "people.agreeing_changes._identity": _WITHIN,
    "people.agreeing_changes._join": _WITHIN,
    "people.agreeing_changes._rank": _WITHIN,
    "people.ending_ways_in.end_sessions": _WITHIN,
    "people.ending_ways_in.end_ways_in": _WITHIN,
    "people.leaving.close": _WITHIN,
    "people.leaving.open_again": _WITHIN,
    "points.conversing.take_part": _WITHIN,
    "points.opening_points._open": "the job that opens by cadence leaves its entry beside it",
    "reviews.assigning._assign_step": _WITHIN,
    "reviews.feeding_back.take_back_feedback": _WITHIN,
    "reviews.giving_access.take_back": _WITHIN,
    "reviews.reopening._copy": _WITHIN,
    "reviews.reopening.next_revision": _WITHIN,
    "reviews.reviewing.save_values": _WITHIN,
    "reviews.reviewing.store_area": _WITHIN,
    "risks.calling.call": "part of the act that moves or escalates the risk, which records it",
    "risks.calling.end_calls": "part of the act that moves the risk, which records it",
    "risks.views.risk": "one's own message, without content, marked as seen",
    "trust.sealing._next_seal": "closes the trail itself",
    "trust.sealing.seal_now": "closes the trail itself",
    "trust.trail.record": "writes the entry",
}
