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
from textmine.coding.encoderbatches import encode_batches, encode_beside
from textmine.errors import ModelError
from textmine.types import Matrix, Passage
from textmine.weights import MINILM_SHA256, check_sha256, minilm_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "all-MiniLM-L6-v2"
DIMENSIONS = 384  # of the packaged encoder
UNDER = "\n"
"""Between a heading, which has one line, and the sentence that is read under it."""
WEIGHTS, LAYERS = "model.safetensors", "layers.safetensors"
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
        """Vectors in the order of the texts; a text's vector is the same to the last bit whatever stands beside it."""
        return encode_batches(self.model, texts, self.dimensions)

    def read(self, readings: Sequence[str]) -> Matrix:
        """`X float32[n_readings, 2 * d]` of what `reading` gives: the sentence beside the sentence with its heading."""
        sides = [one.partition(UNDER) for one in readings]
        texts = [f"{heading}: {sentence}" if heading else sentence for heading, _, sentence in sides]
        starts = [len(text) - len(sentence) for text, (_, _, sentence) in zip(texts, sides, strict=True)]
        return encode_beside(self.model, texts, starts, self.dimensions)


def reading(passage: Passage) -> str:
    """A passage under the heading or question that it stands under, as `TextEncoder.read` takes it."""
    return " ".join(passage.context.splitlines()) + UNDER + passage.text


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
    if not (folder / WEIGHTS).is_file() or not (folder / "modules.json").is_file():
        raise _no_encoder()
    model = _loaded(folder)
    dimensions = int(model.encode(["words"], show_progress_bar=False).shape[1])
    return TextEncoder(encoder_name(folder if name else None), model, dimensions)


def encoder_name(folder: Path | None) -> str:
    """What an encoder is called: the packaged one, or a folder and the first digits of its weights' SHA-256.

    Raises:
        ModelError: there is none in the folder.
    """
    if folder is None:
        return PACKAGED
    if not (folder / WEIGHTS).is_file():
        raise _no_encoder()
    return f"{folder.name}-{digest(folder / WEIGHTS)[:12]}"


def reader_name(folder: Path) -> str:
    """What the packaged encoder with the layers in a folder is called.

    Raises:
        ModelError: its settings are missing or damaged.
    """
    return f"{PACKAGED}+{_expected(folder)[0][:12]}"


def load_reader(folder: Path) -> TextEncoder:
    """The packaged encoder with the upper layers that learned to tell codes apart, and how they are asserted.

    Args:
        folder: with `config.json` and `layers.safetensors`, e.g. `models/encoder`.

    Raises:
        ModelError: a file is missing, damaged, or does not belong to the packaged encoder.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    expected, base = _expected(folder)
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
    return TextEncoder(reader_name(folder), model)


def described(codebook: Codebook, encode: Callable[[list[str]], Matrix]) -> Matrix:
    """`float32[n_codes, d]`, rows of length one: each code by its name and definition and by its example phrases."""
    import numpy as np

    defined = [f"{code.name}. {code.definition}" for code in codebook.codes]
    spoken = [(*code.phrases, code.name) for code in codebook.codes]
    X = encode([*defined, *(words for some in spoken for words in some)])  # in one go: each call fills batches up
    parts = np.split(X, np.cumsum([len(defined), *map(len, spoken)])[:-1])
    both = parts[0] + np.vstack([part.mean(axis=0) for part in parts[1:]])
    return np.asarray(both / np.linalg.norm(both, axis=1, keepdims=True), dtype=np.float32)


def _expected(folder: Path) -> tuple[str, str]:
    """SHA-256 of the layers in a folder, and of the encoder that they belong to."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        return str(config["sha256"]), str(config["encoder_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("The coder's encoder is missing or damaged", where="config.json", next_step=RESTORE) from error


def _no_encoder() -> ModelError:
    return ModelError(
        "There is no sentence-transformers model in the encoder's folder",
        next_step="name a folder with modules.json and model.safetensors",
    )


def _loaded(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        with redirect_stderr(StringIO()):  # the library draws a progress bar while it reads the weights
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parsers raise
        raise ModelError(
            "The encoder cannot be loaded", where=type(error).__name__, next_step="check its folder"
        ) from None
