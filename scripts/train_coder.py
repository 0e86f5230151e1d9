"""Train the starter coder on the whole example corpus, as a study would, and put it into `models/coder`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from coding_example import FILES, read_example
from tqdm import tqdm

import textmine
from textmine.assets import asset
from textmine.pipeline.coder.coding import TAUGHT
from textmine.store import write_part

OUT = Path(__file__).parents[1] / "models" / "coder"
# Fewer examples than a team's own coder needs: it starts from passages of every code, and how sure its figures are is said.
SETTINGS = "[coding]\nat_least = 10\nat_least_children = 8\n"
ABOUT = """
**A starter.** It learned from the fictional write-ups of `corpora/example` and starts from fictional passages
([encoder](../encoder/README.md)). It is for trying textmine out and for suggestions that annotators accept, mend or reject
(`textmine code --starter`). Its figures say how it does on children of the example that it did not learn from, not how it
does on yours: train your own coder before anything is reported. It suggests codes with 10 examples of 8 children and more,
where a team's own coder waits for 30 of 15: look how wide their intervals are. Made by `scripts/train-coder`.
"""


def main() -> None:
    """Make a study of the example, train, and keep the coder under a name that says what it is."""
    example = read_example()
    with TemporaryDirectory() as folder:
        study = textmine.init(Path(folder) / "starter")
        (study.root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
        write_part(study.narratives, "example", example.narratives)
        for name in FILES:
            if name != "second-coder":
                shutil.copyfile(
                    asset("annotations", "example", f"{name}.json"), study.root / "annotations" / f"{name}.json"
                )
        bars: dict[str, tqdm] = {}
        textmine.train(study=study.root, progress=lambda done, of, words: _show(bars, done, of, words))
        shutil.rmtree(OUT, ignore_errors=True)
        shutil.copytree(study.coder, OUT, ignore=shutil.ignore_patterns(TAUGHT))
    _name()


def _name() -> None:
    facts = json.loads((OUT / "model.json").read_text("utf-8"))
    old = dict(facts["about"])["version"]
    facts["about"] = [[name, f"starter-{value}" if name == "version" else value] for name, value in facts["about"]]
    (OUT / "model.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", "utf-8")
    for path in OUT.glob("*.md"):
        text = path.read_text("utf-8").replace(f"model:{old}", f"model:starter-{old}")
        head, _, rest = text.partition("\n")
        path.write_text(f"{head}\n{ABOUT}{rest}" if path.name == "README.md" else text, "utf-8")


def _show(bars: dict[str, tqdm], done: int, of: int, words: str) -> None:
    bar = bars.setdefault(words, tqdm(total=of, desc=words, file=sys.stderr, disable=None))
    bar.update(done - bar.n)


if __name__ == "__main__":
    main()
