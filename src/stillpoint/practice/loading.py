"""Put the practice model together and keep it: load, current, forget."""

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from stillpoint.practice.checking import problems_in
from stillpoint.practice.files import (
    AboutFile,
    AreaEntry,
    CalibrationFile,
    HandoverFile,
    LearningFile,
    LiveRiskFile,
    MilestonesFile,
    MythsFile,
    OffencesFile,
    OutcomesFile,
    PointsFile,
    PracticeFile,
    RanksFile,
    RelationshipsFile,
    RetentionFile,
    ReviewFile,
    RolesFile,
    SettingsFile,
    WordingsFile,
)
from stillpoint.practice.handover import HandoverModel
from stillpoint.practice.learning import LearningModel
from stillpoint.practice.model import PracticeModel
from stillpoint.practice.points import PointsModel
from stillpoint.practice.problems import PracticeProblems
from stillpoint.practice.reading import read
from stillpoint.practice.retention import RetentionModel
from stillpoint.practice.tables import LiveRisk, Settings
from stillpoint.practice.template import Area, Prompt, ReviewTemplate

FOLDER_VARIABLE = "STILLPOINT_PRACTICE_DIR"


def current() -> PracticeModel:
    """The practice model in force: shipped, with the folder in STILLPOINT_PRACTICE_DIR over it.

    Kept until `forget()`. Raises PracticeProblems when it cannot be used.
    """
    return _kept(os.environ.get(FOLDER_VARIABLE, ""))


def forget() -> None:
    """Let go of what was loaded, so that `current()` reads the files again."""
    _kept.cache_clear()


def load(folder: Path | None) -> PracticeModel:
    """The shipped model with a folder's files over it; raises PracticeProblems."""
    reading = read(folder)
    problems = problems_in(reading)
    if problems:
        raise PracticeProblems(problems)
    return _assembled(reading.typed)


@lru_cache(maxsize=4)
def _kept(folder: str) -> PracticeModel:
    return load(Path(folder) if folder else None)


def _assembled(typed: dict[str, PracticeFile]) -> PracticeModel:
    milestones = cast(MilestonesFile, typed["milestones.toml"])
    outcomes = cast(OutcomesFile, typed["outcomes.toml"])
    relationships = cast(RelationshipsFile, typed["relationships.toml"])
    ranks = cast(RanksFile, typed["ranks.toml"])
    roles = cast(RolesFile, typed["roles.toml"])
    calibration = cast(CalibrationFile, typed["calibration.toml"])
    risk = cast(LiveRiskFile, typed["live_risk.toml"])
    points = cast(PointsFile, typed["points.toml"])
    handover = cast(HandoverFile, typed["handover.toml"])
    learning = cast(LearningFile, typed["learning.toml"])
    settings = cast(SettingsFile, typed["settings.toml"])
    kept = cast(RetentionFile, typed["retention.toml"])
    model = PracticeModel(
        version=cast(AboutFile, typed["about.toml"]).version,
        digest="",
        review_template=_template(cast(ReviewFile, typed["review.toml"])),
        milestones=tuple(sorted(milestones.milestones, key=lambda each: each.order)),
        intervals=milestones.intervals,
        outcomes=outcomes.outcomes,
        outcome_groups=outcomes.outcome_groups,
        offence_classes=cast(OffencesFile, typed["offences.toml"]).offence_classes,
        relationships=relationships.relationships,
        relationship_groups=relationships.relationship_groups,
        rank_words=ranks.rank_words,
        ranks=ranks.ranks,
        staff_grades=ranks.staff_grades,
        acting_rule=ranks.acting_rule,
        first_reviewer_level=ranks.first_reviewer_level,
        second_reviewer_level=ranks.second_reviewer_level,
        involvement_roles=roles.involvement_roles,
        roles=roles.roles,
        live_risk=LiveRisk(**{name: getattr(risk, name) for name in LiveRisk.model_fields}),
        settings=Settings(**{name: getattr(settings, name) for name in Settings.model_fields}),
        calibration=calibration.cases,
        calibration_guidance=calibration.guidance,
        myths=cast(MythsFile, typed["myths.toml"]).myths,
        handover=HandoverModel(
            **{name: getattr(handover, name) for name in HandoverModel.model_fields}
        ),
        learning=LearningModel(
            **{name: getattr(learning, name) for name in LearningModel.model_fields}
        ),
        points=PointsModel(**{name: getattr(points, name) for name in PointsModel.model_fields}),
        retention=RetentionModel(
            **{name: getattr(kept, name) for name in RetentionModel.model_fields}
        ),
        wordings=cast(WordingsFile, typed["wordings.toml"]).wordings,
    )
    return model.model_copy(update={"digest": _digest(model)})


def _template(review: ReviewFile) -> ReviewTemplate:
    return ReviewTemplate(
        key=review.template.key,
        version=review.template.version,
        areas=tuple(
            _area(area, review) for area in sorted(review.areas, key=lambda each: each.number)
        ),
        anchors=tuple(sorted(review.anchors, key=lambda each: each.rating)),
        quality_of_record=review.quality_of_record,
        arrest_effects=review.arrest_effects,
        summary=review.summary,
        review_of_review=review.qualities,
        missed=review.missed,
        leader_takes=review.leader_takes,
    )


def _area(area: AreaEntry, review: ReviewFile) -> Area:
    """An area with its prompts, which stand beside it in the file."""
    prompts = tuple(
        Prompt(**each.model_dump(exclude={"area"}))
        for each in review.prompts
        if each.area == area.key
    )
    return Area(**area.model_dump(), prompts=prompts)


def _digest(model: PracticeModel) -> str:
    """SHA-256 of the content as canonical JSON, without the digest itself."""
    content: dict[str, Any] = model.model_dump(mode="json", exclude={"digest"})
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
