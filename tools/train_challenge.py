"""Learn the weights of the reader for rape myths from the committed sentences.

    .venv/bin/python tools/train_challenge.py            learn, and write the tables
    .venv/bin/python tools/train_challenge.py --check    learn, and compare with the tables
    .venv/bin/python tools/train_challenge.py --across   measure by hand: learn on one, read another

Two penalised logistic regressions over readable features: whether a passage reasons from a myth,
and which family it is about. Sentences set aside, or written last, are never read here. The same
sentences and lists give the same tables; another processor may differ in the last digit.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parent))

import challenge_sentences as authored
import measure_challenge as measuring
from challenge_sentences import Sentence

from stillpoint.methods import challenge
from stillpoint.methods.challenge import FAMILIES, learned
from stillpoint.methods.challenge.features import stance_features, subject_features
from stillpoint.methods.challenge.passages import passages_of
from stillpoint.methods.challenge.weighing import Weighed

PACKAGE = Path(challenge.__file__).parent
TABLES = PACKAGE / "weights"
FOLDS = 5
PENALTY = {"stance": 0.05, "families": 0.04}
SEEN = {"stance": 3, "families": 2}
KEPT = {"stance": 6000, "families": 3000}
"""Features kept: those that weigh most; then the weights are learned again."""

LIGHTEST = 0.4
"""The weight under which a feature is taken to say nothing of a family."""

WRONG, BY_RULES = 0.04, 0.015
"""The share of hard negatives that may be marked on sentences kept back from learning, and the
part of it that may be marked by the rules alone."""

PLAIN, PART = 0.3, 0.3
"""How much a sentence of plain police prose, and a part of a negative, count in learning."""

SECOND = 0.2
"""A second card is shown for a family that is at least so likely."""


# --- Features ------------------------------------------------------------------------------------


@cache
def read(text: str) -> tuple[Weighed, ...]:
    return tuple(Weighed(passage) for passage in passages_of(text))


@cache
def stances(text: str) -> frozenset[str]:
    """The stance features of a whole authored passage."""
    return frozenset(learned.stance_of([stance_features(here) for here in read(text)]))


@cache
def subjects(text: str) -> frozenset[str]:
    return frozenset(subject_features(read(text)))


def matrix(rows: Sequence[Collection[str]], names: Sequence[str]) -> csr_matrix:
    """Rows of features, each scaled by how many of the named ones it has."""
    place = {name: n for n, name in enumerate(names)}
    cells, bounds, values = [], [0], []
    for row in rows:
        known = sorted(place[one] for one in row if one in place)
        cells += known
        values += [1 / max(len(known), 1) ** 0.5] * len(known)
        bounds.append(len(cells))
    return csr_matrix((values, cells, bounds), shape=(len(rows), len(names)))


# --- Learning ------------------------------------------------------------------------------------


def fitted(rows: csr_matrix, wanted: np.ndarray, counts: np.ndarray, penalty: float) -> np.ndarray:
    """Weights of a penalised multinomial logistic regression; the last row is the bias.

    With one column of `wanted` the second class is the absence of the first. `counts` says how
    much each row counts.
    """
    turned, columns = rows.T.tocsr(), wanted.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(-1, columns)
        scores = rows @ weights[:-1] + weights[-1]
        if columns == 1:
            likely = 1 / (1 + np.exp(-scores))
            lost = np.sum(counts * (np.logaddexp(0, scores) - wanted * scores))
        else:
            scores = scores - scores.max(axis=1, keepdims=True)
            parts = np.exp(scores)
            likely = parts / parts.sum(axis=1, keepdims=True)
            lost = -np.sum(counts * wanted * np.log(likely + 1e-12))
        wrong = counts * (likely - wanted)
        slope = np.vstack([turned @ wrong + penalty * weights[:-1], wrong.sum(axis=0)])
        return lost + penalty / 2 * np.sum(weights[:-1] ** 2), slope.ravel()

    start = np.zeros((rows.shape[1] + 1) * columns)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return found.x.reshape(-1, columns)


Rows = list[tuple[Collection[str], bool, float]]
"""The features of a passage, whether it reasons from a myth, how much it counts."""


def table(
    kind: str, rows: Sequence[Collection[str]], wanted: np.ndarray, counts: np.ndarray
) -> dict[str, np.ndarray]:
    """The weights of the features that weigh most, rounded as they are written."""
    seen = Counter(one for row in rows for one in row)
    names = sorted(one for one, times in seen.items() if times >= SEEN[kind])
    weights = fitted(matrix(rows, names), wanted, counts, PENALTY[kind])
    heavy = np.abs(np.round(weights[:-1], 6)).max(axis=1)
    order = sorted(range(len(names)), key=lambda n: (-heavy[n], names[n]))
    names = sorted(names[n] for n in order[: KEPT[kind]])
    weights = np.round(fitted(matrix(rows, names), wanted, counts, PENALTY[kind]), 2)
    return dict(zip([*names, learned.BIAS], weights, strict=True))


def stance_table(sentences: Sequence[Sentence], in_parts: bool) -> dict[str, float]:
    """From whole passages and plain police prose; for parts, from parts of negatives too."""
    rows: Rows = [(stances(one.text), one.rests_on_a_myth, 1.0) for one in sentences]
    rows += [(stances(text), False, PLAIN) for text in authored.plain_prose()]
    rows += [(stances(text), False, 1.0) for text in authored.bare_facts()]
    if in_parts:
        for one in sentences:
            if not one.rests_on_a_myth:
                rows += [(part, False, PART) for part in negative_parts(one.text)]
    found = table(
        "stance",
        [features for features, _, _ in rows],
        np.array([[float(reasons)] for _, reasons, _ in rows]),
        np.array([[count] for _, _, count in rows]),
    )
    return {name: float(row[0]) for name, row in found.items()}


@cache
def negative_parts(text: str) -> tuple[frozenset[str], ...]:
    """Runs of up to three sentences: a part of what is no reasoning is none either."""
    own = [stance_features(here) for here in read(text)]
    runs = [
        own[first:last]
        for first in range(len(own))
        for last in range(first + 1, min(first + learned.SLIDING, len(own)) + 1)
    ]
    return tuple(frozenset(learned.stance_of(run)) for run in runs if len(run) < len(own))


def family_table(sentences: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    """From both members of each pair: they share their subject."""
    wanted = np.array([[float(one.family == family) for family in FAMILIES] for one in sentences])
    counts = np.ones((len(sentences), 1))
    rows = table("families", [subjects(one.text) for one in sentences], wanted, counts)
    return {
        name: {
            family: float(weight)
            for family, weight in zip(FAMILIES, row, strict=True)
            if abs(weight) >= LIGHTEST or name == learned.BIAS
        }
        for name, row in rows.items()
    }


def learn(base: Sequence[Sentence], fresh: Sequence[Sentence]) -> learned.Weights:
    """Weights from all sentences; thresholds from fresh ones that were kept back in turn."""
    everything = [*base, *fresh]
    whole, part = (
        learned.Stance(stance_table(everything, in_parts), *thresholds(base, fresh, in_parts))
        for in_parts in (False, True)
    )
    return learned.Weights(whole, part, family_table(everything), SECOND)


def thresholds(
    base: Sequence[Sentence], fresh: Sequence[Sentence], in_parts: bool
) -> tuple[float, float]:
    """The scores from which a passage is marked, and under which even the rules are not heard."""
    seen: list[tuple[float, bool]] = []
    for kept_back, others in folds(fresh):
        stance = learned.Stance(stance_table([*base, *others], in_parts), 0, 0)
        weights = learned.Weights(stance, stance, {}, 0)
        for text in negatives(kept_back, in_parts):
            sentences = list(read(text))
            best = max(window.score for window in learned.windows(sentences, weights))
            seen.append((best, any(True for _ in challenge.leanings(sentences))))
    allowed, alone = int(WRONG * len(seen)), int(BY_RULES * len(seen))
    mark = sorted((score for score, _ in seen), reverse=True)[allowed - alone]
    ruled = sorted((score for score, by_rules in seen if by_rules and score <= mark), reverse=True)
    veto = ruled[alone] if len(ruled) > alone else ruled[-1] - 1
    return round(mark + 0.005, 2), round(veto + 0.005, 2)


def negatives(sentences: Sequence[Sentence], in_parts: bool) -> list[str]:
    """Hard negatives; for parts each in a long paragraph, between two mentions."""
    texts = [one.text for one in sentences if not one.rests_on_a_myth]
    return texts if not in_parts else authored.in_paragraphs(sentences, texts)


def folds(sentences: Sequence[Sentence]) -> Iterable[tuple[list[Sentence], list[Sentence]]]:
    """Each fifth of the pairs, drawn by a hash of their names, and the rest."""
    fold = {one.pair: int(hashlib.sha256(one.pair.encode()).hexdigest(), 16) for one in sentences}
    for part in range(FOLDS):
        kept_back = [one for one in sentences if fold[one.pair] % FOLDS == part]
        yield kept_back, [one for one in sentences if fold[one.pair] % FOLDS != part]


# --- The tables ----------------------------------------------------------------------------------


def written(weights: learned.Weights) -> dict[str, str]:
    """The files, as text."""
    stances = {"whole": weights.whole, "part": weights.part}
    families = [
        "\t".join([name, *(f"{family}={weight:g}" for family, weight in row.items())])
        for name, row in weights.families.items()
        if row
    ]
    limits = [f"second\t{weights.second:g}"]
    files = {"families.tsv": head("How much each feature speaks for each family.", families)}
    for kind, stance in stances.items():
        rows = [f"{name}\t{weight:g}" for name, weight in stance.features.items()]
        files[f"{kind}.tsv"] = head("How much each feature speaks for reasoning.", rows)
        limits += [f"{kind}-mark\t{stance.mark:g}", f"{kind}-veto\t{stance.veto:g}"]
    return files | {"thresholds.tsv": head("Scores from which a passage is marked.", limits)}


def head(says: str, lines: list[str]) -> str:
    made = f"# {says} Made by tools/train_challenge.py from {source()}."
    return "\n".join([made, *lines]) + "\n"


def source() -> str:
    """A digest of the sentences learned from."""
    pairs = [*authored.first_hand(), *authored.named("[a-z][0-9]")]
    plain = [*authored.plain_prose(), *authored.bare_facts()]
    texts = "\n".join([*(one.text for one in pairs), *plain])
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def differs(new: str, old: str) -> bool:
    """Whether two tables differ by more than rounding."""

    def cells(text: str) -> dict[tuple[str, str], float]:
        rows = (line.split("\t") for line in text.splitlines() if not line.startswith("# "))
        split = ((row[0], cell.rpartition("=")) for row in rows for cell in row[1:])
        return {(name, family): float(number) for name, (family, _, number) in split}

    ours, theirs = cells(new), cells(old)
    return any(
        abs(ours.get(key, 0.0) - theirs.get(key, 0.0)) > 0.1 for key in ours.keys() | theirs.keys()
    )


# --- Commands ------------------------------------------------------------------------------------


def across() -> None:
    """Learn on one hand and read another, and within both by parts of the pairs.

    By hand the thresholds too come from what was learned on; by pair they are the shipped ones.
    """
    base = authored.first_hand()
    hands = {name: authored.named(f"{name}[0-9]") for name in "ab"}
    for learned_on, read_on in (("a", "b"), ("b", "a")):
        weights = learn(base, hands[learned_on])
        reader = partial(challenge.read_with, weights=weights)
        title = f"Learned on the first hand and {learned_on}, read on {read_on}"
        print(measuring.table(title, hands[read_on], reader))
        texts = authored.in_paragraphs(hands[read_on], [one.text for one in hands[read_on]])
        within = dict(zip((one.text for one in hands[read_on]), texts, strict=True))
        title += ", each in a long paragraph"
        print(measuring.table(title, hands[read_on], lambda t, r=reader, w=within: r(w[t])))
    reads: dict[str, list[challenge.Flag]] = {}
    fresh = [*hands["a"], *hands["b"]]
    for kept_back, others in folds(fresh):
        weights = with_features(learned.shipped(), [*base, *others])
        reads |= {one.text: challenge.read_with(one.text, weights) for one in kept_back}
    print(measuring.table("Kept back by pair, fifth by fifth", fresh, reads.__getitem__))


def with_features(weights: learned.Weights, sentences: Sequence[Sentence]) -> learned.Weights:
    """The same thresholds with what these sentences teach."""
    whole = replace(weights.whole, features=stance_table(sentences, in_parts=False))
    part = replace(weights.part, features=stance_table(sentences, in_parts=True))
    return replace(weights, whole=whole, part=part, families=family_table(sentences))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--across", action="store_true")
    given = asked.parse_args()
    if given.across:
        across()
        return 0
    new = written(learn(authored.first_hand(), authored.named("[a-z][0-9]")))
    if given.check:
        stale = [name for name, text in new.items() if differs(text, (TABLES / name).read_text())]
        print(f"Learn again: {', '.join(stale)} differ." if stale else "The tables are as learned.")
        return 1 if stale else 0
    TABLES.mkdir(exist_ok=True)
    for name, text in new.items():
        (TABLES / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
