"""Find people, places, organisations, dates and references with a small fine-tuned language model."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from textmine.errors import ModelError
from textmine.privacy.detection.taggedwords import cases_of, spans_of
from textmine.types import Probabilities, Span
from textmine.weights import MINILM_SHA256, check_sha256, half_precision, minilm_folder

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from transformers import BertForTokenClassification

WORDS = "bert.embeddings.word_embeddings.weight"
WINDOW, OVERLAP = 158, 24
"""Word pieces per window, besides the marks of its beginning and end, as in training; pieces that two windows share."""
CLS, SEP = 101, 102
"""Ids of the marks of beginning and end in the vocabulary of uncased BERT."""
CASES = 4
"""Ways of writing a word that the tagger tells apart, see `cases_of`."""
BATCH = 1024
"""Word pieces per batch."""
BREAK = re.compile(r"[.!?][\"'\u2019\u201d)\]]*\s+|\n+")
RETRAIN = "restore models/detector from the release, or train it again with scripts/train-detector"


@dataclass(frozen=True, slots=True)
class Tagger:
    """A model and what is needed to read with it; made by `load_tagger`.

    Args:
        labels: `O` first, then types of identifier, in the order of the model's outputs.
        thresholds: by type; a word is tagged when the chance that it identifies somebody exceeds its type's.
    """

    model: BertForTokenClassification = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    labels: tuple[str, ...]
    thresholds: tuple[float, ...]

    def __call__(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Tag texts of any length.

        Args:
            texts: as they were read; the tagger is told how each word is written, see `cases_of`.

        Returns:
            For each text its spans in order, `why="tagger"`, never overlapping; () for a text without words.
            `score` is the mean, over the span's words, of the chance that the word identifies somebody.
        """
        coded = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            spans_of(text, one.offsets, P, labels=self.labels, thresholds=self.thresholds)
            for text, one, P in zip(texts, coded, chances(self.model, texts, coded), strict=True)
        ]


def load_tagger(folder: Path) -> Tagger:
    """Load the detector's model.

    Args:
        folder: with `config.json` and `model.safetensors`, e.g. `models/detector`.

    Raises:
        ModelError: a file is missing, damaged, or does not belong to the packaged encoder.
    """
    config = _config(folder / "config.json")
    check_sha256(folder / "model.safetensors", config.sha256, next_step=RETRAIN)
    return Tagger(
        model=_model(folder / "model.safetensors", minilm_folder(), config),
        tokenizer=_tokenizer(minilm_folder() / "tokenizer.json"),
        labels=config.labels,
        thresholds=config.thresholds,
    )


@dataclass(frozen=True, slots=True)
class _Config:
    labels: tuple[str, ...]
    layers: int
    thresholds: tuple[float, ...]
    sha256: str


def _config(path: Path) -> _Config:
    try:
        given = json.loads(path.read_text("utf-8"))
        labels = tuple(str(label) for label in given["labels"])
        thresholds = tuple(float(given["thresholds"][label]) for label in labels[1:])
        layers, encoder, sha256 = int(given["layers"]), given["encoder_sha256"], str(given["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "The detector's settings are missing or damaged", where=path.name, next_step=RETRAIN
        ) from error
    if encoder != MINILM_SHA256["model.safetensors"]:
        raise ModelError("The detector was trained on another encoder", where=path.name, next_step=RETRAIN)
    return _Config(labels, layers, thresholds, sha256)


def _model(weights: Path, encoder: Path, wanted: _Config) -> BertForTokenClassification:
    """Build the network: word embeddings from the packaged encoder, all else from the detector's own weights."""
    from safetensors import SafetensorError, safe_open
    from safetensors.torch import load_file
    from transformers import BertConfig, BertForTokenClassification

    config = BertConfig.from_json_file(encoder / "config.json")
    config.num_labels, config.num_hidden_layers, config.type_vocab_size = len(wanted.labels), wanted.layers, CASES
    model = BertForTokenClassification(config)
    with safe_open(encoder / "model.safetensors", "pt") as file:
        words = file.get_tensor(WORDS.removeprefix("bert."))
    try:
        model.load_state_dict({WORDS: words, **load_file(weights)})
    except (SafetensorError, RuntimeError) as error:
        raise ModelError("The detector's weights do not fit", where=weights.name, next_step=RETRAIN) from error
    model.eval()
    return model


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def chances(model: BertForTokenClassification, texts: Sequence[str], coded: list[Encoding]) -> list[Probabilities]:
    """Run the model over all windows, alike lengths together.

    Returns:
        For each text `P: float64[n_pieces, n_labels]`; where windows share a piece, the warier of them counts.
    """
    import torch

    windows = [
        (at, *window)
        for at, (text, one) in enumerate(zip(texts, coded, strict=True))
        for window in _windows(_breaks(text, one), len(one.ids))
    ]
    windows.sort(key=lambda window: window[2] - window[1])
    certain = np.eye(model.classifier.out_features)[0]
    found = [np.tile(certain, (len(one.ids), 1)) for one in coded]
    cases = [cases_of(text, one.offsets) for text, one in zip(texts, coded, strict=True)]
    with torch.inference_mode(), half_precision():  # entered once: the weights are cast once
        for batch in _batches(windows):
            pieces = [(coded[a].ids[s:e], cases[a][s:e]) for a, s, e in batch]
            for (at, start, end), P in zip(batch, _run(model, pieces), strict=True):
                part = found[at][start:end]
                warier = P[:, 0] < part[:, 0]
                part[warier] = P[warier]
    return found


def _breaks(text: str, coded: Encoding) -> list[int]:
    """Numbers of the pieces that begin a line or sentence."""
    starts = [start for start, _ in coded.offsets]
    return [bisect_left(starts, match.end()) for match in BREAK.finditer(text)]


def _windows(breaks: list[int], n: int) -> Iterator[tuple[int, int]]:
    """Cut n pieces into overlapping windows, at breaks where there are any in reach."""
    start = 0
    while n - start > WINDOW:
        end = _last(breaks, start + WINDOW // 2, start + WINDOW)
        yield start, end
        start = _last(breaks, end - 3 * OVERLAP, end - OVERLAP)
    if n:
        yield start, n


def _last(breaks: list[int], least: int, most: int) -> int:
    """The last break in [least, most], or `most`."""
    at = bisect_right(breaks, most) - 1
    return breaks[at] if at >= 0 and breaks[at] >= least else most


def _batches(windows: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Cut windows, shortest first, into lists of about `BATCH` pieces."""
    batch: list[tuple[int, int, int]] = []
    for window in windows:
        if batch and (len(batch) + 1) * (window[2] - window[1] + 2) > BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _run(model: BertForTokenClassification, pieces: list[tuple[list[int], list[int]]]) -> list[Probabilities]:
    """Run the model once over (ids, cases) of windows. Gives `P: float64[n_pieces, n_labels]` for each."""
    import torch

    longest = max(len(ids) for ids, _ in pieces) + 2
    ids, attention = torch.zeros(len(pieces), longest, dtype=torch.long), torch.zeros(len(pieces), longest)
    cases = torch.zeros_like(ids)
    for row, (window, written) in enumerate(pieces):
        size = len(window)
        ids[row, : size + 2] = torch.tensor([CLS, *window, SEP])
        cases[row, 1 : size + 1] = torch.tensor(written)
        attention[row, : size + 2] = 1
    P = model(input_ids=ids, attention_mask=attention, token_type_ids=cases).logits.double().softmax(-1).numpy()
    return [P[row, 1 : len(window) + 1] for row, (window, _) in enumerate(pieces)]
