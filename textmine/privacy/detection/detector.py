"""Find identifiers: Presidio's frame around our own parts. The only room that calls Presidio and spaCy.

The parts are the roster, the patterns, the tagger (`load_detector` wires them) and what was seen elsewhere in the
child's file; `merging` says how they are joined. Presidio's own configuration and recognisers are never used: some of
them reach for the network and some for American numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.privacy.case.naming import find_known
from textmine.privacy.case.roster import Case
from textmine.privacy.detection.edges import with_edges
from textmine.privacy.detection.merging import merge
from textmine.privacy.detection.propagation import spread
from textmine.privacy.detection.sifting import sift
from textmine.privacy.detection.strict import strict_spans
from textmine.privacy.language.folding import Folded, unhidden
from textmine.privacy.rules.recognisers import recognise
from textmine.types import Span

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, ContextAwareEnhancer, EntityRecognizer, RecognizerResult

Finder = Callable[[str], Sequence[Span]]
Batch = Callable[[Sequence[str]], Sequence[Sequence[Span]]]

LABELS = [
    "PERSON",
    "LOCATION",
    "ORGANIZATION",
    "DATE_TIME",
    "CODE",
    "NRP",
    "ADDRESS",
    "POSTCODE",
    "PHONE",
    "EMAIL",
    "HANDLE",
    "URL",
    "NHS",
    "NINO",
    "VEHICLE",
    "REFERENCE",
    "DOB",
    "DATE",
    "SCHOOL",
    "HOME",
    "HOSPITAL",
    "AGE",
    "AMOUNT",
]
# The roster must outrank the others where Presidio drops a span inside another of the same label.
HIGHEST = 0.99


@dataclass(frozen=True, slots=True)
class CaseDetector:
    """Finds identifiers in all write-ups of one child.

    Args:
        tag: the token classifier over a batch of texts.
        engine: Presidio's AnalyzerEngine over the patterns.
        strict: whether years, lengths of time, ages, amounts and peoples of the kingdom are masked too, see `strict`.
    """

    tag: Batch = field(repr=False)
    engine: AnalyzerEngine = field(repr=False)
    strict: bool = False

    def __call__(self, texts: Sequence[str], case: Case | None = None) -> list[tuple[Span, ...]]:
        """Spans of each text: characters, half-open, not overlapping, in order; the same length as `texts`.

        Texts are read as people see them: a name with an invisible character in it, or a letter of another script that
        looks like its own, is the name.
        """
        seen = [unhidden(text) for text in texts]
        found = self._plain([one.text for one in seen], case)
        return [tuple(_back(span, one) for span in spans) for spans, one in zip(found, seen, strict=True)]

    def _plain(self, texts: Sequence[str], case: Case | None) -> list[tuple[Span, ...]]:
        tagged = self.tag(texts)
        found = [self._one(text, spans, case) for text, spans in zip(texts, tagged, strict=True)]
        return [with_edges(text, spans) for text, spans in zip(texts, spread(texts, found), strict=True)]

    def _one(self, text: str, tagged: Sequence[Span], case: Case | None) -> tuple[Span, ...]:
        if not text.strip():
            return ()
        parts = [_recogniser("tagger", lambda words: tuple(sift(words, tagged)))]
        if case is not None:
            parts.append(_recogniser("roster", lambda words: tuple(find_known(words, case))))
        if self.strict:
            parts.append(_recogniser("strict", lambda words: tuple(strict_spans(words))))
        results = self.engine.analyze(text, language="en", ad_hoc_recognizers=parts, entities=LABELS)
        return merge(text, [_span(result) for result in results])


def _back(span: Span, seen: Folded) -> Span:
    """The same stretch in the text as it was written."""
    if seen.places is None:
        return span
    start, end = seen.back(span.start, span.end)
    return replace(span, start=start, end=end)


def load_detector(folder: Path, *, strict: bool = False) -> CaseDetector:
    """The detector with the shipped tagger.

    Args:
        folder: of the tagger's weights, e.g. `models/detector`.
        strict: see `CaseDetector`.

    Raises:
        ModelError: the weights are missing or damaged.
    """
    from textmine.privacy.detection.tagger import load_tagger

    return CaseDetector(load_tagger(folder), _engine(), strict)


def _engine() -> AnalyzerEngine:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    registry = RecognizerRegistry(
        recognizers=[_recogniser("patterns", lambda text: tuple(recognise(text)))], supported_languages=["en"]
    )
    return AnalyzerEngine(
        registry=registry, nlp_engine=_tokeniser(), supported_languages=["en"], context_aware_enhancer=_no_enhancer()
    )


def _no_enhancer() -> ContextAwareEnhancer:
    """The patterns weigh their own context; Presidio's would copy every token for it."""
    from presidio_analyzer import ContextAwareEnhancer

    class Unchanged(ContextAwareEnhancer):  # type: ignore[misc]
        def enhance_using_context(
            self,
            text: str,
            raw_results: list[RecognizerResult],
            nlp_artifacts: object,
            recognizers: list[EntityRecognizer],
            context: list[str] | None = None,
        ) -> list[RecognizerResult]:
            return raw_results

    return Unchanged(0.0, 0.0, 0, 0)


def _tokeniser() -> object:
    """A spaCy pipeline without a model: Presidio needs the tokens, our own parts do the finding."""
    import spacy
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    engine = SpacyNlpEngine()
    engine.nlp = {"en": spacy.blank("en")}
    engine.nlp["en"].max_length = 10_000_000
    return engine


def _recogniser(name: str, find: Finder) -> EntityRecognizer:
    from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

    class Part(EntityRecognizer):  # type: ignore[misc]
        """One of our detectors as Presidio sees it."""

        def load(self) -> None:
            """Nothing to load: the parts come loaded."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: object = None) -> list[RecognizerResult]:
            return [
                RecognizerResult(
                    entity_type=span.label,
                    start=span.start,
                    end=span.end,
                    score=1.0 if name == "roster" else min(HIGHEST, span.score),
                    analysis_explanation=AnalysisExplanation(recognizer=name, original_score=span.score),
                    recognition_metadata={"why": span.why, "entity": span.entity, "score": span.score},
                )
                for span in find(text)
            ]

    return Part(supported_entities=list(LABELS), name=name, supported_language="en")


def _span(result: RecognizerResult) -> Span:
    data = result.recognition_metadata or {}
    return Span(
        result.start,
        result.end,
        result.entity_type,
        min(1.0, float(data.get("score", result.score))),
        str(data.get("why", "")),
        str(data.get("entity", "")),
    )
