"""Each thing that can be wrong with a practice folder is found and explained."""

from pathlib import Path

import pytest

from stillpoint import practice

PROMPT = 'heading = "H"\ntext = "T"\n'
OUTCOME = '[[outcomes]]\nlabel = "X"\n'
INTERVAL = '[[intervals]]\nkey = "x"\nlabel = "X"\n'
RECEIVER = '[[receivers]]\nkey = "x"\nlabel = "X"\n'
AREA = '[[areas]]\nkey = "x"\ntitle = "T"\npurpose = "P"\n'
RANK = '[[ranks]]\nkey = "x"\nlabel = "X"\nshort = "X"\n'
CASE = (
    '[[cases]]\nkey = "x"\ntitle = "T"\nopening = "O"\nguidance = "G"\n'
    'story = [{ area = "risk", text = "T" }]\n'
)

# file, its text, the key named in the problem, words of the message, words of the remedy
WRONG = [
    # form
    ("about", "version = ", "", "not valid TOML", "line"),
    ("about", "version = 3", "version", "is not text", "quotation marks"),
    ("about", 'version = "  "', "version", "is empty", "Write something"),
    ("about", 'verison = "1"', "verison", "not a key that has any meaning", "“version”"),
    (
        "relationships",
        '[[relationships]]\nkey = "x"\nlabel = "X"\ngruop = "stranger"\ngroup = "stranger"',
        "relationships[1].gruop",
        "not a key",
        "“group”",
    ),
    ("relationships", '[[relationships]]\nkey = "x"', "relationships[1].label", "missing", "Add"),
    (
        "relationships",
        '[[relationships]]\nkey = "No Good"\nlabel = "X"\ngroup = "stranger"',
        "relationships[1].key",
        "snake_case",
        "small letters",
    ),
    ("relationships", "relationships = 4", "relationships", "not a list", "square brackets"),
    ("relationships", "relationships = [4]", "relationships[1]", "not a table", "table"),
    ("roles", '[[roles]]\nkey = "x"\nlabel = "X"\nexplanation = "X"\nopens_content = "yes"',
     "roles[1].opens_content", "neither true nor false", "quotation"),
    ("settings", '[review]\nfirst_minutes = "long"', "review.first_minutes", "whole", "whole"),
    ("settings", "[review]\nfirst_minutes = 0", "review.first_minutes", "cannot be used", "Corr"),
    ("settings", "[hourly_costs]\ninspector = -1", "hourly_costs.inspector", "cannot", "Corr"),
    ("settings", "review = 3", "review", "not a table", "table"),
    ("live_risk", "[deadlines]\ndirect = nan", "deadlines.direct", "not a finite", "ordinary"),
    ("live_risk", "[deadlines]\ndirct = 2", "deadlines.dirct", "not a key", "“direct”"),
    ("ranks", 'acting_rule = "hold"', "acting_rule", "not one of: held, sub", "“held”"),
    ("ranks", RANK + "level = 10", "ranks[1].level", "“10” cannot be used", "Correct"),
    (
        "outcomes",
        OUTCOME + 'code = "x"\ngroups_by_decision_maker = { judge = "charged" }',
        "outcomes[1].groups_by_decision_maker.judge",
        "“judge” is not one of: police, cps",
        "Use one of",
    ),
    ("outcomes", OUTCOME + 'code = "x"\nvalid_from = "soon"', "outcomes[1].valid_from", "“soon”",
     "Correct"),
    # same key twice in one file
    (
        "relationships",
        '[[relationships]]\nkey = "x"\nlabel = "X"\ngroup = "stranger"\n' * 2,
        "relationships[2].key",
        "already used",
        "its own",
    ),
    # remove
    ("relationships", '[remove]\nrelationships = ["frend"]', "remove.relationships[1]",
     "no shipped entry “frend”", "“friend”"),
    ("relationships", '[remove]\nrelationship = ["friend"]', "remove.relationship",
     "no list called", "“relationships”"),
    ("relationships", '[remove]\nrelationships = "friend"', "remove.relationships", "not in a",
     "Write"),
    ("relationships", 'remove = ["friend"]', "remove", "from which list", "[remove]"),
    ("about", 'remove = ["friend"]', "remove", "from which list", "Take it out"),
    # review template
    ("review", "[remove]\nanchors = [3]", "anchors", "rating 3 has no anchor", "one anchor"),
    ("review", "[quality_of_record]\nanchors = []", "quality_of_record.anchors", "rating 1",
     "one anchor"),
    ("review", '[[anchors]]\nrating = 6\nlabel = "L"\nmeaning = "M"', "anchors[1].rating",
     "“6” cannot be used", "Correct"),
    ("review", '[[qualities]]\nkey = "x"\ntitle = "T"\nquestion = "Q"\nanchors = []',
     "qualities[1].anchors", "rating 1 has no anchor", "one anchor"),
    ("review", '[[prompts]]\nkey = "x"\narea = "rsk"\nkind = "fact"\n' + PROMPT,
     "prompts[1].area", "no review area with the key “rsk”", "“risk”"),
    ("review", '[[prompts]]\nkey = "x"\narea = "risk"\nkind = "opinion"\n' + PROMPT,
     "prompts[1].kind", "not one of: fact, assessment", "Use one of"),
    ("review", '[[prompts]]\nkey = "x"\narea = "risk"\n' + PROMPT, "prompts[1].kind",
     "“kind” is missing", "Add kind"),
    ("review", '[[prompts]]\nkey = "summary"\narea = "risk"\nkind = "fact"\n' + PROMPT,
     "summary.key", "used by another prompt", "its own"),
    ("review", AREA + "number = 8", "areas[1]", "has no prompt", "Add [[prompts]]"),
    ("review", AREA + "number = 2", "areas[1].number", "used by another area", "Number"),
    ("review", AREA + 'number = 8\nintervals = ["known_to_arest"]', "areas[1].intervals[1]",
     "no interval", "“known_to_arrest”"),
    ("review", AREA.replace('"x"', '"quality_of_record"') + "number = 8", "areas[1].key",
     "kept for", "another key"),
    # milestones
    ("milestones", INTERVAL + 'from_milestone = "reprted"\nto_milestone = "charged"',
     "intervals[1].from_milestone", "no milestone", "“reported”"),
    ("milestones", INTERVAL + 'from_milestone = "charged"\nto_milestone = "charged"',
     "intervals[1].to_milestone", "same milestone", "another"),
    ("milestones",
     INTERVAL + 'from_milestone = "reported"\nto_milestone = "charged"\ncompeting = ["x"]',
     "intervals[1].competing[1]", "no milestone", "Use one of"),
    ("milestones",
     INTERVAL + 'from_milestone = "reported"\nto_milestone = "charged"\ncompeting = ["charged"]',
     "intervals[1].competing", "both the end", "Take it out"),
    # outcomes and offences
    ("outcomes", OUTCOME + 'code = "x"\ngroup = "charge"', "outcomes[1].group", "no outcome group",
     "“charged”"),
    ("outcomes", OUTCOME + 'code = "x"', "outcomes[1]", "belongs to no group", "Add group"),
    ("outcomes", OUTCOME + 'code = "x"\ngroups_by_decision_maker = { cps = "nfa" }',
     "outcomes[1].groups_by_decision_maker.cps", "no outcome group", "“nfa_cps”"),
    ("outcomes",
     OUTCOME + 'code = "x"\ngroup = "charged"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01',
     "outcomes[1].valid_to", "ends before it begins", "in order"),
    ("outcomes", OUTCOME + 'code = "16"\ngroup = "charged"\nvalid_from = 2026-02-01',
     "outcomes[1].valid_from", "another entry", "valid_to"),
    ("outcomes", OUTCOME + 'code = "01"\ngroup = "charged"', "outcomes[1].valid_from",
     "another entry", "valid_to"),
    ("outcomes",
     OUTCOME + 'code = "x"\ngroup = "charged"\nsub_codes = [{ code = "16", label = "L" }]',
     "outcomes[1].sub_codes[1].code", "already stands", "one outcome"),
    ("outcomes",
     '[[outcome_groups]]\nkey = "x"\nlabel = "X"\nfinal = true\nexplanation = "E"\n'
     'parent = "undetected"',
     "outcome_groups[1].parent", "cannot be the parent", "without a parent"),
    ("outcomes",
     '[[outcome_groups]]\nkey = "x"\nlabel = "X"\nfinal = true\nexplanation = "E"\n'
     'covers = ["y"]',
     "outcome_groups[1].covers[1]", "no outcome group", "Use one of"),
    ("offences",
     '[[offence_classes]]\ncode = "19c"\nlabel = "L"\nsubgroup = "S"\nkind = "crime"\n'
     "in_scope = true",
     "offence_classes[1].valid_from", "another entry", "valid_to"),
    # relationships, ranks, roles
    ("relationships", '[[relationships]]\nkey = "x"\nlabel = "X"\ngroup = "domestc"',
     "relationships[1].group", "no relationship group", "“domestic”"),
    ("ranks", RANK + "level = 7", "ranks[1].chief_officer", "Chief officers", "Correct"),
    ("ranks", '[remove]\nranks = ["inspector"]', "first_reviewer_level", "No rank has the level 3",
     "level of a rank"),
    ("ranks", "first_reviewer_level = 5", "second_reviewer_level", "junior", "or above"),
    ("ranks", '[[staff_grades]]\nkey = "constable"\nlabel = "L"\nequivalent_level = 1',
     "staff_grades[1].key", "used by a rank", "different"),
    ("roles", '[remove]\nroles = ["auditor"]', "roles", "“auditor” is missing", "Keep"),
    # live risk and settings
    ("live_risk", RECEIVER, "receivers[1]", "role or a rank level", "either"),
    ("live_risk", RECEIVER + 'role = "raso_lead"', "receivers[1].role", "no role", "“rasso_lead”"),
    ("live_risk", 'escalate_to = ["nobody"]', "escalate_to[1]", "no receiver", "Use one of"),
    ("live_risk", "escalate_to = []", "escalate_to", "Nobody hears", "at least one"),
    ("settings", "[hourly_costs]\ninspectr = 1", "hourly_costs.inspectr", "no rank",
     "“inspector”"),
    # practice cases
    ("calibration",
     CASE + 'areas = [{ area = "risk", rating = 4, range = [1, 2], why = "W" }]',
     "cases[1].areas[1].range", "outside the range", "lowest"),
    ("calibration",
     CASE + 'areas = [{ area = "rsk", rating = 2, range = [1, 2], why = "W" }]',
     "cases[1].areas[1].area", "no review area", "“risk”"),
    ("calibration",
     CASE + 'areas = [{ area = "risk", rating = 7, range = [1, 2], why = "W" }]',
     "cases[1].areas[1].rating", "“7” cannot be used", "Correct"),
    ("calibration",
     CASE + 'areas = [{ area = "risk", rating = 2, range = [2], why = "W" }]',
     "cases[1].areas[1].range[2]", "missing", "Add"),
    ("calibration", CASE + "areas = []", "cases[1]", "judged nothing", "Add"),
    ("calibration", CASE.replace('"risk"', '"rsk"') + "areas = []", "cases[1].story[1].area",
     "no review area", "“risk”"),
    ("calibration", '[remove]\ncases = ["practice_case_one", "practice_case_two"]', "cases",
     "no practice case", "at least one"),
    # retention
    ("retention", '[[expiries]]\nkey = "notes"\nlabel = "X"\nafter_months = 12\n'
     'counted_from = "C"\nwhy = "W"', "expiries[1].key", "can expire", "private_notes"),
    ("retention", "[case_records]\nreview_after_months = 0", "case_records.review_after_months",
     "“0”", "Correct"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "key", "message", "remedy"),
    WRONG,
    ids=[f"{name} {key or 'file'}: {message}" for name, _, key, message, _ in WRONG],
)
def test_problem_names_file_key_and_remedy(
    tmp_path: Path, name: str, text: str, key: str, message: str, remedy: str
) -> None:
    (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    problems = practice.check(tmp_path)
    found = [
        problem
        for problem in problems
        if problem.file.startswith(f"{name}.toml")
        and problem.key == key
        and message in problem.message
        and remedy in problem.remedy
    ]
    assert found, "\n".join(map(str, problems))


def test_problem_reads_as_one_sentence_of_place_and_remedy() -> None:
    problem = practice.Problem("a.toml", "b[1].c", "It is wrong.", "Put it right.")
    assert str(problem) == "a.toml, b[1].c: It is wrong. Put it right."


def test_shipped_entry_broken_by_a_removal_is_named_as_shipped(tmp_path: Path) -> None:
    text = '[remove]\nrelationship_groups = ["domestic"]'
    (tmp_path / "relationships.toml").write_text(text)
    first = practice.check(tmp_path)[0]
    assert (first.file, first.key) == ("relationships.toml (shipped)", "relationships[1].group")


def test_entry_is_counted_in_the_file_where_it_was_written(tmp_path: Path) -> None:
    good = '[[relationships]]\nkey = "friend"\nlabel = "F"\ngroup = "acquaintance"\n'
    bad = '[[relationships]]\nkey = "x"\nlabel = "X"\ngroup = "y"\n'
    (tmp_path / "relationships.toml").write_text(good + bad)
    assert [problem.key for problem in practice.check(tmp_path)] == ["relationships[2].group"]


def test_problems_of_all_files_are_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_text("version = 1")
    (tmp_path / "live_risk.toml").write_text('escalate_to = ["nobody"]')
    files = [problem.file for problem in practice.check(tmp_path)]
    assert files == ["about.toml", "live_risk.toml"]


def test_unknown_file_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    (tmp_path / "relationship.toml").write_text("")
    (problem,) = practice.check(tmp_path)
    assert (problem.file, problem.remedy) == (
        "relationship.toml",
        "Did you mean “relationships.toml”?",
    )


def test_missing_folder_is_a_problem(tmp_path: Path) -> None:
    (problem,) = practice.check(tmp_path / "none")
    assert problem.message == "There is no such folder."


def test_file_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_bytes('version = "é"'.encode("latin-1"))
    (problem,) = practice.check(tmp_path)
    assert "UTF-8" in problem.message


def test_directory_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "about.toml").mkdir()
    (problem,) = practice.check(tmp_path)
    assert "cannot be read" in problem.message


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_bytes(b"#" * 2_000_001)
    (problem,) = practice.check(tmp_path)
    assert "larger than" in problem.message


def test_deep_nesting_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_text("version = " + "[" * 100_000)
    (problem,) = practice.check(tmp_path)
    assert problem.file == "about.toml"


@pytest.mark.parametrize(
    "text",
    [
        "relationships = [[1], [2]]",
        '[[relationships]]\nkey = ["a"]\nlabel = {}\ngroup = 1',
        "[[relationships]]\nkey = 2026-01-01",
        "relationships = {}",
        "remove = 3",
        "[remove]\nrelationships = [[1], {}]",
        "x = 1e999999999999999999999",
        "x = " + "9" * 5000,
        "relationships = []",
        "[remove]\n",
    ],
)
def test_check_never_raises_on_strange_content(tmp_path: Path, text: str) -> None:
    (tmp_path / "relationships.toml").write_text(text)
    for problem in practice.check(tmp_path):
        assert problem.message
        assert problem.remedy
