"""SetFit as a peer: the encoder fine-tuned on pairs of texts with and without a code in common, then regressions.

Needs the package `setfit` (with `datasets`, `evaluate`, `accelerate`); it is left out, and said so, where that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import numpy as np
from coding_baselines import Fit
from numpy.typing import NDArray

from textmine.weights import minilm_folder

ITERATIONS, BATCH, SEED = 2, 16, 3
"""Pairs of a text with others that share a code, and as many that share none: two each, as two cores can do."""


def there() -> bool:
    """Whether the package is installed."""
    return find_spec("setfit") is not None


def setfit(texts: Sequence[str]) -> Fit:
    """SetFit with one regression a code; a code that all or none of the learned texts have keeps its share."""

    def fit(learn: NDArray[np.int64], test: NDArray[np.int64], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
        from datasets import Dataset
        from setfit import SetFitModel, Trainer, TrainingArguments

        mixed = np.flatnonzero(truth.any(axis=0) & ~truth.all(axis=0))
        rows = {"text": [texts[i] for i in learn], "label": truth[:, mixed].astype(int).tolist()}
        model = SetFitModel.from_pretrained(str(minilm_folder()), multi_target_strategy="one-vs-rest", device="cpu")
        with TemporaryDirectory() as folder:
            arguments = TrainingArguments(
                output_dir=folder,
                batch_size=BATCH,
                num_epochs=1,
                num_iterations=ITERATIONS,
                seed=SEED,
                report_to="none",
                save_strategy="no",
            )
            Trainer(model=model, args=arguments, train_dataset=Dataset.from_dict(rows)).train()
        P = np.tile(truth.mean(axis=0), (len(test), 1))
        found = np.asarray(model.predict_proba([texts[i] for i in test], as_numpy=True))
        P[:, mixed] = found[..., 1].T if found.ndim == 3 else found
        return P

    return fit
