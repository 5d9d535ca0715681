"""Addresses of reviews and of the practice cases; site includes them at the root."""

from __future__ import annotations

from django.urls import path

from stillpoint.reviews.views import calibration, reviewing, second_reviewing

urlpatterns = [
    path("reviews/", reviewing.my_reviews, name="reviews"),
    path("reviews/start/<str:ref>/", reviewing.start, name="review-start"),
    path("reviews/<str:ref>/", reviewing.review, name="review"),
    path("reviews/<str:ref>/summary/", reviewing.summary, name="review-summary"),
    path("reviews/<str:ref>/area/<slug:area>/", reviewing.area, name="review-area"),
    path("reviews/<str:ref>/arrest/", reviewing.arrest, name="review-arrest"),
    path("reviews/<str:ref>/record/", reviewing.record, name="review-record"),
    path("reviews/<str:ref>/time/", reviewing.minutes, name="review-time"),
    path("reviews/<str:ref>/check/", reviewing.check, name="review-check"),
    path("reviews/<str:ref>/debrief/", reviewing.debrief, name="review-debrief"),
    path("reviews/<str:ref>/reopen/", reviewing.reopen, name="review-reopen"),
    path("reviews/<str:ref>/ratings/", second_reviewing.ratings, name="review-ratings"),
    path("reviews/<str:ref>/reveal/", second_reviewing.reveal, name="review-reveal"),
    path("reviews/<str:ref>/compare/<slug:area>/", second_reviewing.compare, name="review-compare"),
    path("reviews/<str:ref>/of-review/", second_reviewing.of_review, name="review-of-review"),
    path("reviews/<str:ref>/findings/", second_reviewing.findings, name="review-findings"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/<slug:case>/", calibration.practice_case, name="calibration-case"),
]
