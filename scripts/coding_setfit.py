"""SetFit as a peer: the encoder fine-tuned on pairs of texts with and without a code in common, then regressions.

Needs the package `setfit` (with `datasets`, `evaluate`, `accelerate`); it is left out, and said so, where that is missing.
A graphics processor, where there is one, learns from the usual number of pairs; two cores from a tenth of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import numpy as np
from coding_baselines import Fit
from numpy.typing import NDArray

from textmine.weights import minilm_folder

ITERATIONS = {"cuda": 20, "cpu": 2}
"""Pairs of each text with others that share a code, and as many that share none: 20 is what SetFit's authors used."""
BATCH, SEED = 16, 3


def there() -> bool:
    """Whether the package is installed."""
    return find_spec("setfit") is not None


def device() -> str:
    """What torch computes on here: `cuda` or `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def called() -> str:
    """The row's name, with how many pairs of each kind a text is learned in."""
    return f"SetFit, {ITERATIONS[device()]} pairs of each kind a text"


def setfit(texts: Sequence[str]) -> Fit:
    """SetFit with one regression a code; a code that all or none of the learned texts have keeps its share."""

    def fit(learn: NDArray[np.int64], test: NDArray[np.int64], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
        from datasets import Dataset
        from setfit import SetFitModel, Trainer, TrainingArguments

        mixed = np.flatnonzero(truth.any(axis=0) & ~truth.all(axis=0))
        rows = {"text": [texts[i] for i in learn], "label": truth[:, mixed].astype(int).tolist()}
        model = SetFitModel.from_pretrained(str(minilm_folder()), multi_target_strategy="one-vs-rest", device=device())
        with TemporaryDirectory() as folder:
            arguments = TrainingArguments(
                output_dir=folder,
                batch_size=BATCH,
                num_epochs=1,
                num_iterations=ITERATIONS[device()],
                seed=SEED,
                report_to="none",
                save_strategy="no",
            )
            with redirect_stdout(sys.stderr):  # it tells of its steps where the table goes
                Trainer(model=model, args=arguments, train_dataset=Dataset.from_dict(rows)).train()
        P = np.tile(truth.mean(axis=0), (len(test), 1))
        found = np.asarray(model.predict_proba([texts[i] for i in test], as_numpy=True))
        P[:, mixed] = found[..., 1].T if found.ndim == 3 else found
        return P

    return fit
