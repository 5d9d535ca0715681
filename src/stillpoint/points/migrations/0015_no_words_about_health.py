"""Words about how somebody is leave the points: what was written under that lens goes, encrypted,
into a private note of whoever wrote it. The answer, and what was recognised, stay.

Nothing is lost: each text of a draft and of every revision is in the note, once. Where several
people wrote in a conversation nobody can say whose the words are: whoever took part for another (a
supervisor, a second person, a colleague) is then not given them, unless nobody else wrote.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone

from stillpoint.trust import vault
from stillpoint.trust.references import new_reference

LENS, STAYS = "welfare", "recognised"
TITLES = {
    "what": "What?",
    "so_what": "So what?",
    "now_what": "Now what?",
    "expected": "What did we expect?",
    "happened": "What happened?",
    "why_different": "Why was it different?",
    "learned": "What did we learn from it?",
}
BESIDE = {"supervisor", "sio", "decision_maker", "peer", "second_person", "owner"}
FACT, HANDLER = "points.WordsSetAside", "tell of words set aside"


def set_aside(apps: Any, schema_editor: Any) -> None:
    Conversation = apps.get_model("points", "Conversation")
    Revision = apps.get_model("points", "ConversationRevision")
    found: dict[int, list[str]] = {}
    sharers: dict[int, set[int]] = {}
    for revision in Revision.objects.order_by("point", "number").iterator():
        if words := _taken_out(revision):
            found.setdefault(revision.point_id, []).extend(words)
            sharers.setdefault(revision.point_id, set()).add(revision.by_id)
    writers: dict[int, set[int]] = {}
    for draft in Conversation.objects.order_by("pk").iterator():
        writers[draft.point_id] = set(draft.writers) or ({draft.saved_by_id} - {None})
        if words := _taken_out(draft):
            found.setdefault(draft.point_id, []).extend(words)
    for point, words in found.items():
        people = writers.get(point) or sharers.get(point, set())
        _keep(apps, point, _of_their_own(apps, point, people), words)


def _taken_out(record: Any) -> list[str]:
    """The words of the lens, in the order of the page; the record is saved without them."""
    said = dict(record.lenses.get(LENS, {}))
    answers = dict(said.get("answers", {}))
    words = [f"{title} {said.pop(name)}" for name, title in TITLES.items() if said.get(name)]
    words += [answers.pop(key) for key in list(answers) if key != STAYS and answers[key]]
    changed = bool(words)
    if said.get("answer") == "something":
        # Something was talked about: that it was is what is kept.
        said["answer"], changed = "nothing", True
    if not changed:
        return []
    said.pop("answers", None)
    if answers:
        said["answers"] = answers
    record.lenses = {**record.lenses, LENS: said}
    record.save(update_fields=["lenses"])
    return words


def _of_their_own(apps: Any, point: int, people: set[int]) -> list[int]:
    if len(people) < 2:
        return sorted(people)
    parts = apps.get_model("points", "Participation").objects.filter(point=point)
    beside = set(parts.filter(role__in=BESIDE).values_list("officer", flat=True))
    asked = set(parts.values_list("officer", flat=True))
    return sorted((people & asked) - beside) or sorted(people)


def _keep(apps: Any, point: int, people: list[int], words: list[str]) -> None:
    Officer = apps.get_model("people", "Officer")
    Note = apps.get_model("points", "PrivateNote")
    text = "\n\n".join(dict.fromkeys(words))
    now = timezone.now()
    for person in Officer.objects.filter(pk__in=people):
        ref = new_reference()
        sealed = vault.seal_text(text, context=f"note:{ref}:text")
        Note.objects.create(ref=ref, author=person, point_id=point, sealed=sealed, set_aside_at=now)
        fact = apps.get_model("events", "Announcement").objects.create(
            name=FACT, values={"note": ref}, at=now
        )
        apps.get_model("events", "Handling").objects.create(
            announcement=fact, handler=HANDLER, due_at=now
        )


class Migration(migrations.Migration):
    dependencies = [
        ("points", "0014_actions_not_read_further_up"),
        ("events", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            "privatenote", "set_aside_at", models.DateTimeField(blank=True, null=True)
        ),
        # Back: the notes stay with their authors; nothing about health returns to a point.
        migrations.RunPython(set_aside, migrations.RunPython.noop),
    ]
