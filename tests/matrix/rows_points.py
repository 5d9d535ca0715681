"""Who may open the addresses of the points room, and who may read the words in it."""

from __future__ import annotations

from tests.matrix.expectations import EVERYONE, KNOW_THE_END, LEADS, OF_OWN_CASE, Row, row
from tests.matrix.markers import marker

# ``raiser``, whom ``raisers_manager`` manages, and ``receiver`` take part in both. Where
# ``receiver`` is the supervisor, ``superior``, who manages them, has nothing to read.
WRITERS = frozenset({"raiser", "receiver"})
# At the first response and the handover ``raiser`` answered the call, ``receiver`` took it over; at
# the Full Code Test ``raiser`` writes and ``receiver`` is the second person.
RESPONDED, TOOK_OVER = frozenset({"raiser"}), frozenset({"receiver"})
# The investigator and their supervisor send closure notices.
SENDERS = frozenset({"receiver", "superior"})
READERS = WRITERS | {"raisers_manager"}
# Where ``receiver`` is an officer whom the point is about.
BOTH = READERS | {"superior"}
ANSWERERS = frozenset({"raisers_manager", "superior"})
# Of the debrief that was held in a case under review; its two reviewers read it by their reviews.
DEBRIEFED = frozenset({"oic", "fro", "supervisor"})
REVIEWERS_OF_A = frozenset({"first_reviewer", "blinded"})
COURT = frozenset({"fro", "receiver", "superior"})
DISCLOSURE = frozenset({"disclosure_officer"})
HOLDERS = DISCLOSURE | LEADS


def of_points() -> list[Row]:
    """The rows of this room's addresses."""
    asked = Row("point-ask", OF_OWN_CASE, query={"case": "case_own"})
    return [
        row("points", EVERYONE),
        asked,
        *(row("point", READERS, ref=point) for point in ("point", "point_open")),
        row("point-shift", READERS, ref="point_open"),
        row("point-handover-prepare", RESPONDED, ref="point_open"),
        row("point-handover", BOTH, ref="point_handover"),
        *(
            row("point-handover-section", who, ref="point_handover", name=name)
            for name, who in (("needs", RESPONDED), ("answer", TOOK_OVER), ("reply", RESPONDED))
        ),
        row("point-revision", READERS, ref="point", number=1),
        *(row("point-waive", ANSWERERS, ref=one) for one in ("point", "point_open")),
        row("point-pulse", WRITERS, ref="point"),
        row("point-reopen", READERS, ref="point"),
        *of_code_tests(),
        *of_late_points(),
        *of_a_case_before_a_court(),
        row("closure", EVERYONE),
        row("closure-notice", SENDERS | {"raiser"}, ref="notice"),
        row("closure-notice", SENDERS | {"colleague"}, ref="notice_due"),
        row("closure-send", SENDERS, ref="notice_due"),
        row("notes", EVERYONE),
        row("note-new", EVERYONE),
        row("note", frozenset({"raiser"}), ref="note"),
        row("note-share", frozenset({"raiser"}), ref="note"),
        row("note-take-out", frozenset({"raiser"}), ref="note"),
        row("disclosure", DISCLOSURE),
        row("disclosure-schedules", DISCLOSURE),
        *(
            row(name, DISCLOSURE, ref=case)
            for name in (
                "disclosure-schedule",
                "disclosure-schedule-file",
                "disclosure-records-file",
            )
            for case in ("case_a", "case_own")
        ),
        row("disclosure-flag", DISCLOSURE, ref="flag"),
        *(row(name, HOLDERS) for name in ("retention", "erasures", "retention-rules", "holds")),
        row("retention-case", HOLDERS, ref="case_old"),
        row("retention-request", HOLDERS, ref="case_old"),
        row("erasure", HOLDERS, ref="erasure"),
        Row("hold-place", HOLDERS, query={"case": "case_a"}),
        row("hold", HOLDERS, ref="hold"),
    ]


def of_code_tests() -> list[Row]:
    """``raiser`` owns and writes it, ``receiver`` is the second person."""
    sections = {
        **dict.fromkeys(("lines", "strengths", "weaknesses", "stages", "answer"), RESPONDED),
        "challenge": TOOK_OVER,
    }
    return [
        row("point", READERS, ref="point_test"),
        row("point-code-test", READERS, ref="point_test"),
        row("point-second-person", WRITERS, ref="point_test"),
        *(
            row(address, who, ref="point_test", section=section)
            for address in ("point-code-test-section", "point-code-test-read")
            for section, who in sections.items()
        ),
    ]


def of_late_points() -> list[Row]:
    """Before court, not progressed, debrief: ``receiver`` owns each."""
    owner = frozenset({"receiver"})
    return [
        *(row("point", READERS, ref=one) for one in ("point_debrief", "point_avenues")),
        row("point-before-court", BOTH, ref="point_court"),
        row("point-ask-time", WRITERS, ref="point_court"),
        row("protected-times", EVERYONE),
        row("protected-time", BOTH, ref="time"),
        row("point-not-progressed", READERS, ref="point_avenues"),
        row("point-avenues-write", WRITERS, ref="point_avenues"),
        row("point-debrief", READERS, ref="point_debrief"),
        row("point-debrief", DEBRIEFED, ref="point_debrief_held"),
        row("point", DEBRIEFED, ref="point_debrief_held"),
        row("point-debrief-yours", WRITERS, ref="point_debrief"),
        row("point-debrief-record", owner, ref="point_debrief"),
        row("point-debrief-hand-on", owner | ANSWERERS, ref="point_debrief"),
    ]


def of_a_case_before_a_court() -> list[Row]:
    """``fro``, whom ``supervisor`` manages, may be a witness in it; ``receiver`` investigates."""
    return [
        row("point", COURT, ref="point_charged"),
        row("point-revision", COURT, ref="point_charged", number=1),
        row("point-before-court", COURT | {"supervisor"}, ref="point_charged_rpp5_court"),
        row("point-debrief", COURT | {"supervisor"}, ref="point_charged_rpp6"),
    ]


def readers_of_points() -> dict[str, frozenset[str]]:
    """Marker to those who may meet it on some page."""
    return {
        marker("point words"): READERS,
        marker("draft words"): WRITERS,
        marker("handover draft"): RESPONDED,
        marker("notice words"): SENDERS | {"raiser"},
        marker("handover words"): BOTH,
        marker("test words"): READERS,
        marker("card kept because"): READERS,
        marker("challenge words"): READERS,
        marker("test draft"): frozenset({"raiser"}),
        marker("note words"): frozenset({"raiser"}),
        marker("flag words"): DISCLOSURE,
        marker("contribution"): READERS,
        marker("contribution draft"): frozenset({"receiver"}),
        marker("avenues"): READERS,
        marker("debrief of a"): DEBRIEFED | REVIEWERS_OF_A,
        # Where a record was made is said to whoever must say that it exists.
        marker("debrief place"): DEBRIEFED | REVIEWERS_OF_A | DISCLOSURE,
        marker("time refused"): BOTH,
        marker("outcome group"): KNOW_THE_END,
        marker("outcome event"): KNOW_THE_END,
        marker("last milestone"): KNOW_THE_END,
        marker("hold reason"): HOLDERS,
        marker("kept reason"): HOLDERS,
        marker("erasure reason"): HOLDERS,
        marker("old words"): DISCLOSURE,
    }
