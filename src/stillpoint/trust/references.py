"""Public references: short, random, safe to read out, never a database id."""

from __future__ import annotations

import secrets

from django.db import models

# No vowels (no accidental words), no 0/O, 1/I/L: a reference can be read out over the radio.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 8


def new_reference() -> str:
    """Eight characters from 27: about 38 bits, unique by constraint."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class Referenced(models.Model):
    """A record that people and the trail name by a public reference."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)

    class Meta:
        abstract = True

    @property
    def trail_reference(self) -> str:
        return f"{self._meta.model_name}:{self.ref}"
