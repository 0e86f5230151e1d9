"""The schemas of REFI-QDA 1.5, as its makers publish them (MIT licence), and whether a file keeps to them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import XMLSchema
    from lxml.etree import _Element as Element

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
FILES = {PROJECT: "Project.xsd", CODEBOOK: "Codebook.xsd"}


def validate(root: Element, schema: str) -> None:
    """Do nothing if the XML keeps to a schema.

    Raises:
        InputError: it does not; names the line and the rule, never a value.
    """
    rules = _rules(schema)
    if not rules.validate(root):
        first = rules.error_log[0]
        raise InputError(
            "This cannot be written by the standard",
            where=f"line {first.line}, {first.type_name}",
            next_step="report this line, it holds nothing of your data; --to csv writes the study meanwhile",
        )


@lru_cache(maxsize=2)
def _rules(schema: str) -> XMLSchema:
    from lxml import etree

    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(Path(__file__).parent / "xsd" / FILES[schema]), parser))
