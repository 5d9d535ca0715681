"""Check what a force says of keeping and erasing."""

from stillpoint.practice.files import RetentionFile
from stillpoint.practice.findings import Findings
from stillpoint.practice.problems import did_you_mean
from stillpoint.practice.retention import EXPIRING

FILES = ("retention.toml",)


def retention_fits(found: Findings) -> None:
    """Only what the product can erase expires; there is a kind of hold to place."""
    name = FILES[0]
    kept = found.file(name, RetentionFile)
    if not kept.holds:
        found.add(name, ("holds",), "There is no kind of hold.", "Keep at least one [[holds]].")
    for n, expiry in enumerate(kept.expiries):
        if expiry.key not in EXPIRING:
            message = f"Nothing that is called “{expiry.key}” can expire by itself."
            where = ("expiries", n, "key")
            found.add(name, where, message, did_you_mean(expiry.key, EXPIRING))
