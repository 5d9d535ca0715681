"""How a case stands: its outcome now, whether it is live, which milestone it has reached.

A case is live while it is investigated or before a court. Where the source does not say, it
follows from the outcome: no final outcome is live, and so is a charge until a milestone says how
the court ended; any other final outcome is not, unless the case was reopened after it.
"""

# ruff: noqa: S608 - every name put into SQL here is ours, never from a file
from __future__ import annotations

from stillpoint import practice
from stillpoint.intake.staging import execute

CHARGED = "charged"
COURT_RESULT = "court_result"
REOPENED = "reopened"


def is_live(model: practice.PracticeModel, group: str) -> bool:
    """Whether a case with an outcome of this group is live, before its milestones are asked."""
    return group == CHARGED or not model.group_of_outcomes(group).final


def final_groups(model: practice.PracticeModel) -> list[str]:
    """Keys of the outcome groups that end an investigation."""
    return [entry.key for entry in model.outcome_groups if entry.final]


def stand_by_outcomes(cases: str) -> None:
    """Let cases show the last of their outcome events: the latest day, then the latest recorded.

    ``cases``: SQL that gives case ids. Cases without an event stay as they are.
    """
    execute(
        f"""
        UPDATE cases_case
           SET outcome = e.code, outcome_sub_code = e.sub_code, outcome_group = e."group",
               decision_maker = e.decision_maker, outcome_on = e."on"
          FROM cases_outcomeevent e
         WHERE cases_case.id IN ({cases})
           AND e.id = (SELECT last.id FROM cases_outcomeevent last
                        WHERE last.case_id = cases_case.id
                        ORDER BY last."on" DESC NULLS LAST, last.id DESC LIMIT 1)
        """
    )


def stand_by_milestones(cases: str) -> None:
    """Let cases show the last milestone that they reached."""
    execute(
        f"""
        UPDATE cases_case
           SET stage = (SELECT m.kind FROM cases_milestone m WHERE m.case_id = cases_case.id
                         ORDER BY m.at DESC, m.id DESC LIMIT 1)
         WHERE id IN ({cases})
           AND EXISTS (SELECT 1 FROM cases_milestone m WHERE m.case_id = cases_case.id)
        """
    )


def stand_live_or_not(cases: str) -> None:
    """Say again of cases whether they are live."""
    groups = [key for key in final_groups(practice.current()) if key != CHARGED]
    marks = ", ".join(["%s"] * len(groups))
    reached = "SELECT 1 FROM cases_milestone m WHERE m.case_id = cases_case.id AND m.kind = %s"
    execute(
        f"""
        UPDATE cases_case
           SET live = CASE
                 WHEN live_stated IS NOT NULL THEN live_stated
                 WHEN outcome_group = %s THEN NOT EXISTS ({reached})
                 WHEN outcome_group IN ({marks})
                 THEN outcome_on IS NOT NULL AND EXISTS ({reached} AND m.at > outcome_on)
                 ELSE TRUE END
         WHERE id IN ({cases})
        """,
        [CHARGED, COURT_RESULT, *groups, REOPENED],
    )
