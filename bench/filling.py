"""A force with a given number of cases, each with three points, and two rounds, for the pages
to be measured on."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from bench.filling_points import fill_points
from bench.filling_rounds import fill_rounds
from stillpoint.people.models import Officer
from stillpoint.site import first_use
from stillpoint.site.demo import caseload, filing
from stillpoint.site.demo.force import make_force


def fill(cases: int) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        force = make_force(7, today)
        filing.file_cases(caseload.stories(cases, 7, today), force, 7, today)
        fill_points()
        fill_rounds(force, today)
        for officer in Officer.objects.filter(roles__isnull=False).distinct():
            first_use.confirm_purpose(by=officer)
            Authenticator.objects.create(user=officer, type="totp", data={})
