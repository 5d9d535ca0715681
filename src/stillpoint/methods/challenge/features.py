"""What the learned part of the reader looks at in a sentence: words, classes of words, stance.

The same code makes the features when the weights are learned (`tools/train_challenge.py`) and
when a text is read, so the two cannot drift apart. A feature is a short readable string:

- `w:` a word without its ending, `h:` four letters of a longer word
- `c:` one to three neighbouring words, each shown as it is when it is a small word of grammar,
  as its class when it has one (`<doubt>`), else as `*`; `q:` the same without the `*`
- `k:` a class of words; `#` what the rules say of the sentence; `@` a family's topic
- `last/` or `before/`: the feature stands in the last sentence read, or in an earlier one
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from stillpoint.methods.challenge import stances
from stillpoint.methods.challenge.passages import words as words_of
from stillpoint.methods.challenge.topics import topics_of
from stillpoint.methods.challenge.weighing import Weighed
from stillpoint.methods.challenge.word_classes import CLASSES, GRAMMAR, ROLES

_TOKEN = re.compile(r"[a-z]{1,40}(?:'[a-z]{1,10})?|\d{1,20}|[.,;:?!\"()/-]")
_NOT = re.compile(r"(?:(?<=[a-z])n't|(?<=can)not)\b")
_WHOLE = {"can't": "can not", "won't": "will not", "shan't": "shall not"}
_ENDING = re.compile(r"(?:ations?|ments?|ness|ings?|edly|ed|es|s|ly)\Z")
_MARKS = frozenset('.,;:?!"()/-')
_COMMON = words_of("the a an of to and in on at it is was be i that this with for not but")


def tokens(text: str) -> list[str]:
    """The words and marks of a plain text; who is who and figures as `<v>`, `<s>`, `<0>`."""
    for short, whole in _WHOLE.items():
        text = text.replace(short, whole)
    found = []
    for token in _TOKEN.findall(_NOT.sub(" not", text)):
        word = token.removesuffix("'s")
        found.append("<0>" if word.isdigit() else ROLES.get(word, word))
    return found


def stem(word: str) -> str:
    """A word without its ending, when it is long enough to have one."""
    return word if len(word) < 5 else _ENDING.sub("", word)


def stance_features(here: Weighed) -> frozenset[str]:
    """What tells the writer's own reasoning from mention, rebuttal and other people's words."""
    words = ["^", *tokens(here.text), "$"]
    found = {f"w:{stem(word)}" for word in words}
    found.update(f"k:{name}" for word in words for name in CLASSES.get(word, ()))
    for word in words:
        found.update(_letters(word))
    shown = [_shown(word) for word in words]
    found.update(_runs("c:", shown, 3))
    plain = [word for word in shown if word not in "*,;:"]
    found.update(_runs("q:", plain, 3))
    found.update(_flags(here))
    return frozenset(found)


def placed(features: frozenset[str], last: bool) -> frozenset[str]:
    """The features of a sentence with those again whose place in the passage matters."""
    place = "last/" if last else "before/"
    return features | {
        place + one for one in features if one[0] in "#k" or (one[0] == "c" and " " not in one)
    }


def subject_features(window: Sequence[Weighed]) -> set[str]:
    """What tells which myth a passage is about."""
    found: set[str] = set()
    topics: Counter[str] = Counter()
    for here in window:
        words = tokens(here.text)
        found.update(f"w:{stem(w)}" for w in words if w not in _MARKS and stem(w) not in _COMMON)
        found.update(f"h:{word[:5]}" for word in words if len(word) > 5)
        found.update(f"#{cue.kind}" for cue in here.cues)
        for word in set(words):
            topics.update(topics_of(word))
    for family, count in topics.items():
        found.update(f"@{family}{'+' * more}" for more in range(min(count, 3)))
    return found


def _shown(word: str) -> str:
    if word in GRAMMAR or word in "^$":
        return word
    return f"<{CLASSES[word][0]}>" if word in CLASSES else "*"


def _runs(kind: str, words: Sequence[str], longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run != ["*"]:
                yield kind + " ".join(run)


def _letters(word: str) -> Iterator[str]:
    if len(word) > 4:
        yield from (f"h:{word[place : place + 4]}" for place in range(len(word) - 3))


def _flags(here: Weighed) -> Iterator[str]:
    if here.others:
        yield "#others"
    if here.rebuts:
        yield "#rebuts"
    if here.stands_back:
        yield "#stands-back"
    if here.passage.asks:
        yield "#asks"
    if stances.ANTICIPATED.pattern.search(here.text):
        yield "#anticipated"
    if "____" in here.text:
        yield "#quoted"
