"""The parts of the documentation that the code itself can tell: commands, columns, tables on disk, exit codes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
import write_house
import write_notices

import textmine
from textmine import errors, settings, store
from textmine.annotation.interface import interface
from textmine.cli import cli
from textmine.coding.codebook import read_codebook
from textmine.exchange import quotations
from textmine.pipeline.annotation.labelstudio import Where
from textmine.privacy.readers import READERS
from textmine.reporting import episodes
from textmine.types import ASSERTIONS, TIMES, VOICES, Coding, Episode, Mention, Meta, Narrative, Theme

ROOT = Path(__file__).parents[1]
COMMANDS, FORMATS = ROOT / "docs" / "commands.md", ROOT / "docs" / "formats.md"
INTERFACE = ROOT / "annotations" / "label-studio.xml"
INTRODUCTION = """\
# Commands

<!-- Written by scripts/write-docs from the commands themselves: change those, not this page. -->

Every command answers to `--help`, prints for machines with `--json`, and has a function of the same name in Python.
A progress bar stands on a terminal while work goes on; nowhere else. The passphrase of a vault comes from `--key-file`,
from this computer's keyring (`--keyring`), from the environment variable `TEXTMINE_PASSPHRASE`, or from a question, in this
order. Errors are one message: what happened, where, what to do next; [formats.md](formats.md#exit-codes) lists the exit
codes.
"""
ONLY_IN_PYTHON = """\
## In Python only

`textmine.frame(what, *, study=…, text=…)` gives a pandas frame: of a table of the study (`"narratives"`, `"episodes"`,
`"codings"`, `"mentions"`, `"answers"`, `"themes"`, `"status"`), or of what a verb returned. Words of narratives are in it only
with `text=True`: a notebook keeps what it shows. [The tutorial](tutorial.ipynb) uses it.
"""
# What the nouns' own docstrings leave to be guessed.
MEANINGS = {
    "Narrative": {"id": "keyed pseudonym", "child": "keyed pseudonym of the child", "text": "pseudonymised"},
    "Mention": {
        "start, end": "characters (Unicode code points) of the narrative, half-open",
        "code": "id in the codebook",
        "assertion": ", ".join(ASSERTIONS),
        "time": ", ".join(TIMES),
        "voice": ", ".join(VOICES),
        "probability": "0 to 1; 1 if a person marked it",
    },
    "Episode": {
        "id": "keyed pseudonym",
        "child": "keyed pseudonym of the child",
        "start": "when the child went missing, moved by whole weeks",
        "end": "when the child returned, moved likewise",
        "interview": "when it was held, moved likewise",
        "date_only": "true if a time of day was not recorded",
        "offered": "return interview offered; empty if not recorded",
        "completed": "return interview held; empty if not recorded",
        "placement_type": "as recorded, `unknown` if not",
        "sex": "of the child, as recorded",
        "age": "of the child at the start, in whole years; empty if not recorded",
    },
}
PATHS = {
    Narrative: "corpora/narratives/",
    Episode: "corpora/episodes/",
    Coding: "corpora/codings/",
    Theme: "corpora/themes/",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """A command as a person types it, and the function it is."""

    words: str
    command: click.Command

    @property
    def name(self) -> str:
        """Its name in Python."""
        return re.sub(r"[ -]", "_", self.words)

    @property
    def example(self) -> str:
        """The example in its help."""
        return " ".join((self.command.help or "").partition("Example: ")[2].split())


def main() -> None:
    COMMANDS.write_text(commands_page(), encoding="utf-8")
    FORMATS.write_text(formats_page(FORMATS.read_text(encoding="utf-8")), encoding="utf-8")
    write_house.PAGE.write_text(write_house.house_page(), encoding="utf-8")
    write_notices.PAGE.write_text(write_notices.notices_page(), encoding="utf-8")
    INTERFACE.write_text(interface(read_codebook(INTERFACE.with_name("codebook.yaml"))), encoding="utf-8")


def verbs(group: click.Group = cli, before: str = "") -> Iterator[Verb]:
    """Every command that does something, in the order of the help."""
    for name in group.list_commands(click.Context(group)):
        command = group.commands[name]
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield Verb(f"{before}{name}", command)
            yield from verbs(command, f"{before}{name} ")
        else:
            yield Verb(f"{before}{name}", command)


def commands_page() -> str:
    """docs/commands.md."""
    return "\n".join([INTRODUCTION, *(_section(verb) for verb in verbs()), ONLY_IN_PYTHON])


def formats_page(page: str) -> str:
    """docs/formats.md with its generated parts written anew; the words between them stay."""
    for name, write in PARTS.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end of generated -->)", re.S)
        page = pattern.sub(partial(_filled, text=write()), page)
    return page


def _filled(match: re.Match[str], *, text: str) -> str:
    return f"{match[1]}\n{text}\n\n{match[2]}"


def _section(verb: Verb) -> str:
    help, example = (verb.command.help or "").partition("Example: ")[0].strip(), verb.example
    above = click.Context(cli, info_name="textmine", **cli.context_settings)
    context = click.Context(verb.command, info_name=verb.words, parent=above)
    parameters = [_parameter(parameter, context) for parameter in verb.command.params]
    table = _table(("", "what it is", "default"), parameters)
    usage = verb.command.get_usage(context).removeprefix("Usage: ")
    called = f"In Python: `textmine.{verb.name}({_signature(verb.name)})`"
    return f"## textmine {verb.words}\n\n{help}\n\n    {usage}\n\n{table}\n\n{called}\n\n```shell\n{example}\n```\n"


def _parameter(parameter: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    if isinstance(parameter, click.Option):
        value = "" if parameter.is_flag else f" {parameter.make_metavar(ctx=context)}"
        default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
        shown = "required" if parameter.required else str(default) if parameter.show_default else ""
        return f"`{', '.join(parameter.opts)}{value}`", parameter.help or "", shown
    many = ", one or more" if parameter.nargs == -1 and parameter.required else ", any number" * (parameter.nargs == -1)
    return f"`{parameter.human_readable_name}`", f"argument{many}", "required" if parameter.required else ""


def _signature(name: str) -> str:
    words, starred = [], False
    for parameter in inspect.signature(getattr(textmine, name)).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            words.append("*")
            starred = True
        if parameter.kind is parameter.VAR_KEYWORD:
            words += [f"{option}=…" for option in Where.__annotations__]
        else:
            words.append(parameter.name if parameter.default is parameter.empty else f"{parameter.name}=…")
    return ", ".join(words)


def _episode_columns() -> str:
    rows = [(f"`{column.name}`", column.meaning, "yes" if column.needed else "") for column in episodes.COLUMNS]
    return _table(("column", "what belongs in it", "needed"), rows)


def _exit_codes() -> str:
    kinds: list[type[errors.TextmineError]] = [errors.TextmineError, *_kinds(errors.TextmineError)]
    named: dict[int, list[str]] = {0: ["done"]}
    for kind in kinds:
        named.setdefault(kind.exit_code, []).append(f"`{kind.__name__}`: {(kind.__doc__ or '').splitlines()[0]}")
    named[2] = ["a wrong command line"]
    named[errors.EXIT_LEFT_OUT] = ["done, but some inputs were left out; the message says which"]
    named[130] = ["stopped by the user; the same command goes on"]
    return _table(("code", "meaning"), [(str(code), "<br>".join(named[code])) for code in sorted(named)])


def _kinds(kind: type[errors.TextmineError]) -> Iterator[type[errors.TextmineError]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _kinds(sub)


def _tables() -> str:
    return "\n\n".join(_noun(noun, path) for noun, path in PATHS.items())


def _noun(noun: type[Narrative | Coding | Episode | Theme], path: str) -> str:
    meanings = _meanings(noun) | (_meanings(Meta) if noun is Narrative else {})
    rows = []
    for column in store._schema(noun):  # type: ignore[type-var]
        rows.append((f"`{column.name}`", _type(str(column.type)), meanings.get(column.name, "")))
        if column.name == "mentions":
            inside = _meanings(Mention)
            rows += [
                (f"`mentions.{part.name}`", _type(str(part.type)), inside[part.name]) for part in column.type.value_type
            ]
    return f"**{noun.__name__}**, `{path}part-*.parquet`\n\n{_table(('column', 'type', 'what it is'), rows)}"


def _meanings(noun: type[object]) -> dict[str, str]:
    """What the `Args` of a docstring say of each name."""
    lines = re.split(r"Args:\n", inspect.getdoc(noun) or "")[1:]
    told = dict(re.findall(r"^    ([\w, ]+): (.+)$", lines[0], re.M)) if lines else {}
    told |= MEANINGS.get(noun.__name__, {})
    return {name.strip(): words.rstrip(".") for names, words in told.items() for name in names.split(",")}


def _type(arrow: str) -> str:
    return "list of records" if "struct" in arrow else re.sub(r"list<\w+: (\w+)>", r"list of \1", arrow)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PARTS = {
    "readers": lambda: "Documents: " + ", ".join(f"`{suffix}`" for suffix in READERS) + ".",
    "episodes": _episode_columns,
    "settings": lambda: f"```toml\n{settings.TEMPLATE.format(name='missing-2026').strip()}\n```",
    "quotations": lambda: ", ".join(f"`{one.name}`" for one in quotations.QUOTATIONS),
    "tables": _tables,
    "exit-codes": _exit_codes,
}

if __name__ == "__main__":
    main()
