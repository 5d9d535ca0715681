"""What is asked once something was tried, and after a conversation was shared."""

from stillpoint.practice.entries import Entry, Flag, Key, Text, find


class TrialAnswer(Entry):
    """One answer to whether it worked. `asks_again`: the question comes back later."""

    key: Key
    label: Text
    asks_again: Flag = False


class PulseAnswer(Entry):
    """One press after a conversation, which answers both questions at once."""

    key: Key
    label: Text
    useful: Flag
    safe: Flag


class LearningModel(Entry):
    """Everything about learning that is practice and not code."""

    trial_question: Text
    trial_answers: tuple[TrialAnswer, ...]
    pulse_question: Text
    pulse_useful: Text
    pulse_safe: Text
    pulse_answers: tuple[PulseAnswer, ...]

    def trial_answer(self, key: str) -> TrialAnswer:
        """The answer with this key; raises UnknownEntry."""
        return find(self.trial_answers, key, "answer to whether it worked")

    def pulse_answer(self, key: str) -> PulseAnswer:
        """The answer with this key; raises UnknownEntry."""
        return find(self.pulse_answers, key, "answer after a conversation")
