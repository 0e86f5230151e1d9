"""Measure what pseudonymising costs the coder: macro F1 on the original write-ups and on their narratives, side by side."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm
from utility_sides import Setting, lesson_of, pseudonymised, read_writeups, setting_of

from textmine.coding.evaluation import usable_codes
from textmine.coding.heldout import columns_of, hold_out
from textmine.coding.lessons import Lesson
from textmine.coding.resampling import f1s, interval, redrawn
from textmine.privacy.surrogates.replacing import Pseudonymised
from textmine.progress import Progress, silent

STYLES = ("roles", "realistic", "tags")
DRAWS = 2000
GOAL = 0.01


@dataclass(frozen=True, slots=True)
class Utility:
    """How well a coder learns from original write-ups, and from the same ones pseudonymised.

    Args:
        narratives, children, codes: how many both are measured on.
        f1_originals, f1_narratives: macro F1, held out by child.
        low, high: 95 % interval of the difference, narratives minus originals, bootstrapped by child.
    """

    narratives: int
    children: int
    codes: int
    f1_originals: float
    f1_narratives: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Macro F1 on narratives minus macro F1 on originals; below 0 is what pseudonymising costs."""
        return self.f1_narratives - self.f1_originals


def utility(style: str = "roles", progress: Progress = silent) -> Utility:
    """Macro F1 of the coder on the example's originals and on its narratives, as `textmine evaluate` measures it.

    The same documents, children, folds, seed and gold mentions; the identifiers are those that the detector finds with
    the roster, not the gold ones. Measured on all codes with enough examples on both sides, whether or not they pass the
    bar under which a code is not suggested: a bar would choose codes by what is measured.

    Args:
        style: of the pseudonyms: `roles`, `realistic` or `tags`.
    """
    setting, writeups = setting_of(style), read_writeups()
    plain = [Pseudonymised(writeup.text, ()) for writeup in writeups]
    hidden = pseudonymised(writeups, setting, progress)
    sides = [lesson_of(writeups, texts, setting) for texts in (plain, hidden)]
    codes = _codes(sides, setting)
    said = [_said(lesson, codes, setting, progress) for lesson in sides]
    return _compared(sides[0], said, columns_of(sides[0], codes), seed=setting.settings.coding.seed)


def _codes(sides: Sequence[Lesson], setting: Setting) -> tuple[str, ...]:
    """Codes with enough examples on both sides."""
    wanted = setting.settings.coding
    enough = [
        usable_codes(lesson, at_least=wanted.at_least, at_least_children=wanted.at_least_children) for lesson in sides
    ]
    return tuple(code for code in enough[0] if code in enough[1])


def _said(lesson: Lesson, codes: Sequence[str], setting: Setting, progress: Progress) -> np.ndarray:
    """bool[n_docs, n_codes]: decisions, each by a coder that saw nothing of the child."""
    wanted = setting.settings.coding
    held = hold_out(
        lesson,
        setting.definitions,
        setting.codebook,
        usable=codes,
        folds=min(wanted.folds, len(set(lesson.children))),
        seed=wanted.seed,
        progress=progress,
    )
    return held.chosen


def _compared(lesson: Lesson, said: Sequence[np.ndarray], columns: Sequence[int], *, seed: int) -> Utility:
    """Both sides on the same narratives and the same draws of children."""
    W = redrawn(lesson.children, seed, DRAWS)
    originals, narratives = (f1s(lesson.D[:, columns], one[:, columns], W) for one in said)
    low, high = interval(np.nanmean(narratives - originals, axis=1)[1:])
    return Utility(
        narratives=len(lesson.children),
        children=len(set(lesson.children)),
        codes=len(columns),
        f1_originals=float(np.nanmean(originals[0])),
        f1_narratives=float(np.nanmean(narratives[0])),
        low=low,
        high=high,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--style", choices=STYLES, default="roles", help="what stands for identifiers")
    style = parser.parse_args().style
    print(table(utility(style, _bars()), style))


def table(found: Utility, style: str) -> str:
    """The figures in Markdown, with what they are of."""
    n = found.codes
    rows = (
        ("original write-ups", _mean(found.f1_originals, n)),
        (f"narratives, style `{style}`", _mean(found.f1_narratives, n)),
        ("difference", f"{found.difference:+.3f} (95 % {found.low:+.3f} to {found.high:+.3f})"),
    )
    return "\n".join(
        (
            f"## The coder on {found.narratives} write-ups of {found.children} children, before and after pseudonymising\n",
            "| learned from and measured on | macro F1 (sum of the codes' F1 / codes) |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
            f"\nNested cross-validation by child; {n} codes with enough examples; F1 of a code is 2 × narratives where both"
            " have it / (narratives where people have it + where the coder has it). Interval of the difference:"
            f" {DRAWS:,} draws of children, the folds as they are. {_goal(found)}",
        )
    )


def _goal(found: Utility) -> str:
    """Whether the difference is small, and whether other children could have shown a larger one."""
    within = {
        name: "yes" if size <= GOAL else "no"
        for name, size in (
            ("the difference", abs(found.difference)),
            ("its whole interval", max(abs(found.low), abs(found.high))),
        )
    }
    return f"Within {GOAL}? " + "; ".join(f"{name}: {answer}" for name, answer in within.items()) + "."


def _mean(f1: float, n: int) -> str:
    return f"{f1:.3f} ({f1 * n:.2f}/{n})"


def _bars() -> Progress:
    """A bar on the terminal for each round of work, nothing elsewhere."""
    bars: list[tqdm] = []

    def show(done: int, of: int, words: str) -> None:
        if done == 0:
            bars.append(tqdm(total=of, desc=words, disable=None))
        bars[-1].update(done - bars[-1].n)
        if done == of:
            bars[-1].close()

    return show


if __name__ == "__main__":
    main()
