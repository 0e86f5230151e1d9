"""Writes the README of the example corpus: the region, who writes, and what there is of everything, counted."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import readme_tables as tables
import yaml
from source import Source

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
AGREEMENT = EXAMPLE / "agreement.json"

OPENING = """\
# The example corpus

Write-ups of return interviews from a fictional region, as people have them: Word, PDF, exports, plain text. Nobody in
it exists, no place, school, home, force or provider in it exists, and no text is taken from a real record. How it is
written and marked is in [WRITING.md](WRITING.md).

Use it to try textmine, to test it and to teach with. What it says about children, areas and providers is true of
nothing. The first coder's marks come with the texts; how far a second coder agreed stands below.

| | |
|---|---|
| `writeups/` | the documents, a folder a team |
| `roster.csv` | what a case system knows of each child: names, family, workers, addresses, references |
| `episodes.csv` | missing episodes of three financial years, 2023-04-01 to 2026-03-31 |
| `gold/identifiers.jsonl` | every identifier in the text as it is read from the documents |
| `../../annotations/example/` | coded mentions: `codings.json`, `held-back.json`, `second-coder.json`, `adjudicated.json` |
| `source/` | what all of it is made from, with `corpora/build/render.py` |
| `prevalence.yaml` | how often each code is to be expected, and on what ground |
| `example.key` | the key of its pseudonyms, published so that they are the same everywhere; a real key never is |

## The region

| area | | force | who holds return interviews |
|---|---|---|---|
| Porth Merin | Wales, coastal county | Heddlu Glannau | Cam Nesaf |
| Dyffryn Taren | Wales, valleys | Taren Valleys Police | Cam Nesaf; here the police and children's services |
| Ashmere | England, metropolitan borough | Northmoor Police | the Lantern Project; children's services |
| Westhollow | England, shire county | Marchshire Constabulary | Waymark; Larkfield House writes its own |

Children placed out of their area are seen by an agency worker, or by the provider of where they live. Two children at
Larkfield House are a London borough's.

## Who writes

| author | role | layout |
|---|---|---|
| nia | return interview worker, Cam Nesaf | Word and OpenDocument with headings; warm, plain, the child's words |
| gareth | police officer, Taren Valleys Police | rows of a records system, plain text; capitals for surnames, clipped |
| sioned | social worker, Dyffryn Taren | a bilingual form in a grid, Word and PDF; formal |
| priya | social worker, Ashmere | numbered form in boxes, Word, and question and answer in a workbook; analytical |
| dean | project worker, the Lantern Project | typed on a phone, plain text and Markdown; lower case, no form |
| margaret | manager of a children's home, Larkfield House | PDF and rich text; long sentences, older wording |
| tunde | independent advocate, Waymark | letters and file notes, Word, OpenDocument, rich text; courteous |
| jo | agency worker, out of area | a form with tick boxes, Word and PDF; dictated, with the slips of dictation |
"""

EPISODES = """\
`episodes.csv` holds the episodes of all write-ups, and further ones that were made by `corpora/build/made_episodes.py`
from published rates: of these there is no write-up and nobody has a name. A fifth of the children are looked after and
have about 39 % of the episodes; 80 % of interviews are offered, 70 % of those are held, 55 % of them within 72 hours.
The made rows have the faults that real extracts have (`corpora/build/episode_faults.py` lists them). Rows below are
counted as they stand, those given twice and those with gaps among them.
"""

PREVALENCE = """\
Share of the interviews held (engagement full or partial) in which the code is affirmed and about this episode; a
narrower code implies its wider one. Expected are published shares where there are any; most are assumptions. What is
here above or below what is expected is so by writing and not by life: shares from this corpus estimate nothing.
"""


def write_readme(sources: Mapping[str, Source], children: Mapping[str, Mapping[str, object]]) -> None:
    """Write `corpora/example/README.md` anew, after everything else in the folder.

    Args:
        sources: all write-ups by id.
        children: of the write-ups, by reference.
    """
    codes = yaml.safe_load((ROOT / "annotations" / "codebook.yaml").read_text(encoding="utf-8"))["codes"]
    parents = {code["id"]: code["parent"] for code in codes if code.get("parent")}
    expected = yaml.safe_load((EXAMPLE / "prevalence.yaml").read_text(encoding="utf-8"))
    with (EXAMPLE / "episodes.csv").open(encoding="utf-8", newline="") as stream:
        episodes = list(csv.DictReader(stream))
    care = {child: str(facts["care_status"]) for child, facts in children.items()}
    words = sum(len(source.text.split()) for source in sources.values())
    mentions = sum(len(source.mentions) for source in sources.values())
    sections = [
        OPENING,
        "## What there is\n",
        f"{len(sources)} write-ups of {len(children)} children, {words:,} words.\n",
        tables.by_kind(sources) + "\n",
        tables.by_format(sources) + "\n",
        "txt1252 is plain text in the Windows-1252 encoding.\n",
        "## Mentions\n",
        f"{mentions:,} coded mentions. Headline: affirmed, about this episode; historical or future: affirmed too.\n",
        tables.by_code(sources, list(expected)) + "\n",
        "## Identifiers\n",
        tables.by_identifier(sources) + "\n",
        "## Children and episodes\n",
        EPISODES,
        tables.by_area(episodes) + "\n",
        "## How often each code stands in the write-ups\n",
        PREVALENCE,
        tables.by_prevalence(sources, care, expected, parents) + "\n",
        *_agreement(),
    ]
    (EXAMPLE / "README.md").write_text("\n".join(sections), encoding="utf-8")


def _agreement() -> list[str]:
    """Nothing where there is no second coding."""
    if not AGREEMENT.is_file():
        return []
    codes = json.loads(AGREEMENT.read_text(encoding="utf-8"))["codes"]
    words = "Krippendorff's alpha of a second coding with the first, its 95 % interval, and F1 of the second.\n"
    return ["## Agreement\n", words, tables.by_agreement(codes) + "\n"]
