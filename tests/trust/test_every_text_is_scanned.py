"""Free text everywhere passes the identifier scan: whoever adds a text box either has it scanned
or says here why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import stillpoint
from stillpoint import practice
from stillpoint.cases.forms import EditRowForm, MeaningForm, RuleForm
from stillpoint.intake.models import QuarantinedRow
from stillpoint.learning.forms import NeedForm
from stillpoint.learning.forms_actions import ActionStepForm, ColleagueField
from stillpoint.learning.models import Action, ActionState, NeedState, TrainingNeed
from stillpoint.people.forms import AccreditationForm, OfficerChoice, SearchForm
from stillpoint.people.models import Officer
from stillpoint.points.forms_agreed_actions import TypedDate, TypedNumber
from stillpoint.points.forms_code_test import CodeTestForm, SecondPersonForm, StrengthsForm
from stillpoint.points.forms_conversation import ConversationForm
from stillpoint.points.forms_debrief import RecordForm
from stillpoint.points.forms_sections import SectionForm
from stillpoint.points.models import Point
from stillpoint.reviews.assigning import Choices
from stillpoint.reviews.calibration_forms import PracticeForm
from stillpoint.reviews.forms_assigning import MoveForm as MoveReviewForm
from stillpoint.reviews.forms_rounds import CoordinateForm, PlanForm
from stillpoint.reviews.models import Round
from stillpoint.risks.forms import MoveForm as MoveRiskForm
from stillpoint.risks.forms import RaiseForm
from stillpoint.risks.states import MOVES
from stillpoint.trust.scanning import ScannedText
from tests.points.debriefing import open_debrief

pytestmark = pytest.mark.django_db
HERE = Path(stillpoint.__file__).parent

# Text boxes whose kind alone says that they hold no prose.
EXEMPT_KINDS: dict[type[forms.Field], str] = {
    forms.EmailField: "a work e-mail address, checked as such",
    forms.SlugField: "a key of letters and digits",
    OfficerChoice: "an officer's number, looked up and not kept",
    ColleagueField: "an officer's number or address, looked up and not kept",
    TypedNumber: "an officer's number or address, looked up and not kept once it is shared",
    TypedDate: "a day by which something is to be done",
}
# form.field -> why it is not scanned.
EXEMPT = {
    "CourseForm.name": "name of a course",
    "NewCourseForm.name": "name of a course",
    "AreaForm.name": "name of an area",
    "NewTeamForm.name": "name of a team",
    "TeamForm.name": "name of a team",
    "ForceForm.name": "name of the force",
    "ForceForm.emergency_contact": "whom to telephone: it has to name them",
    "DetailsForm.number": "staff data: who the officer is",
    "DetailsForm.given_name": "staff data: who the officer is",
    "DetailsForm.family_name": "staff data: who the officer is",
    "AskForm.case": "the reference of a case, looked up and not kept",
    "CorrectForm.number": "staff data: who the officer is",
    "CorrectForm.given_name": "staff data: who the officer is",
    "CorrectForm.family_name": "staff data: who the officer is",
    "NewOfficerForm.number": "staff data: who the officer is",
    "NewOfficerForm.given_name": "staff data: who the officer is",
    "NewOfficerForm.family_name": "staff data: who the officer is",
    "SearchForm.q": "searched for and not kept",
    "LearningFilter.q": "searched for and not kept",
    "FilterForm.reference": "searched for and not kept",
    "HeldFilterForm.reference": "searched for and not kept",
    "WhichCaseForm.reference": "a case reference, looked up and not kept",
    "TrailFilter.who": "searched for and not kept",
    "TrailFilter.about": "searched for and not kept",
    "EditRowForm.column_0": "a cell of the crime system's own row, to be read as it stands there",
    "SeedPartForm.part": "half of a random seed",
    "ConductForm.referred_to": "names the office that takes the matter",
    "ConductForm.their_reference": "that office's own reference: it has to be found again",
    "ConversationForm.together-joined": "an officer's number or address, looked up and not kept",
    "ConversationForm.together-minutes": "a number of minutes",
    "RecordForm.at": "a time of day, checked as such",
    "SecondPersonForm.number": "an officer's number, looked up and not kept",
    "HandOnForm.number": "an officer's number or address, looked up and not kept",
}
# Text boxes that templates write themselves: template name, box -> why it is not scanned.
EXEMPT_IN_TEMPLATES = {
    ("draw.jinja", "recipient"): "names who else will have the file, for the trail",
    ("schedules.jinja", "reference"): "the reference of a case, looked up and not kept",
}


# How to make the forms whose boxes depend on what they are about.
MADE: dict[type[forms.BaseForm], Callable[[], forms.BaseForm]] = {
    AccreditationForm: lambda: AccreditationForm(officer=Officer()),
    ActionStepForm: lambda: ActionStepForm(action=Action(state=ActionState.OPEN)),
    CodeTestForm: lambda: StrengthsForm(point=Point(kind="rpp4")),
    ConversationForm: lambda: ConversationForm(point=Point(kind="rpp3"), people=[]),
    CoordinateForm: lambda: CoordinateForm(round=Round()),
    EditRowForm: lambda: EditRowForm(QuarantinedRow(row={"Column": "words"})),
    MeaningForm: lambda: MeaningForm({}),
    MoveReviewForm: lambda: MoveReviewForm(choices=Choices(able=[], upward=[])),
    MoveRiskForm: lambda: MoveRiskForm(moves=(MOVES["assess"],)),
    NeedForm: lambda: NeedForm(need=TrainingNeed(state=NeedState.RAISED)),
    PlanForm: lambda: PlanForm({}),
    PracticeForm: lambda: PracticeForm(case=practice.current().calibration[0]),
    RaiseForm: lambda: RaiseForm(possible=[]),
    RuleForm: lambda: RuleForm(contradict=True),
    RecordForm: lambda: RecordForm(point=open_debrief()),
    SecondPersonForm: lambda: SecondPersonForm(people=[]),
    SearchForm: lambda: SearchForm(with_roles=True),
}


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the rooms, whichever module it stands in."""
    for path in sorted(HERE.rglob("*.py")):
        if re.search(r"^class \w+\(.*Form\b.*\):", path.read_text(), re.MULTILINE):
            import_module(".".join(("stillpoint", *path.relative_to(HERE).with_suffix("").parts)))
    return sorted(set(_below(forms.BaseForm)), key=lambda form: (form.__module__, form.__name__))


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        # The form of every section is no page by itself.
        if one.__module__.startswith("stillpoint.") and one is not SectionForm:
            yield one
        yield from _below(one)


def fields_of(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """Those that it declares and those that it gets when it is made: one may lose the other."""
    made = MADE[form]() if form in MADE else _made(form)
    return {**form.base_fields, **made.fields}  # type: ignore[attr-defined]


def _made(form: type[forms.BaseForm]) -> forms.BaseForm:
    return form(point=Point()) if issubclass(form, SectionForm) else form()


def is_free_text(field: forms.Field) -> bool:
    """A box for words; what a browser hides as it is typed is a password."""
    return (
        isinstance(field, forms.CharField)
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.PasswordInput)
        and not isinstance(field, tuple(EXEMPT_KINDS))
    )


def free_texts() -> dict[str, forms.Field]:
    return {
        f"{form.__name__}.{name}": field
        for form in form_classes()
        for name, field in fields_of(form).items()
        if is_free_text(field)
    }


def is_scanned(field: forms.Field) -> bool:
    return isinstance(field, ScannedText) or bool(field.widget.attrs.get("data-scan"))


def test_the_walk_finds_the_forms_of_every_room() -> None:
    rooms = {form.__module__.split(".")[1] for form in form_classes()}
    assert rooms >= {"cases", "disclosure", "learning", "people", "points", "reviews", "risks"}


def test_every_free_text_is_scanned_or_exempt_with_a_reason() -> None:
    missed = [
        name for name, field in free_texts().items() if name not in EXEMPT and not is_scanned(field)
    ]
    assert missed == []


def test_nothing_is_exempt_that_is_scanned_or_gone() -> None:
    found = free_texts()
    assert [name for name in EXEMPT if name not in found or is_scanned(found[name])] == []


def test_a_text_that_nobody_scans_is_noticed() -> None:
    class Careless(forms.Form):
        words = forms.CharField(widget=forms.Textarea)

    field = Careless().fields["words"]
    assert (is_free_text(field), is_scanned(field)) == (True, False)


def test_text_boxes_that_templates_write_themselves_are_scanned_or_exempt() -> None:
    box = re.compile(r"<(?:textarea|input)\b[^>]*>")
    found = set()
    for path in HERE.rglob("*.jinja"):
        if path.parent.name == "fields":
            # Draws the boxes of forms, which the tests above look at field by field.
            continue
        for tag in box.findall(path.read_text()):
            kind = re.search(r'type="(\w+)"', tag)
            typed = kind is None or kind[1] in ("text", "search")
            if typed and "readonly" not in tag and "data-scan" not in tag:
                name = re.search(r'name="([^"]*)"', tag)
                found.add((path.name, name[1] if name else ""))
    assert found == set(EXEMPT_IN_TEMPLATES)
