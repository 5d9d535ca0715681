"""How long records are kept: holds, the review of what is about a case, what expires by itself."""

from stillpoint.practice.entries import Entry, Flag, Key, Positive, Text, find

# What can expire by itself: the code knows how, the practice model says whether and when.
EXPIRING = ("private_notes", "conversation_drafts", "review_drafts", "messages", "held_rows")


class HoldKind(Entry):
    """A kind of hold on a case. `meaning`: what it keeps records for, in a sentence."""

    key: Key
    label: Text
    meaning: Text


class CaseRecords(Entry):
    """When what is about a case is due for a person to review whether it is still needed.

    Months are counted from the day of the outcome, or without one from the day of the report.
    `confirmed`: the force has agreed the periods with its records manager.
    """

    review_after_months: Positive
    review_again_after_months: Positive
    basis: Text
    confirmed: Flag = False


class Expiry(Entry):
    """What is erased by itself so many months after `counted_from`, unless a hold keeps it."""

    key: Key
    label: Text
    after_months: Positive
    counted_from: Text
    why: Text
    confirmed: Flag = False


class RetentionModel(Entry):
    """What a force has decided on keeping and erasing."""

    holds: tuple[HoldKind, ...]
    case_records: CaseRecords
    expiries: tuple[Expiry, ...]

    def hold(self, key: str) -> HoldKind:
        """The kind of hold with this key; raises UnknownEntry."""
        return find(self.holds, key, "kind of hold")
