"""A small team's own files: a dozen write-ups of the example with their roster, episodes and the example's marks."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import textmine
from textmine.annotation.carry import carry
from textmine.annotation.tasks import read_tasks, write_tasks
from textmine.coding.codebook import read_codebook
from textmine.privacy.vault.vault import Vault
from textmine.types import Coding

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
CHILDREN, EACH = 6, 2
FEWEST_CODED = 4  # children: the example leaves some write-ups uncoded, as a team would
PASSPHRASE = "a passphrase for a test"


def furnish(root: Path, *, folder: str = "writeups") -> None:
    """Write-ups, roster, episodes and a table of decisions in `secure/`."""
    with (EXAMPLE / "episodes.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["document"] and "#" not in row["document"]]
    by_child: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_child.setdefault(row["child"], []).append(row)
    several = [own[:EACH] for own in by_child.values() if len(own) >= EACH][:CHILDREN]
    chosen = [row for own in several for row in own]
    for row in chosen:
        target = root / "secure" / folder / row["document"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE / "writeups" / row["document"], target)
    _write(root / "secure" / "episodes.csv", chosen)
    with (EXAMPLE / "roster.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["child"] for row in chosen}
        _write(root / "secure" / "roster.csv", [row for row in csv.DictReader(stream) if row["child"] in known])
    decision = {"child": chosen[0]["child"], "words": "netball", "decision": "mask"}
    _write(root / "secure" / "decisions.csv", [decision])


def annotate(study: Path, tasks_file: Path, vault: Path, *, coders: tuple[str, ...] = ("annotator:1",)) -> None:
    """Play the annotators: the example's own marks for these write-ups, as an export in annotations/."""
    codes = read_codebook(study / "annotations" / "codebook.yaml").ids
    tasks = read_tasks(tasks_file, codes=codes)
    example = read_tasks(ROOT / "annotations" / "example" / "codings.json", codes=codes)
    # The example's key is published, so its pseudonyms can be worked out from the documents' names.
    published = Vault(study, bytes.fromhex((EXAMPLE / "example.key").read_text(encoding="ascii").strip()))
    ours = {}
    for narrative in tasks.narratives:
        name = textmine.vault_reidentify(
            narrative.id, vault=vault, who="the test", reason="to mark as the example does", passphrase=PASSPHRASE
        ).name
        ours[published.pseudonym("narrative", name)] = narrative
    moved = carry(example.codings, {n.id: n for n in example.narratives}, ours)
    marked = [
        Coding(ours[c.narrative].id, coder, c.mentions, c.fields, "accepted") for c in moved.codings for coder in coders
    ]
    children = {narrative.id: narrative.child for narrative in tasks.narratives}
    assert len({children[coding.narrative] for coding in marked}) >= FEWEST_CODED
    (study / "annotations" / "first.json").write_text(write_tasks(tasks.narratives, marked), encoding="utf-8")
    settings = study / "textmine.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            "[coding]", "[coding]\nat_least = 3\nat_least_children = 3\nfolds = 2"
        ),
        encoding="utf-8",
    )


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
