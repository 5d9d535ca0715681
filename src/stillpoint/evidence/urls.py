"""Addresses of this room: /evidence/, and a round's report under the round. Include at the root."""

from django.urls import path

from stillpoint.evidence import views

urlpatterns = [
    path("evidence/", views.evidence, name="evidence"),
    path("rounds/<str:ref>/report/", views.report, name="round-report"),
    path("rounds/<str:ref>/report/part/<slug:part>/", views.report, name="round-report-part"),
    path("rounds/<str:ref>/report/charts/<str:sha256>.svg", views.chart, name="round-report-chart"),
    path("rounds/<str:ref>/report/<slug:format>", views.download, name="round-report-file"),
]
