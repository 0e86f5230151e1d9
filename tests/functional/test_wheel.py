"""The wheel holds all it needs: installed without the repository it runs the demo in an empty folder, and the tutorial."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
import write_tutorial
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(1200)


@dataclass(frozen=True)
class Installed:
    """Where the wheel was installed, and an empty folder to work in."""

    packages: Path
    folder: Path

    def python(self, *words: object) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
        environment |= {
            "PYTHONPATH": f"{self.packages}{os.pathsep}{ROOT / 'tests' / 'offline'}",
            "XDG_DATA_HOME": str(self.folder.parent / "data"),
        }
        command = [sys.executable, *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=1000
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel as `pip install dist/*.whl` unpacks it; what it depends on comes from this environment."""
    root = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run([*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(root / "dist")])
    (wheel,) = (root / "dist").glob("textmine-*.whl")
    _run([*pip, "install", "--no-deps", "--no-index", "--target", str(root / "packages"), str(wheel)])
    (root / "empty").mkdir()
    return Installed(root / "packages", root / "empty")


def test_the_wheel_holds_the_models_and_the_example_and_is_what_is_used(installed: Installed) -> None:
    done = installed.python("-c", "import textmine; print(textmine.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.packages)
    assets = installed.packages / "textmine" / "_assets"
    for name in ("models/detector/model.safetensors", "models/coder/model.safetensors", "annotations/codebook.yaml"):
        assert (assets / name).is_file(), name
    assert (assets / "corpora" / "example" / "roster.csv").is_file()


def test_the_demo_and_the_tutorial_run_in_an_empty_folder(installed: Installed) -> None:
    made = installed.python("-m", "textmine", "demo")
    assert made.returncode == 0, made.stdout + made.stderr
    _has_a_report(installed)
    _runs_the_tutorial(installed)


def _has_a_report(demo: Installed) -> None:
    reports = demo.folder / "textmine-demo" / "reports"
    assert {path.name for path in reports.iterdir()} == {"report.html", "report.docx", "report.xlsx"}
    done = demo.python("-m", "textmine", "status", "--study", "textmine-demo", "--json")
    assert [stage["done"] for stage in json.loads(done.stdout)] == [True] * 6


def test_the_tutorial_that_is_shown_is_the_one_that_is_run() -> None:
    shown = nbformat.read(write_tutorial.PAGE, as_version=4)
    nbformat.validate(shown)
    assert _sources(shown) == _sources(write_tutorial.cells()), "run scripts/write-tutorial"


def _runs_the_tutorial(demo: Installed) -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); import nbformat, write_tutorial as t; "
    done = demo.python("-c", script + "print(nbformat.writes(t.run(t.cells())))")
    assert done.returncode == 0, done.stderr
    ran = nbformat.reads(done.stdout[done.stdout.index("{") :], as_version=4)
    assert _kinds(ran) == _kinds(nbformat.read(write_tutorial.PAGE, as_version=4))


def test_what_the_tutorial_shows_tells_of_no_place_on_a_machine() -> None:
    words = write_tutorial.PAGE.read_text(encoding="utf-8")
    assert [place for place in ("tmp/", "/home/", "/work/", "/root/", "site-packages") if place in words] == []


def _sources(notebook: NotebookNode) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def _kinds(notebook: NotebookNode) -> list[Sequence[str]]:
    """What each cell shows: words, a table; the figures may differ by the last digit between machines."""
    return [
        [kind for output in cell.outputs for kind in sorted(output.get("data", {"stdout": ""}))]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
