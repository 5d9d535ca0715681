"""Whether there is one card for each family of myths that the reader of free text can flag."""

from stillpoint.methods.challenge import FAMILIES
from stillpoint.practice.files import MythsFile
from stillpoint.practice.findings import Findings

FILES = ("myths.toml",)


def myths_fit(found: Findings) -> None:
    """A flag without a card could not be shown; a card without a family would never be."""
    name = "myths.toml"
    cards = found.file(name, MythsFile).myths
    for n, card in enumerate(cards):
        found.must_exist(name, ("myths", n, "key"), card.key, FAMILIES, "family of myths")
    for family in FAMILIES:
        if family not in {card.key for card in cards}:
            message = f"There is no card for {family}, and the reader may flag it."
            found.add(name, ("myths",), message, "Keep the card; change its words instead.")
