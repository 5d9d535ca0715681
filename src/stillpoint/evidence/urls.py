"""Addresses of this room: /evidence/, a round's report under the round, the pulse under its point.
Include at the root."""

from django.urls import path

from stillpoint.evidence import views, views_pulse

urlpatterns = [
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/conversations/", views_pulse.figures, name="pulse"),
    path("points/<str:ref>/pulse/", views_pulse.answer, name="point-pulse"),
    path("rounds/<str:ref>/report/", views.report, name="round-report"),
    path("rounds/<str:ref>/report/part/<slug:part>/", views.report, name="round-report-part"),
    path("rounds/<str:ref>/report/charts/<str:sha256>.svg", views.chart, name="round-report-chart"),
    path("rounds/<str:ref>/report/<slug:format>", views.download, name="round-report-file"),
]
