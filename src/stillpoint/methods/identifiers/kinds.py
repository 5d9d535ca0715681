"""The kinds of identifier that are looked for: what to call them and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Kind:
    """``label`` names the kind mid-sentence; ``advice`` is one sentence to the writer."""

    label: str
    advice: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "titled_name": Kind(
            "a name with a title", "Write ‘the victim’, ‘the suspect’ or a role instead of a name."
        ),
        "officer_name": Kind(
            "an officer’s name",
            "Write the role, such as ‘the OIC’ or ‘the first response officer’.",
        ),
        "collar_number": Kind(
            "a collar number",
            "Write the role, such as ‘the OIC’, instead of a collar or warrant number.",
        ),
        "phone": Kind(
            "a telephone number",
            "Leave the number on the crime system and write ‘by telephone’ if it matters.",
        ),
        "email": Kind(
            "an e-mail address",
            "Leave the address on the crime system and write ‘by e-mail’ if it matters.",
        ),
        "postcode": Kind(
            "a postcode", "Write the kind of place, such as ‘her home’ or ‘a car park’."
        ),
        "street_address": Kind(
            "a street address", "Write the kind of place, such as ‘her home’ or ‘the scene’."
        ),
        "date_of_birth": Kind(
            "a date of birth", "Write the age, or an age band such as ‘18 to 24’, if it matters."
        ),
        "national_insurance": Kind(
            "a National Insurance number",
            "Take the number out and write ‘National Insurance number held on file’.",
        ),
        "nhs_number": Kind(
            "an NHS number", "Take the number out and write ‘NHS number held on file’."
        ),
        "vehicle_registration": Kind(
            "a vehicle registration", "Write ‘the suspect’s car’ or ‘a taxi’ instead of the number."
        ),
        "passport": Kind(
            "a passport number", "Take the number out and write ‘passport details held on file’."
        ),
        "driving_licence": Kind(
            "a driving licence number",
            "Take the number out and write ‘licence details held on file’.",
        ),
        "social_handle": Kind(
            "a social media name",
            "Write ‘the suspect’s account’ or ‘her account’ and the platform.",
        ),
        "social_profile": Kind(
            "a link to a social media profile",
            "Take the link out and write whose account it is and on which platform.",
        ),
    }
)
