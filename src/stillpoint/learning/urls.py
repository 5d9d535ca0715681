"""Addresses of this room."""

from django.urls import path

from stillpoint.learning import views

urlpatterns = [
    path("learning/", views.learning, name="learning"),
    path("learning/<str:ref>/", views.learning_point, name="learning-point"),
    path("training-needs/", views.training_needs, name="training-needs"),
    path("training-needs/<str:ref>/", views.training_need, name="training-need"),
    path("thanks/<str:ref>/", views.thanks, name="thanks"),
]
