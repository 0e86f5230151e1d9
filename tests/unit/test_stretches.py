"""What themes are found in: what a child or a worker said, and nothing that the form is."""

from __future__ import annotations

from textmine.theming.stretches import stretches_of
from textmine.types import Passage

SAID = "She went to her nan's because nobody there shouts at her."


def read(*lines: tuple[str, str]) -> list[str]:
    """The stretches of one narrative of (heading, words)."""
    passages = [
        Passage("n", 100 * at, 100 * at + len(words), words, heading) for at, (heading, words) in enumerate(lines)
    ]
    return [stretch.text for stretch in stretches_of(passages, {"n": "k"})]


def test_the_title_of_a_form_is_in_no_theme() -> None:
    assert read(("", "Return interview, placed out of county"), ("Why", SAID)) == [SAID]
    assert read(("", "She went out to see her brother."), ("Why", SAID)) == ["She went out to see her brother.", SAID]


def test_lines_that_only_say_when_and_where_are_in_no_theme() -> None:
    for line in ("6th November 2025, her front step, shelling peas", "12.03.24 my car, heater on, two hours"):
        assert read(("Seen", line), ("Why", SAID)) == [SAID]


def test_a_dated_sentence_is_what_somebody_said() -> None:
    for line in ("On 6 November 2025 she slept in a shed.", "12.03.24 ran to his nan's again."):
        assert read(("Earlier", line), ("Why", SAID)) == [line, SAID]
