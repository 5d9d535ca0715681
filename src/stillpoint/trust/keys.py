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

from stillpoint.trust.whole_files import written_whole


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
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(made)
        except OSError:
            path.unlink(missing_ok=True)  # Half a key file would be taken for a whole one.
            raise
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


def vault_key() -> tuple[str, bytes]:
    """The name of the key that seals text now, and the key: 32 bytes."""
    name: str = _ring()["vault"]["current"]
    return name, vault_keys()[name]


def vault_keys() -> dict[str, bytes]:
    """All keys of the vault by name: older ones still open what they sealed."""
    return {name: bytes.fromhex(key) for name, key in _ring()["vault"]["keys"].items()}


def add_vault_key() -> str:
    """Make a new key with which the vault seals from now on; returns its name.

    The file is exchanged whole, so that a crash leaves the old one. Other processes take the new
    key up when they start again; until then the old key seals, and both open.
    """
    path = Path(settings.STILLPOINT_KEYS)
    ring = load_or_make(path)
    name = str(max(int(known) for known in ring["vault"]["keys"]) + 1)
    ring["vault"]["keys"][name] = secrets.token_hex(32)
    ring["vault"]["current"] = name
    with written_whole(path, mode=0o600) as file:
        file.write(json.dumps(ring, indent=1).encode())
    forget()
    return name


def forget() -> None:
    """Read the file again at next use (after a change of keys, or in tests)."""
    _ring.cache_clear()
