"""One small force of real rows, made by the acts, with data in every container that could leak.

A published round with reviews at every state of blinding, a closed one with feedback, an open, a
frozen and an abandoned one, live risks, learning, needs, thanks, held rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.breaking_glass import ask_for_glass
from stillpoint.cases.importing import import_cases
from stillpoint.cases.models import Involvement
from stillpoint.cases.settling_many import say_rule
from stillpoint.evidence.freezing import make_report
from stillpoint.evidence.models import ChartImage
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.models import Accreditation, Leave, Officer, RoleGrant
from stillpoint.people.proposing import propose_manager
from stillpoint.reviews import closing, feeding_back, handing_out, opening, planning
from stillpoint.reviews.calibrating import save_practice_ratings
from stillpoint.reviews.drawing import draw_round
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Round, Selection
from stillpoint.risks.handling import raise_risk
from stillpoint.trust.models import TrailEntry
from tests.matrix.after_decision import hold_late_points
from tests.matrix.bringing_to_court import bring_to_court
from tests.matrix.cast import make_cast
from tests.matrix.following_up import follow_up
from tests.matrix.judging import first_review, second_review
from tests.matrix.markers import marker
from tests.matrix.talking import hold_points
from tests.people.factories import make_area, make_course, make_team, train
from tests.reviews.factories import CONSOLE, make_case

PAST, PRESENT = dt.date(2025, 3, 1), dt.date(2026, 1, 15)


@dataclass
class World:
    """``people``: name to officer; ``things``: name to record."""

    people: dict[str, Officer]
    things: dict[str, Any] = field(default_factory=dict)

    def ref(self, thing: str) -> str:
        """What stands in an address for the thing: its public reference, or the thing itself."""
        found = self.things[thing]
        return found if isinstance(found, str) else str(found.ref)


def make_world() -> World:
    world = World(make_cast())
    _close_a_round(world)
    _publish_a_round(world)
    _rounds_on_their_way(world)
    _raise_risks(world)
    _learn(world)
    hold_points(world)
    hold_late_points(world)
    bring_to_court(world)
    follow_up(world)
    _hold_rows(world)
    _keep_people(world)
    _report(world)
    return world


def _draw(world: World, name: str, area: str, reported: dt.date, size: int) -> list[Selection]:
    """A drawn round over cases of its own, in which ``oic`` and ``fro`` were involved."""
    for _ in range(size):
        case = make_case(area=area, reported_on=reported)
        for role in ("oic", "fro"):
            Involvement.objects.create(case=case, officer=world.people[role], role=role)
    lead = world.people["lead"]
    round = opening.open_round(by=lead, name=name, purpose="To learn.", how_used="In a report.")
    population = Population(since=reported, until=reported)
    opening.set_population(by=lead, round=round, population=population)
    planning.freeze_frame(by=lead, round=round, design=planning.Design(by=("area",), size=size))
    draw_round(by=CONSOLE, round=Round.objects.get(pk=round.pk), seed=f"seed of {name}")
    world.things[name] = Round.objects.get(pk=round.pk)
    return list(Selection.objects.filter(round=round).order_by("order"))


def _give(world: World, selection: Selection, first: str, second: str) -> None:
    for step, name in ((1, first), (2, second)):
        handing_out.assign_by_hand(
            by=world.people["lead"],
            selection=Selection.objects.get(pk=selection.pk),
            step=step,
            reviewer=world.people[name],
        )


def _publish(world: World, name: str, given: dict[str, tuple[str, str]]) -> None:
    """Give each selection its reviewers, publish, and let them accept."""
    for key, pair in given.items():
        _give(world, world.things[f"selection_{key}"], *pair)
    lead = world.people["lead"]
    handing_out.publish_round(by=lead, round=world.things[name], with_gaps=True)
    world.things[name].refresh_from_db()
    for key, pair in given.items():
        for step, who in enumerate(pair, start=1):
            held = world.things[f"selection_{key}"].assignments.get(step=step)
            knows = marker(f"knows {key}") if step == 1 else ""
            handing_out.accept_assignment(by=world.people[who], assignment=held, knows_people=knows)
            world.things[f"assignment_{key}_{step}"] = held


def _close_a_round(world: World) -> None:
    """``f``: both reviews, feedback read by ``oic`` and answered; ``fro`` has not read theirs."""
    (world.things["selection_f"],) = _draw(world, "closed", "East", PAST, 1)
    _publish(world, "closed", {"f": ("first_reviewer", "second_done")})
    first_review(world, "f")
    second_review(world, "f", until="submitted")
    lead, round = world.people["lead"], world.things["closed"]
    for feedback in feeding_back.prepare_feedback(by=lead, round=round):
        name = "oic" if feedback.officer_id == world.people["oic"].pk else "fro"
        world.things[f"feedback_{name}"] = feedback
    feeding_back.release_feedback(by=lead, round=round)
    for feedback in (world.things["feedback_oic"], world.things["feedback_fro"]):
        feedback.refresh_from_db()
    told = world.things["feedback_oic"]
    feeding_back.note_seen(by=world.people["oic"], feedback=told)
    feeding_back.reply_to_feedback(by=world.people["oic"], feedback=told, text=marker("reply"))
    closing.close_round(by=lead, round=round)
    round.refresh_from_db()


def _publish_a_round(world: World) -> None:
    """``a``: first submitted, second by ``blinded``, ratings not locked; ``b``: the same with a
    lead as second reviewer; ``c``: revealed; ``d``: both submitted, feedback prepared; ``e``:
    a draft, after somebody declined with a conflict."""
    for key, one in zip("abcde", _draw(world, "published", "North", PRESENT, 5), strict=True):
        world.things[f"selection_{key}"] = one
    _publish(
        world,
        "published",
        {
            "a": ("first_reviewer", "blinded"),
            "b": ("other_first", "lead_blinded"),
            "c": ("other_first", "revealed"),
            "d": ("first_reviewer", "second_done"),
            "e": ("conflicted", "second_done"),
        },
    )
    handing_out.decline_assignment(
        by=world.people["conflicted"],
        assignment=world.things["assignment_e_1"],
        reason=marker("declined"),
        conflict=True,
    )
    world.things["assignment_declined"] = world.things["assignment_e_1"]
    _hand_to_drafting(world)
    for key in "abcd":
        first_review(world, key)
    first_review(world, "e", submitted=False)
    for key, until in (("a", "rated"), ("b", "rated"), ("c", "revealed"), ("d", "submitted")):
        second_review(world, key, until=until)
    lead = world.people["lead"]
    for feedback in feeding_back.prepare_feedback(by=lead, round=world.things["published"]):
        if feedback.officer_id == world.people["oic"].pk:
            world.things["feedback_unreleased"] = feedback


def _hand_to_drafting(world: World) -> None:
    selection = world.things["selection_e"]
    standing = selection.assignments.filter(step=1, state="published").first()
    if standing is None or standing.reviewer_id != world.people["drafting"].pk:
        standing = handing_out.assign_by_hand(
            by=world.people["lead"],
            selection=Selection.objects.get(pk=selection.pk),
            step=1,
            reviewer=world.people["drafting"],
        )
    handing_out.accept_assignment(by=world.people["drafting"], assignment=standing)
    world.things["assignment_e_1"] = standing


def _rounds_on_their_way(world: World) -> None:
    lead = world.people["lead"]
    day = dt.date(2026, 2, 1)
    for _ in range(3):
        make_case(area="South", reported_on=day)
    for name in ("open", "frozen", "abandoned"):
        round = opening.open_round(by=lead, name=name, purpose="To learn.", how_used="In a report.")
        opening.set_population(by=lead, round=round, population=Population(since=day, until=day))
        world.things[name] = round
    design = planning.Design(by=("area",), size=2)
    planning.freeze_frame(by=lead, round=world.things["frozen"], design=design)
    opening.abandon_round(by=lead, round=world.things["abandoned"], reason="Planned twice.")
    for name in ("open", "frozen", "abandoned"):
        world.things[name].refresh_from_db()


def _raise_risks(world: World) -> None:
    """``risk_a``: from a first review that somebody is still blinded to; ``risk``: in a case of
    its own."""
    world.things["case_a"] = world.things["selection_a"].case
    world.things["risk_a"] = raise_risk(
        by=world.people["first_reviewer"],
        case=world.things["case_a"],
        source=world.things["review_a_1"].trail_reference,
        what=marker("risk a"),
        receiver=world.people["receiver"],
    )
    case = make_case(reported_on=dt.date(2026, 3, 1), live=True)
    Involvement.objects.create(case=case, officer=world.people["raiser"], role="investigator")
    Involvement.objects.create(case=case, officer=world.people["receiver"], role="supervisor")
    world.things["case_own"] = case
    world.things["risk"] = raise_risk(
        by=world.people["raiser"],
        case=case,
        what=marker("risk own"),
        receiver=world.people["receiver"],
    )


def _learn(world: World) -> None:
    author, case = world.people["raiser"], world.things["case_own"]
    world.things["learning_raw"] = note_learning(
        by=author,
        source=case.trail_reference,
        case=case,
        text=marker("learning raw"),
        involved=[world.people["receiver"]],
    )
    point = note_learning(
        by=author, source=case.trail_reference, case=case, text=marker("learning own words")
    )
    world.things["learning_agreed"] = agree_learning(
        by=world.people["lead"], point=point, text=marker("learning agreed")
    )
    world.things["need"] = note_training_need(
        by=author,
        source=case.trail_reference,
        aim=marker("need"),
        capability="Asks early.",
        how_we_shall_know="By looking.",
        for_whom=world.people["oic"],
    )
    world.things["thanks"] = send_thanks(
        by=world.people["lead"], to=world.people["oic"], text=marker("thanks")
    )


def _hold_rows(world: World) -> None:
    """An import that held two rows. Its free text is in a column that no mapping names."""
    csv = (
        "reference,offence,reported_on,area,outcome,summary\n"
        f"HELD-1,19C,no day,North,,{marker('quarantined words')}\n"
        f"HELD-2,19C,2026-01-02,North,{marker('held wording')},{marker('quarantined words')}\n"
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.csv"
        file.write_text(csv)
        run = import_cases(by=world.people["lead"], files=[file], mapping="stillpoint")
    world.things["run"] = run
    for row in QuarantinedRow.objects.filter(run=run):
        world.things["held_wording" if row.kind == "unknown" else "held"] = row
    _settle_by_a_rule(world, run)


def _settle_by_a_rule(world: World, run: IntakeRun) -> None:
    """A rule that waits for the worker, about one of the rows."""
    world.things["rule"] = say_rule(
        by=world.people["lead"],
        run=run,
        rows=[world.things["held"]],
        rule="drop",
        about="Rows ticked",
        reason=marker("rule reason"),
    )


def _keep_people(world: World) -> None:
    course = make_course()
    oic, idle = world.people["oic"], world.people["idle"]
    today = timezone.localdate()
    world.things |= {
        "course": course,
        "training": train(oic, course),
        "team": make_team("CID North"),
        "area": make_area("North"),
        "grant": RoleGrant.objects.get(officer=world.people["lead"]),
        "own_grant": RoleGrant.objects.get(officer=world.people["administrator"]),
        "accreditation": Accreditation.objects.get(officer=idle, step=2),
        "leave": Leave.objects.create(officer=oic, since=today, until=today),
        "glass": ask_for_glass(
            by=world.people["administrator"],
            case=world.things["case_own"],
            reason="Professional standards asked about a complaint",
            hours=4,
        ),
        "change": propose_manager(
            by=world.people["administrator"], officer=oic, manager=idle, since=today
        ),
    }
    world.things |= {f"officer_{name}": officer for name, officer in world.people.items()}
    case = practice.current().calibration[0]
    save_practice_ratings(
        by=idle,
        case=case.key,
        ratings={case.areas[0].area: 3},
        why={case.areas[0].area: marker("calibration")},
    )
    world.things["practice_case"] = case.key


def _report(world: World) -> None:
    make_report(by=CONSOLE, round=world.things["closed"])
    chart = ChartImage.objects.filter(report__round=world.things["closed"]).first()
    world.things["chart"] = chart.sha256 if chart else "0" * 64
    oic = world.people["oic"]
    left = TrailEntry.objects.filter(actor=f"officer:{oic.ref}").first()
    world.things["entry_of_oic"] = str(left.pk) if left else ""
    for key in "abcdef":
        world.things[f"case_{key}"] = world.things[f"selection_{key}"].case
