"""Measure the detector on every set, beside Presidio with its default configuration over the same tagger, in one run."""

from __future__ import annotations

import argparse
import json
import random
import resource
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tab_metrics import read_documents, score
from tqdm import tqdm
from uk_identifiers import KINDS, Case, hard_negatives, noisy, valid

from textmine.assets import asset
from textmine.pipeline.airlock.checking import DetectionFigures, detection_figures
from textmine.pipeline.airlock.detecting import ChildFile, Detecting
from textmine.privacy.case.roster import read_roster
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.processes import ahead, cores
from textmine.shares import wilson
from textmine.types import Span

CORPORA = Path(__file__).parents[1] / "corpora"
UNTRAINED = frozenset("dean jo nia priya callum dorothy rukhsana steffan".split())
"""Authors whose write-ups the tagger was not trained on; the last four nobody looked at while rules were made."""
SEED = 11
DEFAULTS = ("PERSON", "LOCATION", "DATE_TIME", "NRP")
"""What Presidio's default configuration keeps of a named-entity model: it leaves out organisations."""

Detect = Callable[[Sequence[str], object], list[tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system to measure: a name, and spans of all write-ups of one child."""

    name: str
    detect: Detect = field(repr=False)


def main() -> None:
    """Print all tables."""
    options = _arguments()
    ours = load_detector(asset("models", "detector"))
    strict = CaseDetector(ours.tag, ours.engine, strict=True)
    close_network()
    peers = [Peer("textmine", ours), Peer("Presidio, defaults, same tagger", presidio(ours))]
    if options.speed:
        speed(peers)
        return
    writeups(peers)
    identifiers(peers)
    if options.tab.is_file():
        tab([*peers[:1], Peer("textmine, strict", strict), *peers[1:]], options.tab)
    else:
        print(f"**Left out:** the Text Anonymization Benchmark, {options.tab.name} is not there.\n")
    speed(peers)


def presidio(ours: CaseDetector) -> Detect:
    """Presidio's own registry and settings; only the named-entity model is ours."""
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult

    class Tagger(EntityRecognizer):
        def load(self) -> None: ...

        def analyze(self, text: str, entities: list[str], nlp_artifacts: object = None) -> list[RecognizerResult]:
            (spans,) = ours.tag([text])
            return [RecognizerResult(s.label, s.start, s.end, s.score) for s in spans if s.label in DEFAULTS]

    engine = AnalyzerEngine(nlp_engine=ours.engine.nlp_engine, supported_languages=["en"])
    engine.registry.add_recognizer(Tagger(list(DEFAULTS), name="tagger", supported_language="en"))

    def detect(texts: Sequence[str], case: object = None) -> list[tuple[Span, ...]]:
        found = [engine.analyze(text, language="en") for text in texts]
        return [tuple(Span(r.start, r.end, r.entity_type, min(1.0, r.score)) for r in one) for one in found]

    return detect


def writeups(peers: Sequence[Peer]) -> None:
    """Write-ups of children and authors that the tagger was not trained on."""
    for name, folder in (
        ("example corpus, four authors", "example"),
        ("fresh write-ups, four authors", "detection/unseen"),
    ):
        gold = CORPORA / folder / ("gold" if folder == "example" else "") / "identifiers.jsonl"
        rows = [
            row for line in gold.read_text("utf-8").splitlines() if (row := json.loads(line))["author"] in UNTRAINED
        ]
        cases = read_roster(CORPORA / folder / "roster.csv")
        runs = [(f"{peers[0].name}, with roster", peers[0], cases), *((peer.name, peer, {}) for peer in peers)]
        _writeup_tables(name, [(label, _spans(peer, rows, known)) for label, peer, known in runs], rows)


def _spans(peer: Peer, rows: list[dict], cases: dict) -> list[tuple[dict, tuple[Span, ...]]]:
    by_child: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        by_child[row["child"]].append(row)
    found: list[tuple[dict, tuple[Span, ...]]] = []
    for child, group in tqdm(sorted(by_child.items()), desc=peer.name, disable=None, leave=False):
        found += zip(group, peer.detect([row["text"] for row in group], cases.get(child)), strict=True)
    return found


def _writeup_tables(name: str, runs: list[tuple[str, list]], rows: list[dict]) -> None:
    figures = [(label, found, detection_figures(found)) for label, found in runs]
    children = len({row["child"] for row in rows})
    words = sum(len(row["text"].split()) for row in rows)
    print(f"## {name}: {len(rows)} write-ups of {children} children, {words:,} words\n")
    print("| system | direct | quasi | names without capitals | precision | write-ups with a direct leak | with any |")
    print("|---|---|---|---|---|---|---|")
    for label, found, one in figures:
        all_kinds = {kind.type: kind for kind in one.types}
        direct, quasi = (_share(all_kinds[key].masked, all_kinds[key].there) for key in ("all direct", "all quasi"))
        leaks = _share(one.leaking, one.writeups), _share(sum(_leaks(*pair) for pair in found), one.writeups)
        print(f"| {label} | {direct} | {quasi} | {_small(found)} | {one.precision:.3f} | {leaks[0]} | {leaks[1]} |")
    print()
    _types(figures)


def _types(figures: list[tuple[str, list, DetectionFigures]]) -> None:
    print("| type | " + " | ".join(label for label, _, _ in figures) + " |")
    print("|---" * (len(figures) + 1) + "|")
    for at, kind in enumerate(figures[0][2].types):
        if not kind.type.startswith("all "):
            cells = (_share(one.types[at].masked, one.types[at].there) for _, _, one in figures)
            print(f"| {kind.type} | " + " | ".join(cells) + " |")
    print()


def _covered(text: str, spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end) if text[at].isalnum()}


def _letters(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}


def _leaks(row: dict, spans: tuple[Span, ...]) -> bool:
    covered = _covered(row["text"], spans)
    return any(not _letters(row["text"], gold["start"], gold["end"]) <= covered for gold in row["spans"])


def _small(found: list[tuple[dict, tuple[Span, ...]]]) -> str:
    """Names of people that are written without a capital."""
    there = masked = 0
    for row, spans in found:
        covered = _covered(row["text"], spans)
        for gold in row["spans"]:
            if gold["type"] == "PERSON" and row["text"][gold["start"] : gold["end"]].islower():
                there += 1
                masked += _letters(row["text"], gold["start"], gold["end"]) <= covered
    return _share(masked, there)


def identifiers(peers: Sequence[Peer]) -> None:
    """Identifiers from the generator, each in a sentence of its own, and sentences with none."""
    sets = [("valid", valid(random.Random(SEED), 2000)), ("noisy", noisy(random.Random(SEED), 2000))]
    none = hard_negatives(random.Random(SEED), 1000)
    print("## UK identifiers from a generator that does not know the rules\n")
    print(
        "| system | 2,000 valid | 2,000 noisy | 1,000 sentences without any: wrongly masked | precision by sentence |"
    )
    print("|---|---|---|---|---|")
    kinds: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for peer in peers:
        hits = {name: _hits(peer, cases) for name, cases in sets}
        right = sum(hit for one in hits.values() for _, hit in one)
        wrong = sum(bool(peer.detect([case.text], None)[0]) for case in none)
        shares = " | ".join(_share(sum(hit for _, hit in one), len(one)) for one in hits.values())
        print(f"| {peer.name} | {shares} | {_share(wrong, len(none))} | {_share(right, right + wrong)} |")
        for kind in KINDS:
            kinds[kind] += [
                _share(sum(h for k, h in one if k == kind), sum(k == kind for k, _ in one)) for one in hits.values()
            ]
    print("\n| kind | " + " | ".join(f"{peer.name}, {name}" for peer in peers for name, _ in sets) + " |")
    print("|---" * (1 + 2 * len(peers)) + "|")
    for kind, cells in kinds.items():
        print(f"| {kind} | " + " | ".join(cells) + " |")
    print()


def _hits(peer: Peer, cases: list[Case]) -> list[tuple[str, bool]]:
    found = [peer.detect([case.text], None)[0] for case in tqdm(cases, desc=peer.name, disable=None, leave=False)]
    return [
        (case.kind, _letters(case.text, case.start, case.end) <= _covered(case.text, spans))
        for case, spans in zip(cases, found, strict=True)
    ]


def tab(peers: Sequence[Peer], path: Path) -> None:
    """The dev part of TAB; its train part was trained on."""
    documents = read_documents(path, "dev")
    print(
        f"## Text Anonymization Benchmark, dev: {len(documents)} judgments; the tagger was trained on its train part\n"
    )
    print("| system | entities, direct | entities, quasi | token recall | token precision |")
    print("|---|---|---|---|---|")
    for peer in peers:
        scores = [score(d, [(s.start, s.end) for s in peer.detect([d.text], None)[0]]) for d in documents]
        entities = [entity for one in scores for entity in one.entities]
        shares = [
            _share(sum(m for k, _, m in entities if k == kind), sum(k == kind for k, _, _ in entities))
            for kind in ("DIRECT", "QUASI")
        ]
        wanted, right, masked = (sum(one.tokens[at] for one in scores) for at in range(3))
        print(f"| {peer.name} | {shares[0]} | {shares[1]} | {_share(right, wanted)} | {_share(right, masked)} |")
    print()


def speed(peers: Sequence[Peer]) -> None:
    """Words a second over the whole example corpus, and memory as the number of write-ups grows.

    As `pseudonymise` runs, the processes and their models are started within the time.
    """
    rows = [json.loads(line) for line in (CORPORA / "example/gold/identifiers.jsonl").read_text("utf-8").splitlines()]
    cases = read_roster(CORPORA / "example" / "roster.csv")
    words = sum(len(row["text"].split()) for row in rows)
    print(f"## Speed: {len(rows)} write-ups, {words:,} words, {cores()} cores, sockets closed\n")
    print("| system | words a second | peak memory after one round, MB | after three rounds, MB |")
    print("|---|---|---|---|")
    for peer in peers:
        known = cases if peer is peers[0] else {}
        began = time.perf_counter()
        _spans(peer, rows, known)
        rate, first = words / (time.perf_counter() - began), _memory()
        for _ in range(2):
            _spans(peer, rows, known)
        print(f"| {peer.name}, one process | {rate:,.0f} | {first:,.0f} | {_memory():,.0f} |")
    _processes(rows, cases, words)
    print()


def _processes(rows: list[dict], cases: dict, words: int) -> None:
    """The same write-ups twice over, then four times, as `pseudonymise` has them read."""
    detecting = Detecting(strict=False)
    files = [
        ChildFile(tuple(row["text"] for row in rows if row["child"] == child), cases.get(child))
        for child in sorted({row["child"] for row in rows})
    ]
    rates, memory = [], []
    for rounds in (2, 4):
        began = time.perf_counter()
        for _ in ahead(detecting, files * rounds, processes=cores()):
            pass
        rates.append(words * rounds / (time.perf_counter() - began))
        memory.append(_memory(resource.RUSAGE_CHILDREN))
    print(
        f"| textmine, as pseudonymise runs, {cores()} processes (two and four rounds; memory of one) "
        f"| {rates[0]:,.0f}, {rates[1]:,.0f} | {memory[0]:,.0f} | {memory[1]:,.0f} |"
    )


def _memory(of: int = resource.RUSAGE_SELF) -> float:
    kilobytes = resource.getrusage(of).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _share(part: int, whole: int) -> str:
    """A share with its 95 % interval (Wilson) and its numerator and denominator."""
    interval = wilson(part, whole)
    if interval is None:
        return "–"
    low, high = interval
    return f"{part / whole:.3f} ({low:.3f}–{high:.3f}; {part}/{whole})"


def close_network() -> None:
    """Whatever tries to reach out fails, as on a machine without a network."""

    def refused(*_: object, **__: object) -> None:
        raise OSError("no network here")

    socket.socket.connect = refused  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = refused  # type: ignore[assignment]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(__file__).parents[2] / "shared" / "data" / "tab" / "tab_train_dev.jsonl"
    parser.add_argument("--tab", type=Path, default=shared, help="the benchmark's documents; left out if not there")
    parser.add_argument("--speed", action="store_true", help="measure the speed alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
