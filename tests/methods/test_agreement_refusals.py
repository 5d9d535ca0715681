"""Agreement between raters: what has no value, and input that will not do."""

from collections.abc import Callable

import pytest

from stillpoint.methods import agreement
from stillpoint.methods.agreement import Agreement, Undefined

# Nothing to measure.


@pytest.mark.parametrize(
    "function",
    [agreement.cohen_kappa, agreement.fleiss_kappa, agreement.krippendorff_alpha],
)
def test_a_kappa_of_one_category_is_undefined(function: Callable[..., Agreement]) -> None:
    with pytest.raises(Undefined, match="one category only"):
        function([(3, 3)] * 10)


def test_gwets_coefficient_of_one_category_is_one() -> None:
    assert agreement.gwet_ac([(3, 3)] * 10).value == 1.0
    assert agreement.gwet_ac([(3, 3)] * 10, "quadratic", categories=[1, 2, 3]).value == 1.0


def test_an_intraclass_correlation_of_equal_ratings_is_undefined() -> None:
    with pytest.raises(Undefined, match="do not vary"):
        agreement.intraclass([(3, 3)] * 10)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: agreement.percent([1, 2, 3]), "row for each unit"),
        (lambda: agreement.percent([(1, 2), (1,)]), "equally long"),
        (lambda: agreement.percent([(1,), (2,)]), "at least two raters"),
        (lambda: agreement.percent([(None, None)]), "no rating at all"),
        (lambda: agreement.percent([(1, None), (None, 2)]), "no unit that two raters rated"),
        (lambda: agreement.percent([(1, "a"), (2, "b")]), "mixes numbers with text"),
        (lambda: agreement.gwet_ac([(1, 2)]), "fewer than two units"),
        (lambda: agreement.gwet_ac([("a", "b")] * 3, "linear"), "needs categories in an order"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, "cubic"), "weights must be"),  # type: ignore[arg-type]
        (lambda: agreement.gwet_ac([(1, 2)] * 3, interval="wide"), "interval must be"),  # type: ignore[arg-type]
        (lambda: agreement.gwet_ac([(1, 7)] * 3, categories=[1, 2]), "not one of the categories"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, cluster=["a"]), "cluster must hold one label"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, cluster=["a"] * 3), "fewer than two clusters"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, cluster=["a", None, "b"]), "empty label"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, weight=[1, 0, 1]), "weight must hold positive"),
        (lambda: agreement.gwet_ac([(1, 2)] * 3, weight=[1, 1]), "weight must hold one number"),
        (lambda: agreement.cohen_kappa([(1, 2, 3)] * 3), "is for two"),
        (lambda: agreement.cohen_kappa([(1, None), (None, 2)]), "both raters rated"),
        (lambda: agreement.krippendorff_alpha([(1, 2)] * 3, "odd"), "level must be"),  # type: ignore[arg-type]
        (lambda: agreement.krippendorff_alpha([(-1, 2)] * 3, "ratio"), "nought or more"),
        (lambda: agreement.intraclass([(1, 2)] * 3, "4,1"), "form must be"),  # type: ignore[arg-type]
        (lambda: agreement.intraclass([(1, 2)] * 2), "at least three units"),
        (lambda: agreement.intraclass([("a", "b")] * 4), "must be numbers"),
        (lambda: agreement.direction([1, 2], [1]), "same number of units"),
        (lambda: agreement.direction([1, None], [1, 2]), "fewer than two units"),
        (lambda: agreement.direction(["x", 2], [1, 2]), "first must hold numbers"),
    ],
)
def test_input_that_will_not_do_is_named(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        act()
