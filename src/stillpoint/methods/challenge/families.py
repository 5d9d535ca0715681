"""The families of rape myth that are read for: what each rests a conclusion on.

M26, what society at large believes, is not something that a case file reasons from, and is left
out. The words to show an officer about each family are practice and not code: `myths.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "M01": "that it was not by a stranger, outdoors or with force",
        "M02": "that they were married or a couple",
        "M03": "contact that she agreed to before or after",
        "M04": "clothes, flirting or reputation",
        "M05": "that the victim had been drinking or taking drugs",
        "M06": "that the suspect was drunk or lost control",
        "M07": "that she went with him, let him in or took a risk",
        "M08": "that there was no resistance, shout or refusal",
        "M09": "that there is no injury, forensic or other support",
        "M10": "when or how the victim reported",
        "M11": "how the victim behaved or came across",
        "M12": "gaps or differences in the account",
        "M13": "an assumed motive to lie",
        "M14": "earlier reports, withdrawal or reluctance",
        "M15": "mental ill-health, disability or neurodiversity",
        "M16": "selling sex",
        "M17": "that the victim is a man, LGBTQ+ or had a physical response",
        "M18": "the age, looks or strength of those involved",
        "M19": "the suspect’s character, work or future",
        "M20": "what a jury or the CPS is thought to make of it",
        "M21": "culture, faith, class or migration",
        "M22": "that it was slight or is exaggerated",
        "M23": "that the victim enjoyed or wanted it",
        "M24": "mixed signals or implied consent",
        "M25": "messages, images or profiles",
        "M27": "a chaotic life, a record, homelessness or addiction",
    }
)
"""What the reasoning rests on, by family; each reads on from “rests on”."""
