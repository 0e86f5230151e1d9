"""The table of a reviewer's decisions: read from CSV, written as CSV, each decision with a name of its own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from textmine.cells import safe, unsafe
from textmine.errors import InputError
from textmine.privacy.vault.records import ID

DECISIONS = ("mask", "keep", "always", "same", "different", "checked")
ABOUT_TWO = ("same", "different")
COLUMNS = ("child", "words", "decision", "same_as", "narrative", "leaks", "version")
DRAWN = "drawn"
"""A write-up was drawn for reading: kept in the vault, never in a person's table."""


def read_decisions(path: Path) -> tuple[dict[str, str], ...]:
    """Decisions from a CSV table, in its order.

    Columns: `child` (empty: all children), `words`, `decision`, and where they are needed `same_as`, `narrative`,
    `leaks` and `version`. `always` is `mask` for all children; `different` says that two are not the same person, so
    that it is not asked again.

    Raises:
        InputError: a column is missing or a decision is unknown; names the row.
    """
    try:
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), restkey="", restval="")
        rows = [{(name or "").strip().casefold(): value for name, value in row.items()} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("The decisions cannot be read", next_step="save them as CSV in UTF-8") from None
    return tuple(_decision(row, number) for number, row in enumerate(rows, 2))


def write_decisions(decisions: Iterable[Mapping[str, str]]) -> str:
    """A table that `read_decisions` reads; identifiable."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for decision in decisions:
        table.writerow([safe(decision.get(name, "")) for name in COLUMNS])
    return stream.getvalue()


def decision_name(decision: Mapping[str, str]) -> str:
    """What a decision is about: a later one about the same takes its place."""
    if decision["decision"] == "checked":
        return f"checked\x1f{decision['narrative']}\x1f{decision['version']}"
    if decision["decision"] == DRAWN:
        return f"{DRAWN}\x1f{decision['narrative']}"
    words = f"{decision['child']}\x1f{decision['words'].casefold()}"
    return f"{words}\x1fsame\x1f{decision['same_as'].casefold()}" if decision["decision"] in ABOUT_TWO else words


def version_of(narrative: str) -> str:
    """Tells one form of a narrative's text from another, so that what was read is not taken for what stands there now."""
    return sha256(narrative.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _decision(row: Mapping[str, str], number: int) -> dict[str, str]:
    cells = {name: unsafe(row.get(name, "").strip()) for name in COLUMNS}
    cells["decision"] = cells["decision"].casefold()
    if row.get("") or cells["decision"] not in DECISIONS:
        raise _wrong(number, f"A decision is one of {', '.join(DECISIONS)}")
    if cells["decision"] == "checked":
        return _checked(cells, number)
    if not re.search(r"\w", cells["words"]):
        raise _wrong(number, "A decision needs words")
    if cells["decision"] in ABOUT_TWO:
        return _two(cells, number)
    always = cells["decision"] == "always"
    child, decision = ("", "mask") if always else (cells["child"], cells["decision"])
    return {"child": child, "words": cells["words"], "decision": decision}


def _two(cells: Mapping[str, str], number: int) -> dict[str, str]:
    if not cells["child"] or not re.search(r"\w", cells["same_as"]):
        raise _wrong(number, "Same and different need a child, and the other words in same_as")
    return {name: cells[name] for name in ("child", "words", "decision", "same_as")}


def _checked(cells: Mapping[str, str], number: int) -> dict[str, str]:
    if not ID.fullmatch(cells["narrative"]) or not re.fullmatch(r"[0-9]{1,6}", cells["leaks"]):
        raise _wrong(number, "A write-up that was read needs its narrative (N-…) and the number of leaks")
    return {name: cells[name] for name in ("decision", "narrative", "leaks", "version")}


def _wrong(number: int, what: str) -> InputError:
    return InputError(
        what,
        where=f"row {number}",
        next_step=f"use the columns {', '.join(COLUMNS[:3])} (and {', '.join(COLUMNS[3:6])} where they are needed), "
        "and quotation marks around cells with commas",
    )
