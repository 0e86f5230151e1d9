"""docs/architecture.md: the house as it stands, drawn from the code: rooms, floors, who imports whom, heavy libraries."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "textmine"
WINGS = ("pipeline", "privacy")  # rooms that have rooms of their own, shown one by one
# Slow to load or large: loaded inside the function that needs them, so that `textmine --help` answers at once.
HEAVY = (
    *("bertopic", "docx", "httpx", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "presidio_analyzer", "pyarrow"),
    *(
        "pypdf",
        "scipy",
        "sentence_transformers",
        "sklearn",
        "spacy",
        "starlette",
        "tokenizers",
        "torch",
        "transformers",
    ),
    *("uvicorn", "cryptography", "safetensors", "keyring"),
)
INTRODUCTION = """\
# The house as it stands

<!-- Written by scripts/write-docs from the code: change that, not this page. A test fails when they differ. -->

Write-ups go in at the top left of the path and come out as a report; data only moves down.

```
folder of write-ups + roster + episodes                             identifiable side
     │ privacy.readers      docx, pdf, odt, txt, md, rtf, csv, xlsx, qdpx
  Writeup ─ privacy.detection ─▶ Span…
     │ privacy.surrogates ───────────────▶ vault (encrypted, outside the study)
═════╪════════════════════ airlock ══════════════════════════════════════════
  Narrative                                                         pseudonymised side
     │ coding.passages
  Passage ─┬─ annotation ─▶ people ─▶ Coding ─ coding.agreement
           ├─ coding.encoder ─▶ X ─ coding.classifier ─▶ model ─ coding.evaluation
           │                                    └──▶ Coding   (the same noun, another coder)
           └─ theming.topics ─▶ Theme                │
                       └────── reporting.findings ◀──┴── Episode
                                     │  (every count through reporting.disclosure)
                                   Report ─▶ html │ word │ excel
```

A person and a model produce the same noun, `Coding`, so agreement, evaluation and reports need not know which it was. A report
is built once and rendered three times, so the three files cannot disagree. Why things are so: [design-notes.md](design-notes.md).

## Floors

Imports go down only. What stands on one line does not know each other. Held by import-linter, run by the tests.
"""


def house_page() -> str:
    """docs/architecture.md."""
    parts = [INTRODUCTION, _floors(), "## Rooms", _rooms(), "## Heavy libraries", _libraries(), "## Held by contract"]
    return "\n\n".join(part.strip() for part in (*parts, _contracts())) + "\n"


def rooms() -> dict[str, tuple[Path, ...]]:
    """Every room with its files: a folder, a file on the ground, or a room of a wing."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] != "_assets" and parts not in (("__init__",), ("__main__",)):
            found.setdefault(_room(parts), []).append(path)
    return {name: tuple(files) for name, files in sorted(found.items())}


def _room(parts: tuple[str, ...]) -> str:
    """`privacy.vault` of privacy/vault/keys.py, `coding` of coding/encoder.py, `store` of store.py."""
    inside = parts[0] in WINGS and len(parts) > 1 and (PACKAGE / parts[0] / parts[1]).is_dir()
    return ".".join(parts[:2]) if inside else parts[0]


@cache
def _imports(path: Path) -> frozenset[str]:
    """Modules that a file imports anywhere in it, in full."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def _knows(files: tuple[Path, ...], own: str) -> list[str]:
    """Rooms that a room imports."""
    names = {
        name.removeprefix("textmine.") for path in files for name in _imports(path) if name.startswith("textmine.")
    }
    known = {_room(tuple(name.split("."))) for name in names}
    return sorted(room for room in known & set(rooms()) if room != own)


def _libraries_of(files: tuple[Path, ...]) -> list[str]:
    return sorted({name.partition(".")[0] for path in files for name in _imports(path)} & set(HEAVY))


def _says(files: tuple[Path, ...]) -> str:
    """The first line of the room: of its `__init__`, or of its one file."""
    path = next((path for path in files if path.name == "__init__.py"), files[0])
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]


def _floors() -> str:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return "```\n" + "\n".join(layer.replace("textmine.", "").replace(" | ", "   ") for layer in layers) + "\n```"


def _rooms() -> str:
    rows = [
        (f"`{name}`", _says(files), ", ".join(f"`{one}`" for one in _knows(files, name)))
        for name, files in rooms().items()
    ]
    return _table(("room", "what it is", "knows"), rows)


def _libraries() -> str:
    users: dict[str, list[str]] = {}
    for name, files in rooms().items():
        for library in _libraries_of(files):
            users.setdefault(library, []).append(f"`{name}`")
    return _table(("library", "used in"), [(f"`{name}`", ", ".join(found)) for name, found in sorted(users.items())])


def _contracts() -> str:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return "\n".join(f"* {contract['name']}." for contract in contracts)


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines: Iterator[tuple[str, ...]] = iter([headings, tuple("---" for _ in headings), *rows])
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
