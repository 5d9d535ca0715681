"""The practice model as one typed value: what others ask for by `practice.current()`."""

from datetime import date
from typing import Literal, TypeVar

from stillpoint.practice.entries import Entry, Level, Text, UnknownEntry, UnknownOutcome, find
from stillpoint.practice.handover import HandoverModel
from stillpoint.practice.learning import LearningModel
from stillpoint.practice.myths import MythCard
from stillpoint.practice.points import PointsModel
from stillpoint.practice.retention import RetentionModel
from stillpoint.practice.tables import (
    Group,
    Interval,
    InvolvementRole,
    LiveRisk,
    Milestone,
    OffenceClass,
    Outcome,
    OutcomeGroup,
    Rank,
    RankWords,
    Relationship,
    Role,
    Settings,
    StaffGrade,
)
from stillpoint.practice.template import CalibrationCase, Guidance, ReviewTemplate, Wording

Row = TypeVar("Row", Outcome, OffenceClass)


class PracticeModel(Entry):
    """Everything that is practice and not code, of one version.

    `digest` is the SHA-256 of the content in canonical JSON: two models with the same digest
    ask the same questions in the same words, whatever files they came from.
    """

    version: Text
    digest: str
    review_template: ReviewTemplate
    milestones: tuple[Milestone, ...]
    intervals: tuple[Interval, ...]
    outcomes: tuple[Outcome, ...]
    outcome_groups: tuple[OutcomeGroup, ...]
    offence_classes: tuple[OffenceClass, ...]
    relationships: tuple[Relationship, ...]
    relationship_groups: tuple[Group, ...]
    rank_words: RankWords
    ranks: tuple[Rank, ...]
    staff_grades: tuple[StaffGrade, ...]
    acting_rule: Literal["held", "substantive"]
    first_reviewer_level: Level
    second_reviewer_level: Level
    involvement_roles: tuple[InvolvementRole, ...]
    roles: tuple[Role, ...]
    live_risk: LiveRisk
    settings: Settings
    calibration: tuple[CalibrationCase, ...]
    calibration_guidance: tuple[Guidance, ...]
    points: PointsModel
    handover: HandoverModel
    learning: LearningModel
    myths: tuple[MythCard, ...]
    retention: RetentionModel
    wordings: tuple[Wording, ...]

    def milestone(self, key: str) -> Milestone:
        """The milestone with this key; raises UnknownEntry."""
        return find(self.milestones, key, "milestone")

    def interval(self, key: str) -> Interval:
        """The interval with this key; raises UnknownEntry."""
        return find(self.intervals, key, "interval")

    def relationship(self, key: str) -> Relationship:
        """The relationship with this key; raises UnknownEntry."""
        return find(self.relationships, key, "relationship")

    def relationship_group(self, relationship: str | None) -> str:
        """The group key of a relationship; None or empty is “not_recorded”."""
        return self.relationship(relationship).group if relationship else "not_recorded"

    def rank(self, key: str) -> Rank:
        """The rank with this key; raises UnknownEntry."""
        return find(self.ranks, key, "rank")

    def staff_grade(self, key: str) -> StaffGrade:
        """The staff grade with this key; raises UnknownEntry."""
        return find(self.staff_grades, key, "staff grade")

    def level(self, key: str) -> int:
        """The level, 1 to 9, of a rank or a staff grade; raises UnknownEntry."""
        for rank in self.ranks:
            if rank.key == key:
                return rank.level
        return find(self.staff_grades, key, "rank or staff grade").equivalent_level

    def role(self, key: str) -> Role:
        """The role with this key; raises UnknownEntry."""
        return find(self.roles, key, "role")

    def involvement_role(self, key: str) -> InvolvementRole:
        """The involvement role with this key; raises UnknownEntry."""
        return find(self.involvement_roles, key, "involvement role")

    def calibration_case(self, key: str) -> CalibrationCase:
        """The practice case with this key; raises UnknownEntry."""
        return find(self.calibration, key, "practice case")

    def myth(self, family: str) -> MythCard:
        """The card of a family of myths, “M01” to “M27”; raises UnknownEntry."""
        return find(self.myths, family, "card of myths")

    def wording(self, key: str) -> str:
        """The text of a wording; raises UnknownEntry."""
        return find(self.wordings, key, "wording").text

    def wordings_for(self, place: str) -> tuple[Wording, ...]:
        """The wordings shown in one place, in order; empty when there are none."""
        return tuple(wording for wording in self.wordings if wording.place == place)

    def offence_class(self, code: str, on: date | None = None) -> OffenceClass:
        """The offence class with this code on a day; raises UnknownEntry."""
        wanted = tidy_code(code)
        rows = [row for row in self.offence_classes if tidy_code(row.code) == wanted]
        row = _latest_on(rows, on)
        if row is None:
            raise UnknownEntry(f"The practice model has no offence class “{code}”{_on(on)}.")
        return row

    def group_of_outcomes(self, key: str) -> OutcomeGroup:
        """The outcome group with this key; raises UnknownEntry."""
        return find(self.outcome_groups, key, "outcome group")

    def outcome(self, code: str, on: date | None = None) -> Outcome:
        """The outcome with this code or sub-code on a day; raises UnknownOutcome.

        Without a day, the entry that began last.
        """
        wanted = tidy_code(code)
        rows = [
            row
            for row in self.outcomes
            if wanted in {tidy_code(row.code), *(tidy_code(sub.code) for sub in row.sub_codes)}
        ]
        row = _latest_on(rows, on)
        if row is None:
            raise UnknownOutcome(
                f"The practice model has no outcome “{code}”{_on(on)}. "
                "Add it to outcomes.toml, or map it to a code that is there."
            )
        return row

    def outcome_group(self, code: str, decision_maker: str | None, on: date | None) -> str:
        """The key of the group that an outcome belongs to.

        `decision_maker` is "police", "cps" or None. A sub-code that tells who decided is used
        where the caller does not know. Raises UnknownOutcome, or ValueError for another
        decision-maker.
        """
        if decision_maker not in (None, "", "police", "cps"):
            raise ValueError(f"A decision-maker is “police” or “cps”, not “{decision_maker}”.")
        outcome = self.outcome(code, on)
        if not decision_maker:
            wanted = tidy_code(code)
            known = (s.decision_maker for s in outcome.sub_codes if tidy_code(s.code) == wanted)
            decision_maker = next(known, None)
        for who, group in outcome.groups_by_decision_maker.items():
            if who == decision_maker:
                return group
        if outcome.group is None:
            raise UnknownOutcome(
                f"Outcome “{code}” has no group when the decision-maker is "
                f"{decision_maker or 'not recorded'}. Set one in outcomes.toml."
            )
        return outcome.group


def tidy_code(code: str) -> str:
    """A code as compared: crime systems differ in case, padding and blanks."""
    bare = "".join(code.split()).upper()
    return bare.lstrip("0") or "0" if bare else bare


def _on(on: date | None) -> str:
    return f" on {on:%d/%m/%Y}" if on else ""


def _latest_on(rows: list[Row], on: date | None) -> Row | None:
    """Of the rows that hold on the day, the one that began last."""
    valid = [row for row in rows if on is None or row.is_valid(on)]
    return max(valid, key=lambda row: row.valid_from or date.min, default=None)
