"""Addresses of the cases room, under /cases/."""

from django.urls import path

from stillpoint.cases.views import cases

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("<str:ref>/", cases.case, name="case"),
    path("<str:ref>/milestones/", cases.enter_milestone, name="enter_milestone"),
]
