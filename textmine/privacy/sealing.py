"""Keys and sealed values: scrypt, HMAC-SHA-256 and AES-256-GCM, each value bound to its place."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from textmine.errors import VaultError

# RFC 7914 and OWASP's password storage advice: N=2^15, r=8, p=1 costs about 32 MB and a tenth of a second.
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 2**20}
NONCE = 12
LEAST = 12
"""Bytes of a passphrase."""


def read_secret(source: Path | None, passphrase: str | None) -> bytes:
    """The secret of a vault, from a key file or a passphrase.

    A passphrase is normalised (NFC, as RFC 8265), so that é typed on another keyboard is the same.

    Raises:
        VaultError: neither was given, or the file cannot be read.
    """
    if source is not None:
        try:
            return source.read_bytes().strip()
        except OSError:
            raise VaultError("The key file cannot be read", next_step="check --key-file") from None
    if not passphrase:
        raise VaultError("The vault needs its passphrase", next_step="set TEXTMINE_PASSPHRASE or give --key-file")
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def stretch(secret: bytes, salt: bytes) -> bytes:
    """A key of 32 bytes from a passphrase."""
    return hashlib.scrypt(secret, salt=salt, dklen=32, **SCRYPT)


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose; keys for other purposes say nothing about it."""
    return hmac.digest(key, purpose.encode(), "sha256")


def keyed(key: bytes, purpose: str, *parts: str) -> bytes:
    """HMAC-SHA-256 of some words under the key for a purpose: 32 bytes."""
    return hmac.digest(derive(key, purpose), encode("\x1f".join(parts)), "sha256")


def encode(text: str) -> bytes:
    """UTF-8, with halves of characters as damaged files and file names have them."""
    return text.encode("utf-8", "surrogatepass")


def seal(key: bytes, value: bytes, *place: str) -> bytes:
    """Encrypt a value; it opens only with the same key at the same place."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, encode("\x1f".join(place)))


def unseal(key: bytes, value: bytes, *place: str) -> bytes:
    """The value.

    Raises:
        VaultError: it was changed, or belongs to another key or place.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(value[:NONCE], value[NONCE:], encode("\x1f".join(place)))
    except (InvalidTag, ValueError, TypeError):
        raise VaultError("A value in the vault is damaged", next_step="restore it from your backup") from None


def seal_table(key: bytes, value: Mapping[str, object], *place: str) -> bytes:
    """Encrypt names and values that JSON can hold."""
    # Not as escapes: two halves of a character would come back as one, and every place after them would be wrong.
    return seal(key, encode(json.dumps(dict(value), ensure_ascii=False)), *place)


def unseal_table(key: bytes, value: bytes, *place: str) -> dict[str, object]:
    """The names and values.

    Raises:
        VaultError: they were changed, or belong to another key or place.
    """
    return dict(json.loads(unseal(key, value, *place).decode("utf-8", "surrogatepass")))
