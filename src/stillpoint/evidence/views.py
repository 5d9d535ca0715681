"""Pages of evidence: the list of reports, a report, its charts and its files."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from stillpoint.evidence import access, disclosing, index, page
from stillpoint.evidence.finding import chart_of, reported_rounds, round_by_ref
from stillpoint.evidence.formats import FORMATS
from stillpoint.evidence.models import Report
from stillpoint.people.access import person
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.screens import consulted, screen

A_PAGE = 20


@screen(access.can_list_reports)
def evidence(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    found = Paginator(reported_rounds(viewer), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, found.object_list, act="read the list of reports")
    shown = {"rows": index.rows(found, access.version_for(viewer)), "page": found}
    return render(request, "evidence/evidence.jinja", shown)


@screen(access.can_see_report, find=round_by_ref)
def report(request: HttpRequest, round: Round, part: str = page.FIRST) -> HttpResponse:
    viewer = person(request)
    if round.state == RoundState.CLOSED and not Report.objects.filter(round=round).exists():
        consulted(request, round, act="ask for a report that is being made")
        return render(request, "evidence/waiting.jinja", {"round": round})
    shown = disclosing.shown_to(viewer, round, with_pictures=False)
    consulted(request, shown.subjects, act="read a round report")
    return render(request, "evidence/report.jinja", {"page": page.report_page(shown, part)})


@screen(access.can_see_report, find=round_by_ref)
def chart(request: HttpRequest, round: Round, sha256: str) -> HttpResponse:
    shown = disclosing.shown_to(person(request), round, with_pictures=False)
    if sha256 not in page.charts_shown(shown):
        # A chart of another version of the report is not this person's to see.
        raise Http404
    consulted(request, shown.subjects[:2], act="see a chart of a round report")
    return HttpResponse(chart_of(round, sha256).svg, content_type="image/svg+xml")


@screen(access.can_see_report, find=round_by_ref)
def download(request: HttpRequest, round: Round, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    made, name = disclosing.hand_out(by=person(request), round=round, format=format)
    response = HttpResponse(made, content_type=FORMATS[format].content_type)
    response["Content-Disposition"] = f"attachment; filename={quote(name)}"
    return response
