from django.urls import path

from stillpoint.points.views import (
    before_court,
    debrief,
    handover,
    lists,
    not_progressed,
    notes,
    points,
    shift,
)

urlpatterns = [
    path("points/", lists.points, name="points"),
    path("points/ask/", points.ask, name="point-ask"),
    path("points/<str:ref>/", points.point, name="point"),
    path("points/<str:ref>/shared/<int:number>/", points.revision, name="point-revision"),
    path("points/<str:ref>/waive/", points.waive, name="point-waive"),
    path("points/<str:ref>/reopen/", points.reopen, name="point-reopen"),
    path("points/<str:ref>/shift/", shift.page, name="point-shift"),
    path("points/<str:ref>/shift/handover/", handover.prepare, name="point-handover-prepare"),
    path("points/<str:ref>/handover/", handover.page, name="point-handover"),
    path("points/<str:ref>/handover/<str:name>/", handover.section, name="point-handover-section"),
    path("points/<str:ref>/before-court/", before_court.before_court, name="point-before-court"),
    path("points/<str:ref>/before-court/time/", before_court.ask, name="point-ask-time"),
    path("protected-time/<str:ref>/", before_court.time, name="protected-time"),
    path("points/<str:ref>/avenues/", not_progressed.page, name="point-not-progressed"),
    path("points/<str:ref>/avenues/write/", not_progressed.write, name="point-avenues-write"),
    path("points/<str:ref>/debrief/", debrief.page, name="point-debrief"),
    path("points/<str:ref>/debrief/yours/", debrief.contribution, name="point-debrief-yours"),
    path("points/<str:ref>/debrief/record/", debrief.record, name="point-debrief-record"),
    path("points/<str:ref>/debrief/hand-on/", debrief.hand_on, name="point-debrief-hand-on"),
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.new, name="note-new"),
    path("notes/<str:ref>/", notes.note, name="note"),
    path("notes/<str:ref>/share/", notes.share, name="note-share"),
]
