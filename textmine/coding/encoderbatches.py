"""Encode many texts in batches of a few fixed shapes: alike lengths together, and no text's vector depends on the others.

Sums of a matrix product come out the same to the last bit only if the matrices have the same shape. So a batch always has
one of the `LENGTHS` and the rows that belong to it; a batch that is not full is filled up. What is encoded alone, among
others, here or in another process then has the same bytes, and may be kept and looked up by its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from textmine.types import Matrix
from textmine.weights import half_precision

ROWS, TOKENS = 24, 512
"""Of a batch at most: more are no quicker, and what is left of each length is filled up to them."""
LENGTHS = (*range(8, 24, 2), *range(24, 48, 4), 48, 56, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512)
"""Word pieces of a row; a longer text is cut by the encoder's own limit."""


class Model(Protocol):
    """What is used of a sentence-transformers model."""

    tokenizer: Any
    max_seq_length: int | None

    def __call__(self, features: dict[str, object]) -> dict[str, Any]:
        """`sentence_embedding float[n_rows, d]` of the features."""


def encode_batches(model: Model, texts: Sequence[str], dimensions: int) -> Matrix:
    """`X float32[n_texts, d]`, rows of length one, in the order of the texts; no texts give no rows."""
    import numpy as np
    import torch

    X = np.zeros((len(texts), dimensions), dtype=np.float32)
    pieces = _pieces(model, texts)
    with torch.inference_mode(), half_precision():  # entered once: the weights are cast once
        for rows, length in _batches([len(one) for one in pieces]):
            features = _features(model, [pieces[row] for row in rows], length)
            vectors = model(features)["sentence_embedding"][: len(rows)].float()
            X[rows] = torch.nn.functional.normalize(vectors, dim=1).numpy()
    return X


def _pieces(model: Model, texts: Sequence[str]) -> list[list[int]]:
    if not texts:
        return []
    most = min(model.max_seq_length or LENGTHS[-1], LENGTHS[-1])
    # A text that is far too long is cut before it is taken apart; a piece has a few letters at most, or is one long word.
    short = [text if len(text) < 100 * most else text[: 100 * most] for text in texts]
    return list(model.tokenizer(short, truncation=True, max_length=most)["input_ids"])


def _batches(lengths: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Rows that are encoded together, and the length that they are filled up to."""
    alike: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        alike.setdefault(LENGTHS[bisect_left(LENGTHS, length)], []).append(row)
    for length, rows in sorted(alike.items()):
        fit = _rows(length)
        for start in range(0, len(rows), fit):
            yield rows[start : start + fit], length


def _rows(length: int) -> int:
    return min(ROWS, TOKENS // length)


def _features(model: Model, pieces: Sequence[Sequence[int]], length: int) -> dict[str, object]:
    import torch

    shape = (_rows(length), length)
    ids = torch.full(shape, model.tokenizer.pad_token_id or 0, dtype=torch.long)
    seen = torch.zeros(shape, dtype=torch.long)
    seen[len(pieces) :, 0] = 1  # a row in which nothing is seen would be divided by nothing
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = torch.tensor(one)
        seen[row, : len(one)] = 1
    named = {"input_ids": ids, "attention_mask": seen}
    return named | (
        {"token_type_ids": torch.zeros_like(ids)} if "token_type_ids" in model.tokenizer.model_input_names else {}
    )
