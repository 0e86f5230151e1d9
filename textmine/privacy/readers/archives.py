"""Zip files full of XML (docx, xlsx, odt), opened without trusting what they say of themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from textmine.errors import ReadError
from textmine.privacy.readers.content import damaged, locked, too_large
from textmine.zips import MAX_INFLATED, inflated, swells

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_MEMBERS = 10_000
MAX_XML = 60_000_000
"""Bytes of one XML part: some ten seconds of parsing."""


def opened(data: bytes) -> dict[str, bytes]:
    """The XML parts of an archive by their names; pictures and other objects are left where they are.

    Raises:
        zipfile.BadZipFile: the archive is damaged.
        ReadError: it is locked, or swells beyond the limits (found before anything is inflated).
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        _check(members)
        return {member.filename: inflated(archive, member) for member in members if _is_xml(member.filename)}


def tree(parts: dict[str, bytes], name: str) -> Element:
    """One XML part, its tags without their namespaces: Strict and Transitional Word files differ in those only.

    Raises:
        ReadError: the part is missing, too large or not well-formed, or it declares entities.
    """
    if name not in parts:
        raise damaged()
    if len(parts[name]) > MAX_XML:
        raise too_large()
    from defusedxml.ElementTree import fromstring

    with no_entities():
        root: Element = fromstring(parts[name], forbid_dtd=True)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return root


@contextmanager
def no_entities() -> Iterator[None]:
    """Turn the refusal of XML entities, internal or external, into a `ReadError`."""
    from defusedxml.common import DefusedXmlException

    try:
        yield
    except DefusedXmlException:
        raise ReadError(
            "The document holds XML entities, which no office program writes",
            next_step="do not open it; tell your IT service where it came from",
        ) from None


def attribute(node: Element, name: str) -> str | None:
    """An attribute by its name without namespace; `None` if it is not there."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def _check(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise locked()
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise damaged()
    if len(members) > MAX_MEMBERS or swells(members, most=MAX_INFLATED):
        raise ReadError(
            "The document would swell beyond all measure when opened",
            next_step="save it again in its own program; if it came from outside, tell your IT service",
        )


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels")) or name in ("mimetype", "encrypted-package")
