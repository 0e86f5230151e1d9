"""Read `corpora/coded`: fictional passages with their codes, from which the coder's encoder learns.

`*.txt` there hold one passage a line with its codes behind ` ## ` (see `corpora/coded/README.md`); `learnt/*.txt` hold
code lines for the write-ups of `corpora/detection/learnt`. The example corpus is no part of it: it is measured on.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from textmine.assets import asset
from textmine.coding.codebook import Codebook, read_codebook
from textmine.coding.lessons import overlap, with_parent
from textmine.coding.passages import passages_of
from textmine.types import ASSERTIONS, TIMES, VOICES, Narrative

CORPORA = Path(__file__).parents[1] / "corpora"
sys.path.insert(0, str(CORPORA / "build"))
from source import Source, compile_mentions, compile_source  # noqa: E402

ASSERTED = {name[0]: name for name in ASSERTIONS}
TIMED = {"e": "this_episode", "p": "historical", "f": "future"}
VOICED = dict(zip("ch fa ca sw po pr oc in un".split(), VOICES, strict=True))
MARKS = {"PLACE": "[TOWN]", "HOME": "[HOME]", "SCHOOL": "[SCHOOL]", "ORG": "[ORGANISATION]", "REF": "[REFERENCE]"}

Code = tuple[str, str, str, str]


class CodedTextError(ValueError):
    """A line of the coded texts that breaks the rules: says where and what."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage with its heading, and every code with assertion, time and voice; none says that it has no code."""

    author: str
    context: str = field(repr=False)
    text: str = field(repr=False)
    codes: tuple[Code, ...]


def coded_texts(codebook: Codebook, folder: Path = CORPORA / "coded") -> list[Coded]:
    """All coded passages, sub-codes with their parents, in a fixed order.

    Raises:
        CodedTextError: a code, assertion, time or voice is unknown.
    """
    found = [one for path in sorted(folder.glob("*.txt")) for one in _lines(path)]
    found += [one for path in sorted((folder / "learnt").glob("*.txt")) for one in _write_up(path)]
    return [_checked(one, codebook) for one in found]


def main() -> None:
    """Write what `scripts/train_encoder.py` learns from to the file that is named."""
    codebook = read_codebook(asset("annotations", "codebook.yaml"))
    given = {
        "texts": [(one.author, one.context, one.text, one.codes) for one in coded_texts(codebook)],
        "codes": [(c.id, c.name, c.definition, c.phrases, c.include) for c in codebook.codes],
    }
    Path(sys.argv[1]).write_text(json.dumps(given, ensure_ascii=False), "utf-8")


def _checked(one: Coded, codebook: Codebook) -> Coded:
    codes: dict[str, Code] = {}
    for code, assertion, time, voice in one.codes:
        if code not in codebook.ids or assertion not in ASSERTIONS or time not in TIMES or voice not in VOICES:
            raise CodedTextError(f"{one.author}: {code},{assertion},{time},{voice}")
        for name in with_parent(code, codebook):
            codes.setdefault(name, (name, assertion, time, voice))
    return Coded(one.author, one.context, one.text, tuple(codes.values()))


def _lines(path: Path) -> Iterator[Coded]:
    context = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        words, _, codes = line.partition(" ## ")
        if line.startswith("@") or not words.strip():
            context = "" if line.startswith("@") else context
        elif words.startswith("# ") and not codes:
            context = words.strip("# :")
        else:
            asked, text = _cells(words)
            yield Coded(path.stem, asked or context, text, tuple(_codes(codes, f"{path.name} line {number}")))


def _cells(line: str) -> tuple[str, str]:
    """What a table row asks and answers; a plain line answers."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return (cells[0], " ".join(cells[1:])) if line.startswith("|") and len(cells) > 1 else ("", line.strip("- "))


def _codes(given: str, where: str) -> Iterator[Code]:
    for one in filter(None, (part.strip() for part in given.split(";"))):
        parts = [part.strip() for part in one.split(",")]
        if len(parts) != 4:
            raise CodedTextError(f"{where}: a code needs four parts: {one}")
        code, assertion, time, voice = parts
        yield code, ASSERTED.get(assertion, assertion), TIMED.get(time, time), VOICED.get(voice, voice)


def _write_up(path: Path) -> Iterator[Coded]:
    """Passages of a marked write-up, names replaced by plain marks, with the codes that stand in them."""
    author = path.stem.split("-")[0]
    source = compile_source((CORPORA / "detection" / "learnt" / author / path.name).read_text("utf-8"))
    mentions = compile_mentions(source.text, path.read_text("utf-8").splitlines())
    for passage in passages_of(Narrative(path.stem, source.head["child"], source.text)):
        codes = [
            (m.code, m.assertion, m.time, m.voice)
            for m in mentions
            if overlap(passage.start, passage.end, m.start, m.end)
        ]
        yield Coded(author, passage.context, _marked(source, passage.start, passage.end), tuple(codes))


def _marked(source: Source, start: int, end: int) -> str:
    parts, last = [], start
    for one in source.identifiers:
        if start <= one.start and one.end <= end:
            parts += [source.text[last : one.start], plain_mark(one.type, one.entity)]
            last = one.end
    return "".join([*parts, source.text[last:end]])


def plain_mark(kind: str, entity: str) -> str:
    """What stands for an identifier: its kind, of a person the role."""
    if kind != "PERSON":
        return MARKS.get(kind, f"[{kind}]")
    role = re.sub(r"[^A-Z]+.*", "", entity.upper())
    return f"[{role or 'PERSON'}]"


if __name__ == "__main__":
    main()
