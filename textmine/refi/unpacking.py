"""Open a .qdpx without trusting what it says of itself; nothing is ever unpacked to the disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from textmine.errors import InputError
from textmine.refi.guids import AGAIN
from textmine.zips import inflated, swells

MAX_FILE = 500_000_000
MAX_INFLATED = 1_000_000_000
"""Bytes that the project and its texts may have together; recordings and pictures are never opened."""
MAX_MEMBERS = 200_000
TEXTS = (".qde", ".txt")
KIND, LINK = 0o170000, 0o120000  # of a file's mode: the bits of its kind, and those of a link
UNSAFE = "export it again; if it came from outside, tell your IT service"


def opened(data: bytes) -> dict[str, bytes]:
    """The project's XML and plain texts, by lower-case names with `/`.

    Raises:
        InputError: it is no zip, it is locked or damaged, a name leads out of it, or it would swell beyond all measure.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            wanted = _checked(archive.infolist())
            return {member.filename.lower(): inflated(archive, member) for member in wanted}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise InputError("The project is not a whole .qdpx", next_step=AGAIN) from None


def project_of(members: dict[str, bytes]) -> bytes:
    """The XML of the project: the one `.qde` at the root, whatever it is called.

    Raises:
        InputError: there is none, or more than one.
    """
    found = [name for name in members if name.endswith(".qde") and "/" not in name]
    if len(found) != 1:
        what = "more than one project" if found else "no project"
        raise InputError(f"The file holds {what}", where="its .qde", next_step=AGAIN)
    return members[found[0]]


def _checked(members: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    members = list(members)
    if any(_leads_out(member) for member in members):
        raise InputError("A name in the file leads out of it", next_step=UNSAFE)
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise InputError("Two parts of the file have one name", next_step=UNSAFE)
    if any(member.flag_bits & 1 for member in members):
        raise InputError("The file is protected with a password", next_step="export it without one")
    wanted = [member for member in members if member.filename.lower().endswith(TEXTS)]
    if len(members) > MAX_MEMBERS or swells(wanted, most=MAX_INFLATED):
        raise InputError("The file would swell beyond all measure when opened", next_step=UNSAFE)
    return wanted


def _leads_out(member: zipfile.ZipInfo) -> bool:
    # zipfile makes `/` of the separator of this system only, so a backslash may be left.
    name = member.orig_filename
    absolute = name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) is not None
    return absolute or ".." in re.split(r"[/\\]", name) or (member.external_attr >> 16) & KIND == LINK
