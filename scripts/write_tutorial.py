"""docs/tutorial.ipynb: the words and cells of the tutorial, run on the example, with what they show."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tutorial.ipynb"
STORY: tuple[tuple[str, str], ...] = (
    (
        "words",
        """# textmine from a notebook

Everything that the command line does is a function of `textmine`. This notebook goes through the example study: 240
fictional return interviews of an invented region. Nothing here is about a real child, and nothing needs the internet. The
first cell takes three to five minutes; a second time it does only what is missing.

With your own files you would begin with `textmine.init`, `textmine.vault_create` and `textmine.pseudonymise`
([the first ten minutes](../README.md#the-first-ten-minutes-with-your-own-files)). A notebook keeps what it shows: **a notebook
about a real study belongs where the study is**, and is not passed on.""",
    ),
    (
        "code",
        """from pathlib import Path

import textmine

study = Path("textmine-demo")
done = textmine.demo(study)
done.run""",
    ),
    ("words", "Where does the study stand, and what comes next? Every result can be looked at as a pandas frame."),
    ("code", """textmine.frame("status", study=study)[["verb", "done", "changed", "rows"]]"""),
    (
        "words",
        """## What there is

`narrative` and `child` are pseudonyms, `period` is the quarter of the interview. The words themselves are left out unless you
ask for them with `text=True`.""",
    ),
    (
        "code",
        """narratives = textmine.frame("narratives", study=study)
narratives.groupby("period")["narrative"].count().tail()""",
    ),
    (
        "words",
        """One narrative, as annotators see it. `[MOTHER]` or `[SCHOOL]` stand where names stood.""",
    ),
    (
        "code",
        """texts = textmine.frame("narratives", study=study, text=True)
print(texts["text"].iloc[0][:400])""",
    ),
    (
        "words",
        """## What people marked, and what the coder suggests

A row for each coding and code. People and models stand side by side: `coder` says who, `status` whether a person decided.""",
    ),
    (
        "code",
        """codings = textmine.frame("codings", study=study)
people = codings[~codings["coder"].str.startswith("model:") & codings["code"].str.match("push_|pull_")]
people.groupby("code")["narrative"].nunique().sort_values(ascending=False).head()""",
    ),
    (
        "words",
        """How far do two people agree on what both coded? Yours are `annotator:2`, `annotator:3`.
Alpha is Krippendorff's: 1 is full agreement, 0 what chance would give
([how it is counted](coding.md)).""",
    ),
    (
        "code",
        """agreed = textmine.agree("author", "second", study=study)
agreed""",
    ),
    (
        "code",
        """textmine.frame(agreed)[["code", "either", "alpha", "alpha_low", "alpha_high"]].dropna().head().round(2)""",
    ),
    (
        "words",
        """Why does the coder suggest what it suggests? `explain` shows the sentences it goes by, and so holds words of the
narrative; the line that is shown does not.""",
    ),
    (
        "code",
        """explained = textmine.explain(narratives["narrative"].iloc[0], study=study)
explained""",
    ),
    (
        "words",
        "## Themes\n\nWhat passages have in common, found without the codebook: a prompt to read further, not a finding.",
    ),
    ("code", """textmine.frame("themes", study=study)[["label", "passages", "explained"]].head()"""),
    (
        "words",
        """## The report

Counts of your own are not protected: whatever leaves the team comes from the report, in which small numbers are hidden in all
tables together. Here it is, three times the same.""",
    ),
    (
        "code",
        """written = textmine.report(study=study)
[path.name for path in (written.html, written.docx, written.xlsx)]""",
    ),
    (
        "words",
        """## Later

When there are new write-ups or marks, `run` does what is missing and says in counts what has changed since the last time.
Here nothing has.""",
    ),
    (
        "code",
        """again = textmine.run(study=study, as_is=True)
again.changes""",
    ),
    (
        "words",
        """For NVivo, ATLAS.ti, MAXQDA, QualCoder, R or SPSS: `textmine.exchange_export(...)` ([how](exchange.md)). All functions:
[commands.md](commands.md). What the words mean: [glossary.md](glossary.md).""",
    ),
)


def main() -> None:
    """Write the notebook with what its cells show, run in the folder that is named."""
    os.chdir(sys.argv[1])
    notebook = run(cells())
    PAGE.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def cells() -> NotebookNode:
    """The notebook, not yet run."""
    made = [new_markdown_cell(words) if kind == "words" else new_code_cell(words) for kind, words in STORY]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    return new_notebook(cells=made, metadata={"language_info": {"name": "python"}})


def run(notebook: NotebookNode) -> NotebookNode:
    """Run the cells in order, one namespace for all, and keep what each prints and ends with."""
    names: dict[str, object] = {}
    count = 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = _run(cell.source, names, count)
    return notebook


def _run(source: str, names: dict[str, object], count: int) -> Sequence[NotebookNode]:
    """As a notebook does: the value of a last expression is shown."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "tutorial", "exec"), names)  # noqa: S102 the tutorial is ours
        value = eval(compile(ast.Expression(last.value), "tutorial", "eval"), names) if last else None  # noqa: S307 the same
    printed = [new_output("stream", name="stdout", text=said.getvalue())] if said.getvalue() else []
    if value is None:
        return printed
    shown = {"text/plain": repr(value)}
    if hasattr(value, "_repr_html_"):
        shown["text/html"] = value._repr_html_()
    return [*printed, new_output("execute_result", data=shown, execution_count=count)]


if __name__ == "__main__":
    main()
