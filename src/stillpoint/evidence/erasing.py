"""Take the words of an erased case out of frozen reports. Figures stay: they are statistics, and a
round's numbers would no longer stand up without them. The trail says why the digest changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stillpoint.cases.models import Case
from stillpoint.evidence.figures import digest
from stillpoint.evidence.models import Report

ERASED = "Erased with what was held about the case."


def erase_words(case: Case, gone: Sequence[str]) -> list[str]:
    """The reports that were changed: those in which reviewers' words on the case stood."""
    done = []
    for report in Report.objects.select_for_update().filter(round__selections__case=case):
        theirs = [one for one in report.inputs["cases"] if one["case_ref"] == case.ref]
        others = [one for one in report.inputs["cases"] if one["case_ref"] != case.ref]
        words = set(_words(theirs)) - set(_words(others)) - {ERASED}
        if not words:
            continue
        report.inputs = _without(report.inputs, words)
        report.result = _without(report.result, words)
        report.sha256 = digest({"inputs": report.inputs, "result": report.result})
        report.save(update_fields=["inputs", "result", "sha256"])
        done.append(report.trail_reference)
    return done


def _words(cases: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What reviewers wrote of these cases, and why one was left out."""
    for case in cases:
        if case.get("reason"):
            yield case["reason"]
        for step in ("first", "second"):
            for area in ((case.get(step) or {}).get("areas") or {}).values():
                yield from area.get("strengths", [])
                yield from area.get("improvements", [])


def _without(value: Any, words: set[str]) -> Any:
    """The same values, with each of these words replaced wherever it stands by itself."""
    if isinstance(value, dict):
        return {key: _without(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, words) for one in value]
    return ERASED if isinstance(value, str) and value in words else value
