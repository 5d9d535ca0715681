"""The hash of a frame, and the replay of an exported draw."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import sampling

AWKWARD = st.text("ab\t\n\\", max_size=4)
Frame = list[tuple[str, str]]


def test_the_frame_hash_can_be_recomputed_by_hand() -> None:
    frame = [("C2", '{"area":"north"}'), ("C1", '{"area":"south"}')]
    text = 'C1\t{"area":"south"}\nC2\t{"area":"north"}\n'
    assert sampling.frame_digest(frame) == hashlib.sha256(text.encode()).hexdigest()


@given(
    st.lists(st.tuples(AWKWARD, AWKWARD), max_size=3),
    st.lists(st.tuples(AWKWARD, AWKWARD), max_size=3),
)
def test_only_the_same_frame_has_the_same_hash(one: Frame, other: Frame) -> None:
    same = sorted(one) == sorted(other)
    assert (sampling.frame_digest(one) == sampling.frame_digest(other)) is same


def test_a_stratum_has_one_text_whatever_the_order_of_its_parts() -> None:
    key = sampling.stratum_key({"outcome": "NFA – police", "area": "north"})
    assert key == '{"area":"north","outcome":"NFA – police"}'


def exported(coordination: dict[str, Any] | None = None) -> dict[str, Any]:
    strata = {name: {"area": name} for name in ("north", "south")}
    frame = [
        (f"C{i:03d}", sampling.stratum_key(strata["north" if i % 3 else "south"]))
        for i in range(60)
    ]
    allocation = {
        sampling.stratum_key(strata["north"]): 5,
        sampling.stratum_key(strata["south"]): 3,
    }
    drawn: Any = (
        sampling.draw(frame, allocation, "seed")
        if coordination is None
        else sampling.coordinated_draw(frame, allocation, "seed", **coordination)
    )
    file: dict[str, Any] = {
        "round": "spring",
        "seed": "seed",
        "frame_sha256": sampling.frame_digest(frame),
        "allocation": [
            {"stratum": json.loads(key), "allocated": n} for key, n in allocation.items()
        ],
        "frame": [{"case": unit, "stratum": json.loads(key)} for unit, key in frame],
        "selected": [
            {
                "case": s.unit,
                "stratum": json.loads(s.stratum),
                "ticket": s.ticket,
                "order": s.order,
                "weight": s.weight,
            }
            for s in drawn
        ],
    }
    if coordination is not None:
        file["coordination"] = coordination
    return copy.deepcopy(json.loads(json.dumps(file)))


@pytest.mark.parametrize(
    "coordination",
    [
        None,
        {"how": "leave_out", "earlier": ["C001", "C003"]},
        {"how": "keep", "earlier": ["C001", "C003"]},
    ],
)
def test_a_true_export_replays(coordination: dict[str, Any] | None) -> None:
    assert sampling.replay(exported(coordination)) == sampling.Replay(True, ())


def test_a_replay_does_not_depend_on_the_order_of_the_lists() -> None:
    file = exported()
    for name in ("allocation", "frame", "selected"):
        file[name].reverse()
    assert sampling.replay(file).matches


def _swap_case(file: dict[str, Any]) -> None:
    chosen = {row["case"] for row in file["selected"]}
    file["selected"][0]["case"] = next(
        row["case"] for row in file["frame"] if row["case"] not in chosen
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_swap_case, "not drawn by this seed"),
        (lambda file: file.update(seed="other"), "not drawn by this seed"),
        (lambda file: file["frame"].pop(), "The frame's hash"),
        (lambda file: file["selected"].pop(), "but not listed as selected"),
        (lambda file: file["selected"].append(file["selected"][0]), "more than once"),
        (lambda file: file["selected"][0].update(weight=1.0), "The weight of case"),
        (lambda file: file["selected"][0].update(weight="12"), "The weight of case"),
        (lambda file: file["selected"][0].update(ticket="00"), "The ticket of case"),
        (lambda file: file["selected"][0].update(order=9), "The order of case"),
        (lambda file: file["allocation"][0].update(allocated=6), "but not listed as selected"),
        (lambda file: file["allocation"][0].update(allocated=600), "cannot be repeated"),
    ],
)
def test_a_changed_export_does_not_replay_and_says_why(change: Any, words: str) -> None:
    file = exported()
    change(file)
    answer = sampling.replay(file)
    assert not answer.matches
    assert any(words in difference for difference in answer.differences)


@pytest.mark.parametrize("part", ["seed", "frame_sha256", "allocation", "frame", "selected"])
def test_an_export_without_a_part_is_refused_by_name(part: str) -> None:
    file = exported()
    del file[part]
    with pytest.raises(ValueError, match=f"'{part}'"):
        sampling.replay(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.update(frame="C1"), "'frame' of the draw"),
        (lambda file: file["allocation"][0].update(allocated="5"), "not a whole number: '5'"),
        (lambda file: file["frame"][0].pop("stratum"), "no 'stratum'"),
    ],
)
def test_an_export_of_the_wrong_shape_is_refused_by_name(change: Any, words: str) -> None:
    file = exported()
    change(file)
    with pytest.raises(ValueError, match=words):
        sampling.replay(file)
