"""The write-up as it was found: identifiable, known on this side of the airlock only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Writeup:
    """One write-up with everything that identifies.

    Args:
        id: where it came from, e.g. a path below the folder given, with `#row` for a row of an export.
        child: the case system's reference of the child, "" until it is known.
        text: what the reader extracted; Unicode code points, line ends `\\n`.
        form: the reader that read it, e.g. `docx`.
    """

    id: str = field(repr=False)
    child: str = field(repr=False)
    text: str = field(repr=False)
    form: str = ""
