"""The page of a case with what other rooms have of it: live risks, and where to raise one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases import access, finding, presenters
from stillpoint.cases.forms import MilestoneForm
from stillpoint.cases.models import Case
from stillpoint.people.access import person
from stillpoint.risks import access as risks_access
from stillpoint.risks import presenters as risks_presenters
from stillpoint.trust.screens import consulted, screen

RISKS_SHOWN = 10


@screen(access.can_see_case, find=finding.case_by_ref)
def case(request: HttpRequest, case: Case) -> HttpResponse:
    viewer = person(request)
    risks = list(risks_access.visible_to(viewer).filter(case=case).order_by("-id")[:RISKS_SHOWN])
    consulted(request, [case, *risks], act="read a case")
    context = {
        "page": presenters.case_page(case, viewer),
        "form": MilestoneForm(),
        "risks": risks_presenters.risk_rows(risks, viewer, timezone.now()),
        "raise_risk": f"{reverse('risk-raise')}?{urlencode({'case': case.ref})}",
    }
    return render(request, "pages/case.jinja", context)
