"""Turn texts into vectors. The only room that calls sentence-transformers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.assets import digest
from textmine.coding.codebook import Codebook
from textmine.errors import ModelError
from textmine.types import Matrix
from textmine.weights import MINILM_SHA256, check_sha256, half_precision, minilm_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "all-MiniLM-L6-v2"
DIMENSIONS = 384  # of the packaged encoder
LAYERS = "layers.safetensors"
RESTORE = "restore models/encoder from the release, or make it again with scripts/train-encoder"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class TextEncoder:
    """An encoder: `X float32[n_texts, d]`, rows of length one.

    Args:
        name: `all-MiniLM-L6-v2`, or a folder's name and the first digits of its weights' SHA-256.
        dimensions: d.
    """

    name: str
    model: SentenceTransformer = field(repr=False)
    dimensions: int = DIMENSIONS

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Vectors in the order of the texts; an empty list gives no rows."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with half_precision():
            vectors = self.model.encode(
                list(texts), batch_size=64, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(name: str = "") -> TextEncoder:
    """The packaged all-MiniLM-L6-v2, or a sentence-transformers model in a folder.

    Args:
        name: the folder; empty for the packaged one.

    Raises:
        ModelError: it is not there, its hash is wrong, or it is no such model.
    """
    for key, value in OFFLINE.items():
        os.environ.setdefault(key, value)
    folder = Path(name) if name else minilm_folder()
    weights = folder / "model.safetensors"
    if not weights.is_file() or not (folder / "modules.json").is_file():
        raise ModelError(
            "There is no sentence-transformers model in the encoder's folder",
            next_step="name a folder with modules.json and model.safetensors",
        )
    model = _loaded(folder)
    called = f"{folder.name}-{digest(weights)[:12]}" if name else PACKAGED
    return TextEncoder(called, model, TextEncoder(called, model)(["words"]).shape[1])


def load_reader(folder: Path) -> TextEncoder:
    """The packaged encoder with the upper layers that learned to tell codes apart, and how they are asserted.

    Args:
        folder: with `config.json` and `layers.safetensors`, e.g. `models/encoder`.

    Raises:
        ModelError: a file is missing, damaged, or does not belong to the packaged encoder.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        expected, base = str(config["sha256"]), str(config["encoder_sha256"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The coder's encoder is missing or damaged", where="config.json", next_step=RESTORE) from error
    check_sha256(folder / LAYERS, expected, next_step=RESTORE)
    if base != MINILM_SHA256["model.safetensors"]:
        raise ModelError("The coder's encoder was made from another one", where="config.json", next_step=RESTORE)
    model = load_encoder().model
    try:
        layers = {name: value.float() for name, value in load_file(folder / LAYERS).items()}
        strange = model[0].auto_model.load_state_dict(layers, strict=False).unexpected_keys
    except (SafetensorError, RuntimeError) as error:
        raise ModelError("The coder's encoder does not fit", where=LAYERS, next_step=RESTORE) from error
    if strange:
        raise ModelError("The coder's encoder does not fit", where=LAYERS, next_step=RESTORE)
    return TextEncoder(f"{PACKAGED}+{expected[:12]}", model)


def described(codebook: Codebook, encode: Callable[[list[str]], Matrix]) -> Matrix:
    """`float32[n_codes, d]`, rows of length one: each code by its name and definition and by its example phrases."""
    import numpy as np

    words = encode([f"{code.name}. {code.definition}" for code in codebook.codes])
    phrases = np.vstack([encode([*code.phrases, code.name]).mean(axis=0) for code in codebook.codes])
    both = words + phrases
    return np.asarray(both / np.linalg.norm(both, axis=1, keepdims=True), dtype=np.float32)


def _loaded(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        with redirect_stderr(StringIO()):  # the library draws a progress bar while it reads the weights
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parsers raise
        raise ModelError(
            "The encoder cannot be loaded", where=type(error).__name__, next_step="check its folder"
        ) from None
