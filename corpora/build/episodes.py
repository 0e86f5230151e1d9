"""The episodes table of the example region: those of the write-ups, further ones by published rates, and faults."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from episode_faults import with_faults
from made_episodes import FORCES, Row, made_rows
from source import Source


def episode_rows(
    sources: Mapping[str, Source],
    documents: Mapping[str, str],
    children: Mapping[str, dict[str, object]],
    teams: Mapping[str, str],
) -> list[dict[str, str]]:
    """The table as a case system exports it, in order of child and start; the same for the same sources.

    Args:
        sources: write-ups by id, AUTHOR-NN.
        documents: the document of each write-up.
        children: of the write-ups, by reference.
        teams: of each author the provider.

    Returns:
        A row an episode with the columns of `textmine.reporting.episodes`. The rows that name a document are exactly
        those of the write-ups; the others are made, and some of them carry the faults of `episode_faults`.
    """
    written = sorted(
        (_written(id, source, documents, children, teams) for id, source in sources.items()), key=_child_and_start
    )
    own = {child: tuple(rows) for child, rows in groupby(written, key=lambda row: row["child"])}
    return with_faults(sorted([*written, *made_rows(own)], key=_child_and_start))


def _written(
    id: str,
    source: Source,
    documents: Mapping[str, str],
    children: Mapping[str, dict[str, object]],
    teams: Mapping[str, str],
) -> Row:
    head, child = source.head, children[source.head["child"]]
    author, number = id.split("-")
    held = head["engagement"] in ("full", "partial")
    host = str(child.get("host_area") or child["area"])
    return {
        "episode_id": f"M{head['left'][2:4]}-{author[:2].upper()}{number}",
        "child": head["child"],
        "area": str(child["area"]),
        "host_area": host,
        "force": FORCES.get(host, "unknown"),
        "care_status": str(child["care_status"]),
        "placement_type": str(child.get("placement_type") or "unknown"),
        "missing_start": _known(head["left"]),
        "missing_end": _known(head["returned"]),
        "offered": "yes",
        "completed": "yes" if held else "no",
        "interview": _known(head["interview"]) if held else "",
        "provider": teams[author],
        "sex": str(child.get("sex") or "unknown"),
        "date_of_birth": str(child["born"])[:10],
        "document": documents[id],
        "worker": author,
    }


def _known(moment: str) -> str:
    return "" if moment == "unknown" else moment


def _child_and_start(row: Row) -> tuple[str, str, str]:
    return row["child"], row["missing_start"], row["episode_id"]
