"""How long records are kept: holds, which keep them whatever the rules say."""

from stillpoint.practice.entries import Entry, Key, Text, find


class HoldKind(Entry):
    """A kind of hold on a case. `meaning`: what it keeps records for, in a sentence."""

    key: Key
    label: Text
    meaning: Text


class RetentionModel(Entry):
    """What a force has decided on keeping and erasing."""

    holds: tuple[HoldKind, ...]

    def hold(self, key: str) -> HoldKind:
        """The kind of hold with this key; raises UnknownEntry."""
        return find(self.holds, key, "kind of hold")
