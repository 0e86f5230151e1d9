"""A server's address and token, looked at without asking anybody."""

from __future__ import annotations

import base64
import binascii
import json
from urllib.parse import urlsplit  # takes addresses apart, opens nothing

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def kind_of(token: str) -> str:
    """`legacy`, `personal` (lasts long), `access` (lasts five minutes), or `none`."""
    if not token:
        return "none"
    try:
        middle = token.split(".")[1]
        kind = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))).get("token_type")
    except (IndexError, ValueError, binascii.Error, AttributeError):
        return "legacy"
    return "personal" if kind == "refresh" else "access"


def loopback(url: str) -> bool:
    """Whether the address is this machine's own."""
    return urlsplit(url).hostname in LOOPBACK


def secure(url: str) -> bool:
    """Whether what is sent there cannot be read on the way."""
    return urlsplit(url).scheme == "https" or loopback(url)


def netloc(url: str) -> str:
    """Machine and port."""
    return urlsplit(url).netloc
