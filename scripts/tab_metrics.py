"""The Text Anonymization Benchmark's own measures: recall of entities to mask, recall and precision of tokens.

As in the benchmark's evaluation script (Pilán et al. 2022, section 5.3): an entity counts as masked only if all its
mentions are; of a mention all tokens must be masked but punctuation and words that carry nothing (there found by their
part of speech, here by a closed list); precision counts masked tokens of the whole document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r"\w+|[^\w\s]")
EMPTY = frozenset(
    "a an the this that of in on at by to for from with under over into about and or but nor as than before after "
    "between against during within without until since near mr mrs ms no nr s".split()
)
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """One judgment.

    Args:
        mentions: (entity, `DIRECT` or `QUASI`, type, start, end) of what must be masked: characters, half-open.
    """

    id: str
    text: str = field(repr=False)
    mentions: tuple[tuple[str, str, str, int, int], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Masked:
    """Counts of one document.

    Args:
        entities: (`DIRECT` or `QUASI`, type, wholly masked) of each entity.
        tokens: to mask; masked of them; masked at all.
    """

    entities: tuple[tuple[str, str, bool], ...]
    tokens: tuple[int, int, int]


def read_documents(path: Path, part: str) -> list[Document]:
    """The documents of `train` or `dev`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [_document(row) for row in rows if row["metadata"]["provenance"]["dataset_type"] == part]


def score(document: Document, spans: Sequence[Place]) -> Masked:
    """Score the masked places of one document."""
    covered = {at for start, end in spans for at in range(start, end)}
    entities: dict[str, tuple[str, str, bool]] = {}
    wanted: set[int] = set()
    for entity, kind, type_, start, end in document.mentions:
        tokens = list(_tokens(document.text, start, end))
        wanted.update(tokens)
        before = entities.get(entity, (kind, type_, True))
        direct = "DIRECT" in (kind, before[0])
        done = before[2] and all(at in covered for at in tokens)
        entities[entity] = ("DIRECT" if direct else "QUASI", before[1], done)
    masked = [at for at in _tokens(document.text, 0, len(document.text)) if at in covered]
    return Masked(tuple(entities.values()), (len(wanted), sum(at in covered for at in wanted), len(masked)))


def _tokens(text: str, start: int, end: int) -> Iterator[int]:
    """Where the tokens that carry something begin."""
    for match in TOKEN.finditer(text, start, end):
        if match[0][0].isalnum() and match[0].casefold() not in EMPTY:
            yield match.start()


def _document(row: dict[str, object]) -> Document:
    entities: list[dict[str, object]] = row["entities"]  # type: ignore[assignment]
    mentions = tuple(
        (str(e["entity_id"]), str(e["identifier_type"]), str(e["entity_type"]), e["start_offset"], e["end_offset"])
        for e in entities
        if e["identifier_type"] in ("DIRECT", "QUASI")
    )
    metadata: dict[str, str] = row["metadata"]  # type: ignore[assignment]
    return Document(metadata["data_id"], str(row["text"]), mentions)  # type: ignore[arg-type]
