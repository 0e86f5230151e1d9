"""Narratives to themes: what passages have in common, which of it moves, and what new write-ups add."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace

import numpy as np

from textmine.assets import digest
from textmine.batches import Part, Stage, alone, each, run
from textmine.coding.passages import passages_of
from textmine.errors import InputError
from textmine.manifest import settings_hash
from textmine.pipeline.freshness import note
from textmine.pipeline.study import Study, annotation_files, every_coding, need, one_each
from textmine.pipeline.vectors.encoding import OURS
from textmine.pipeline.vectors.kept import coding_encoder_name, encoded, sentences
from textmine.pipeline.vectors.vectorfiles import text_hash
from textmine.privacy.language.plainwords import identifies_nobody, just_a_word
from textmine.progress import Progress, silent
from textmine.reporting.people import by_child
from textmine.store import read_all, read_part
from textmine.theming.emergence import Interview, Trend, recent_quarters, trends
from textmine.theming.finding import Asked, find_themes
from textmine.theming.kept import FILE as DECISIONS
from textmine.theming.kept import Kept, read_kept
from textmine.theming.memory import save_memory
from textmine.types import Coding, Matrix, Narrative, Passage, Theme


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes of a study and how they move.

    Args:
        themes: those that stand on their own, most children first.
        trends: of each of them, everywhere and by area.
        parts: of themes, each with its parent.
        rest: passages that fit no theme.
        recent: quarters that are held against those before.
        codes: the names of the codes, by id.
    """

    themes: tuple[Theme, ...]
    trends: tuple[Trend, ...] = field(repr=False)
    parts: tuple[Theme, ...] = field(default=(), repr=False)
    rest: int = 0
    recent: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        """How many; `textmine.frame` shows them."""
        return f"Themes({len(self.themes)} themes of {sum(len(one.passages) for one in self.themes)} passages)"

    def named(self, key: str) -> Theme | None:
        """The theme, or part of one, with a key or a number; None if there is none."""
        every = (*self.themes, *self.parts)
        return next((theme for theme in every if key in (theme.key, str(theme.id))), None)

    def theme(self, key: str) -> Theme:
        """The same.

        Raises:
            InputError: there is no such theme.
        """
        found = self.named(key)
        if found is None:
            raise InputError(
                "There is no such theme", where=key, next_step="textmine themes lists their numbers and keys"
            )
        return found


Encoded = tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix, int]


def theme_narratives(study: Study, *, progress: Progress = silent) -> Themes:
    """Find the themes of all narratives; what people decided about themes holds.

    Raises:
        StudyError: there are no narratives, or too few passages.
        SettingsError: the file of decisions is wrong.
    """
    with alone(study.root):
        names = study.narratives.names()
        need(names, "narratives", "pseudonymise")
        kept = decisions(study)
        codings = codings_of(study)
        settings = study.settings.themes
        basis, states = basis_of(study, kept), states_of(read_all(study.narratives), codings)
        hashed = settings_hash({"basis": basis, "narratives": sorted(states.items())})
        asked = Asked(settings.at_most, settings.at_least_children, settings.seed, *_words(study))

        def work(part: Part[str]) -> tuple[Theme, ...]:
            narratives, passages, X, general = encoded_both(study, part.items, progress)
            found = find_themes(
                passages, X, narratives=narratives, codings=codings, kept=kept, asked=asked, general=general
            )
            save_memory(replace(found.memory, basis=basis, states=states), study.theme_memory)
            return found.themes

        stage = Stage("themes", study.themes, each(work), hashed, (), settings.seed)
        run(stage, [Part(hashed, tuple(names))], progress=progress)
        note(study, "themes")
        return read_themes(study)


def read_themes(study: Study) -> Themes:
    """The themes that were found, in the order of their numbers; empty if there are none yet."""
    every = tuple(sorted(read_all(study.themes), key=lambda theme: theme.id))
    tops = tuple(theme for theme in every if theme.id and not theme.parent)
    rest = next((len(theme.passages) for theme in every if not theme.id), 0)
    known = interviews_of(study)
    parts = tuple(theme for theme in every if theme.parent)
    names = {code.id: code.name for code in study.codebook.codes}
    return Themes(tops, trends(tops, known), parts, rest, recent_quarters(known), names)


def interviews_of(study: Study) -> tuple[Interview, ...]:
    """What is known of each narrative besides its words."""
    episodes = by_child(read_all(study.episodes))
    found = []
    for narrative in read_all(study.narratives):
        meta, episode = narrative.meta, episodes.get((narrative.meta.episode, narrative.child))
        area, provider = (episode.area, episode.provider) if episode else ("", "")
        found.append(Interview(narrative.id, narrative.child, meta.period, area, meta.worker, provider, meta.form))
    return tuple(found)


def decisions(study: Study) -> tuple[Kept, ...]:
    """What people decided about themes."""
    return read_kept(study.root / "annotations" / DECISIONS)


def codings_of(study: Study) -> tuple[Coding, ...]:
    """People's codings, and the model's where nobody has coded."""
    return one_each(every_coding(study))


def basis_of(study: Study, kept: Sequence[Kept]) -> str:
    """Hash of what themes go by besides narratives and what the coder suggests for them."""
    told: dict[str, object] = {
        "stage": "themes-7",
        "settings": study.settings.themes.model_dump(),
        "people": [digest(path) for path in annotation_files(study)],
        "kept": [[one.key, one.name, one.reach, one.groups] for one in kept],
        "encoder": coding_encoder_name(study),
        "codebook": study.codebook.fingerprint,
    }
    return settings_hash(told)


def states_of(narratives: Sequence[Narrative], codings: Sequence[Coding]) -> dict[str, str]:
    """Of each narrative a hash of its words, what is known of it, and what it is coded with."""
    seen = {coding.narrative: sorted((m.start, m.end, m.code) for m in coding.mentions) for coding in codings}
    return {
        one.id: settings_hash({"is": [one.child, text_hash(one), *astuple(one.meta)], "seen": seen.get(one.id, ())})
        for one in narratives
    }


def encoded_both(study: Study, names: Sequence[str], progress: Progress) -> Encoded:
    """Narratives, passages, vectors by both encoders side by side, and how many columns are the general one's."""
    narratives = tuple(one for name in names for one in read_part(study.narratives, name))
    passages = tuple(passage for narrative in narratives for passage in passages_of(narrative))
    X, general, row = np.zeros((len(passages), 0), dtype=np.float32), 0, 0
    for done, name in enumerate(names):
        progress(done, len(names), "encode")
        own = sentences(study, name)[2]
        general = own.shape[1]
        if study.settings.coding.encoder == OURS:
            own = np.hstack([own, encoded(study, name)[2]])
        if not X.shape[1]:  # filled in place: joined at the end, all vectors would be held twice
            X = np.zeros((len(passages), own.shape[1]), dtype=np.float32)
        X[row : row + len(own)] = own
        row += len(own)
    return narratives, passages, X, general


def _words(study: Study) -> tuple[Callable[[str], bool], frozenset[str]]:
    """Whether a word may stand in a label (of the codebook, nobody's name, or frequent and no capital); the codebook's words."""
    codes = " ".join(" ".join((code.name, *code.phrases)) for code in study.codebook.codes)
    known = frozenset(re.findall(r"[^\W\d_]+", codes.lower()))

    def may(word: str) -> bool:
        small = word.lower()
        return small in known or identifies_nobody(word) or (word == small and just_a_word(word))

    return may, known
