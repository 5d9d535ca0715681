"""The table: every address that we wrote, and who may open it."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.site.guidance import TOPICS
from tests.matrix.expectations import (
    ADMINISTRATORS,
    ANYONE,
    CASES,
    COMMAND,
    EVERYONE,
    LEAD,
    LEADS,
    LINE,
    MANAGERS,
    NO_ONE,
    OF_OFFICER,
    READERS_OF_FEEDBACK,
    READERS_OF_LEARNING,
    READERS_OF_REVIEWS,
    READERS_OF_RISKS,
    REPORT_READERS,
    REVIEWERS,
    SUPERINTENDENTS,
    Row,
    each,
    row,
)
from tests.matrix.markers import marker
from tests.matrix.rows_learning import of_learning
from tests.matrix.rows_points import of_points

AREA = "investigation"
FIRST_DRAFT = {name: frozenset[str]() for name in READERS_OF_REVIEWS} | {
    "review_e_1": frozenset({"drafting"})
}
SECOND_DRAFT = {name: frozenset[str]() for name in READERS_OF_REVIEWS} | {
    "review_a_2": frozenset({"blinded"}),
    "review_b_2": frozenset({"lead_blinded"}),
    "review_c_2": frozenset({"revealed"}),
}
OF_A_ROUND = ("plan", "coordinate", "freeze", "abandon", "close", "assignments", "progress")
HELD_TRAINING = ADMINISTRATORS | {"ld_lead"}


def every_row() -> list[Row]:
    return [
        *of_the_frame(),
        *of_people(),
        *of_cases(),
        *of_rounds(),
        *of_reviews(),
        *of_risks_and_learning(),
        *of_evidence(),
        *of_points(),
        *of_learning(),
    ]


def of_the_frame() -> list[Row]:
    topics = [row("help_topic", ANYONE, topic=address) for address, _, _ in TOPICS]
    public = ("health", "leave", "help", "purpose", "accessibility", "notices")
    return [
        *(row(name, ANYONE) for name in public),
        *topics,
        row("demo_sign_in", NO_ONE),
        *(
            row(name, EVERYONE)
            for name in ("today", "today-seen", "more", "account", "second-factor", "scan")
        ),
        row("trail-mine", EVERYONE),
        row("my-team", MANAGERS),
        row("how-told", EVERYONE),
        row("calendar-feed", ANYONE, token="calendar_token"),
        row("worker", ADMINISTRATORS),
        *(
            row(name, ADMINISTRATORS | {"auditor"})
            for name in ("broken-glass-list", "broken-glass-ask")
        ),
        row("broken-glass", ADMINISTRATORS | {"auditor"}, ref="glass"),
        row("broken-glass-withhold", frozenset({"auditor"}), ref="glass"),
        *(row(name, frozenset({"auditor"})) for name in ("trail", "trail-verify")),
        row("trail-entry", frozenset({"auditor", "oic"}), entry="entry_of_oic"),
    ]


def of_people() -> list[Row]:
    places = ("add", "force", "areas", "add_area", "teams", "add_team")
    on_an_officer = (
        *("details", "rank", "posting", "manager", "grant", "leaver", "rejoin"),
        *("join", "password"),
    )
    oic = "officer_oic"
    return [
        row("people:people", EVERYONE),
        *each("people:officer", OF_OFFICER),
        *(row(f"people:{name}", ADMINISTRATORS) for name in places),
        row("people:area", ADMINISTRATORS, ref="area"),
        row("people:team", ADMINISTRATORS, ref="team"),
        *(row(f"people:{name}", ADMINISTRATORS, ref=oic) for name in on_an_officer),
        row("people:rejoin", ADMINISTRATORS, ref="officer_leaver"),
        row("people:grant", frozenset({"administrator_two"}), ref="officer_administrator"),
        row("people:courses", HELD_TRAINING),
        row("people:add_course", HELD_TRAINING),
        row("people:course", HELD_TRAINING, ref="course"),
        row("people:counts_as", HELD_TRAINING, ref="course"),
        row("people:train", HELD_TRAINING, ref=oic),
        row("people:roles", ADMINISTRATORS | {"auditor"}),
        row("people:role", ADMINISTRATORS | {"auditor"}, ref="grant"),
        row("people:role", ADMINISTRATORS | {"auditor"}, ref="own_grant"),
        row("people:changes", ADMINISTRATORS | {"auditor"}),
        row("people:change", ADMINISTRATORS | {"auditor", "oic"}, ref="change"),
        row("people:reviewers", LEADS),
        row("people:end_accreditation", LEADS, ref="accreditation"),
        row("people:accredit", LEADS, ref=oic),
        row("people:away", ADMINISTRATORS | {"oic", "supervisor"}, ref=oic),
        row("people:leave", ADMINISTRATORS | {"oic", "supervisor"}, ref="leave"),
    ]


def of_cases() -> list[Row]:
    seers = LEADS | ADMINISTRATORS
    asked = {"mapping": "stillpoint", "column": "outcome", "wording": marker("held wording")}
    involved = {"case_a": frozenset({"oic", "fro", "supervisor"})} | {
        "case_own": LINE | {"raiser", "receiver", "superior"}
    }
    return [
        row("cases:cases", EVERYONE),
        *each("case", CASES),
        row("cases:case", CASES["case_own"], ref="case_own"),
        *each("cases:enter_milestone", involved),
        *(row(f"intake:{name}", seers) for name in ("intake", "held", "wordings")),
        row("intake:upload", seers),
        row("intake:held_row", seers, ref="held"),
        row("intake:held_row", seers, ref="held_wording"),
        Row("intake:meaning", LEADS, query=asked),
        Row("intake:settle_together", LEADS, query={"row": "held"}),
        row("intake:rule", seers, ref="rule"),
        row("intake:rule_progress", seers, ref="rule"),
        *(row(f"intake:{name}", seers, ref="run") for name in ("run", "progress", "held_by_run")),
    ]


def of_rounds() -> list[Row]:
    found = [row("rounds", COMMAND), row("round-open", LEADS), row("feedback-list", EVERYONE)]
    for name in ("open", "frozen", "abandoned", "published", "closed"):
        found += [
            row("round", COMMAND, ref=name),
            row("round-draw", COMMAND | {"auditor"}, ref=name),
        ]
        found += [
            row(f"round-{one}", LEADS, ref=name)
            for one in [
                "purpose",
                "plan",
                "coordinate",
                "freeze",
                "abandon",
                "close",
                "assignments",
                "progress",
            ]
        ]
        found += [
            row("round-live", SUPERINTENDENTS, ref=name),
            row("round-seed", LEADS | {"analyst", "auditor"}, ref=name),
            row("round-draw-file", LEADS, ref=name),
        ]
    of = {"ref": "published", "selection": "selection_a"}
    return [
        *found,
        *each("round-feedback", {"closed": LEADS, "published": LEAD}),
        Row("round-set-aside", LEADS, of),
        Row("conduct-referral", LEADS | {"first_reviewer", "blinded"}, of),
        # A lead who reviews in the round chooses no reviewer by hand: another lead does.
        *(Row("round-move", LEAD, {**of, "step": step}) for step in (1, 2)),
        row("round-feedback-lines", LEADS, ref="closed", feedback="feedback_oic"),
        row("round-feedback-lines", LEAD, ref="published", feedback="feedback_unreleased"),
        *each("feedback", READERS_OF_FEEDBACK),
    ]


def of_reviews() -> list[Row]:
    own = {
        "assignment_a_1": frozenset({"first_reviewer"}),
        "assignment_a_2": frozenset({"blinded"}),
        "assignment_b_2": frozenset({"lead_blinded"}),
    }
    declined = {"assignment_declined": frozenset({"conflicted"})}
    first = ("summary", "arrest", "record")
    second = ("ratings", "of-review", "findings")
    checks = dict(FIRST_DRAFT)
    for name, readers in SECOND_DRAFT.items():
        checks[name] |= readers
    minutes = dict(checks)
    for key in "abcd":
        writer = "first_reviewer" if key in "ad" else "other_first"
        checks[f"review_{key}_1"] |= {writer}
    checks["review_f_1"], checks["review_f_2"] = frozenset({"first_reviewer"}), SECOND_DONE
    checks["review_d_2"] = SECOND_DONE
    reveals = SECOND_DRAFT | {"review_d_2": SECOND_DONE}
    reopened = {name: LEADS for name in READERS_OF_REVIEWS if "_f_" not in name}
    debriefed = {name: frozenset[str]() for name in READERS_OF_REVIEWS} | {
        "review_a_1": frozenset({"first_reviewer"}),
        "review_a_2": frozenset({"blinded"}),
    }
    case = practice.current().calibration[0].key
    return [
        row("reviews", EVERYONE),
        *each("assignment", own | declined),
        *each("review-start", own),
        row("review-start", NO_ONE, ref="assignment_declined"),
        *each("review", READERS_OF_REVIEWS),
        *(one for page in first for one in each(f"review-{page}", FIRST_DRAFT)),
        *each("review-area", FIRST_DRAFT, area=AREA),
        *each("review-debrief", debriefed),
        *each("review-time", minutes),
        *each("review-check", checks),
        *each("review-reopen", reopened | {"review_f_1": NO_ONE}),
        *(one for page in second for one in each(f"review-{page}", SECOND_DRAFT)),
        *each("review-compare", SECOND_DRAFT, area=AREA),
        *each("review-reveal", reveals),
        row("calibration", REVIEWERS),
        row("calibration-case", REVIEWERS, case=case),
    ]


SECOND_DONE = frozenset({"second_done"})


def of_risks_and_learning() -> list[Row]:
    raisers = [Row("risk-raise", readers, query={"case": case}) for case, readers in CASES.items()]
    return [
        row("risks", EVERYONE),
        row("risk-raise", EVERYONE),
        *raisers,
        *each("risk", READERS_OF_RISKS),
        row("learning", EVERYONE),
        *each("learning-point", READERS_OF_LEARNING),
        row("training-needs", EVERYONE),
        row("training-need", frozenset({"oic", "supervisor", "raiser", "ld_lead"}), ref="need"),
        row("thanks", frozenset({"oic", "lead"}), ref="thanks"),
    ]


def of_evidence() -> list[Row]:
    reports = {"closed": REPORT_READERS, "published": COMMAND}
    return [
        row("evidence", REPORT_READERS),
        row("pulse", REPORT_READERS),
        *each("round-report", reports),
        *each("round-report-file", reports, format="json"),
        *each("round-report-part", reports, part="short"),
        row("round-report-chart", COMMAND, ref="closed", sha256="chart"),
    ]
