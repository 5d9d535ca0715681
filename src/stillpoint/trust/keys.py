"""The keys: one for the trail's digests, one that signs its seals, a ring for the vault.

They live in one file outside the database (``STILLPOINT_KEYS``), readable by the service alone,
so that a copy of the database by itself can neither be read where it is encrypted nor re-signed.
"""

from __future__ import annotations

import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings


@lru_cache(maxsize=1)
def _ring() -> dict[str, Any]:
    return load_or_make(Path(settings.STILLPOINT_KEYS))


def load_or_make(path: Path) -> dict[str, Any]:
    """The key file's content; made with fresh keys, mode 0600, when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = json.dumps(_fresh(), indent=1)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return load_or_make(path)
        with os.fdopen(descriptor, "w") as file:
            file.write(made)
    ring: dict[str, Any] = json.loads(path.read_text())
    return ring


def _fresh() -> dict[str, Any]:
    signing = Ed25519PrivateKey.generate().private_bytes(
        Encoding.Raw, PrivateFormat.Raw, NoEncryption()
    )
    return {
        "digest": secrets.token_hex(32),
        "signing": signing.hex(),
        "vault": {"current": "1", "keys": {"1": secrets.token_hex(32)}},
    }


def digest_key() -> bytes:
    """The key of the trail's before and after digests."""
    return bytes.fromhex(_ring()["digest"])


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_ring()["signing"]))


def verifying_key() -> bytes:
    """The public half, 32 raw bytes: kept with the exported roots."""
    return signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def forget() -> None:
    """Read the file again at next use (after a change of keys, or in tests)."""
    _ring.cache_clear()
