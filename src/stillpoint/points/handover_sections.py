"""What each side of a handover writes: what is known, an answer on the file, an answer back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.flagging import flag_words
from stillpoint.points.handover_sides import is_on
from stillpoint.points.models import Point, SectionRevision, Side
from stillpoint.points.sections import Answers, SectionKind
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, yes

YES, NO = "yes", "no"
NOTHING, NOT_ON_FILE, FLAG_WORDS = "nothing", "not_on_file", "flag_words"
ON_FILE = "_on_file"
FILE = "file"
# Of each dimension of the file, in this order: what helped before what would have helped more.
HELPED, MORE = "helped_", "more_"


def needs_topics() -> list[tuple[str, str, str]]:
    """Field, title and hint of each topic that is passed on, the file last."""
    model = practice.current()
    topics = [(one.key, one.title, one.text) for one in model.points.handover_topics]
    return [*topics, (FILE, "The file", model.handover.file_topic)]


def file_questions() -> list[tuple[str, str, str]]:
    """Field, title and hint of each dimension of the file: what helped, then what would have
    helped more."""
    return [
        (f"{asked}{one.key}", one.title, one.text)
        for asked in (HELPED, MORE)
        for one in practice.current().points.file_dimensions
    ]


def reply_questions() -> list[tuple[str, str]]:
    """Field and question of what the first response is asked back."""
    return [(one.key, one.text) for one in practice.current().handover.reply_questions]


def _needs_fields() -> Iterable[str]:
    for name, _, _ in needs_topics():
        yield from (name, f"{name}{ON_FILE}")
    yield NOTHING


def _answer_fields() -> Iterable[str]:
    return (*(name for name, _, _ in file_questions()), NOTHING, NOT_ON_FILE, FLAG_WORDS)


def _reply_fields() -> Iterable[str]:
    return (*(name for name, _ in reply_questions()), NOTHING, NOT_ON_FILE, FLAG_WORDS)


def _missing_needs(point: Point, said: Answers) -> Iterator[CannotDo]:
    model = practice.current().handover
    written = [(name, title) for name, title, _ in needs_topics() if said.get(name)]
    yield from _nothing_or_words(said, bool(written), model.nothing_to_pass_on)
    for name, title in written:
        if said.get(f"{name}{ON_FILE}") not in (YES, NO):
            yield CannotDo(
                f"{title}: say whether it is on the case system.", field=f"{name}{ON_FILE}"
            )


def _missing_answer(point: Point, said: Answers) -> Iterator[CannotDo]:
    yield from _missing_words(said, [name for name, _, _ in file_questions()])


def _missing_reply(point: Point, said: Answers) -> Iterator[CannotDo]:
    yield from _missing_words(said, [name for name, _ in reply_questions()])


def _missing_words(said: Answers, names: list[str]) -> Iterator[CannotDo]:
    written = any(said.get(name) for name in names)
    yield from _nothing_or_words(said, written, practice.current().handover.nothing_to_add)
    if not written:
        return
    if said.get(NOT_ON_FILE) not in (YES, NO):
        yield CannotDo(
            "Say whether this holds something that is not on the case file.", field=NOT_ON_FILE
        )
    elif said[NOT_ON_FILE] == YES and not said.get(FLAG_WORDS):
        yield CannotDo(
            "Write what is not on the case file: only these words go to the disclosure officer.",
            field=FLAG_WORDS,
        )


def _nothing_or_words(said: Answers, written: bool, nothing: str) -> Iterator[CannotDo]:
    if not written and not said.get(NOTHING):
        yield CannotDo(f"Write a few words, or choose “{nothing}”.", field=NOTHING)
    elif written and said.get(NOTHING):
        yield CannotDo(
            f"You wrote something and chose “{nothing}”. Take away the one that is not so.",
            field=NOTHING,
        )


def _said_needs(said: Answers) -> list[tuple[str, str]]:
    found = []
    for name, title, _ in needs_topics():
        if said.get(name):
            kept = said.get(f"{name}{ON_FILE}") == YES
            where = "on the case system" if kept else "not on the case system when it was written"
            found.append((f"{title} ({where})", said[name]))
    return found or [(practice.current().handover.nothing_to_pass_on, "")]


def _said_answer(said: Answers) -> list[tuple[str, str]]:
    model = practice.current().handover
    heads = {HELPED: model.helped, MORE: model.helped_more}
    found = [
        (f"{heads[HELPED if name.startswith(HELPED) else MORE]}: {title.lower()}", said[name])
        for name, title, _ in file_questions()
        if said.get(name)
    ]
    return found or [(model.nothing_to_add, "")]


def _said_reply(said: Answers) -> list[tuple[str, str]]:
    found = [(question, said[name]) for name, question in reply_questions() if said.get(name)]
    return found or [(practice.current().handover.nothing_to_add, "")]


def _by_passes_on(by: ActsAs, point: Point) -> Answer:
    return _by(by, point, Side.PASSES_ON, "This is written by those who answered the call.")


def _by_receives(by: ActsAs, point: Point) -> Answer:
    return _by(by, point, Side.RECEIVES, "This is written by those who took the case over.")


def _by(by: ActsAs, point: Point, side: Side, reason: str) -> Answer:
    return yes() if isinstance(by, Officer) and is_on(by, point, side) else no(reason)


def _flag_topics(by: Officer, point: Point, revision: SectionRevision) -> None:
    """What is not on the case system goes to the disclosure officer, topic by topic; what an
    earlier revision sent does not go again."""
    before = revision.section.revisions.filter(number__lt=revision.number).last()
    earlier = before.answers if before else {}
    for name, title, _ in needs_topics():
        words, kept = revision.answers.get(name), f"{name}{ON_FILE}"
        if not words or revision.answers.get(kept) != NO:
            continue
        if earlier.get(kept) == NO and earlier.get(name) == words:
            continue
        flag_words(by=by, point=point, words=f"{title}: {words}", field=name)


def _flag_said(by: Officer, point: Point, revision: SectionRevision) -> None:
    words = revision.answers.get(FLAG_WORDS)
    if not words or revision.answers.get(NOT_ON_FILE) != YES:
        return
    before = revision.section.revisions.filter(number__lt=revision.number).last()
    if before is None or before.answers.get(FLAG_WORDS) != words:
        flag_words(by=by, point=point, words=words)


NEEDS = SectionKind(
    key="handover_needs",
    title="What the first response passes on",
    fields=_needs_fields,
    may_write=_by_passes_on,
    missing=_missing_needs,
    said=_said_needs,
    when_shared=_flag_topics,
)
ANSWER = SectionKind(
    key="handover_answer",
    title="The investigation answers on the file",
    fields=_answer_fields,
    may_write=_by_receives,
    missing=_missing_answer,
    said=_said_answer,
    when_shared=_flag_said,
)
REPLY = SectionKind(
    key="handover_reply",
    title="The first response answers on the handover",
    fields=_reply_fields,
    may_write=_by_passes_on,
    missing=_missing_reply,
    said=_said_reply,
    when_shared=_flag_said,
)
# In an address, and in the order in which they are written.
SECTIONS = {"needs": NEEDS, "answer": ANSWER, "reply": REPLY}
