"""The cards that an officer is shown where a sentence seems to rest on a rape myth (P44).

Myth, implication, what law and evidence say: the order that prosecutors' own guidance uses. The
families are those of `stillpoint.methods.challenge`; published attitude scales are not used.
"""

from stillpoint.practice.entries import Entry, Text


class MythCard(Entry):
    """One family: what is believed, what it does, what law and evidence say, a question instead.

    `key` is the code of the family, “M01” to “M27”.
    """

    key: Text
    title: Text
    myth: Text
    implication: Text
    law_and_evidence: Text
    question: Text
