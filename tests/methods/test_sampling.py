"""Sizes, draws and substitutes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import sampling

SIZES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 400), max_size=12)
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
