"""A force with a given number of cases, for the pages to be measured on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.site import first_use
from stillpoint.site.demo import caseload, filing
from stillpoint.site.demo.force import make_force


def fill(cases: int) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        force = make_force(7, today)
        filing.file_cases(caseload.stories(cases, 7, today), force, 7, today)
        for officer in Officer.objects.filter(roles__isnull=False).distinct():
            first_use.confirm_purpose(by=officer)
