"""First response and handover, and what the first responder hears of the case (P23-P36)."""

from typing import Literal

from stillpoint.practice.entries import Entry, Key, OptionalText, Positive, Text, find


class Choice(Entry):
    """One of the answers that a page offers."""

    key: Key
    title: Text


class Cover(Entry):
    """Mandatory training for answering these calls (P24): keys of courses, and what is said where
    none was current. An empty list asks for none."""

    courses: tuple[Text, ...]
    words: Text


class ReplyQuestion(Entry):
    """What the first response officer is asked about the handover (P31)."""

    key: Key
    text: Text


class Closure(Entry):
    """How a closure notice is asked for and sent (P35, domain 3.4). `sent_by`: an involvement role,
    or `supervisor_of_<role>`. `court_milestones` put a case before a court, and
    `court_ended_milestones` end that. `known_to_first_response`: what whoever answered the call is
    shown of the timeline before the case has ended, and `withheld` says why not more."""

    sent_by: Key
    ask_again_working_days: Positive
    outcome_milestones: tuple[Key, ...]
    court_milestones: tuple[Key, ...] = ()
    court_ended_milestones: tuple[Key, ...] = ()
    known_to_first_response: tuple[Key, ...] = ()
    withheld: Text
    statement_question: Text
    not_a_witness: Text
    trial_question: Text
    held_back: Text
    before_trial: Text
    reminder: Text


class ClosureStatus(Entry):
    """Where a case stands, in general words. `groups`: outcome groups it is for, empty for all;
    `milestone`: only once the case has reached it; `court`: whether a case that stands there is
    before a court, was, or never came to one."""

    key: Key
    groups: tuple[Key, ...] = ()
    milestone: OptionalText = ""
    court: Literal["to_come", "ended", ""] = ""
    text: Text


class ClosureThanks(Entry):
    """A fixed form of thanks."""

    key: Key
    text: Text


class HandoverModel(Entry):
    """Everything about first response and handover that is practice and not code."""

    passes_on: tuple[Key, ...]
    receives: tuple[Key, ...]
    answer_working_days: Positive
    on_file: Text
    file_topic: Text
    nothing_to_pass_on: Text
    nothing_to_add: Text
    helped: Text
    helped_more: Text
    support: tuple[Choice, ...]
    cover: Cover
    cover_reasons: tuple[Choice, ...]
    reply_questions: tuple[ReplyQuestion, ...]
    closure: Closure
    closure_statuses: tuple[ClosureStatus, ...]
    closure_thanks: tuple[ClosureThanks, ...]

    def thanks(self, key: str) -> ClosureThanks:
        """The form of thanks with this key; raises UnknownEntry."""
        return find(self.closure_thanks, key, "form of thanks")

    def status(self, key: str) -> ClosureStatus:
        """The status with this key; raises UnknownEntry."""
        return find(self.closure_statuses, key, "closure status")
