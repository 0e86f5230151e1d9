"""What a user would write in place of textmine: each library with its defaults, one write-up after the other."""

from __future__ import annotations

import time
from pathlib import Path

Told = dict[str, object]


def stage(name: str, corpus: Path, study: Path) -> Told:
    """Do one stage of the plain pipeline.

    Args:
        study: our own of the same corpus: its narratives are what coder and themes read, its codings what they learn from.
    """
    began = time.perf_counter()
    told = {"pseudonymise": pseudonymise, "code": code, "themes": themes}[name](corpus, study)
    return {**told, "seconds": time.perf_counter() - began}


def pseudonymise(corpus: Path, study: Path) -> Told:
    """A loop over Presidio's defaults, with the same named-entity model, that replaces what is found by its type."""
    from bench_detection import close_network, presidio

    from textmine.assets import asset
    from textmine.privacy.detection.detector import load_detector

    close_network()  # it asks a server for a list of domains, and would wait for the answer
    detect = presidio(load_detector(asset("models", "detector")))
    texts = [path.read_text(encoding="utf-8") for path in sorted((corpus / "writeups").rglob("*.txt"))]
    replaced = 0
    for text in texts:
        for span in sorted(detect([text], None)[0], key=lambda one: -one.start):
            text = f"{text[: span.start]}<{span.label}>{text[span.end :]}"
            replaced += 1
    return {"replaced": replaced}


def code(corpus: Path, study: Path) -> Told:
    """Each narrative's sentences by sentence-transformers, then a logistic regression for each code.

    It codes what our coder coded, with the same two encodings (sentence, sentence with its heading) and the same weights to
    learn from, so that both do the same work.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    from textmine.coding.encoder import DIMENSIONS
    from textmine.coding.lessons import within
    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.pipeline.vectors.encoding import OURS, encoder_of
    from textmine.store import read_all

    opened = open_study(study)
    model, narratives = encoder_of(OURS).model, read_all(opened.narratives)
    rows = []
    for narrative in narratives:
        passages = passages_of(narrative)
        both = [[p.text for p in passages], [within(p) for p in passages]]
        X = np.hstack([model.encode(texts, show_progress_bar=False) for texts in both]) if passages else None
        rows.append(X.mean(axis=0) if X is not None else np.zeros(2 * DIMENSIONS))
    codings = {coding.narrative: coding.headline for coding in read_all(opened.codings)}
    codes = sorted({code for seen in codings.values() for code in seen})
    Y = np.array([[code in codings.get(n.id, ()) for code in codes] for n in narratives])
    learn = slice(0, max(50, len(rows) // 4))
    coder = OneVsRestClassifier(LogisticRegression(max_iter=500)).fit(np.array(rows)[learn], Y[learn])
    return {"suggested": int(coder.predict(np.array(rows)).sum())}


def themes(corpus: Path, study: Path) -> Told:
    """BERTopic with its defaults, and the packaged encoder, on all sentences."""
    from bertopic import BERTopic

    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.pipeline.vectors.encoding import GENERAL, encoder_of
    from textmine.store import read_all

    narratives = read_all(open_study(study).narratives)
    texts = [passage.text for narrative in narratives for passage in passages_of(narrative)]
    model = BERTopic(embedding_model=encoder_of(GENERAL).model)
    found, _ = model.fit_transform(texts)
    return {"themes": len(set(found)), "without": sum(one == -1 for one in found)}
