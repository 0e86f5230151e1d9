"""Encode many texts in batches of a few fixed shapes: alike lengths together, and no text's vector depends on the others.

Sums of a matrix product come out the same to the last bit only if the matrices have the same shape. So a batch always has
one of the `LENGTHS` and the rows that belong to it; a batch that is not full is filled up. What is encoded alone, among
others, here or in another process then has the same bytes, and may be kept and looked up by its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
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
        """`sentence_embedding float[n_rows, d]` and `token_embeddings float[n_rows, length, d]` of the features."""


def encode_batches(model: Model, texts: Sequence[str], dimensions: int) -> Matrix:
    """`X float32[n_texts, d]`, rows of length one, in the order of the texts; no texts give no rows."""
    import numpy as np

    X = np.zeros((len(texts), dimensions), dtype=np.float32)
    for rows, found in _read(model, list(_pieces(model, texts)["input_ids"])):
        X[rows] = _of_length_one(found["sentence_embedding"])[: len(rows)]
    return X


def encode_beside(model: Model, texts: Sequence[str], starts: Sequence[int], dimensions: int) -> Matrix:
    """`X float32[n_texts, 2 * d]`: what stands from a letter on, beside the whole text; read once, averaged twice.

    Args:
        starts: the letter of each text; what goes before it is read too, but only averaged into the whole.
    """
    import numpy as np

    X = np.zeros((len(texts), 2 * dimensions), dtype=np.float32)
    taken = _pieces(model, texts, return_offsets_mapping=True)
    own = [_own(places, start) for places, start in zip(taken.get("offset_mapping", ()), starts, strict=True)]
    for rows, found in _read(model, list(taken["input_ids"])):
        part = _averaged(found["token_embeddings"], [own[row] for row in rows])
        X[rows] = np.hstack([_of_length_one(side)[: len(rows)] for side in (part, found["sentence_embedding"])])
    return X


def _pieces(model: Model, texts: Sequence[str], **more: bool) -> Mapping[str, Any]:
    if not texts:
        return {"input_ids": []}
    most = min(model.max_seq_length or LENGTHS[-1], LENGTHS[-1])
    # A text that is far too long is cut before it is taken apart; a piece has a few letters at most, or is one long word.
    short = [text if len(text) < 100 * most else text[: 100 * most] for text in texts]
    taken: Mapping[str, Any] = model.tokenizer(short, truncation=True, max_length=most, **more)
    return taken


def _own(places: Sequence[tuple[int, int]], start: int) -> list[int]:
    """Pieces that begin at a letter or behind it, and those at both ends, which stand for no letters."""
    return [i for i, (begin, end) in enumerate(places) if begin >= start or begin == end]


def _read(model: Model, pieces: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], dict[str, Any]]]:
    """Rows, and what the model says of them; behind them stand rows that fill the batch."""
    import torch

    with torch.inference_mode(), half_precision():  # entered once: the weights are cast once
        for rows, length in _batches([len(one) for one in pieces]):
            yield rows, model(_features(model, [pieces[row] for row in rows], length))


def _averaged(states: Any, own: Sequence[Sequence[int]]) -> Any:
    """The mean of each row's own pieces; rows that fill the batch have their first."""
    import torch

    weight = torch.zeros(states.shape[:2])
    weight[len(own) :, 0] = 1
    for row, places in enumerate(own):
        weight[row, torch.tensor(places)] = 1
    return (states.float() * weight.unsqueeze(-1)).sum(1) / weight.sum(1, keepdim=True)


def _of_length_one(vectors: Any) -> Matrix:
    import torch

    made: Matrix = torch.nn.functional.normalize(vectors.float(), dim=1).numpy()
    return made


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
