from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.trust import merkle

# The eight inputs and roots that implementations of RFC 6962 share as test vectors.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(
    lambda data: [merkle.leaf_hash(item) for item in data]
)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_shared_test_vectors(size: int) -> None:
    assert merkle.root(merkle.leaf_hash(data) for data in INPUTS[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


@given(leaves, st.data())
def test_every_path_leads_to_the_root(hashes: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(hashes) - 1))
    steps = merkle.path(hashes, place)
    led_to = merkle.root_from_path(hashes[place], place, len(hashes), steps)
    assert led_to == merkle.root(hashes)


@given(leaves, st.data())
def test_no_path_leads_another_leaf_to_the_root(hashes: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(hashes) - 1))
    other = merkle.leaf_hash(b"another entry")
    led_to = merkle.root_from_path(other, place, len(hashes), merkle.path(hashes, place))
    assert led_to != merkle.root(hashes)


@given(leaves)
def test_a_path_cut_short_leads_nowhere(hashes: list[bytes]) -> None:
    steps = merkle.path(hashes, 0)
    if steps:
        assert merkle.root_from_path(hashes[0], 0, len(hashes), steps[:-1]) is None


def test_a_leaf_beyond_the_tree_has_no_path() -> None:
    with pytest.raises(ValueError, match="leaf 3"):
        merkle.path([b"a"], 3)


def test_a_leaf_beyond_the_tree_leads_nowhere() -> None:
    assert merkle.root_from_path(b"a", 3, 2, []) is None
