"""Addresses of rounds, assignments and feedback."""

from __future__ import annotations

from django.urls import path

from stillpoint.reviews.views import drawing, planning, rounds

one = "rounds/<str:ref>/"

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.open_round, name="round-open"),
    path(one, rounds.round_page, name="round"),
    path(f"{one}plan/", planning.plan, name="round-plan"),
    path(f"{one}live/", planning.live, name="round-live"),
    path(f"{one}coordinate/", planning.coordinate, name="round-coordinate"),
    path(f"{one}freeze/", planning.freeze, name="round-freeze"),
    path(f"{one}seed/", drawing.seed, name="round-seed"),
    path(f"{one}draw/", drawing.draw, name="round-draw"),
    path(f"{one}draw.json", drawing.draw_file, name="round-draw-file"),
    path(f"{one}abandon/", rounds.abandon, name="round-abandon"),
    path(f"{one}close/", rounds.close, name="round-close"),
]
