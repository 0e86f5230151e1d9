"""Why a coder suggests a code: the passages it goes by, the words that turn them, and what people coded most alike.

Nothing is shown that was not computed: passages and probabilities are those of the decision, cue words are those that the
coder's rules matched, and the nearest example is the nearest by the vectors that the coder reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from textmine.coding.cues import cues_in
from textmine.coding.lessons import overlap
from textmine.types import Coding, Matrix, Mention, Narrative, Passage

CLOSEST = 3  # passages shown of a code that is not suggested
Decision = Literal["coded", "not coded", "for a person"]


@dataclass(frozen=True, slots=True)
class Example:
    """What a person coded alike, in a write-up of another child.

    Args:
        narrative, start, end: where it stands.
        text: the words that were marked.
        coder: who.
        closeness: cosine of the two passages' vectors, in [-1, 1].
    """

    narrative: str
    start: int
    end: int
    text: str = field(repr=False)
    coder: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage that speaks for or against a code.

    Args:
        start, end, text: characters, half-open, and the words there.
        heading: what the passage stands under, "" if nothing.
        assertion, time, voice, probability: as the coder reads it.
        cues: (kind, words) that stand in the passage or, with "heading: ", above it.
        nearest: None if no person coded the same with the same assertion in a write-up of another child.
    """

    start: int
    end: int
    text: str = field(repr=False)
    heading: str = field(repr=False)
    assertion: str
    time: str
    voice: str
    probability: float
    cues: tuple[tuple[str, str], ...] = field(repr=False)
    nearest: Example | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a code was suggested for a narrative, was not, or was left to a person.

    Args:
        probability: that the narrative has it, affirmed and about this episode; calibrated.
        threshold: from which on it is coded.
        evidence: likeliest first, what counts before what is ruled out or long ago; for a code that is not suggested, the
            passages that come closest.
    """

    code: str
    decision: Decision
    probability: float
    threshold: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Passages that people coded.

    Args:
        rows: (child, narrative, the words, coder, mention) of each.
        X: float32[n, d], their vectors, of length one.
    """

    rows: tuple[tuple[str, str, str, str, Mention], ...] = field(repr=False)
    X: Matrix = field(repr=False)

    def nearest(self, vector: NDArray[np.float32], code: str, assertion: str, child: str) -> Example | None:
        """The closest passage with this code and assertion of another child; None if there is none."""
        own = [
            i
            for i, (who, _, _, _, mention) in enumerate(self.rows)
            if mention.code == code and mention.assertion == assertion and who != child
        ]
        if not own:
            return None
        closeness = self.X[own] @ vector
        best = int(closeness.argmax())
        _, narrative, text, coder, mention = self.rows[own[best]]
        return Example(narrative, mention.start, mention.end, text, coder, round(float(closeness[best]), 3))


def known_passages(
    codings: Sequence[Coding], narratives: Mapping[str, Narrative], passages: Sequence[Passage], X: Matrix
) -> Known:
    """Every passage that people marked, with its vector.

    Args:
        narratives: by id, those of the passages at least.
        X: float32[n_passages, 2 * d] from `encode_passages`; the sentence without its heading is compared.
    """
    of: dict[str, list[int]] = {}
    for i, passage in enumerate(passages):
        of.setdefault(passage.narrative, []).append(i)
    rows, places = [], []
    for coding in codings:
        for mention in coding.mentions:
            for i in of.get(coding.narrative, []):
                if overlap(passages[i].start, passages[i].end, mention.start, mention.end):
                    narrative = narratives[coding.narrative]
                    said = narrative.text[mention.start : mention.end]
                    rows.append((narrative.child, narrative.id, said, coding.coder, mention))
                    places.append(i)
    return Known(tuple(rows), X[places, : X.shape[1] // 2])


def explain(
    code: str,
    coding: Coding,
    narrative: Narrative,
    passages: Sequence[Passage],
    X: Matrix,
    *,
    probability: float,
    threshold: float,
    closest: Sequence[Mention],
    known: Known,
) -> Explanation:
    """Why the coder decided as it did.

    Args:
        coding: the coder's, of this narrative.
        passages, X: of this narrative.
        closest: mentions at the passages that come closest to the code, for where the coding has none.
    """
    own = [mention for mention in coding.mentions if mention.code == code] or list(closest)
    own.sort(key=lambda mention: (not mention.headline, -mention.probability, mention.start))
    decided: Decision = (
        "coded" if code in coding.headline else "for a person" if code in coding.doubtful else "not coded"
    )
    evidence = tuple(_evidence(mention, narrative, passages, X, known) for mention in own)
    return Explanation(code, decided, round(probability, 4), round(threshold, 4), evidence)


def _evidence(mention: Mention, narrative: Narrative, passages: Sequence[Passage], X: Matrix, known: Known) -> Evidence:
    i = next(i for i, passage in enumerate(passages) if (passage.start, passage.end) == (mention.start, mention.end))
    vector = X[i, : X.shape[1] // 2]
    cues = cues_in(passages[i].text) + tuple((f"heading: {name}", said) for name, said in cues_in(passages[i].context))
    return Evidence(
        mention.start,
        mention.end,
        passages[i].text,
        passages[i].context,
        mention.assertion,
        mention.time,
        mention.voice,
        mention.probability,
        cues,
        known.nearest(vector, mention.code, mention.assertion, narrative.child),
    )
