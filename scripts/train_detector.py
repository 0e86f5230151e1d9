"""Fine-tune the packaged MiniLM encoder as a token classifier of identifiers."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import torch
from detector_corpora import Text
from detector_texts import training_texts
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

from textmine.weights import MINILM_SHA256, minilm_folder

LABELS = ("O", "PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "CODE")
WORDS = "bert.embeddings.word_embeddings.weight"
LENGTH, BATCH, RATE, WARM_UP, SEED, SAVE_EVERY, NOTES = 160, 2048, 2e-4, 120, 20240601, 200, 9000
AVERAGE = 0.997

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Word pieces with the marks of beginning and end, and a label each, -100 where none is known."""

    pieces: list[int]
    labels: list[int]


def main() -> None:
    """Train, continue where an earlier run stopped, and write weights every `SAVE_EVERY` steps."""
    options = arguments()
    torch.manual_seed(SEED)
    model = fresh_model()
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, fused=True)
    average = {name: value.detach().clone() for name, value in model.state_dict().items() if name != WORDS}
    done, began = resume(options.work, model, optimiser, average), time.time()
    for step, batch in batches(options.data, start=done, stop=options.steps):
        loss = train_on(batch, model, optimiser, rate=RATE * slope(step, options.steps))
        drift(average, model, step)
        if step % 20 == 0:
            report(step, options.steps, loss, began, done)
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == options.steps:
            save(options.work, step + 1, model, optimiser, average)
            export(options.out, average, step + 1)


def arguments() -> argparse.Namespace:
    """Read the command line; shared with `measure_detector.py`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with ner/*.jsonl and gazetteers/*.csv")
    parser.add_argument("--out", type=Path, default=Path("models/detector"))
    parser.add_argument("--work", type=Path, default=Path("build/detector"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=1350)
    return parser.parse_args()


def fresh_model() -> BertForTokenClassification:
    """Read the encoder; its word embeddings and lowest layer stay as they are."""
    folder = minilm_folder()
    config = BertConfig.from_json_file(folder / "config.json")
    config.update({"num_labels": len(LABELS), "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0})
    config.classifier_dropout = 0.1
    config._attn_implementation = "eager"  # twice as fast as sdpa when training on a CPU
    model = BertForTokenClassification(config)
    encoder = {f"bert.{name}": value for name, value in load_file(folder / "model.safetensors").items()}
    missing = model.load_state_dict(encoder, strict=False).missing_keys
    assert missing == ["classifier.weight", "classifier.bias"], missing
    for part in (model.bert.embeddings, model.bert.encoder.layer[0]):
        part.requires_grad_(False)
    return model.train()


def batches(data: Path, *, start: int, stop: int) -> Iterator[tuple[int, Batch]]:
    """Yield (step, batch) from `start` on; a round is made afresh, from its own seed, when the last is used up.

    The first round holds all texts, the later ones a quarter of those without an identifier.
    """
    tokenizer = plain_tokenizer()
    step = number = 0
    while step < stop:
        rng = random.Random(SEED + number)
        texts = training_texts(data, rng, notes=NOTES, bare=1.0 if number == 0 else 0.25)
        rng.shuffle(texts)
        for group in grouped([sequence(text, tokenizer) for text in texts], rng):
            if start <= step < stop:
                yield step, tensors(group)
            step += 1
        number += 1


def plain_tokenizer() -> Tokenizer:
    """The encoder's own tokenizer, without cutting or filling."""
    tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def sequence(text: Text, tokenizer: Tokenizer) -> Sequence:
    """A piece bears the label of the character it begins with."""
    marks = [label for words, label in text for _ in words]
    coded = tokenizer.encode("".join(words for words, _ in text))
    known = {label: at for at, label in enumerate(LABELS)}
    labels = [known.get(marks[start], -100) if start < end else -100 for start, end in coded.offsets]
    return Sequence(coded.ids[:LENGTH], labels[:LENGTH])


def grouped(sequences: list[Sequence], rng: random.Random) -> list[list[Sequence]]:
    """Batches of alike lengths, about `BATCH` pieces each, in random order."""
    groups: list[list[Sequence]] = [[]]
    for one in sorted(sequences, key=lambda s: (len(s.pieces), rng.random())):
        if (len(groups[-1]) + 1) * len(one.pieces) > BATCH:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    return groups


def tensors(group: list[Sequence]) -> Batch:
    """Ids, attention and labels, int64[n, longest]."""
    longest = max(len(one.pieces) for one in group)
    ids = torch.zeros(len(group), longest, dtype=torch.long)
    attention, labels = torch.zeros_like(ids), torch.full_like(ids, -100)
    for row, one in enumerate(group):
        size = len(one.pieces)
        ids[row, :size], labels[row, :size] = torch.tensor(one.pieces), torch.tensor(one.labels)
        attention[row, :size] = 1
    return ids, attention, labels


def train_on(
    batch: Batch, model: BertForTokenClassification, optimiser: torch.optim.Optimizer, *, rate: float
) -> float:
    """One step; gives the loss."""
    ids, attention, labels = batch
    for group in optimiser.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(input_ids=ids, attention_mask=attention).logits
    loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=-100)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def slope(step: int, steps: int) -> float:
    """Share of the full rate: up for `WARM_UP` steps, then down to a twentieth in a straight line."""
    return min((step + 1) / WARM_UP, max(0.05, (steps - step) / (steps - WARM_UP)))


def drift(average: dict[str, torch.Tensor], model: BertForTokenClassification, step: int) -> None:
    """Keep a running average of the weights: steadier than the last step's."""
    state, keep = model.state_dict(), min(AVERAGE, (step + 1) / (step + 10))
    for name, value in average.items():
        value.mul_(keep).add_(state[name], alpha=1 - keep)


def report(step: int, steps: int, loss: float, began: float, done: int) -> None:
    """Show progress on standard error."""
    left = (time.time() - began) / (step - done + 1) * (steps - step)
    print(f"step {step}/{steps}  loss {loss:.4f}  {left / 60:.1f} min left", file=sys.stderr, flush=True)


def resume(
    work: Path, model: BertForTokenClassification, optimiser: torch.optim.Optimizer, average: dict[str, torch.Tensor]
) -> int:
    """Take up an earlier run's state, if there is one; gives the steps it had done."""
    path = work / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    average.update(state["average"])
    return int(state["step"])


def save(
    work: Path, step: int, model: BertForTokenClassification, optimiser: torch.optim.Optimizer,
    average: dict[str, torch.Tensor],
) -> None:  # fmt: skip
    """Write a checkpoint whole or not at all."""
    work.mkdir(parents=True, exist_ok=True)
    state = {"step": step, "model": model.state_dict(), "optimiser": optimiser.state_dict(), "average": average}
    torch.save(state, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / "checkpoint.pt")


def export(out: Path, average: dict[str, torch.Tensor], step: int) -> None:
    """Write what was learned, in half precision, without the word embeddings, which the packaged encoder has."""
    out.mkdir(parents=True, exist_ok=True)
    weights = {name: value.half().contiguous() for name, value in sorted(average.items())}
    save_file(weights, out / "model.tmp", metadata={"format": "pt"})
    config = {
        "labels": LABELS,
        "thresholds": dict.fromkeys(LABELS[1:], 0.3),
        "sha256": sha256((out / "model.tmp").read_bytes()).hexdigest(),
        "encoder_sha256": MINILM_SHA256["model.safetensors"],
        "steps": step,
        "seed": SEED,
    }
    (out / "model.tmp").chmod(0o644)
    (out / "model.tmp").replace(out / "model.safetensors")
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
