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

# OWASP's password storage advice: N=2^17, r=8, p=1 costs about 128 MB and half a second. RFC 7914.
COST = (2**17, 8, 1)
FIRST_COST = (2**15, 8, 1)
"""Of vaults of the first format, which do not say what theirs was."""
MOST = 2**21
"""N times p that is still believed: what a damaged vault says must not take all memory."""
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
        raise VaultError(
            "The vault needs its passphrase", next_step="set TEXTMINE_PASSPHRASE, or give --key-file or --keyring"
        )
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def stretch(secret: bytes, salt: bytes, cost: tuple[int, int, int] = COST) -> bytes:
    """A key of 32 bytes from a passphrase; `cost` is N, r and p of scrypt."""
    n, r, p = cost
    return hashlib.scrypt(secret, salt=salt, dklen=32, n=n, r=r, p=p, maxmem=256 * n * r * p)


def read_cost(words: bytes | None) -> tuple[int, int, int]:
    """Cost of the passphrase as the vault's head says it.

    Raises:
        VaultError: it makes no sense.
    """
    if words is None:
        return FIRST_COST
    try:
        n, r, p = (int(word) for word in words.decode("ascii").split())
    except (ValueError, AttributeError):
        n = r = p = 0
    if n < 2 or n & (n - 1) or not 0 < r <= 64 or p < 1 or n * p > MOST:
        raise VaultError("The vault is damaged", next_step="restore it from your backup")
    return n, r, p


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
