"""Whether what is asked about trials and conversations can be answered."""

from stillpoint.practice.files import LearningFile
from stillpoint.practice.findings import Findings

FILES = ("learning.toml",)


def learning_fits(found: Findings) -> None:
    """A trial that no answer ends would be asked about for ever; a pulse on which all answers
    agree asks nothing."""
    name = "learning.toml"
    learning = found.file(name, LearningFile)
    if all(answer.asks_again for answer in learning.trial_answers):
        found.add(
            name,
            ("trial_answers",),
            "Every answer asks again, so that the question never ends.",
            "Leave asks_again out of at least one answer.",
        )
    for what in ("useful", "safe"):
        if len({getattr(answer, what) for answer in learning.pulse_answers}) < 2:
            found.add(
                name,
                ("pulse_answers",),
                f"All answers say the same about “{what}”.",
                f"Give one answer with {what} = true and one with {what} = false.",
            )
