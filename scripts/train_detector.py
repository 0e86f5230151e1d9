"""Fine-tune the packaged MiniLM encoder as a token classifier of identifiers."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import torch
from detector_corpora import Text
from detector_texts import training_texts
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

from textmine.privacy.detection.taggedwords import cases_of
from textmine.privacy.detection.tagger import CASES, WORDS
from textmine.weights import MINILM_SHA256, minilm_folder

LABELS = ("O", "PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "CODE", "NRP")
LENGTH, BATCH, RATE, WARM_UP, SEED, SAVE_EVERY, NOTES = 160, 16384, 4e-4, 200, 20240601, 200, 9000
"""Word pieces of a text and of a batch, greatest learning rate, steps up to it, seed, steps between checkpoints, made-up
notes of a round."""
AVERAGE = 0.998
"""Share of the running average that a step leaves."""
THRESHOLD = 0.03
"""Recall comes first: the least chance of identifying somebody at which a word is tagged."""

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Word pieces with the marks of beginning and end, how their words are written, and a label each or -100."""

    pieces: list[int]
    cases: list[int]
    labels: list[int]


def main() -> None:
    """Train, continue where an earlier run stopped, and write weights every `SAVE_EVERY` steps."""
    options = arguments()
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = fresh_model(options.encoder or minilm_folder(), options.layers).to(device)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, fused=True)
    average = {name: value.detach().clone() for name, value in model.state_dict().items() if name != WORDS}
    done, began = resume(options.work, model, optimiser, average), time.time()
    for step, batch in batches(options, start=done):
        loss = train_on(batch, model, optimiser, rate=RATE * slope(step, options.steps))
        drift(average, model, step)
        if step % 20 == 0:
            report(step, options.steps, float(loss), began, done)
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == options.steps:
            save(options.work, step + 1, model, optimiser, average)
            export(options.out, average, step + 1)


def arguments() -> argparse.Namespace:
    """Read the command line; shared with `measure_detector.py`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with ner/*.jsonl and gazetteers/*.csv")
    parser.add_argument("--out", type=Path, default=Path("models/detector"))
    parser.add_argument("--work", type=Path, default=Path("build/detector"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=3600)
    parser.add_argument("--layers", type=int, default=4, help="how many of the encoder's six layers to keep")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder, if not the installed package")
    return parser.parse_args()


def fresh_model(folder: Path, layers: int) -> BertForTokenClassification:
    """Read the lowest layers of the encoder; its embeddings stay as they are."""
    config = BertConfig.from_json_file(folder / "config.json")
    config.update({"num_labels": len(LABELS), "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1})
    config.classifier_dropout, config.num_hidden_layers = 0.1, layers
    config.type_vocab_size = CASES
    model = BertForTokenClassification(config)
    encoder = {f"bert.{name}": value.float() for name, value in load_file(folder / "model.safetensors").items()}
    kinds = "bert.embeddings.token_type_embeddings.weight"
    encoder[kinds] = encoder[kinds][:1].repeat(CASES, 1)  # all ways of writing begin alike
    missing = model.load_state_dict(encoder, strict=False).missing_keys
    assert missing == ["classifier.weight", "classifier.bias"], missing
    model.bert.embeddings.requires_grad_(False)
    model.bert.embeddings.token_type_embeddings.requires_grad_(True)
    return model.train()


def batches(options: argparse.Namespace, *, start: int) -> Iterator[tuple[int, Batch]]:
    """Yield (step, batch) from `start` on; rounds are made ahead by other processes, each from its own seed."""
    workers, step, number = max(1, (os.cpu_count() or 2) - 2), 0, 0
    folder = options.encoder or minilm_folder()
    with ProcessPoolExecutor(workers) as pool:
        ahead: deque[Future[list[list[Sequence]]]] = deque()
        while step < options.steps:
            while len(ahead) < workers:
                ahead.append(pool.submit(one_round, options.data, folder, number))
                number += 1
            for group in ahead.popleft().result():
                if start <= step < options.steps:
                    yield step, tensors(group)
                step += 1
        pool.shutdown(cancel_futures=True)


def one_round(data: Path, encoder: Path, number: int) -> list[list[Sequence]]:
    """All batches of a round: the first holds all texts, the others a third of those without an identifier."""
    rng, tokenizer = random.Random(SEED + number), plain_tokenizer(encoder)
    texts = training_texts(data, rng, notes=NOTES, bare=1.0 if number == 0 else 0.33)
    return grouped([sequence(text, tokenizer) for text in texts], rng)


def plain_tokenizer(encoder: Path) -> Tokenizer:
    """The encoder's own tokenizer, without cutting or filling."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def sequence(text: Text, tokenizer: Tokenizer) -> Sequence:
    """A piece bears the label of the character it begins with."""
    marks = [label for words, label in text for _ in words]
    whole = "".join(words for words, _ in text)
    coded = tokenizer.encode(whole)
    known = {label: at for at, label in enumerate(LABELS)}
    labels = [known.get(marks[start], -100) if start < end else -100 for start, end in coded.offsets]
    return Sequence(coded.ids[:LENGTH], [0, *cases_of(whole, coded.offsets[1:-1]), 0][:LENGTH], labels[:LENGTH])


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
    """Ids, attention, cases and labels, int64[n, longest]."""
    longest = max(len(one.pieces) for one in group)
    ids = torch.zeros(len(group), longest, dtype=torch.long)
    attention, cases, labels = torch.zeros_like(ids), torch.zeros_like(ids), torch.full_like(ids, -100)
    for row, one in enumerate(group):
        size = len(one.pieces)
        ids[row, :size], labels[row, :size] = torch.tensor(one.pieces), torch.tensor(one.labels)
        attention[row, :size], cases[row, :size] = 1, torch.tensor(one.cases)
    return ids, attention, cases, labels


def train_on(
    batch: Batch, model: BertForTokenClassification, optimiser: torch.optim.Optimizer, *, rate: float
) -> torch.Tensor:
    """One step; gives the loss."""
    device = model.device
    ids, attention, cases, labels = (part.to(device, non_blocking=True) for part in batch)
    for group in optimiser.param_groups:
        group["lr"] = rate
    with torch.autocast(device.type, dtype=torch.bfloat16):
        logits = model(input_ids=ids, attention_mask=attention, token_type_ids=cases).logits
    loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=-100)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return loss.detach()


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
    weights = {name: value.half().cpu().contiguous() for name, value in sorted(average.items())}
    save_file(weights, out / "model.tmp", metadata={"format": "pt"})
    config = {
        "labels": LABELS,
        "layers": 1 + max(int(name.split(".")[3]) for name in average if ".layer." in name),
        "thresholds": dict.fromkeys(LABELS[1:], THRESHOLD),
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
