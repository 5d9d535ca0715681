"""The reference tables: milestones, outcomes, offences, relationships, ranks, roles, live risk.

Codes and groups follow domain sections 2.1 to 2.5 and 2.9. They are data, so that a change of
the outcomes framework or of the counting rules is an edit and not a release.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from stillpoint.practice.entries import (
    Dated,
    DecisionMaker,
    Entry,
    Flag,
    Hours,
    Key,
    Level,
    OptionalText,
    Positive,
    Text,
    Whole,
    find,
)

Phase = Literal["report", "investigation", "decision", "court", "after"]
PHASES: tuple[Phase, ...] = ("report", "investigation", "decision", "court", "after")
QUALITY_OF_RECORD = "quality_of_record"


class Milestone(Entry):
    """Something that happens in a case and has a date. `order` is the usual order; it may loop."""

    key: Key
    label: Text
    order: Positive
    phase: Phase
    sentence: Text
    repeats: Flag = False


class Interval(Entry):
    """Time from one milestone to the first that follows of another, in days.

    `competing` are milestones after which the second can no longer be expected: an
    investigation closed without an arrest is not still waiting for one.
    """

    key: Key
    label: Text
    from_milestone: Key
    to_milestone: Key
    competing: tuple[Key, ...] = ()
    note: OptionalText = ""


class Group(Entry):
    """A group for sampling and charts, such as a group of relationships."""

    key: Key
    label: Text
    explanation: OptionalText = ""


class OutcomeGroup(Entry):
    """A group of outcomes.

    `final`: whether the investigation is known to have reached an outcome. `covers`: groups
    that a published wording mixes and that cannot be told apart in it.
    """

    key: Key
    label: Text
    final: Flag
    explanation: Text
    parent: Key | None = None
    covers: tuple[Key, ...] = ()


class SubCode(Entry):
    """A local or national refinement of an outcome code, which may tell who decided."""

    code: Text
    label: Text
    decision_maker: DecisionMaker | None = None


class Outcome(Dated):
    """An outcome code. `group` holds unless the decision-maker leads to another."""

    code: Text
    label: Text
    group: Key | None = None
    groups_by_decision_maker: Mapping[DecisionMaker, Key] = Field(default_factory=dict)
    sub_codes: tuple[SubCode, ...] = ()
    note: OptionalText = ""


class OffenceClass(Dated):
    """An offence class of the counting rules, or a reported incident that is not a crime.

    `separable` is false where a published category mixes this with other things.
    """

    code: Text
    label: Text
    subgroup: Text
    kind: Literal["crime", "incident"]
    in_scope: Flag
    separable: Flag = True
    note: OptionalText = ""


class Relationship(Entry):
    """What the suspect was to the victim, in the detail that is stored."""

    key: Key
    label: Text
    group: Key


class Rank(Entry):
    """A police rank. The detective forms are the same rank: detective marks a specialism.

    `written`: other forms of the rank in files, in lower case, without the words of `RankWords`.
    """

    key: Key
    label: Text
    short: Text
    level: Level
    chief_officer: Flag = False
    detective_label: OptionalText = ""
    detective_short: OptionalText = ""
    used_in: Literal["any", "met", "city"] = "any"
    written: tuple[Text, ...] = ()


class RankWords(Entry):
    """Words beside a rank in files: what each kind of them says of it."""

    acting: tuple[Text, ...] = ("a", "acting")
    temporary: tuple[Text, ...] = ("t", "temporary")
    detective: tuple[Text, ...] = ("d", "detective")
    trainee: tuple[Text, ...] = ("trainee",)
    ignored: tuple[Text, ...] = ("police",)


class StaffGrade(Entry):
    """A police staff grade and the rank level it counts as (P67)."""

    key: Key
    label: Text
    equivalent_level: Level


class InvolvementRole(Entry):
    """What somebody did in a case. Any of them bars the person from reviewing it (P65).

    `reviewed`: whether a case review looks at this person's work, so that a reviewer should not be
    junior to them (P67). `areas`: areas of the review template that this part in a case touches;
    none named means all of them. Feedback to the person begins with the lines about these.
    """

    key: Key
    label: Text
    supervises: Flag = False
    reviewed: Flag = False
    areas: tuple[Key, ...] = ()
    local_names: tuple[Text, ...] = ()


class Role(Entry):
    """A duty in the product. Granting one that opens content needs a second administrator."""

    key: Key
    label: Text
    explanation: Text
    opens_content: Flag


class Deadlines(Entry):
    """Hours allowed for each step of a live risk (P85), counted from the step before."""

    direct: Hours
    acknowledge: Hours
    assess: Hours
    resolve: Hours
    verify: Hours


class FailureLabels(Entry):
    """What each closure says; the two failures are counted apart (P83, P85)."""

    unmanaged: Text
    unrecorded: Text
    none: Text


class Receiver(Entry):
    """Who may be given a live risk: holders of a role, or of a rank level and above."""

    key: Key
    label: Text
    role: Key | None = None
    rank_level: Level | None = None


class LiveRisk(Entry):
    """How a live risk is handled: clocks, receivers, escalation and words."""

    deadlines: Deadlines
    receivers: tuple[Receiver, ...]
    escalate_to: tuple[Key, ...]
    emergency_sentence: Text
    control_room_number: OptionalText = ""
    failure_labels: FailureLabels

    @property
    def telephone_first(self) -> str:
        """The emergency sentence, with the force's own number where it has set one."""
        if not self.control_room_number:
            return self.emergency_sentence
        return f"{self.emergency_sentence} Control room: {self.control_room_number}."

    def receiver(self, key: str) -> Receiver:
        """The receiver rule with this key; raises UnknownEntry."""
        return find(self.receivers, key, "receiver of live risk")


class ReviewSettings(Entry):
    """Minutes a review takes until the force has measured its own, and who may allow what."""

    first_minutes: Positive
    second_minutes: Positive
    supervisor_after_working_days: Annotated[Whole, Field(ge=0)]
    pretrial_authority_level: Level


class Suppression(Entry):
    """Small numbers outside the RASSO command: the least denominator, and rounding."""

    minimum: Positive
    round_to: Positive


class Calendar(Entry):
    """`extra_bank_holidays`: days off that are proclaimed once, which no table of bank holidays can
    know before."""

    extra_bank_holidays: tuple[date, ...] = ()


class Settings(Entry):
    """Numbers a force sets for itself. `hourly_costs` is pounds an hour by rank or grade key."""

    calendar: Calendar = Calendar()
    review: ReviewSettings
    suppression: Suppression
    hourly_costs: Mapping[Key, Annotated[Decimal, Field(ge=0)]]

    def hourly_cost(self, key: str) -> Decimal | None:
        """Pounds an hour for a rank or grade, or None where the force has set no cost."""
        return self.hourly_costs.get(key)
