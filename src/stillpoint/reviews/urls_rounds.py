"""Addresses of rounds, assignments and feedback."""

from __future__ import annotations

from django.urls import path

from stillpoint.reviews.views import assignments, drawing, feedback, planning, progress, rounds

one = "rounds/<str:ref>/"

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.open_round, name="round-open"),
    path(one, rounds.round_page, name="round"),
    path(f"{one}purpose/", rounds.purpose, name="round-purpose"),
    path(f"{one}plan/", planning.plan, name="round-plan"),
    path(f"{one}live/", planning.live, name="round-live"),
    path(f"{one}coordinate/", planning.coordinate, name="round-coordinate"),
    path(f"{one}freeze/", planning.freeze, name="round-freeze"),
    path(f"{one}seed/", drawing.seed, name="round-seed"),
    path(f"{one}draw/", drawing.draw, name="round-draw"),
    path(f"{one}draw.json", drawing.draw_file, name="round-draw-file"),
    path(f"{one}abandon/", rounds.abandon, name="round-abandon"),
    path(f"{one}close/", rounds.close, name="round-close"),
    path(f"{one}assignments/", assignments.assignments, name="round-assignments"),
    path(f"{one}assignments/<str:selection>/<int:step>/", assignments.move, name="round-move"),
    path(f"{one}progress/", progress.progress, name="round-progress"),
    path(f"{one}progress/<str:selection>/", progress.set_aside, name="round-set-aside"),
    path(f"{one}conduct/<str:selection>/", feedback.conduct, name="conduct-referral"),
    path(f"{one}feedback/", feedback.round_feedback, name="round-feedback"),
    path(f"{one}feedback/<str:feedback>/", feedback.lines, name="round-feedback-lines"),
    path("assignments/<str:ref>/", assignments.assignment, name="assignment"),
    path("feedback/", feedback.feedback_list, name="feedback-list"),
    path("feedback/<str:ref>/", feedback.feedback, name="feedback"),
]
