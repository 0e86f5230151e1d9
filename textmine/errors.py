"""What can go wrong, each with an exit code: what happened, where, what to do next.

TextmineError (1)
├── SettingsError (3)      textmine.toml, codebook or roster is wrong
├── InputError (4)         a file that people gave cannot be used
│   └── ReadError (4)      a write-up could not be read; the others go on
├── VaultError (5)         the vault is missing, locked, damaged or in the wrong place
├── ModelError (6)         a model is missing, damaged or made for something else
├── StudyError (7)         the study lacks a stage, or another run holds it
├── AnnotationError (8)    annotations that do not fit their text or codebook
├── DisclosureError (9)    a figure that may not be shown
└── ServerError (11)       Label Studio is missing, does not answer, refuses, or is not fit for this data

Messages never hold narrative text, a personal name or a file name of a write-up.
Exit code 2 is a wrong command line, 10 is a batch that ended with some inputs left out.
"""

from __future__ import annotations

EXIT_LEFT_OUT = 10


class TextmineError(Exception):
    """A fault a person can mend.

    Args:
        what: what happened.
        where: the setting, row, column or document number it happened at; never a personal name.
        next_step: what to do, ready to type where possible.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__(what)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        step = f" Next: {self.next_step}" if self.next_step else ""
        return f"{self.what}{place}.{step}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.where, self.next_step))


class SettingsError(TextmineError):
    """textmine.toml, the codebook, the roster or the episodes table is wrong."""

    exit_code = 3


class InputError(TextmineError):
    """A file that people gave cannot be used."""

    exit_code = 4


class ReadError(InputError):
    """A write-up could not be read; the others of its batch go on."""


class VaultError(TextmineError):
    """The vault is missing, locked, damaged or in the wrong place."""

    exit_code = 5


class ModelError(TextmineError):
    """A model is missing, damaged or made for something else."""

    exit_code = 6


class StudyError(TextmineError):
    """The study lacks a stage, or another run holds it."""

    exit_code = 7


class AnnotationError(TextmineError):
    """Annotations that do not fit their text or codebook."""

    exit_code = 8


class DisclosureError(TextmineError):
    """A figure that may not be shown."""

    exit_code = 9


class ServerError(TextmineError):
    """Label Studio is missing, does not answer, refuses, or is not fit for this data."""

    exit_code = 11


def _rebuild(kind: type[TextmineError], what: str, where: str, next_step: str) -> TextmineError:
    return kind(what, where=where, next_step=next_step)
