"""What a coder of whole write-ups learns from, and all the questions it learned to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.features import words_of_enough_children
from textmine.coding.fieldfeatures import field_features, field_texts
from textmine.coding.fields import Answers, Question, answers_of, learn_question
from textmine.coding.folds import Rows
from textmine.coding.lessons import Lesson
from textmine.types import Matrix, Passage, Probabilities

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_WORDS = 6000
Values = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FieldLesson:
    """Narratives with people's answers about each as a whole.

    Args:
        questions: (name, values) as the codebook has them.
        y: int[n_docs, n_questions], index of the answer, -1 where there is none.
        P: float64[n_docs, n_codes], probabilities of codes by a coder that saw nothing of the child, as they will be for new
            narratives.
        children: of the narratives.
    """

    questions: tuple[Values, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    doc: Rows = field(repr=False)
    X: Matrix = field(repr=False)
    y: Answers = field(repr=False)
    P: Probabilities = field(repr=False)
    children: tuple[str, ...] = field(repr=False)

    def of(self, docs: Rows) -> FieldLesson:
        """The part of it that belongs to some narratives, in rising order."""
        rows = np.flatnonzero(np.isin(self.doc, docs))
        return FieldLesson(
            self.questions,
            tuple(self.passages[i] for i in rows),
            np.searchsorted(docs, self.doc[rows]),
            self.X[rows],
            self.y[docs],
            self.P[docs],
            tuple(self.children[int(d)] for d in docs),
        )


@dataclass(frozen=True, slots=True)
class FieldCoder:
    """A coder of whole write-ups.

    Args:
        words, idf: vocabulary, and float32[n_words], its inverse document frequencies.
        questions: those that it learned to answer.
    """

    words: tuple[str, ...] = field(repr=False)
    idf: NDArray[np.float32] = field(repr=False)
    questions: tuple[Question, ...] = ()

    def question(self, name: str) -> Question | None:
        """The question of that name; None if it was not learned."""
        return next((one for one in self.questions if one.name == name), None)

    def features(self, lesson: FieldLesson) -> csr_matrix:
        """`float32[n_docs, n_features]` of a lesson's narratives."""
        return field_features(lesson.passages, lesson.X, lesson.doc, lesson.P, self.words, self.idf)[0]

    def answers(
        self, passages: Sequence[Passage], X: Matrix, doc: Rows, P: Probabilities
    ) -> tuple[tuple[tuple[str, str], ...], ...]:
        """(field, value) pairs of each narrative, sorted; what is not there is left to a person.

        Args:
            P: float64[n_docs, n_codes], how likely each narrative has each code.
        """
        if not self.questions:
            return ((),) * len(P)
        F, _ = field_features(passages, X, doc, P, self.words, self.idf)
        found: list[list[tuple[str, str]]] = [[] for _ in range(len(P))]
        for question in self.questions:
            for d, value in enumerate(question.answers(question.probabilities(F)).tolist()):
                if value >= 0:
                    found[d].append((question.name, question.values[value]))
        return tuple(tuple(sorted(some)) for some in found)


def field_lesson(
    lesson: Lesson, fields: Sequence[Mapping[str, str]], codebook: Codebook, P: Probabilities
) -> FieldLesson:
    """People's answers beside the lesson that the codes are learned from.

    Args:
        fields: of each narrative of the lesson, name to answer.
        P: float64[n_docs, n_codes], held out.
    """
    questions = tuple(codebook.document_fields.items())
    columns = [answers_of(fields, name, values) for name, values in questions]
    y = np.column_stack(columns) if columns else np.zeros((len(fields), 0), dtype=np.int64)
    return FieldLesson(questions, lesson.passages, lesson.doc, lesson.X, y, P, lesson.children)


def learn_fields(lesson: FieldLesson, *, right: float, seed: int, only: Sequence[str] | None = None) -> FieldCoder:
    """Learn to answer the questions, or some of them.

    Args:
        right: share of the answers that must be right.
    """
    texts = field_texts(lesson.passages, lesson.doc, len(lesson.children))
    words = words_of_enough_children(texts, lesson.children, at_most=MOST_WORDS)
    F, idf = field_features(lesson.passages, lesson.X, lesson.doc, lesson.P, words)
    learned = [
        learn_question(name, values, F, lesson.y[:, q], lesson.children, right=right, seed=seed)
        for q, (name, values) in enumerate(lesson.questions)
        if only is None or name in only
    ]
    return FieldCoder(words, np.asarray(idf, dtype=np.float32), tuple(one for one in learned if one is not None))
