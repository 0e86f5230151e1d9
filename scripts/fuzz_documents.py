"""Thousands of damaged and malicious documents through `pseudonymise`: none may crash, hang or be lost without a word.

scripts/fuzz-documents [--documents 10000] [--seed 1] [--long 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fuzzing import fuzzed, long_line
from tqdm import tqdm

from textmine.pipeline.airlock.pseudonymising import pseudonymise
from textmine.pipeline.study import init
from textmine.privacy.surrogates.replacing import Replacement, restore
from textmine.privacy.vault.vault import Vault, create_vault
from textmine.store import read_all

BATCH = 250
LONGEST = 600.0
"""Seconds for a batch: far above what the slowest takes."""


def main() -> int:
    """Print a table; the exit status says whether every document was read or left out with a reason, in time."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--long", type=int, default=3, help="lines of a megabyte besides")
    given = asked.parse_args()
    told: Counter[str] = Counter()
    slowest = 0.0
    for at in tqdm(range(0, given.documents, BATCH), disable=None, unit="batch"):
        n = min(BATCH, given.documents - at)
        reasons, took = batch(given.seed * 1_000_003 + at, n)
        told += reasons
        slowest = max(slowest, took)
    import random

    for n in range(given.long):
        told["a line of a megabyte: " + one_long(random.Random(f"{given.seed} {n}"))] += 1
    print(f"{given.documents} documents, seed {given.seed}; slowest batch of {BATCH}: {slowest:.0f} s\n")
    print("| documents | what became of them |\n|---|---|")
    for reason, count in told.most_common():
        print(f"| {count} | {reason} |")
    return 0 if slowest < LONGEST else 1


def batch(seed: int, n: int) -> tuple[Counter[str], float]:
    """Pseudonymise some; every document is a narrative that restores byte for byte, or is named with a reason."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "secure").mkdir()
        for number, document in enumerate(fuzzed(seed, n)):
            (root / "secure" / f"K{number % 20} {number:05d}{document.suffix}").write_bytes(document.data)
        told = _through(root, n)
    return told, time.monotonic() - began


def one_long(rng: object) -> str:
    """A line of a megabyte through reader and pseudonymiser."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "secure").mkdir()
        (root / "secure" / "K1 00000.txt").write_bytes(long_line(rng))  # type: ignore[arg-type]
        (told,) = _through(root, 1)
    return f"{told}, in {'less' if time.monotonic() - began < LONGEST else 'MORE'} than {LONGEST:.0f} s"


def _through(root: Path, n: int) -> Counter[str]:
    vault = create_vault(root / "keys" / "v.vault", secret=b"a passphrase of the fuzzer", key=b"f" * 32)
    (root / "roster.csv").write_text("child,name\n" + "".join(f"K{k},Kayleigh Jones{k}\n" for k in range(20)))
    study = init(root / "study")
    done = pseudonymise([root / "secure"], study=study, vault=vault, roster=root / "roster.csv")
    narratives = read_all(study.narratives)
    for narrative in narratives:
        _check(narrative.id, narrative.text, vault)
    told = (*(one.id for one in narratives), *(one.id for one in done.left_out), *done.copies)
    documents = {str(vault.original(id)["name"]).split("#")[0] for id in told}
    assert len(documents) == n, f"{n - len(documents)} documents were lost without a word"
    assert all(one.error.what and one.error.next_step for one in done.left_out)
    return Counter({"read": len(narratives)}) + Counter(one.error.what for one in done.left_out)


def _check(id: str, text: str, vault: Vault) -> None:
    kept = vault.original(id)
    replaced = kept["replacements"]
    assert isinstance(replaced, list)
    assert restore(text, [Replacement(**one) for one in replaced]) == kept["text"]


if __name__ == "__main__":
    sys.exit(main())
