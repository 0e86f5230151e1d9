"""A reviewer's page and decisions: what was replaced, what is doubtful, what shall be masked or kept from now on."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import InputError
from textmine.privacy.merging import merge
from textmine.types import Span

DECISIONS = ("mask", "keep")
STYLE = """
body{font:16px/1.6 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}
main{max-width:86rem;margin:auto;padding:1.5rem}
header{background:#8a1c1c;color:#fff;padding:.7rem 1.5rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;border-top:1px solid #bbb;padding:1rem 0}
.text{white-space:pre-wrap}
mark{background:#fde9b8;padding:0 .15em;border-radius:.2em}
mark.doubt{background:#f6c1c1;outline:1px dashed #8a1c1c}
@media(max-width:50rem){.pair{grid-template-columns:1fr}}
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """Decisions to apply: (child reference or "" for all, words in lower case, decision)."""

    items: tuple[tuple[str, str, str], ...] = field(repr=False, default=())


def rules_of(decisions: Sequence[Mapping[str, str]]) -> Rules:
    """Rules from the decisions in the vault."""
    return Rules(tuple(sorted((d["child"], _key(d["words"]), d["decision"]) for d in decisions if _key(d["words"]))))


def apply_rules(
    texts: Sequence[str], spans: Sequence[tuple[Span, ...]], rules: Rules, child: str
) -> list[tuple[Span, ...]]:
    """Spans after a person's decisions for this child: `mask` adds, `keep` takes away what is not from the roster."""
    mine = [(words, decision) for who, words, decision in rules.items if who in ("", child)]
    keep = {words for words, decision in mine if decision == "keep"}
    masks = [words for words, decision in mine if decision == "mask"]
    decided = []
    for text, found in zip(texts, spans, strict=True):
        left = [span for span in found if span.why == "roster" or _key(text[span.start : span.end]) not in keep]
        decided.append(merge(text, [*left, *(span for words in masks for span in _places(text, words))]))
    return decided


def read_decisions(path: Path) -> tuple[dict[str, str], ...]:
    """Decisions from a CSV table with the columns `child` (empty: all children), `words`, `decision`.

    Raises:
        InputError: a column is missing or a decision is unknown; names the row.
    """
    try:
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), restkey="", restval="")
        rows = [{(name or "").strip().casefold(): value for name, value in row.items()} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("The decisions cannot be read", next_step="save them as CSV in UTF-8") from None
    return tuple(_decision(row, number) for number, row in enumerate(rows, 2))


def _decision(row: Mapping[str, str], number: int) -> dict[str, str]:
    words, decision = row.get("words", "").strip(), row.get("decision", "").strip().casefold()
    if row.get("") or not re.search(r"\w", words) or decision not in DECISIONS:
        raise InputError(
            "A decision needs words, and mask or keep",
            where=f"row {number}",
            next_step="use the columns child, words, decision, and quotation marks around cells with commas",
        )
    return {"child": row.get("child", "").strip(), "words": words, "decision": decision}


def review_page(originals: Sequence[Mapping[str, object]]) -> str:
    """A self-contained page of write-ups and narratives side by side, the most doubtful first; identifiable."""
    ranked = sorted(originals, key=lambda original: -len(original["doubts"]))  # type: ignore[arg-type]
    pairs = "\n".join(_pair(original) for original in ranked)
    doubts = sum(len(original["doubts"]) for original in originals)  # type: ignore[misc,arg-type]
    page = f"""<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Review of replacements</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>{STYLE}</style>
<header>Identifiable: keep this page where the write-ups are kept, and delete it after the review.</header><main>
<h1>What was replaced, and what is doubtful</h1>
<p>{len(originals)} write-ups, {doubts} doubtful places (red, dashed).
Hover over a replacement for its reason and score.
Write decisions into a CSV table with the columns child, words, decision (mask or keep) and give it to
<code>textmine review --decide FILE</code>; the next run applies them.</p>
{pairs}</main></html>
"""
    # Halves of characters, from damaged files, cannot be written.
    return page.encode("utf-8", "replace").decode("utf-8")


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _places(text: str, words: str) -> list[Span]:
    spaced = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){spaced}(?!\w)", re.I)
    return [Span(*match.span(), "PERSON", 1.0, "decision", f"person:{words}") for match in pattern.finditer(text)]


def _pair(original: Mapping[str, object]) -> str:
    replacements: Sequence[Mapping[str, object]] = original["replacements"]  # type: ignore[assignment]
    doubts: Sequence[Mapping[str, object]] = original["doubts"]  # type: ignore[assignment]
    before = _marked(
        str(original["text"]), [(r["start"], r["end"], "", f"{r['why']}, {r['score']:.2f}") for r in replacements]
    )
    after = _marked(
        str(original["narrative"]),
        [(r["new_start"], r["new_end"], "", str(r["why"])) for r in replacements]
        + [(d["start"], d["end"], "doubt", str(d["reason"])) for d in doubts],
    )
    heading = html.escape(str(original["name"]))
    return f'<h2>{heading}</h2><div class="pair"><div class="text">{before}</div><div class="text">{after}</div></div>'


def _marked(text: str, places: list[tuple[object, object, str, str]]) -> str:
    parts, last = [], 0
    for start, end, kind, why in sorted(places, key=lambda place: int(str(place[0]))):
        s, e = int(str(start)), int(str(end))
        if s < last:
            continue
        parts += [
            html.escape(text[last:s]),
            f'<mark class="{kind}" title="{html.escape(why)}">{html.escape(text[s:e])}</mark>',
        ]
        last = e
    return "".join([*parts, html.escape(text[last:])])
