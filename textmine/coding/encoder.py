"""Turn texts into vectors. The only room that calls sentence-transformers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import ModelError
from textmine.types import Matrix
from textmine.weights import minilm_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DIMENSIONS = 384


@dataclass(frozen=True, slots=True)
class TextEncoder:
    """An encoder: `X float32[n_texts, d]`, rows of length one."""

    name: str
    model: SentenceTransformer = field(repr=False)

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Vectors in the order of the texts; an empty list gives no rows."""
        import numpy as np

        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        vectors = self.model.encode(
            list(texts), batch_size=64, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(name: str = "") -> TextEncoder:
    """The packaged all-MiniLM-L6-v2, or a sentence-transformers model in a folder.

    Raises:
        ModelError: it is not there or its hash is wrong.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = Path(name) if name else minilm_folder()
    if not folder.is_dir():
        raise ModelError(
            "There is no encoder in this folder", next_step="check the name of the encoder in textmine.toml"
        )
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return TextEncoder(name or "all-MiniLM-L6-v2", model)
