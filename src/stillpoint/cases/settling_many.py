"""Say one rule for many held rows: on record at once, carried out by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from django.db import DatabaseError, IntegrityError

from stillpoint.cases import access, resolving
from stillpoint.cases.facts import RuleForManyGiven
from stillpoint.events.announcing import announce
from stillpoint.events.working import keep_lease
from stillpoint.intake import settling_together
from stillpoint.intake.models import (
    DecisionState,
    IntakeRun,
    KeepRule,
    QuarantinedRow,
    RuleForMany,
)
from stillpoint.intake.running import full_disk
from stillpoint.people import resolving as people_resolving
from stillpoint.people.access import as_officer
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, Refused, require
from stillpoint.trust.models import Operation

# Held rows are settled by the room whose import held them.
ROOMS: dict[str, ModuleType] = {"cases": resolving, "people": people_resolving}


def say_rule(
    *,
    by: ActsAs,
    run: IntakeRun,
    rows: Sequence[QuarantinedRow],
    rule: str,
    about: str,
    reason: str = "",
    form_token: str | None = None,
) -> RuleForMany:
    """Put the rule on record and ask the worker to carry it out. The same form sent twice is one
    rule. ``rows``: those of whole records; ``about``: which they are, in words."""
    before = RuleForMany.objects.filter(form_token=form_token).first() if form_token else None
    if before is not None:
        return before
    try:
        return _put_down(
            by=by,
            run=run,
            rows=rows,
            rule=rule,
            about=about,
            reason=reason,
            form_token=form_token,
        )
    except IntegrityError:
        return RuleForMany.objects.get(form_token=form_token)


@act
def _put_down(
    *,
    by: ActsAs,
    run: IntakeRun,
    rows: Sequence[QuarantinedRow],
    rule: str,
    about: str,
    reason: str,
    form_token: str | None,
) -> RuleForMany:
    require(access.can_settle(by, run))
    if not rows:
        raise CannotDo("None of these rows is open any more. Look at the list again.")
    settling_together.must_have_a_reason(rule, reason)
    if rule != KeepRule.DROP and all(row.kind != "contradiction" for row in rows):
        raise CannotDo(
            "These rows contradict no other row, so there is none to keep. Drop them with a "
            "reason, or open one and edit it.",
            field="rule",
        )
    officer = as_officer(by)
    said = RuleForMany.objects.create(
        run=run,
        rule=rule,
        reason=reason.strip()[:300],
        about=about[:400],
        rows=[row.pk for row in rows],
        records=len(settling_together.judge(rule, run, rows)),
        decided_by=officer,
        form_token=form_token,
    )
    trail.record(
        Operation.ALTERATION,
        "say a rule for held rows",
        by=by,
        about=[run, said],
        after={"rule": rule, "reason": said.reason, "rows": said.rows},
    )
    announce(RuleForManyGiven(rule=said.ref, officer=officer.ref if officer else ""))
    return said


def settle_as_said(fact: RuleForManyGiven) -> None:
    """Handler: carry a rule out. Safe to start again: a rule that is done stays so, and one that
    was cut off has settled nothing."""
    rule = RuleForMany.objects.select_related("run").filter(ref=fact.rule).first()
    if rule is None or rule.state in (DecisionState.DONE, DecisionState.REFUSED):
        return
    by: ActsAs = Officer.objects.filter(ref=fact.officer).first() or job("held rows")
    RuleForMany.objects.filter(pk=rule.pk).update(state=DecisionState.WORKING)
    keep_lease()
    try:
        ROOMS[rule.run.what].settle_together(by=by, rule=rule)
    except CannotDo as problem:
        _refuse(by=by, rule=rule, problem=problem.message)
    except Refused as refusal:
        # The role may have ended while the rule waited: there is nothing to try again.
        _refuse(by=by, rule=rule, problem=refusal.answer.reason)
    except (OSError, DatabaseError) as problem:
        if full_disk(problem) is None:
            raise
        _refuse(by=by, rule=rule, problem=FULL)


FULL = "The disk is full, so nothing was settled. Make room on the server, then say the rule again."


@act
def _refuse(*, by: ActsAs, rule: RuleForMany, problem: str) -> None:
    settling_together.refuse(by=by, rule=rule, problem=problem)
