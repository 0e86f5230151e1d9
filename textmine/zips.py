"""Zip files that are not trusted in what they say of themselves: what would swell is found before anything is inflated."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

MAX_RATIO = 200
"""How much smaller than its content a member of more than `SMALL` bytes may be stored."""
SMALL = 1_000_000
MAX_INFLATED = 200_000_000
"""Bytes that all members of a document may have together, uncompressed."""


def swells(members: Iterable[zipfile.ZipInfo], *, most: int) -> bool:
    """Whether a member is packed more tightly than office programs do, or all are larger than so many bytes, uncompressed."""
    sizes = [(member.file_size, member.compress_size) for member in members]
    return any(size > max(SMALL, MAX_RATIO * packed) for size, packed in sizes) or sum(size for size, _ in sizes) > most


def inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The member up to the size that it declares: asked for all at once, a false size would inflate without end."""
    with archive.open(member) as handle:
        return handle.read(member.file_size) if member.file_size else b""


def repacked(members: Mapping[str, bytes]) -> BytesIO:
    """Checked members alone, for a library that would inflate a member whose declared size is false without end."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed
