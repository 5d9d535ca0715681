"""Officers and staff, where they were posted, whom they reported to, what they may do."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from stillpoint import practice
from stillpoint.methods.typed_text import person_key, tidied
from stillpoint.people.dating import Dated, DatedQuerySet, one_open
from stillpoint.people.models.force import Team
from stillpoint.people.models.kept import KeptText
from stillpoint.trust.references import Referenced


class OfficerManager(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.get(email__iexact=username, is_active=True)


def one_name_last(given_name: str, family_name: str) -> tuple[str, str]:
    """Both names tidied. Somebody with one name has it as their family name."""
    given, family = tidied(given_name), tidied(family_name)
    return (given, family) if family else ("", given)


def found_by(officer: Officer) -> str:
    """What somebody is found by: see ``finding.named``."""
    return person_key(officer.given_name, officer.family_name)


class Officer(Referenced, AbstractBaseUser):
    """A police officer or member of staff who uses the service.

    ``number`` is the force's own personnel or collar number, by which intake recognises a person.
    Somebody with one name has it as their family name. ``search`` is what they are found by.
    One of ``rank`` and ``grade`` is set: a key of the practice model. An address belongs to one
    person in the force: a leaver's may pass to a joiner. ``same_as``: the record by which this
    person is known now, where this one is an older or a second record of theirs; that record has
    none itself.
    """

    number = models.CharField(max_length=24, unique=True)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60)
    search = KeptText(follows=found_by)
    email = models.EmailField()
    rank = models.CharField(max_length=40, blank=True)
    acting_rank = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    detective = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="other_records"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = OfficerManager()

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rank="") ^ Q(grade=""), name="officer_has_a_rank_or_a_grade"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(is_active=True), name="one_person_an_address"
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(is_active=False),
                name="an_older_record_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def trail_reference(self) -> str:
        return f"officer:{self.ref}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def titled_name(self) -> str:
        """As colleagues write it: ``DI Amara Okafor``, ``A/DCI ...``, staff by name alone."""
        return f"{self.short_rank} {self.full_name}".strip()

    @property
    def short_rank(self) -> str:
        if not self.rank:
            return ""
        held = practice.current().rank(self.acting_rank or self.rank)
        prefix = "A/" if self.acting_rank else ""
        short = held.detective_short if self.detective and held.detective_short else held.short
        return f"{prefix}{short}"

    @property
    def rank_level(self) -> int:
        """1 constable to 9 chief constable; staff by their grade's equivalence.

        Whether an acting rank counts is the practice model's ``acting_rule``.
        """
        model = practice.current()
        acting = self.acting_rank if model.acting_rule == "held" else ""
        return model.level(acting or self.rank or self.grade)

    @property
    def rank_label(self) -> str:
        """``Detective Inspector``, ``Acting Detective Chief Inspector``, a grade's name."""
        model = practice.current()
        if not self.rank:
            return model.staff_grade(self.grade).label
        held = model.rank(self.acting_rank or self.rank)
        label = held.detective_label if self.detective and held.detective_label else held.label
        return f"Acting {label}" if self.acting_rank else label


class Posting(Dated):
    """An officer's team, from one day to another."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="postings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="postings")

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_open("posting", "officer")]
        indexes = [models.Index(fields=["officer", "since"], name="posting_by_officer")]

    def __str__(self) -> str:
        return f"{self.officer} in {self.team}"


class LineManagement(Dated):
    """Who managed whom, from one day to another."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="managed_by")
    manager = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="manages")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(officer=models.F("manager")), name="nobody_manages_themselves"
            ),
            one_open("line_manager", "officer"),
        ]

    def __str__(self) -> str:
        return f"{self.manager} manages {self.officer}"


class RoleGrantQuerySet(DatedQuerySet):
    def in_force(self) -> Self:
        """Those that hold once their day has come: agreed where a second person must agree."""
        return self.filter(Q(needs_agreement=False) | Q(agreed_by__isnull=False))

    def awaiting_agreement(self) -> Self:
        return self.filter(needs_agreement=True, agreed_by__isnull=True, until__isnull=True)


class RoleGrant(Referenced, Dated):
    """A role of the practice model held by an officer.

    A role that opens content takes a second administrator (design section 6): it holds only once
    ``agreed_by`` is set.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    granted_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    needs_agreement = models.BooleanField(default=False)

    objects = RoleGrantQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("officer")),
                name="nobody_grants_a_role_to_themselves",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | (~Q(agreed_by=models.F("granted_by")) & ~Q(agreed_by=models.F("officer"))),
                name="a_second_person_agrees_a_role",
            ),
            one_open("role", "officer", "role"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.role}"


class Leave(Referenced, Dated):
    """Days on which an officer is away. Why is not recorded: that is welfare or HR data and no
    business of this service."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="leave")

    class Meta(Dated.Meta):
        ordering = ["-since"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["officer", "since"], name="one_leave_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} away"


class Duty(models.Model):
    """A day on which an officer was on duty."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="duties")
    on = models.DateField()
    shift = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "on"], name="one_duty_a_day")]

    def __str__(self) -> str:
        return f"{self.officer} on {self.on}"
