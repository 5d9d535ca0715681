"""The Full Code Test point: what its pages ask, and the words of its choices (P43-P49)."""

from typing import Literal

from stillpoint.practice.entries import Entry, Flag, Key, OptionalText, Text

CodeTestSection = Literal["strengths", "weaknesses", "challenge", "answer"]


class TestStage(Entry):
    """One stage of the Full Code Test, in our own words, with where the Code says it. `before`:
    what must come first, and is no stage (P49)."""

    __test__ = False

    key: Key
    title: Text
    text: Text
    source: Text
    before: Flag = False


class Named(Entry):
    """One of several to choose from."""

    key: Key
    title: Text


class TestView(Named):
    """Where the officer stands on a stage. `goes_on`: the stage after it is reached."""

    __test__ = False

    goes_on: Flag = False


class LineState(Named):
    """How far a line of enquiry is. `say_why`: it needs a reason."""

    say_why: Flag = False


class CodeTestPrompt(Entry):
    """A question on a page of the Full Code Test. `read_for_myths`: the text is read along for
    reasoning that rests on a rape myth. `required`: before that page can be shared."""

    key: Key
    section: CodeTestSection
    text: Text
    hint: OptionalText = ""
    kind: Literal["fact", "assessment"]
    required: Flag = False
    read_for_myths: Flag = False
