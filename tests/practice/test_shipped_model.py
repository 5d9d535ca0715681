"""The shipped practice model holds what the requirements ask of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stillpoint import practice

P73_AREAS = {
    "investigation",
    "risk",
    "victim_engagement",
    "supervision",
    "suspect",
    "cps_and_partners",
    "timeliness",
}


@pytest.fixture(scope="module")
def model() -> practice.PracticeModel:
    return practice.load(None)


@pytest.fixture
def forgotten() -> Iterator[None]:
    practice.forget()
    yield
    practice.forget()


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_shipped_files_have_no_problems(tmp_path: Path) -> None:
    assert practice.check(tmp_path) == []


def test_every_area_of_the_review_is_there_in_order(model: practice.PracticeModel) -> None:
    areas = model.review_template.areas
    assert {area.key for area in areas} == P73_AREAS
    assert [area.number for area in areas] == [1, 2, 3, 4, 5, 6, 7]


def test_investigation_holds_its_four_prompts_under_one_heading(
    model: practice.PracticeModel,
) -> None:
    keys = {prompt.key for prompt in model.review_template.area("investigation").prompts}
    assert {"focus", "direction", "decision_making", "completion"} <= keys


def test_lines_of_enquiry_are_asked_in_both_directions(model: practice.PracticeModel) -> None:
    area = model.review_template.area("investigation")
    assert "towards the suspect" in area.prompt("lines_towards").text
    assert "away from the suspect" in area.prompt("lines_away").text


def test_vulnerability_and_the_real_victim_are_asked_about(model: practice.PracticeModel) -> None:
    area = model.review_template.area("victim_engagement")
    assert "vulnerability" in area.prompt("vulnerability").text.lower()
    assert "“real” victim" in area.prompt("real_victim").text


@pytest.mark.parametrize("area", sorted(P73_AREAS))
def test_every_area_asks_for_facts_and_for_assessment(
    model: practice.PracticeModel, area: str
) -> None:
    kinds = {prompt.kind for prompt in model.review_template.area(area).prompts}
    assert kinds == {"fact", "assessment"}


def test_arrest_effects_cover_investigation_risk_and_victim(
    model: practice.PracticeModel,
) -> None:
    keys = {prompt.key for prompt in model.review_template.arrest_effects}
    assert {"arrest_on_investigation", "arrest_on_risk", "arrest_on_victim"} <= keys


def test_second_reviewer_judges_four_qualities_of_the_first_review(
    model: practice.PracticeModel,
) -> None:
    keys = [quality.key for quality in model.review_template.review_of_review]
    assert keys == ["thorough", "evidenced", "balanced", "neutral"]


def test_scale_runs_from_one_to_five_in_words(model: practice.PracticeModel) -> None:
    template = model.review_template
    assert [anchor.rating for anchor in template.anchors] == [1, 2, 3, 4, 5]
    assert template.quality_of_record.anchor(5).label == "Excellent"


def test_rating_outside_the_scale_is_refused(model: practice.PracticeModel) -> None:
    with pytest.raises(ValueError, match="6 is not a rating"):
        model.review_template.anchor(6)


def test_prompt_keys_are_unique_in_the_whole_template(model: practice.PracticeModel) -> None:
    keys = [prompt.key for prompt in model.review_template.prompts()]
    assert len(keys) == len(set(keys))


def test_time_from_suspect_known_to_arrest_competes_with_closure(
    model: practice.PracticeModel,
) -> None:
    interval = model.interval("known_to_arrest")
    assert (interval.from_milestone, interval.to_milestone) == ("suspect_known", "suspect_arrested")
    assert {"police_nfa", "victim_declined"} <= set(interval.competing)


@pytest.mark.parametrize(
    "key", ["vrr_requested", "vrr_decided", "reopened", "cr_drawn", "admin_finalised"]
)
def test_late_milestones_are_known(model: practice.PracticeModel, key: str) -> None:
    assert model.milestone(key).label


def test_milestones_come_in_their_usual_order(model: practice.PracticeModel) -> None:
    orders = [milestone.order for milestone in model.milestones]
    assert orders == sorted(orders)


@pytest.mark.parametrize(
    ("decision_maker", "group"),
    [("police", "nfa_police"), ("cps", "nfa_cps"), (None, "nfa_undetermined")],
)
def test_outcome_15_goes_by_who_decided(
    model: practice.PracticeModel, decision_maker: str | None, group: str
) -> None:
    assert model.outcome_group("15", decision_maker, date(2024, 5, 1)) == group


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("0", "not_finalised"),
        ("1", "charged"),
        ("1A", "charged"),
        ("01a", "charged"),
        ("9", "nfa_cps"),
        ("10", "nfa_police"),
        ("12", "prosecution_prevented"),
        ("14", "victim_declines_unnamed"),
        (" 16 ", "victim_declines_named"),
        ("18", "undetected"),
        ("21", "nfa_police"),
        ("22", "other_disposal"),
    ],
)
def test_outcome_codes_lead_to_their_groups(
    model: practice.PracticeModel, code: str, group: str
) -> None:
    assert model.outcome_group(code, None, None) == group


def test_outcomes_0_to_22_are_all_there(model: practice.PracticeModel) -> None:
    assert [outcome.code for outcome in model.outcomes] == [str(code) for code in range(23)]


def test_the_two_ways_of_declining_share_a_parent(model: practice.PracticeModel) -> None:
    parents = {
        model.group_of_outcomes(key).parent
        for key in ("victim_declines_named", "victim_declines_unnamed")
    }
    assert parents == {"victim_declines"}


def test_unknown_outcome_is_refused_with_a_sentence(model: practice.PracticeModel) -> None:
    with pytest.raises(practice.UnknownOutcome, match="has no outcome “99”"):
        model.outcome_group("99", None, None)


def test_blank_outcome_is_refused(model: practice.PracticeModel) -> None:
    with pytest.raises(practice.UnknownOutcome):
        model.outcome_group("", None, None)


def test_unknown_decision_maker_is_refused(model: practice.PracticeModel) -> None:
    with pytest.raises(ValueError, match="not “court”"):
        model.outcome_group("15", "court", None)


def test_only_groups_with_a_known_outcome_are_final(model: practice.PracticeModel) -> None:
    open_groups = {group.key for group in model.outcome_groups if not group.final}
    assert open_groups == {"not_finalised", "status_unavailable"}


@pytest.mark.parametrize(
    ("relationship", "group"),
    [
        ("partner", "domestic"),
        ("ex_partner", "domestic"),
        ("family", "domestic"),
        ("met_online", "acquaintance"),
        ("multiple", "acquaintance"),
        ("stranger_1", "stranger"),
        ("stranger_2", "stranger"),
        ("not_known", "not_recorded"),
        ("", "not_recorded"),
        (None, "not_recorded"),
    ],
)
def test_relationships_lead_to_the_groups_of_the_sample(
    model: practice.PracticeModel, relationship: str | None, group: str
) -> None:
    assert model.relationship_group(relationship) == group


def test_reported_incidents_are_not_crimes_but_in_scope(model: practice.PracticeModel) -> None:
    incident = model.offence_class("N100/1")
    assert (incident.kind, incident.in_scope) == ("incident", True)


def test_published_category_is_marked_as_mixed(model: practice.PracticeModel) -> None:
    assert model.offence_class("published_violence_and_sexual").separable is False


def test_unknown_offence_class_is_refused_with_a_sentence(model: practice.PracticeModel) -> None:
    with pytest.raises(practice.UnknownEntry, match="no offence class “99Z”"):
        model.offence_class("99Z")


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("constable", 1),
        ("inspector", 3),
        ("chief_inspector", 4),
        ("commander", 7),
        ("commissioner_city", 9),
        ("investigator", 1),
        ("staff_manager", 3),
    ],
)
def test_ranks_and_grades_have_levels(model: practice.PracticeModel, key: str, level: int) -> None:
    assert model.level(key) == level


def test_reviewers_start_at_inspector_and_chief_inspector(model: practice.PracticeModel) -> None:
    levels = (model.first_reviewer_level, model.second_reviewer_level)
    assert levels == (model.level("inspector"), model.level("chief_inspector"))


def test_costs_are_not_set_until_a_force_sets_them(model: practice.PracticeModel) -> None:
    assert model.settings.hourly_cost("inspector") is None


def test_emergency_sentence_says_telephone_first(model: practice.PracticeModel) -> None:
    assert "telephone first" in model.live_risk.telephone_first


def test_both_failures_of_live_risk_have_their_own_label(model: practice.PracticeModel) -> None:
    labels = model.live_risk.failure_labels
    assert len({labels.unmanaged, labels.unrecorded, labels.none}) == 3


def test_two_practice_cases_judge_every_area_and_the_record(
    model: practice.PracticeModel,
) -> None:
    judged = [{panel.area for panel in case.areas} for case in model.calibration]
    assert judged == [P73_AREAS | {practice.QUALITY_OF_RECORD}] * 2


def test_practice_cases_tell_what_they_ask_to_be_judged(model: practice.PracticeModel) -> None:
    for case in model.calibration:
        assert {story.area for story in case.story} == {panel.area for panel in case.areas}


def test_panel_accepts_its_range_only(model: practice.PracticeModel) -> None:
    panel = model.calibration_case("practice_case_one").panel("investigation")
    assert [rating for rating in range(1, 6) if panel.accepts(rating)] == [2, 3]


def test_guidance_covers_neutrality_poor_good_and_people_known(
    model: practice.PracticeModel,
) -> None:
    keys = [guidance.key for guidance in model.calibration_guidance]
    assert keys == ["neutrality", "naming_poor", "naming_good", "people_you_know"]


def test_opening_a_round_and_notices_have_their_words(model: practice.PracticeModel) -> None:
    assert model.wordings_for("round_opening")
    assert "not the Reflective Practice Review Process" in model.wording("not_rprp")


def test_administrator_and_analyst_do_not_open_content(model: practice.PracticeModel) -> None:
    closed = {role.key for role in model.roles if not role.opens_content}
    assert closed == {"administrator", "analyst"}


def test_model_cannot_be_changed(model: practice.PracticeModel) -> None:
    with pytest.raises(ValueError, match="frozen"):
        model.version = "other"


def test_current_reads_the_folder_named_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    write(tmp_path, "about.toml", 'version = "our own"')
    monkeypatch.setenv(practice.FOLDER_VARIABLE, str(tmp_path))
    assert practice.current().version == "our own"


def test_current_is_kept_until_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    monkeypatch.setenv(practice.FOLDER_VARIABLE, str(tmp_path))
    before = practice.current()
    write(tmp_path, "about.toml", 'version = "our own"')
    assert practice.current() is before
    practice.forget()
    assert practice.current().version == "our own"


def test_current_refuses_a_broken_folder_with_every_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    write(tmp_path, "about.toml", "version = 3")
    write(tmp_path, "settings.toml", "[suppression]\nminimum = 0")
    monkeypatch.setenv(practice.FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(practice.PracticeProblems) as raised:
        practice.current()
    assert [problem.file for problem in raised.value.problems] == ["about.toml", "settings.toml"]
    assert "settings.toml, suppression.minimum" in str(raised.value)


def test_hourly_costs_are_exact(tmp_path: Path) -> None:
    write(tmp_path, "settings.toml", "[hourly_costs]\ninspector = 45.10")
    assert practice.load(tmp_path).settings.hourly_cost("inspector") == Decimal("45.10")
