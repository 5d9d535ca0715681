"""Addresses of this room, under /people/."""

from django.urls import path

from stillpoint.people.views import changes, everyone, joiners_and_leavers, places, roles, skills

app_name = "people"
one = "<str:ref>/"

urlpatterns = [
    path("", everyone.people, name="people"),
    path("add/", joiners_and_leavers.add, name="add"),
    path("force/", places.force, name="force"),
    path("areas/", places.areas, name="areas"),
    path("areas/add/", places.add_area, name="add_area"),
    path(f"areas/{one}", places.area, name="area"),
    path("teams/", places.teams, name="teams"),
    path("teams/add/", places.add_team, name="add_team"),
    path(f"teams/{one}", places.team, name="team"),
    path("courses/", skills.courses, name="courses"),
    path("courses/add/", skills.add_course, name="add_course"),
    path(f"courses/{one}", skills.course, name="course"),
    path(f"courses/{one}counts-as/", skills.counts_as, name="counts_as"),
    path("roles/", roles.roles, name="roles"),
    path(f"roles/{one}", roles.role, name="role"),
    path("changes/", changes.changes, name="changes"),
    path(f"changes/{one}", changes.change, name="change"),
    path("reviewers/", skills.reviewers, name="reviewers"),
    path(f"reviewers/{one}end/", skills.end_accreditation, name="end_accreditation"),
    path(f"leave/{one}", joiners_and_leavers.leave, name="leave"),
    path(one, everyone.officer, name="officer"),
    path(f"{one}details/", joiners_and_leavers.details, name="details"),
    path(f"{one}rank/", joiners_and_leavers.rank, name="rank"),
    path(f"{one}team/", joiners_and_leavers.move, name="posting"),
    path(f"{one}manager/", joiners_and_leavers.manager, name="manager"),
    path(f"{one}role/", roles.grant, name="grant"),
    path(f"{one}training/", skills.train, name="train"),
    path(f"{one}accreditation/", skills.accredit, name="accredit"),
    path(f"{one}away/", joiners_and_leavers.away, name="away"),
    path(f"{one}leaver/", joiners_and_leavers.leaver, name="leaver"),
    path(f"{one}join/", changes.join, name="join"),
    path(f"{one}password/", changes.password, name="password"),
    path(f"{one}rejoin/", joiners_and_leavers.rejoin, name="rejoin"),
]
