"""Who may see and decide on what is flagged (design section 6). Default: no."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.cases.models import Case
from stillpoint.disclosure.models import Hold, RelevanceFlag
from stillpoint.disclosure.recording import records_of
from stillpoint.disclosure.withholding import sources_withheld_from
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.trust.answers import Answer, no, yes

DISCLOSURE, LEAD = "disclosure_officer", "rasso_lead"


def can_see_queue(officer: Officer) -> Answer:
    """The disclosure officer's queue: the flagged words and nothing else."""
    if has_role(officer, DISCLOSURE):
        return yes()
    return no("The queue of flagged words is the disclosure officer's.")


def can_hold(officer: Officer, hold: Hold | None = None) -> Answer:
    """Place and lift holds, and read why they stand: disclosure officers and RASSO leads."""
    if has_role(officer, DISCLOSURE) or has_role(officer, LEAD):
        return yes()
    return no("Holds are placed and lifted by disclosure officers and RASSO leads.")


def can_see_schedule(officer: Officer, case: Case) -> Answer:
    """The schedule of a case and every record that exists of it. Not while a record of the case is
    withheld from this disclosure officer: its place in the list, and a number left out, would say
    what is not to be said yet."""
    answer = can_see_queue(officer)
    if answer.allowed and sources_withheld_from(officer) & {one.source for one in records_of(case)}:
        return no(
            "You are reviewing this case, and its schedule is not for you yet. Another disclosure "
            "officer can take it."
        )
    return answer


def can_see_flag(officer: Officer, flag: RelevanceFlag) -> Answer:
    """The same, and not while the flag is withheld from this disclosure officer."""
    answer = can_see_queue(officer)
    if answer.allowed and flag.source in sources_withheld_from(officer):
        return no("This is not for you to read yet. Another disclosure officer can decide on it.")
    return answer


def visible_to(officer: Officer) -> QuerySet[RelevanceFlag]:
    """The flags that the officer may read now. Every list, file and count starts here."""
    if not can_see_queue(officer):
        return RelevanceFlag.objects.none()
    found = RelevanceFlag.objects.select_related("case", "flagged_by", "decided_by")
    withheld = sources_withheld_from(officer)
    return found.exclude(source__in=withheld) if withheld else found
