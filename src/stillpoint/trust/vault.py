"""The vault: text encrypted with AES-256-GCM, bound to the record that it belongs to.

The record's reference goes in as associated data, so that a sealed text moved to another record
does not open. Keys live in the key file (``keys.py``); a new key seals what is written from then
on, older ones still open what they sealed.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stillpoint.trust import keys

FORM = "v1"
NONCE_BYTES = 12


class CannotOpen(ValueError):
    """The text was sealed for another record, with a key we do not have, or was altered."""


def seal_text(text: str, *, context: str) -> str:
    """Encrypt ``text`` for the record and field that ``context`` names (``note:K7Q2MXTR:text``).

    Returns ``v1.<key>.<base64url of nonce and ciphertext>``. The same text gives another result
    each time.
    """
    if not context:
        raise ValueError("Name the record and field that the text belongs to.")
    name, key = keys.vault_key()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(context, name))
    return f"{FORM}.{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_text(sealed: str, *, context: str) -> str:
    """The text that was sealed for ``context``. Raises CannotOpen."""
    form, name, body = _parts(sealed)
    if form != FORM:
        raise CannotOpen("The text was not sealed by this service.")
    key = keys.vault_keys().get(name)
    if key is None:
        raise CannotOpen(f"The key {name} that sealed the text is not in the key file.")
    try:
        raw = base64.urlsafe_b64decode(body)
        opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(context, name))
    except (InvalidTag, binascii.Error, ValueError):
        raise CannotOpen("The text was sealed for another record, or was altered.") from None
    return opened.decode()


def needs_sealing_again(sealed: str) -> bool:
    """Whether an older key than the current one sealed the text."""
    return _parts(sealed)[1] != keys.vault_key()[0]


def _parts(sealed: str) -> tuple[str, str, str]:
    parts = sealed.split(".")
    if len(parts) != 3:
        raise CannotOpen("The text was not sealed by this service.")
    return parts[0], parts[1], parts[2]


def _bound_to(context: str, key_name: str) -> bytes:
    return f"stillpoint vault {FORM}\n{key_name}\n{context}".encode()
