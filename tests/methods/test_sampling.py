"""Sizes, draws, substitutes, coordination, replay and merges."""

from __future__ import annotations

import copy
import hashlib
import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import sampling

SIZES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 400), max_size=12)
AWKWARD = st.text("ab\t\n\\", max_size=4)
RULES = st.sampled_from(["proportional", "equal", "neyman", "power"])
Frame = list[tuple[str, str]]


def frame_of(sizes: dict[str, int]) -> Frame:
    return [(f"{stratum}-{i}", stratum) for stratum, size in sizes.items() for i in range(size)]


# --- how many from each stratum


@given(SIZES, st.integers(0, 1500), RULES, st.integers(0, 5), st.data())
def test_an_allocation_keeps_its_bounds_and_sums_to_the_total(
    sizes: dict[str, int], total: int, rule: str, minimum: int, data: st.DataObject
) -> None:
    spread = {key: data.draw(st.floats(0, 50)) for key in sizes}
    floor = {key: min(minimum, size) for key, size in sizes.items()}
    if sum(floor.values()) > min(total, sum(sizes.values())):
        with pytest.raises(sampling.MinimumDoesNotFit):
            sampling.allocate(sizes, total, rule=rule, minimum=minimum, spread=spread)
        return
    shares = sampling.allocate(sizes, total, rule=rule, minimum=minimum, spread=spread)
    assert sum(shares.values()) == min(total, sum(sizes.values()))
    assert all(floor[key] <= shares[key] <= sizes[key] for key in sizes)


@given(SIZES, st.integers(0, 1500), RULES)
def test_an_allocation_does_not_depend_on_the_order_of_strata(
    sizes: dict[str, int], total: int, rule: str
) -> None:
    spread = dict.fromkeys(sizes, 1.0)
    backwards = dict(reversed(sizes.items()))
    assert sampling.allocate(sizes, total, rule=rule, spread=spread) == sampling.allocate(
        backwards, total, rule=rule, spread=spread
    )


@given(SIZES, st.integers(0, 1500))
def test_proportional_shares_are_within_one_of_the_quota(sizes: dict[str, int], total: int) -> None:
    everyone = sum(sizes.values())
    shares = sampling.allocate(sizes, total)
    for key, size in sizes.items():
        assert abs(shares[key] - min(total, everyone) * size / max(everyone, 1)) < 1


def test_largest_remainder_as_in_hamiltons_method() -> None:
    # Quotas 4.7, 1.6, 1.58, 1.2, 0.61, 0.31: the textbook example of apportioning ten seats.
    votes = {
        "Yellows": 47_000,
        "Whites": 16_000,
        "Reds": 15_800,
        "Greens": 12_000,
        "Blues": 6_100,
        "Pinks": 3_100,
    }
    assert list(sampling.allocate(votes, 10).values()) == [5, 2, 1, 1, 1, 0]


def test_neyman_shares_follow_size_times_spread() -> None:
    shares = sampling.allocate({"a": 400, "b": 400}, 60, rule="neyman", spread={"a": 1.0, "b": 3.0})
    assert shares == {"a": 15, "b": 45}


def test_neyman_gives_what_spread_cannot_use_to_strata_without_spread() -> None:
    shares = sampling.allocate(
        {"a": 10, "b": 30, "c": 60}, 40, rule="neyman", spread={"a": 2.0, "b": 0.0, "c": 0.0}
    )
    assert shares == {"a": 10, "b": 10, "c": 20}


def test_power_allocation_follows_the_square_root_of_size() -> None:
    assert sampling.allocate({"a": 100, "b": 900}, 40, rule="power") == {"a": 10, "b": 30}


def test_the_minimum_is_given_before_the_rest_is_shared() -> None:
    shares = sampling.allocate({"rare": 3, "single": 1, "common": 596}, 38, minimum=2)
    assert shares == {"rare": 2, "single": 1, "common": 35}


def test_a_minimum_that_does_not_fit_says_what_would() -> None:
    with pytest.raises(sampling.MinimumDoesNotFit, match="takes 6") as refusal:
        sampling.allocate({"a": 5, "b": 5, "c": 5}, 5, minimum=2)
    assert refusal.value.needed == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"sizes": {"a": -1}, "total": 1}, "stratum 'a'"),
        ({"sizes": {"a": 1.5}, "total": 1}, "stratum 'a'"),
        ({"sizes": {"a": 1}, "total": -1}, "total"),
        ({"sizes": {"a": 1}, "total": 1, "rule": "best"}, "'best'"),
        ({"sizes": {"a": 1}, "total": 1, "rule": "neyman"}, "spread"),
        ({"sizes": {"a": 1}, "total": 1, "rule": "neyman", "spread": {}}, "stratum 'a'"),
        (
            {"sizes": {"a": 1}, "total": 1, "rule": "neyman", "spread": {"a": float("nan")}},
            "stratum 'a'",
        ),
        ({"sizes": {"a": 1}, "total": 1, "minimum": -2}, "minimum"),
    ],
)
def test_an_impossible_allocation_is_refused_by_name(arguments: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sampling.allocate(**arguments)


# --- drawing


def test_a_ticket_is_the_sha256_of_seed_bar_unit() -> None:
    expected = hashlib.sha256("wintersé|C1".encode()).hexdigest()
    assert sampling.ticket("wintersé", "C1") == expected


@given(SIZES, st.integers(0, 60), st.text(max_size=8))
def test_a_draw_takes_the_smallest_tickets_of_each_stratum(
    sizes: dict[str, int], total: int, seed: str
) -> None:
    frame = frame_of(sizes)
    shares = sampling.allocate(sizes, total)
    drawn = sampling.draw(frame, shares, seed)
    for stratum, wanted in shares.items():
        tickets = sorted(sampling.ticket(seed, unit) for unit, home in frame if home == stratum)
        assert [s.ticket for s in drawn if s.stratum == stratum] == tickets[:wanted]


@given(SIZES, st.integers(1, 60), st.randoms(use_true_random=False))
def test_a_draw_does_not_depend_on_the_order_of_the_frame(
    sizes: dict[str, int], total: int, random: Any
) -> None:
    frame = frame_of(sizes)
    shares = sampling.allocate(sizes, total)
    shuffled = list(frame)
    random.shuffle(shuffled)
    assert sampling.draw(frame, shares, "s") == sampling.draw(shuffled, shares, "s")


@given(SIZES, st.integers(1, 60))
def test_the_weights_of_sampled_strata_sum_to_their_sizes(
    sizes: dict[str, int], total: int
) -> None:
    shares = sampling.allocate(sizes, total)
    drawn = sampling.draw(frame_of(sizes), shares, "seed")
    for stratum, wanted in shares.items():
        weights = [s.weight for s in drawn if s.stratum == stratum]
        assert sum(weights) == pytest.approx(sizes[stratum] if wanted else 0)
        assert all(s.probability * s.weight == pytest.approx(1) for s in drawn)


@pytest.mark.parametrize(
    ("frame", "allocation", "words"),
    [
        ([("u1", "a"), ("u1", "a")], {"a": 1}, "'u1' appears more than once"),
        ([("u1", "a"), ("u1", "b")], {"a": 1, "b": 1}, "'u1' appears more than once"),
        ([("u1", "a")], {"a": 2}, "'a' is asked for 2 units but holds only 1"),
        ([("u1", "a")], {"a": 1, "b": 1}, "'b' of the allocation is not in the frame"),
        ([("u1", "a"), ("u2", "b")], {"a": 1}, "'b' of the frame is not in the allocation"),
        ([("u1", "a")], {"a": -1}, "'a' is below 0"),
        ([("u1", "a")], {"a": 0.5}, "'a' must be a whole number"),
        ([(1, "a")], {"a": 1}, "Unit 1 of the frame is not text"),
    ],
)
def test_an_impossible_draw_is_refused_by_name(frame: Any, allocation: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sampling.draw(frame, allocation, "seed")


def test_substitutes_follow_on_from_the_draw() -> None:
    frame = frame_of({"a": 9, "b": 4})
    drawn = [s.unit for s in sampling.draw(frame, {"a": 3, "b": 0}, "seed")]
    larger = [s.unit for s in sampling.draw(frame, {"a": 5, "b": 0}, "seed")]
    substitutes = sampling.next_tickets(frame, "a", "seed", excluding=drawn, limit=2)
    assert drawn + [s.unit for s in substitutes] == larger
    assert [s.order for s in substitutes] == [4, 5]


def test_substitutes_of_an_unknown_stratum_are_refused() -> None:
    with pytest.raises(ValueError, match="'z' is not in the frame"):
        sampling.next_tickets([("u", "a")], "z", "seed")


# --- coordination


@given(SIZES, st.integers(1, 80), st.integers(1, 80))
def test_leaving_out_never_draws_a_case_twice(
    sizes: dict[str, int], first: int, second: int
) -> None:
    frame = frame_of({key: size + 2 for key, size in sizes.items()})
    halves = {key: (size + 2) // 2 for key, size in sizes.items()}
    earlier = [s.unit for s in sampling.draw(frame, sampling.allocate(halves, first), "one")]
    again = sampling.coordinated_draw(
        frame, sampling.allocate(halves, second), "two", earlier=earlier, how="leave_out"
    )
    assert not {s.unit for s in again} & set(earlier)


@given(SIZES, st.integers(1, 80), st.integers(1, 80))
def test_keeping_repeats_as_many_as_both_sizes_allow(
    sizes: dict[str, int], first: int, second: int
) -> None:
    frame = frame_of(sizes)
    before, after = sampling.allocate(sizes, first), sampling.allocate(sizes, second)
    earlier = [s.unit for s in sampling.draw(frame, before, "one")]
    again = sampling.coordinated_draw(frame, after, "two", earlier=earlier, how="keep")
    kept = Counter(s.stratum for s in again if s.kept)
    assert all(kept[key] == min(before[key], after[key]) for key in sizes)
    assert Counter(s.stratum for s in again) == Counter({k: n for k, n in after.items() if n})


@given(SIZES, st.integers(1, 80), st.sampled_from(["leave_out", "keep"]))
def test_coordinating_with_nothing_is_a_plain_draw(
    sizes: dict[str, int], total: int, how: str
) -> None:
    frame, shares = frame_of(sizes), sampling.allocate(sizes, total)
    again = sampling.coordinated_draw(frame, shares, "s", earlier=[], how=how)
    plain = sampling.draw(frame, shares, "s")
    assert [(s.unit, s.order) for s in again] == [(s.unit, s.order) for s in plain]
    assert [s.weight for s in again] == pytest.approx([s.weight for s in plain])


@pytest.mark.parametrize(
    ("allocation", "earlier", "how", "strata", "words"),
    [
        ({"a": 3}, ["a-0", "a-1"], "leave_out", None, "only 2 of its 4"),
        ({"a": 1}, [], "swap", None, "'swap'"),
        ({"a": 1}, ["a-0"], "keep", {}, "'a-0' was drawn earlier"),
        (
            {"a": 1},
            ["a-0"],
            "leave_out",
            {"a-0": "x", "a-1": "y", "a-2": "y", "a-3": "y"},
            "without any chance",
        ),
    ],
)
def test_an_impossible_coordination_is_refused_by_name(
    allocation: dict[str, int],
    earlier: list[str],
    how: str,
    strata: dict[str, str] | None,
    words: str,
) -> None:
    with pytest.raises(ValueError, match=words):
        sampling.coordinated_draw(
            frame_of({"a": 4}), allocation, "s", earlier=earlier, how=how, earlier_strata=strata
        )


@pytest.mark.simulation
@pytest.mark.parametrize("how", ["leave_out", "keep"])
def test_coordinated_weights_are_unbiased_when_strata_and_frame_have_changed(how: str) -> None:
    """Cases moved stratum and new ones came; totals must still be right on average."""
    old = [(f"u{i}", "p" if i < 12 else "q") for i in range(30)]
    new = [(f"u{i}", "a" if i % 3 else "b") for i in range(2, 40)]
    value = {f"u{i}": float(i * i % 37 + (50 if i < 12 else 0) + (90 if i >= 30 else 0))
             for i in range(40)}  # fmt: skip
    truth = sum(value[unit] for unit, _ in new)
    totals, rounds = [], 4000
    for seed in range(rounds):
        earlier = [s.unit for s in sampling.draw(old, {"p": 5, "q": 4}, f"first {seed}")]
        try:
            again = sampling.coordinated_draw(
                new,
                {"a": 6, "b": 4},
                f"second {seed}",
                earlier=earlier,
                how=how,
                earlier_strata=dict(old),
            )
        except ValueError:
            continue  # leaving out emptied a cell: refused, as it must be
        totals.append(sum(s.weight * value[s.unit] for s in again))
    assert len(totals) > 0.95 * rounds
    error = np.std(totals) / np.sqrt(len(totals))
    assert abs(np.mean(totals) - truth) < 4 * error


@pytest.mark.simulation
def test_a_kept_draw_includes_every_case_with_the_chance_it_states() -> None:
    old = [(f"u{i}", "p") for i in range(8)]
    new = [(f"u{i}", "a") for i in range(2, 12)]
    times: Counter[str] = Counter()
    rounds = 4000
    for seed in range(rounds):
        earlier = [s.unit for s in sampling.draw(old, {"p": 4}, f"first {seed}")]
        again = sampling.coordinated_draw(
            new, {"a": 4}, f"second {seed}", earlier=earlier, how="keep", earlier_strata=dict(old)
        )
        times.update(s.unit for s in again)
    shares = [times[unit] / rounds for unit, _ in new]
    assert shares == pytest.approx([0.4] * 10, abs=4 * np.sqrt(0.24 / rounds))


# --- replay


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


# --- merges


def strata_of(areas: int, outcomes: int, size: int) -> list[tuple[dict[str, str], int]]:
    return [
        ({"area": f"area {a}", "outcome": f"outcome {o}"}, size + a + o)
        for a in range(areas)
        for o in range(outcomes)
    ]


def test_no_merge_is_proposed_when_the_minimum_fits() -> None:
    assert sampling.merge_proposals(strata_of(3, 3, 20), 18) == []


def test_the_merge_that_keeps_most_strata_comes_first() -> None:
    best = sampling.merge_proposals(strata_of(4, 3, 20), 20)[0]
    assert (best.variable, best.strata_after, best.fits) == ("area", 9, True)
    assert best.values == ("area 0", "area 1")
    assert best.into == "area 0 or area 1"


@given(
    st.integers(1, 5), st.integers(1, 4), st.integers(1, 30), st.integers(2, 30)
)  # fmt: skip
def test_some_proposal_fits_whenever_the_sample_can_hold_the_minimum(
    areas: int, outcomes: int, size: int, total: int
) -> None:
    strata = strata_of(areas, outcomes, size)
    proposals = sampling.merge_proposals(strata, total)
    needed = sum(min(2, n) for _, n in strata)
    assert bool(proposals) == (needed > total)
    assert not proposals or proposals[0].fits


def test_a_proposal_says_in_plain_words_what_it_costs() -> None:
    best = sampling.merge_proposals(strata_of(2, 2, 5), 5)[0]
    assert best.consequence.endswith("2 strata remain, the smallest with 11. "
                                     "A sample of 5 then fits.")  # fmt: skip


def test_strata_with_different_variables_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'outcome'"):
        sampling.merge_proposals([({"area": "a"}, 3), ({"outcome": "o"}, 3)], 2)
