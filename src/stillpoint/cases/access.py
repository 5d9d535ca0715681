"""Who may see and do what about cases and their intake (design section 6). Default: no."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint.cases.models import Case, CaseAccess, Involvement
from stillpoint.intake.models import IntakeRun
from stillpoint.people.access import below, can_administer, has_role
from stillpoint.people.models import Officer
from stillpoint.trust.actors import Actor, ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared

LEAD, DISCLOSURE, ADMINISTRATOR = "rasso_lead", "disclosure_officer", "administrator"
NOT_YOURS = (
    "You can see a case when you are or were involved in it, supervise someone who is, or have "
    "been asked to review it."
)


def sees_all_cases(officer: ActsAs) -> bool:
    """RASSO leads, disclosure officers, the console and jobs."""
    if isinstance(officer, Actor):
        return True
    return has_role(officer, LEAD) or has_role(officer, DISCLOSURE)


def visible_to(officer: ActsAs) -> QuerySet[Case]:
    """The cases that the officer may read."""
    if sees_all_cases(officer):
        return Case.objects.all()
    if not isinstance(officer, Officer) or not officer.is_active:
        return Case.objects.none()
    mine = _involved(officer.pk, timezone.localdate()).values("case")
    return Case.objects.filter(Q(pk__in=mine) | Q(pk__in=_given(officer.pk).values("case")))


def _involved(officer: int, today: dt.date) -> QuerySet[Involvement]:
    return Involvement.objects.filter(Q(officer=officer) | Q(officer__in=below(officer, today)))


def _given(officer: int) -> QuerySet[CaseAccess]:
    return CaseAccess.objects.filter(officer=officer, until__isnull=True)


def can_see_case(officer: ActsAs, case: Case) -> Answer:
    """Involved, their supervisors, reviewers assigned, lead, disclosure officer."""
    if sees_all_cases(officer):
        return yes()
    if not isinstance(officer, Officer) or not officer.is_active:
        return no(NOT_YOURS)
    return yes() if _case_of(case.pk, officer.pk, timezone.localdate()) else no(NOT_YOURS)


@prepared
def _case_of(case: int, officer: int, today: dt.date) -> QuerySet[Case, int]:
    mine = _involved(officer, today).filter(case=case).values("case")
    given = _given(officer).filter(case=case).values("case")
    found = Case.objects.filter(Q(pk__in=mine) | Q(pk__in=given), pk=case)
    return found.values_list("pk", flat=True)


def can_list_cases(officer: ActsAs) -> Answer:
    """Everyone signed in may open the list: it holds the cases that they may see."""
    if isinstance(officer, Actor) or (isinstance(officer, Officer) and officer.is_active):
        return yes("The list holds the cases that you may see.")
    return no("Sign in to see cases.")


def can_enter_milestone(officer: ActsAs, case: Case) -> Answer:
    """Those involved and their supervisors; not those who only review or read it."""
    if isinstance(officer, Actor):
        return yes()
    if not isinstance(officer, Officer) or not officer.is_active:
        return no("Sign in to enter a milestone.")
    if _involved_now(case.pk, officer.pk, timezone.localdate()):
        return yes()
    return no("Milestones are entered by those involved in the case and their supervisors.")


@prepared
def _involved_now(case: int, officer: int, today: dt.date) -> QuerySet[Involvement, int]:
    """One of the parts that the officer, or somebody they supervise, has in the case today."""
    still = Q(until__isnull=True) | Q(until__gte=today)
    found = _involved(officer, today).filter(still, case=case)
    return found.values_list("pk", flat=True)[:1]


def can_import(officer: ActsAs, thing: object = None) -> Answer:
    """Start an import, settle held rows, give wordings a meaning: the lead."""
    if has_role(officer, LEAD):
        return yes()
    return no("Only a RASSO lead can import cases and settle rows that are held.")


def can_settle(officer: ActsAs, run: IntakeRun) -> Answer:
    """Settle what this import holds: rows about people are an administrator's, as their import
    is; those about cases are the lead's."""
    return can_administer(officer) if run.what == "people" else can_import(officer)


def can_import_something(officer: ActsAs, thing: object = None) -> Answer:
    """Open the pages of uploading and of wordings: what they offer depends on the role."""
    return yes() if can_import(officer) or can_administer(officer) else can_import(officer)


def can_see_intake(officer: ActsAs, thing: object = None) -> Answer:
    """Runs, held rows and wordings: the lead and administrators."""
    if has_role(officer, LEAD) or has_role(officer, ADMINISTRATOR):
        return yes()
    return no("Only a RASSO lead or an administrator can see imports and held rows.")
