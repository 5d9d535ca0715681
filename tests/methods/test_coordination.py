"""A later draw that leaves out or keeps an earlier one; merging strata."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import sampling

SIZES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 400), max_size=12)
Frame = list[tuple[str, str]]


def frame_of(sizes: dict[str, int]) -> Frame:
    return [(f"{stratum}-{i}", stratum) for stratum, size in sizes.items() for i in range(size)]


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
