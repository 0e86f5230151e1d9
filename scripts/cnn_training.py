"""spaCy's small CNN, trained on the tagger's own texts for as long as is allowed; its state is kept and taken up again."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from detector_corpora import Text
from detector_texts import training_texts
from measure_detector import words
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans, fix_random_seed, minibatch
from thinc.api import Model, Optimizer
from train_detector import LABELS, NOTES, SEED

WIDTH, BATCH, RATE, DROP, SAVE_EVERY = 128, 24, 1e-3, 0.1, 200
"""Of the CNN; texts a step, spaCy's usual rate and share of outputs dropped, steps between checkpoints."""


def trained(data: Path, work: Path, budget: float) -> Language:
    """Train from scratch, or on from the last checkpoint, until `budget` seconds of processor time are used."""
    fix_random_seed(SEED)
    nlp, optimiser = fresh_cnn(), Optimizer(RATE, L2=0.01, grad_clip=1.0)
    done, before = resume(work / "checkpoint.npz", nlp, optimiser)
    step, used, began = done, before, time.process_time()
    for step, texts in batches(data, start=done) if before < budget else ():
        used = before + time.process_time() - began
        if used >= budget:
            break
        optimiser.learn_rate = RATE * max(0.05, 1 - used / budget)
        losses = nlp.update([example(text, nlp) for text in texts], sgd=optimiser, drop=DROP)
        if step % SAVE_EVERY == SAVE_EVERY - 1:
            note = f"step {step + 1}  loss {losses['ner']:.1f}  {used:.0f} of {budget:.0f} s"
            print(note, file=sys.stderr, flush=True)
            save(work / "checkpoint.npz", step + 1, used, nlp, optimiser)
    if step > done:
        save(work / "checkpoint.npz", step, used, nlp, optimiser)
    network(nlp).use_params(optimiser.averages or {}).__enter__()  # for good: nothing is trained after this
    return nlp


def fresh_cnn() -> Language:
    """A blank English pipeline with spaCy's default CNN, but for its width, untrained."""
    nlp = spacy.blank("en")
    encoder = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": WIDTH}
    encoder |= {"depth": 4, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
    pipe = nlp.add_pipe("ner", config={"model": {"tok2vec": encoder}})
    for label in LABELS[1:]:
        pipe.add_label(label)
    nlp.initialize()
    return nlp


def batches(data: Path, *, start: int) -> Iterator[tuple[int, list[Text]]]:
    """Yield (step, texts) from `start` on, round after round, from the seeds the tagger was trained with."""
    step, number = 0, 0
    while True:
        rng = random.Random(SEED + number)
        texts = training_texts(data, rng, notes=NOTES, bare=1.0 if number == 0 else 0.33)
        rng.shuffle(texts)
        for group in minibatch(texts, BATCH):
            if step >= start:
                yield step, group
            step += 1
        number += 1


def example(text: Text, nlp: Language) -> Example:
    """Words with an identifier in them bear its type; of those marked `?` nothing is known."""
    doc = nlp.make_doc(words(text))
    blank, spans, unsure, at = doc.copy(), list[Span](), list[Span](), 0
    for part, label in text:
        if label != "O" and part.strip():
            start, end = at + len(part) - len(part.lstrip()), at + len(part.rstrip())
            (unsure if label == "?" else spans).append(doc.char_span(start, end, label, alignment_mode="expand"))
        at += len(part)
    named = filter_spans(spans)
    taken = {token.i for span in named for token in span}
    missing = {token.i for span in unsure for token in span} - taken
    doc.set_ents(named, missing=[doc[i : i + 1] for i in sorted(missing)])
    return Example(blank, doc)


def save(path: Path, step: int, used: float, nlp: Language, optimiser: Optimizer) -> None:
    """Write a checkpoint whole or not at all; moments are kept by the place of their layer, for ids change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    places = {node.id: at for at, node in enumerate(network(nlp).walk())}
    arrays = {
        f"{kind} {places[node]} {name} {optimiser.nr_update[node, name]}": value
        for kind in ("mom1", "mom2", "averages")
        for (node, name), value in getattr(optimiser, kind).items()
    }
    weights = np.frombuffer(network(nlp).to_bytes(), dtype=np.uint8)
    with path.with_suffix(".tmp").open("wb") as file:
        np.savez(file, progress=np.array([step, used]), weights=weights, **arrays)
    path.with_suffix(".tmp").replace(path)


def resume(path: Path, nlp: Language, optimiser: Optimizer) -> tuple[int, float]:
    """Take up an earlier run's state, if there is one; gives the steps it had done and the seconds it had used."""
    if not path.exists():
        return 0, 0.0
    nodes = [node.id for node in network(nlp).walk()]
    with np.load(path) as state:
        network(nlp).from_bytes(state["weights"].tobytes())
        for key in set(state.files) - {"progress", "weights"}:
            kind, place, name, updates = key.split()
            getattr(optimiser, kind)[nodes[int(place)], name] = state[key]
            optimiser.nr_update[nodes[int(place)], name] = int(updates)
        step, used = state["progress"]
    return int(step), float(used)


def network(nlp: Language) -> Model[list[Doc], Any]:
    """The network of the entity recogniser, its encoder within."""
    model: Model[list[Doc], Any] = nlp.get_pipe("ner").model
    return model
