"""Fine-tune the packaged MiniLM encoder on coded passages, so that its vectors tell codes apart and how they are asserted.

Learns from the file that `scripts/coded_texts.py` writes; writes the layers that changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize
from transformers import BertConfig, BertModel

from textmine.privacy.surrogates.invented import invented_name
from textmine.types import ASSERTIONS, TIMES, VOICES
from textmine.weights import MINILM_SHA256, minilm_folder

LENGTH, BATCH, WARM_UP, SEED, AVERAGE, HEAD_RATE = 128, 256, 60, 20261126, 0.99, 10.0
HEADS_FIRST, HEAD_ROUNDS = 1e-2, 30
SCALE = 20.0
"""Of cosines and of linear heads on vectors of length one."""
WEIGHTS = {"mention": 1.0, "definition": 0.5, "now": 1.25, "assertion": 1.2, "time": 0.3, "voice": 0.1}
NAMED = 0.2
"""Share of passages that are read with fictional names."""
PLACES = {
    "TOWN": "",
    "AREA": "",
    "PLACE": "",
    "ADDRESS": " Road",
    "SCHOOL": " High School",
    "HOME": " House",
    "ORG": "",
}
UNNAMED = ("COUNTRY", "DATE", "DATE OF BIRTH", "AGE", "REF", "PHONE")
NAMES = Path(__file__).parents[1] / "textmine" / "privacy" / "language" / "names"
ROLE = re.compile(r"\[[A-Z][A-Z ]*(?: \d+)?\]")


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learned from.

    Args:
        passages: (author, heading, text, codes as (code, assertion, time, voice)).
        codes: ids in the codebook's order.
        words: of each code, what describes it: name and definition, phrases, what it includes.
    """

    passages: list[tuple[str, str, str, list[list[str]]]] = field(repr=False)
    codes: list[str]
    words: list[list[str]] = field(repr=False)


class Reader(torch.nn.Module):
    """The encoder, mean-pooled to vectors of length one, with a linear head for each question."""

    def __init__(self, bert: BertModel, n_codes: int) -> None:
        super().__init__()
        d = bert.config.hidden_size
        self.bert = bert
        self.mention, self.now = torch.nn.Linear(d, n_codes), torch.nn.Linear(d, n_codes)
        self.how = torch.nn.Linear(d, len(ASSERTIONS) + len(TIMES) + len(VOICES))
        self.code = torch.nn.Embedding(n_codes, self.how.out_features)
        self.bias = torch.nn.Parameter(torch.full((n_codes,), -6.0))
        for head in (self.mention, self.now, self.how, self.code):
            torch.nn.init.normal_(head.weight, std=0.02)
        torch.nn.init.constant_(self.mention.bias, -3.5)
        torch.nn.init.constant_(self.now.bias, -4.0)

    def forward(self, ids: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        """Vectors, float[n, d]."""
        hidden = self.bert(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        weight = attention.unsqueeze(-1).float()
        return normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)


def main() -> None:
    """Train and write the encoder."""
    options = arguments()
    lessons = read_lessons(options.lessons)
    reader = fresh(options.encoder or minilm_folder(), len(lessons.codes), layers=options.layers)
    tokenizer = plain_tokenizer(options.encoder or minilm_folder())
    average = fit(reader, lessons, tokenizer, rounds=options.rounds, rate=options.rate)
    export(options.out, average, options, len(lessons.passages))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", type=Path, help="what scripts/coded_texts.py writes")
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--layers", type=int, default=5, help="how many of the six layers learn, from the top")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder, if not the installed package")
    return parser.parse_args()


def read_lessons(path: Path) -> Lessons:
    """Lessons from their file."""
    given = json.loads(path.read_text("utf-8"))
    words = [[f"{name}. {definition}", *phrases, *include] for _, name, definition, phrases, include in given["codes"]]
    return Lessons([tuple(row) for row in given["texts"]], [code[0] for code in given["codes"]], words)


def fresh(folder: Path, n_codes: int, *, layers: int) -> Reader:
    """The packaged encoder; its embeddings and lowest layers stay as they are."""
    bert = BertModel(BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False)
    state = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    bert.load_state_dict({name: value for name, value in state.items() if not name.startswith("pooler.")}, strict=False)
    bert.embeddings.requires_grad_(False)
    for layer in bert.encoder.layer[: len(bert.encoder.layer) - layers]:
        layer.requires_grad_(False)
    torch.manual_seed(SEED)
    return Reader(bert, n_codes)


def plain_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's own tokenizer, cut at `LENGTH`, without filling."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH)
    return tokenizer


def fit(reader: Reader, lessons: Lessons, tokenizer: Tokenizer, *, rounds: int, rate: float) -> dict[str, torch.Tensor]:
    """Learn for some rounds over all passages; gives the running average of the encoder's weights."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    reader.to(device).train()
    encoder = [p for p in reader.bert.parameters() if p.requires_grad]
    heads = [p for name, p in reader.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": encoder, "times": 1.0}, {"params": heads, "times": HEAD_RATE, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    prepare(reader, lessons, tokenizer, heads)
    rng, steps, began = random.Random(SEED), rounds * math.ceil(len(lessons.passages) / BATCH), time.time()
    average = {name: value.detach().clone() for name, value in reader.state_dict().items()}
    step = 0
    for _ in range(rounds):
        for batch in batches(lessons.passages, rng):
            for group in optimiser.param_groups:
                group["lr"] = rate * group["times"] * slope(step, steps)
            loss = losses(reader, lessons, batch, tokenizer, rng)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            drift(average, reader, step)
            if step % 50 == 0:
                left = (time.time() - began) / (step + 1) * (steps - step) / 60
                print(f"step {step}/{steps}  loss {float(loss):.4f}  {left:.1f} min left", file=sys.stderr, flush=True)
            step += 1
    return average


def drift(average: dict[str, torch.Tensor], reader: Reader, step: int) -> None:
    """Keep a running average of the weights: steadier than the last step's."""
    state, keep = reader.state_dict(), min(AVERAGE, (step + 1) / (step + 10))
    for name, value in average.items():
        if value.is_floating_point():
            value.mul_(keep).add_(state[name], alpha=1 - keep)


def prepare(reader: Reader, lessons: Lessons, tokenizer: Tokenizer, heads: list[torch.nn.Parameter]) -> None:
    """Fit the heads on vectors of the encoder as it is: heads that know nothing would teach it to forget."""
    rng, device = random.Random(SEED), next(reader.parameters()).device
    reader.eval()
    made = []
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        for batch in batches(lessons.passages, rng):
            texts = [varied(heading, text, rng) for _, heading, text, _ in batch]
            described = [rng.choice(words) for words in lessons.words]
            made.append((batch, reader(*tensors([*texts, *described], tokenizer, device)).float()))
    optimiser = torch.optim.Adam(heads, lr=HEADS_FIRST)
    for _ in range(HEAD_ROUNDS):
        for batch, vectors in made:
            optimiser.zero_grad()
            summed(reader, lessons, batch, vectors).backward()
            optimiser.step()
    reader.train()


def batches(passages: Sequence[tuple], rng: random.Random) -> Iterator[list[tuple]]:
    """All passages in random order."""
    order = rng.sample(range(len(passages)), len(passages))
    for start in range(0, len(order), BATCH):
        yield [passages[i] for i in order[start : start + BATCH]]


def slope(step: int, steps: int) -> float:
    """Share of the full rate: up for `WARM_UP` steps, then down in a straight line."""
    return min((step + 1) / WARM_UP, max(0.02, (steps - step) / max(1, steps - WARM_UP)))


def losses(
    reader: Reader, lessons: Lessons, batch: list[tuple], tokenizer: Tokenizer, rng: random.Random
) -> torch.Tensor:
    """The weighted sum: which codes, by heads and by definitions, which of them now, and how they are asserted."""
    device = next(reader.parameters()).device
    texts = [varied(heading, text, rng) for _, heading, text, _ in batch]
    described = [rng.choice(words) for words in lessons.words]
    with torch.autocast(device.type, dtype=torch.bfloat16):
        vectors = reader(*tensors([*texts, *described], tokenizer, device))
    return summed(reader, lessons, batch, vectors)


def summed(reader: Reader, lessons: Lessons, batch: list[tuple], vectors: torch.Tensor) -> torch.Tensor:
    """The weighted sum of losses over vectors of a batch and, after them, of the codes' descriptions."""
    h, definitions = vectors[: len(batch)], vectors[len(batch) :]
    Y, now, marks = (part.to(h.device) for part in targets(batch, lessons.codes))
    found = {
        "mention": binary_cross_entropy_with_logits(SCALE * reader.mention(h), Y),
        "now": binary_cross_entropy_with_logits(SCALE * reader.now(h), now),
        "definition": binary_cross_entropy_with_logits(SCALE * h @ definitions.T + reader.bias, Y),
    }
    if len(marks):
        logits = SCALE * reader.how(h)[marks[:, 0]] + reader.code(marks[:, 1])
        parts = logits.split((len(ASSERTIONS), len(TIMES), len(VOICES)), dim=1)
        for at, (name, part) in enumerate(zip(("assertion", "time", "voice"), parts, strict=True), 2):
            found[name] = cross_entropy(part, marks[:, at])
    scale = {"mention": len(lessons.codes), "now": len(lessons.codes), "definition": len(lessons.codes)}
    return sum(WEIGHTS[name] * scale.get(name, 1) / 4 * value for name, value in found.items())


def varied(heading: str, text: str, rng: random.Random) -> str:
    """The passage with or without its heading; marks are sometimes others or fictional names, as other styles have them."""
    words = f"{heading}: {text}" if heading and rng.random() < 0.6 else text
    if rng.random() < NAMED:
        return ROLE.sub(lambda match: name_for(match[0], rng), words)
    return ROLE.sub(lambda match: f"[PERSON {rng.randint(1, 9)}]" if rng.random() < 0.15 else match[0], words)


def name_for(mark: str, rng: random.Random) -> str:
    """A fictional name in place of a mark, as the realistic style has them."""
    kind = mark.strip("[]0123456789 ")
    if kind in PLACES:
        return invented_name(rng.randrange(10**9), welsh=rng.random() < 0.3) + PLACES[kind]
    return mark if kind in UNNAMED else rng.choice(given_names())


@cache
def given_names() -> tuple[str, ...]:
    """Names that fictional people have."""
    with (NAMES / "given.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row["name"] for row in csv.DictReader(stream))


def tensors(texts: Sequence[str], tokenizer: Tokenizer, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and attention, int64[n, longest]."""
    coded = [torch.tensor(one.ids) for one in tokenizer.encode_batch(list(texts))]
    ids = torch.nn.utils.rnn.pad_sequence(coded, batch_first=True)
    sizes = torch.tensor([len(one) for one in coded])
    attention = (torch.arange(ids.shape[1])[None] < sizes[:, None]).long()
    return ids.to(device), attention.to(device)


def targets(batch: list[tuple], codes: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Codes and codes affirmed now, float[n, n_codes]; marks int64[m, 5]: passage, code, assertion, time, voice."""
    column = {code: at for at, code in enumerate(codes)}
    Y, now = torch.zeros(len(batch), len(codes)), torch.zeros(len(batch), len(codes))
    marks = []
    for row, (_, _, _, given) in enumerate(batch):
        for code, assertion, when, voice in given:
            Y[row, column[code]] = 1
            now[row, column[code]] = float(assertion == "affirmed" and when == "this_episode")
            marks.append((row, column[code], ASSERTIONS.index(assertion), TIMES.index(when), VOICES.index(voice)))
    return Y, now, torch.tensor(marks).reshape(-1, 5)


def export(out: Path, average: dict[str, torch.Tensor], options: argparse.Namespace, passages: int) -> None:
    """Write the layers that learned, in half precision; all else is in the packaged encoder."""
    out.mkdir(parents=True, exist_ok=True)
    first = 6 - options.layers  # of the encoder's six
    weights = {
        name.removeprefix("bert."): value.half().cpu().contiguous()
        for name, value in sorted(average.items())
        if name.startswith("bert.encoder.layer.") and int(name.split(".")[3]) >= first
    }
    save_file(weights, out / "layers.tmp", metadata={"format": "pt"})
    (out / "layers.tmp").chmod(0o644)
    (out / "layers.tmp").replace(out / "layers.safetensors")
    config = {
        "sha256": sha256((out / "layers.safetensors").read_bytes()).hexdigest(),
        "encoder_sha256": MINILM_SHA256["model.safetensors"],
        "passages": passages,
        "rounds": options.rounds,
        "rate": options.rate,
        "seed": SEED,
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
