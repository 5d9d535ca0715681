"""Addresses of this room."""

from django.urls import path

from stillpoint.learning.views import actions, learned, trials

urlpatterns = [
    path("learning/", learned.learning, name="learning"),
    path("learning/<str:ref>/", learned.learning_point, name="learning-point"),
    path("learning/<str:ref>/tried/", trials.tried, name="learning-tried"),
    path("learning/<str:ref>/action/", actions.new_action, name="action-new"),
    path("actions/", actions.actions, name="actions"),
    path("actions/<str:ref>/", actions.action, name="action"),
    path("training-needs/", learned.training_needs, name="training-needs"),
    path("training-needs/<str:ref>/", learned.training_need, name="training-need"),
    path("thanks/<str:ref>/", learned.thanks, name="thanks"),
]
