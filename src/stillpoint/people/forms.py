"""What goes in: one form for each act. Choices come from the practice model and the records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Area, Course, Officer, Team
from stillpoint.people.models.force import TeamKind
from stillpoint.people.rank_rules import STEPS
from stillpoint.people.training import specialist_training
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.scanning import ScannedText


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day in three boxes."""
    return DateInBoxes(
        label=label,
        required=required,
        help_text=help_text or "For example, 27 3 2026",
        error_messages={"required": f"{label}: enter a day, for example 27 3 2026"},
    )


def words(label: str, most: int, *, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        required=required,
        widget=forms.TextInput,
        error_messages={"required": f"Enter: {label.lower()}"},
    )


def _ranks() -> list[tuple[str, str]]:
    return [("", "None")] + [(rank.key, rank.label) for rank in practice.current().ranks]


def _grades() -> list[tuple[str, str]]:
    grades = practice.current().staff_grades
    return [("", "None")] + [(grade.key, grade.label) for grade in grades]


def _roles() -> list[tuple[str, str]]:
    return [(role.key, role.label) for role in practice.current().roles]


class OfficerChoice(forms.CharField):
    """An officer by their number: the force's own, which a list of thousands cannot replace."""

    def __init__(self, label: str, *, leavers: bool = False) -> None:
        self.leavers = leavers
        super().__init__(
            label=label,
            max_length=24,
            help_text="Their personnel or collar number",
            widget=forms.TextInput(attrs={"width": "10"}),
            error_messages={"required": f"{label}: enter a number"},
        )

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        known = Officer.objects.filter(number__iexact=number)
        found = (known if self.leavers else known.filter(is_active=True)).first()
        if found is None:
            where = "on record" if self.leavers else "in the force"
            raise forms.ValidationError(f"Nobody {where} has the number {number}.")
        return found


class RankForm(forms.Form):
    rank = forms.ChoiceField(label="Rank", required=False)
    acting_rank = forms.ChoiceField(
        label="Acting or temporary rank", required=False, help_text="Only while it is held"
    )
    detective = forms.BooleanField(label="Detective", required=False)
    grade = forms.ChoiceField(label="Staff grade", required=False, help_text="Staff have no rank")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("rank", _ranks()), ("acting_rank", _ranks()), ("grade", _grades())):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


ONE_NAME = "Leave it empty for someone with one name, and enter that as the family name"


class DetailsForm(forms.Form):
    number = words("Number", 24, help_text="The force’s personnel or collar number")
    given_name = words("Given name", 60, required=False, help_text=ONE_NAME)
    family_name = words("Family name", 60)
    email = forms.EmailField(
        label="Work e-mail address",
        error_messages={
            "required": "Enter a work e-mail address",
            "invalid": "Enter an e-mail address like name@force.example",
        },
    )


SECOND = "one sentence for the second administrator, who decides by it"


def why(help_text: str = "", *, required: bool = True) -> forms.CharField:
    return ScannedText(
        label="Why",
        max_length=200,
        required=required,
        help_text=help_text or SECOND.capitalize(),
        widget=forms.TextInput,
        error_messages={"required": "Say why, in one sentence"},
    )


class WhyForm(forms.Form):
    reason = why()


class CorrectForm(DetailsForm):
    reason = why(f"For another address or number: {SECOND}", required=False)


class RankChangeForm(RankForm):
    reason = why(f"For a higher rank or grade: {SECOND}", required=False)


class NewOfficerForm(DetailsForm, RankForm):
    joined_on = day("Joined on", required=False)

    field_order = [
        "number",
        "given_name",
        "family_name",
        "email",
        "rank",
        "acting_rank",
        "detective",
        "grade",
        "joined_on",
    ]


class PostingForm(forms.Form):
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Team",
        error_messages={"required": "Choose a team"},
    )
    since = day("First day in the team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(  # type: ignore[attr-defined]
            Q(closed_on__isnull=True) | Q(closed_on__gt=timezone.localdate())
        )


class ManagerForm(forms.Form):
    manager = OfficerChoice("Line manager")
    since = day("From")
    reason = why()


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.choices = _roles()  # type: ignore[attr-defined]
        field.choice_hints = {  # type: ignore[attr-defined]
            role.key: role.explanation for role in practice.current().roles
        }


class LeaveForm(forms.Form):
    since = day("First day away")
    until = day("Last day away", required=False, help_text="Leave empty if it is not known yet")


class LeaveEndForm(forms.Form):
    until = day("Last day away")


class LeaverForm(forms.Form):
    on = day("Last day of service")


class EndForm(forms.Form):
    on = day("Last day")


class NothingForm(forms.Form):
    """A decision that needs no words."""


class RejoinForm(forms.Form):
    on = day("First day back")
    reason = why()


class JoinForm(forms.Form):
    other = OfficerChoice("The other record", leavers=True)
    reason = why()


class TrainingForm(forms.Form):
    course = forms.ModelChoiceField(
        Course.objects.all(), label="Course", error_messages={"required": "Choose a course"}
    )
    completed_on = day("Completed on")
    expires_on = day(
        "Runs out on", required=False, help_text="Leave empty to use the course’s own validity"
    )


class AccreditationForm(forms.Form):
    step = forms.TypedChoiceField(
        label="Which review",
        choices=[(step, name.capitalize()) for step, name in STEPS.items()],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the first or the second review"},
    )
    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Specialist course that they hold in date",
        required=False,
        empty_label="None",
    )
    evidence = ScannedText(
        label="What shows specialist RASSO knowledge",
        required=False,
        help_text="In words, where no course shows it or something should be added",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    since = day("From")
    until = day("Until", required=False, help_text="Leave empty for until further notice")

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [course.pk for course in specialist_training(officer)]
        self.fields["course"].queryset = Course.objects.filter(  # type: ignore[attr-defined]
            pk__in=held
        )
        # Where there is one, it is what shows their knowledge; it can be taken away again.
        if len(held) == 1:
            self.initial.setdefault("course", held[0])


class AreaForm(forms.Form):
    name = words("Name of the area", 120)
    own = forms.BooleanField(label="Part of this force", required=False, initial=True)
    since = day("From", required=False)
    until = day("Until", required=False)


class NewTeamForm(forms.Form):
    name = words("Name of the team", 120)
    kind = forms.ChoiceField(label="Kind", choices=TeamKind.choices)
    area = forms.ModelChoiceField(
        Area.objects.filter(own=True), label="Area", required=False, empty_label="The whole force"
    )


class TeamForm(NewTeamForm):
    closed_on = day("Closed on", required=False)


class NewCourseForm(forms.Form):
    key = forms.SlugField(
        label="Key",
        max_length=60,
        help_text="Letters, digits and hyphens, as the training system’s files will call it",
        error_messages={
            "required": "Enter a key",
            "invalid": "Use letters, digits, hyphens and underscores only",
        },
    )
    name = words("Name of the course", 160)
    specialist = forms.BooleanField(label="Counts as specialist RASSO knowledge", required=False)
    valid_months = forms.IntegerField(
        label="Valid for how many months",
        required=False,
        min_value=1,
        max_value=600,
        help_text="Leave empty if it does not run out",
        widget=forms.NumberInput(attrs={"width": "3"}),
    )


class CourseForm(NewCourseForm):
    key = None  # type: ignore[assignment]


class CountsAsForm(forms.Form):
    counts_as = forms.ModelChoiceField(
        Course.objects.all(),
        label="Who completed it also counts as having completed",
        error_messages={"required": "Choose a course"},
    )


class ForceForm(forms.Form):
    name = words("Name of the force", 120)
    emergency_contact = words(
        "Whom to telephone when someone is in danger now",
        120,
        required=False,
        help_text="Shown first wherever a live risk can be raised",
    )


class SearchForm(forms.Form):
    """What the list of people can be narrowed by; everything is optional."""

    q = forms.CharField(label="Name or number", required=False, max_length=80)
    team = forms.ModelChoiceField(
        Team.objects.all(), label="Team", required=False, empty_label="All", to_field_name="ref"
    )
    rank = forms.ChoiceField(label="Rank or grade", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "People in the force"),
            ("unmanaged", "Without a line manager"),
            ("unposted", "Without a team"),
            ("left", "Leavers"),
        ],
    )

    def __init__(self, *args: Any, with_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rank"].choices = [  # type: ignore[attr-defined]
            ("", "All"),
            *_ranks()[1:],
            *_grades()[1:],
        ]
        self.fields["role"].choices = [("", "All"), *_roles()]  # type: ignore[attr-defined]
        if not with_roles:
            del self.fields["role"]
