"""Every address of the service. Each room brings its own; what joins rooms stands in site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from stillpoint.site import (
    case_page,
    faults,
    glass_pages,
    guidance,
    health,
    my_team,
    second_factor,
    signing_in,
    trail_views,
    worker_page,
)
from stillpoint.site.telling import views as telling
from stillpoint.site.today import views as today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("team/", my_team.my_team, name="my-team"),
    path("today/seen/", today.seen, name="today-seen"),
    path("told/", telling.how_i_am_told, name="how-told"),
    path("calendar/<str:token>.ics", telling.calendar, name="calendar-feed"),
    path("trail/", trail_views.trail, name="trail"),
    path("trail/mine/", trail_views.own, name="trail-mine"),
    path("trail/verify/", trail_views.verification, name="trail-verify"),
    path("trail/<int:entry>/", trail_views.entry, name="trail-entry"),
    path("worker/", worker_page.worker, name="worker"),
    path("glass/", glass_pages.listed, name="broken-glass-list"),
    path("glass/ask/", glass_pages.ask, name="broken-glass-ask"),
    path("glass/<str:ref>/", glass_pages.one, name="broken-glass"),
    path("glass/<str:ref>/withhold/", glass_pages.withhold, name="broken-glass-withhold"),
    path("health", health.health, name="health"),
    path("more/", guidance.more, name="more"),
    path("leave/", guidance.leave, name="leave"),
    path("help/", guidance.help_index, name="help"),
    path("help/<slug:topic>/", guidance.help_topic, name="help_topic"),
    path("purpose/", guidance.purpose, name="purpose"),
    path("accessibility/", guidance.accessibility, name="accessibility"),
    path("notices/", guidance.notices, name="notices"),
    path("demo/sign-in/", signing_in.demo_sign_in, name="demo_sign_in"),
    # People come from the force's personnel system: nobody signs up or changes an address here.
    path("accounts/signup/", faults.not_found),
    path("accounts/email/", faults.not_found),
    path("accounts/3rdparty/signup/", faults.not_found),
    path("accounts/3rdparty/", faults.not_found),
    path("accounts/", signing_in.account, name="account"),
    path("accounts/second-factor/", second_factor.second_factor, name="second-factor"),
    path("accounts/", include("allauth.urls")),
    path("", include("stillpoint.trust.urls")),
    path("people/", include("stillpoint.people.urls")),
    # The room's own page, with what other rooms have of the case.
    path("cases/<str:ref>/", case_page.case, name="case"),
    path("cases/", include("stillpoint.cases.urls")),
    path("intake/", include("stillpoint.cases.urls_intake")),
    path("", include("stillpoint.reviews.urls_rounds")),
    path("", include("stillpoint.reviews.urls_reviewing")),
    path("", include("stillpoint.risks.urls")),
    path("", include("stillpoint.learning.urls")),
    path("", include("stillpoint.disclosure.urls")),
    path("", include("stillpoint.points.urls")),
    path("", include("stillpoint.evidence.urls")),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.server_error
