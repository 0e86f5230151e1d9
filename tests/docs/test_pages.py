"""Every page of the documentation: its links lead somewhere, and what it says to type can be typed."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from textmine.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "corpora/example/WRITING.md")),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "models").glob("*/README.md"),
    ]
)
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.M | re.S)
# In running text a command may be named with its first words alone; what follows is its argument.
SIGNS = re.compile(r"[|\\;#…]| and |, |\.$")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in _links(page) if not _leads(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_that_are_named_exist_with_their_options(page: Path) -> None:
    named = list(_commands(page.read_text(encoding="utf-8")))
    assert [words for words in named if not _exists(words)] == []


def test_the_tutorial_names_no_link_that_leads_nowhere() -> None:
    cells = json.loads((ROOT / "docs" / "tutorial.ipynb").read_text(encoding="utf-8"))["cells"]
    words = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", words) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / "docs" / link.partition("#")[0]).exists()] == []


def test_what_could_not_be_typed_is_noticed() -> None:
    assert not _exists("textmine pseudonymize x")
    assert not _exists("textmine report --colour red")
    assert _exists("textmine vault create --vault x")


def test_the_managers_page_names_sections_that_reports_have() -> None:
    page = (ROOT / "docs" / "managers.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "textmine" / "reporting").glob("*.py"))
    named = re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", page)
    assert len(named) > 10
    assert [title for title in named if f'"{title}"' not in code] == []


def _commands(page: str) -> Iterator[str]:
    blocks = "\n".join(FENCED.findall(page))
    typed = re.findall(r"^(?:\$ )?(textmine [a-z].*)$", blocks, re.M)
    for words in [*typed, *re.findall(r"`(textmine [a-z][^`\n]*)", FENCED.sub("", page))]:
        yield SIGNS.split(words)[0].strip()


def _exists(words: str) -> bool:
    try:
        parts = shlex.split(words)[1:]
    except ValueError:
        parts = words.split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group) and parts and not parts[0].startswith("-"):
        # Several of a group are named at once as `vault forget`, or `vault create·audit`.
        names = re.split(r"[·,]", parts.pop(0))
        if any(name not in command.commands for name in names):
            return False
        command = command.commands[names[0]]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h", "--version"}
    return all(part.split("=")[0] in known for part in parts if re.fullmatch(r"--[a-z-]+(=.*)?", part))


def _links(page: Path) -> list[str]:
    links: list[str] = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]


def _leads(page: Path, link: str) -> bool:
    name, _, place = link.partition("#")
    target = page.parent / name if name else page
    if not place or target.suffix != ".md":
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
    return place in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
