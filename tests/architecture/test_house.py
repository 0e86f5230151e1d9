"""The house holds: floors, airlock, one idea a file, no words of a child in a repr, nothing set up on import."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import pickle
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

import textmine
from textmine import errors, types
from textmine.errors import TextmineError
from textmine.types import (
    Cell,
    Coding,
    Episode,
    Figure,
    Mention,
    Meta,
    Narrative,
    Passage,
    Quotation,
    Report,
    Section,
    Span,
    Table,
    Theme,
)

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "textmine").rglob("*.py") if "_assets" not in path.relative_to(ROOT).parts)
MOST_LINES = 320
FORBIDDEN = {"pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
TELLING = {"text", "original", "originals", "passphrase", "secret", "key"}
IDENTIFYING = TELLING | {"words", "child", "entity", "items"}
SECRET = "Kezzanne of Durlough Farm"
QUOTED = Quotation("N-1", 0, 5, SECRET, "model:1")
FIGURE = Figure("f", "What is shown", "What it says", f"<svg>{SECRET}</svg>", SECRET.encode(), "t")
# Every noun, with a secret wherever words of a write-up can be.
NOUNS = (
    Span(0, 5, "PERSON", entity=SECRET),
    Meta("E-1", "2024-Q2", "W-1", "docx", "0" * 64),
    Narrative("N-1", "C-1", SECRET, Meta()),
    Passage("N-1", 0, 5, SECRET, SECRET),
    Mention(0, 5, "push_rules"),
    Coding("N-1", "model:1", (Mention(0, 5, "push_rules"),), (("engagement", "full"),)),
    Theme(1, "lifts, cars", (("lifts", 1.0),), (("N-1", 0, 5, 0.5),)),
    Episode("E-1", "C-1", "2024-Q2", start=datetime(2024, 5, 1)),
    Cell("12", 12.0),
    Table("t", "What is counted", ("row", "n"), (("all", (Cell("12", 12.0),)),)),
    FIGURE,
    QUOTED,
    Section("s", "Part", ("Words.",), (FIGURE,), (), (QUOTED,)),
    Report("Title", "", "shareable", (), (Section("s", "Part", quotations=(QUOTED,)),)),
)
KINDS = list(dict.fromkeys([TextmineError, *TextmineError.__subclasses__(), *errors.InputError.__subclasses__()]))


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every file of the package, by its path in it, parsed."""
    for path in FILES:
        yield path.relative_to(ROOT / "textmine").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_imports_keep_to_their_floors() -> None:
    words = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_first_line_of_every_file_says_its_one_idea() -> None:
    first = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").partition("\n")[0] for path in FILES}
    assert [name for name, line in first.items() if not re.match(r'"""\S.*[.?…](""")?$', line)] == []


def test_no_file_is_too_long() -> None:
    lengths = {path.relative_to(ROOT / "textmine").as_posix(): len(path.read_text().splitlines()) for path in FILES}
    assert set() == {name for name, n in lengths.items() if n > MOST_LINES}


def test_only_the_command_line_prints() -> None:
    printing = [
        name for name, tree in trees() if not name.startswith("cli/") and {"print", "echo"} & set(_called(tree))
    ]
    assert printing == []


def test_nothing_is_saved_or_loaded_that_can_run_code() -> None:
    imported = {name: sorted(_imported(tree) & FORBIDDEN) for name, tree in trees()}
    assert {name: found for name, found in imported.items() if found} == {}
    allowed = [name for name, tree in trees() for call in _calls(tree) if _allows_pickle(call)]
    assert allowed == []


def test_every_noun_is_frozen_and_has_slots() -> None:
    assert _nouns() == {type(noun) for noun in NOUNS}, "a new noun needs an instance in NOUNS"
    for noun in NOUNS:
        assert noun.__dataclass_params__.frozen, type(noun).__name__  # type: ignore[union-attr]
        assert not hasattr(noun, "__dict__"), type(noun).__name__
        assert hasattr(type(noun), "__slots__"), type(noun).__name__


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: type(noun).__name__)
def test_no_repr_shows_words_of_a_writeup(noun: object) -> None:
    shown = [repr(noun), str(noun), f"{noun}", repr([noun]), repr({"noun": noun})]
    assert [words for words in shown if SECRET in words] == []


def test_no_record_of_any_room_shows_its_text() -> None:
    shown = [
        f"{kind.__module__}.{kind.__name__}.{field.name}"
        for kind in _records()
        if kind.__name__ not in {"Columns", "Places"}  # they hold headings and where columns stand
        for field in dataclasses.fields(kind)  # type: ignore[arg-type]
        if field.repr and field.name in (IDENTIFYING if ".privacy" in kind.__module__ else TELLING)
    ]
    assert shown == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_says_what_where_and_what_next(kind: type[TextmineError]) -> None:
    error = kind("A row cannot be read", where="row 3", next_step="textmine status")
    assert str(error) == "A row cannot be read (row 3). Next: textmine status"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 our own bytes; workers hand errors over so
    assert (kind, str(error), "row 3") == (type(again), str(again), again.where)


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = dict(re.findall(r"(\w+Error) \((\d+)\)", errors.__doc__ or ""))
    assert {name: int(code) for name, code in drawn.items()} == {kind.__name__: kind.exit_code for kind in _kinds()}
    assert set(KINDS) == set(_kinds())


def test_importing_the_package_sets_up_no_logging() -> None:
    names = [name for name in _modules() if not name.endswith("__main__")]
    words = (
        "import importlib, logging\n"
        "before = (list(logging.root.handlers), logging.root.level)\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert before == (logging.root.handlers, logging.root.level), 'root'\n"
        "ours = [logging.getLogger(n) for n in logging.root.manager.loggerDict if n.split('.')[0] == 'textmine']\n"
        "assert not [one for one in ours if one.handlers or one.level], 'textmine'\n"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [name for name, tree in trees() if {"basicConfig", "dictConfig", "addHandler"} & set(_called(tree))] == []


def _nouns() -> set[type[object]]:
    found = inspect.getmembers(types, inspect.isclass)
    return {kind for _, kind in found if dataclasses.is_dataclass(kind) and kind.__module__.startswith(types.__name__)}


def _records() -> Iterator[type[object]]:
    for name in _modules():
        for _, kind in inspect.getmembers(import_module(name), inspect.isclass):
            if dataclasses.is_dataclass(kind) and kind.__module__ == name:
                yield kind


def _modules() -> list[str]:
    return [
        module.name
        for module in pkgutil.walk_packages(textmine.__path__, "textmine.")
        if "_assets" not in module.name and not module.name.endswith("__main__")
    ]


def _kinds(kind: type[TextmineError] = TextmineError) -> Iterator[type[TextmineError]]:
    yield kind
    for sub in kind.__subclasses__():
        yield from _kinds(sub)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(tree: ast.Module) -> Iterator[str]:
    for call in _calls(tree):
        if isinstance(call.func, ast.Name):
            yield call.func.id
        elif isinstance(call.func, ast.Attribute):
            yield call.func.attr


def _imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def _allows_pickle(call: ast.Call) -> bool:
    for word in call.keywords:
        value = word.value.value if isinstance(word.value, ast.Constant) else None
        if (word.arg == "allow_pickle" and value is not False) or (word.arg == "weights_only" and value is not True):
            return True
    loads = isinstance(call.func, ast.Attribute) and call.func.attr == "load"
    torch = loads and isinstance(call.func.value, ast.Name) and call.func.value.id == "torch"  # type: ignore[attr-defined]
    return torch and not any(word.arg == "weights_only" for word in call.keywords)
