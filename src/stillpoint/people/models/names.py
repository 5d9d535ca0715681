"""Other names by which files and people call an area, a team or a course."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stillpoint.people.models.force import LONGEST_KEY, Area, Team
from stillpoint.people.models.skills import Course


class OtherName(models.Model):
    """Another name of something: said once by a person, or its name before it was renamed or
    joined with another.

    Read by every import and by whoever enters a name by hand, so that the same question is never
    asked twice; administrators see it on the page of what it names.
    """

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AreaName(OtherName):
    of = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="other_names")


class TeamName(OtherName):
    of = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="other_names")


class CourseName(OtherName):
    of = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="other_names")
