"""The verbs: what the command line calls, and what people call from Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.coding.evaluated import Evaluation
from textmine.pipeline import demo as demos
from textmine.pipeline import frames, running
from textmine.pipeline import status as stages
from textmine.pipeline import study as studies
from textmine.pipeline.airlock import checking, pseudonymising, reviewing, vaultkeys
from textmine.pipeline.airlock.vaultkeys import Secret
from textmine.pipeline.annotation import agreeing
from textmine.pipeline.coder import coding, explaining
from textmine.pipeline.columns import mapping
from textmine.pipeline.columns.matching import Mapped
from textmine.pipeline.exchange import exchanging, importing
from textmine.pipeline.reports import prompting, reporting
from textmine.pipeline.sources import sources_of
from textmine.pipeline.themes import assigning, deciding
from textmine.pipeline.themes import finding as theming
from textmine.progress import Progress, silent
from textmine.reporting.rules import Prompt

if TYPE_CHECKING:
    import pandas as pd

HERE = Path()


def demo(out: Path = Path("textmine-demo"), *, vault: Path | None = None, progress: Progress = silent) -> demos.Demo:
    """Run the whole path on the example corpus; see `textmine.pipeline.demo.demo`."""
    return demos.demo(out, vault=vault, progress=progress)


def init(folder: Path) -> studies.Study:
    """Make a new study in a folder."""
    return studies.init(folder)


def map_columns(
    *,
    roster: Path | None = None,
    episodes: Path | None = None,
    study: Path = HERE,
    accept: mapping.Accept | None = None,
) -> tuple[Mapped, ...]:
    """Suggest which headings of your roster and episodes table are which of our columns, and try the tables."""
    opened = studies.open_study(study)
    named = sources_of(opened, (), roster=roster, episodes=episodes, vault=None)
    return mapping.map_columns(opened, roster=named.roster, episodes=named.episodes, accept=accept)


def pseudonymise(
    sources: Sequence[Path] = (),
    *,
    vault: Path | None = None,
    study: Path = HERE,
    roster: Path | None = None,
    episodes: Path | None = None,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
    engine: str = "",
    progress: Progress = silent,
) -> pseudonymising.Pseudonymisation:
    """Pseudonymise write-ups into the study; the vault keeps the key; what is not given is as `textmine.toml` says."""
    opened = studies.open_study(study, engine=engine)
    named = sources_of(opened, sources, roster=roster, episodes=episodes, vault=vault)
    secret = Secret(key_file, passphrase, keyring)
    return pseudonymising.pseudonymise(
        named.writeups,
        study=opened,
        vault=vaultkeys.open_with(named.needed_vault(), secret=secret, reason="pseudonymise"),
        roster=named.roster,
        episodes=named.episodes,
        progress=progress,
    )


def review(
    *,
    vault: Path,
    study: Path = HERE,
    out: Path | None = None,
    decide: Path | None = None,
    withdraw: Path | None = None,
    sample: int | None = None,
    seed: int = 7,
    listed: bool = False,
    below: float = 0.01,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
) -> reviewing.Review:
    """Take in decisions, write the reviewer's page, and say what the reading of a random sample shows."""
    return reviewing.review(
        vault=vaultkeys.open_with(vault, secret=Secret(key_file, passphrase, keyring)),
        study=study,
        out=out,
        decide=decide,
        withdraw=withdraw,
        sample=sample,
        seed=seed,
        listed=listed,
        below=below,
    )


def check_detection(
    gold: Path, *, roster: Path | None = None, progress: Progress = silent
) -> checking.DetectionFigures:
    """Measure how well identifiers are found on labelled write-ups."""
    return checking.check_detection(gold, roster=roster, progress=progress)


def train(*, study: Path = HERE, progress: Progress = silent) -> coding.Training:
    """Train a coder on the human codings in `annotations/`."""
    return coding.train_coder(studies.open_study(study), progress=progress)


def evaluate(*, study: Path = HERE, progress: Progress = silent) -> Evaluation:
    """Measure how well a coder learns from the present annotations."""
    return coding.evaluate_coder(studies.open_study(study), progress=progress)


def code(*, study: Path = HERE, starter: bool = False, engine: str = "", progress: Progress = silent) -> coding.Coded:
    """Suggest codes for every narrative; with `starter` by the coder that textmine ships, if there is none yet."""
    opened = studies.open_study(study, engine=engine)
    if starter:
        coding.take_starter(opened)
    return coding.code_narratives(opened, progress=progress)


def explain(narrative: str, *, code: str = "", study: Path = HERE) -> explaining.Explained:
    """Why the coder suggests what it suggests for a narrative, or one code; holds words of write-ups."""
    return explaining.explain_narrative(studies.open_study(study), narrative, code=code)


def agree(
    first: str, second: str, *, study: Path = HERE, page: Path | None = None, width: float = 0.0
) -> agreeing.Agreed:
    """Agreement of two coders, and a page of where they differ."""
    return agreeing.agree_coders(studies.open_study(study), first, second, page=page, width=width)


def themes(*, study: Path = HERE, engine: str = "", progress: Progress = silent) -> theming.Themes:
    """Find the themes of all narratives; what people decided about themes holds."""
    opened = studies.open_study(study, engine=engine)
    running.encode_first(opened, progress=progress)
    return theming.theme_narratives(opened, progress=progress)


def themes_assign(*, study: Path = HERE, progress: Progress = silent) -> assigning.Assigned:
    """Assign new narratives to the themes there are, and collect what fits none."""
    return assigning.assign_narratives(studies.open_study(study), progress=progress)


def themes_rename(theme: str, name: str, *, study: Path = HERE) -> deciding.Decided:
    """Give a theme a name of your own."""
    return deciding.rename(studies.open_study(study), theme, name)


def themes_merge(themes: Sequence[str], *, name: str = "", study: Path = HERE) -> deciding.Decided:
    """Make one theme of several."""
    return deciding.merge(studies.open_study(study), themes, name=name)


def themes_split(theme: str, *, study: Path = HERE) -> deciding.Decided:
    """Make the parts of a theme themes of their own."""
    return deciding.split(studies.open_study(study), theme)


def themes_pin(theme: str, *, study: Path = HERE) -> deciding.Decided:
    """Keep a theme as it is."""
    return deciding.pin(studies.open_study(study), theme)


def themes_forget(theme: str, *, study: Path = HERE) -> deciding.Decided:
    """Take a decision about a theme back."""
    return deciding.forget(studies.open_study(study), theme)


def report(
    *,
    kind: str = "full",
    audience: reporting.Audience | None = None,
    first: str = "",
    last: str = "",
    issue: str = "",
    study: Path = HERE,
    progress: Progress = silent,
) -> reporting.Written:
    """Write a report in HTML, Word and Excel."""
    reporting.check_quarters(first, last)
    wanted = reporting.Wanted(kind, audience, first, last, issue)
    return reporting.report_study(studies.open_study(study), wanted=wanted, progress=progress)


def prompts(*, out: Path | None = None, study: Path = HERE) -> tuple[Prompt, ...]:
    """Whom the rules ask to look; prompts for a person, never decisions."""
    return prompting.prompts(studies.open_study(study), out=out)


def exchange_export(out: Path, *, to: str = "csv", made_for: str = "standard", study: Path = HERE) -> tuple[Path, ...]:
    """Write the study's codings for other tools."""
    return exchanging.export(studies.open_study(study), out, to=to, made_for=made_for)


def exchange_import(
    file: Path,
    *,
    name: str = "project",
    mapping: Path | None = None,
    pseudonymised: bool = False,
    doubtful: bool = False,
    study: Path = HERE,
    vault: Path | None = None,
    roster: Path | None = None,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
    progress: Progress = silent,
) -> importing.Imported:
    """Take a project or codebook of another program into the study."""
    secret = Secret(key_file, passphrase, keyring)
    return importing.import_file(
        studies.open_study(study),
        file,
        name=name,
        mapping=mapping,
        vault=vaultkeys.open_with(vault, secret=secret, reason="exchange import") if vault else None,
        roster=roster,
        pseudonymised=pseudonymised,
        doubtful=doubtful,
        progress=progress,
    )


def run(
    sources: Sequence[Path] = (),
    *,
    study: Path = HERE,
    vault: Path | None = None,
    roster: Path | None = None,
    episodes: Path | None = None,
    as_is: bool = False,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
    engine: str = "",
    progress: Progress = silent,
) -> running.Run:
    """Do what is missing, from write-ups to report; with `as_is` the narratives stay as they are."""
    opened, secret = studies.open_study(study, engine=engine), Secret(key_file, passphrase, keyring)
    named = sources_of(opened, sources, roster=roster, episodes=episodes, vault=vault)
    writeups = () if as_is else named.writeups
    key = vaultkeys.open_with(named.needed_vault(), secret=secret, reason="run") if writeups else None
    return running.run_study(
        writeups, study=opened, vault=key, roster=named.roster, episodes=named.episodes, progress=progress
    )


def status(*, study: Path = HERE) -> tuple[stages.StageStatus, ...]:
    """Where the study stands and what comes next."""
    return stages.status(studies.open_study(study))


def frame(what: object, *, study: Path = HERE, text: bool = False) -> pd.DataFrame:
    """A pandas frame of a table of the study, or of what a verb returned; only in Python.

    Args:
        what: `narratives`, `episodes`, `codings`, `mentions`, `answers`, `themes` or `status`, or a result.
        text: also the words of narratives, which a notebook then shows and keeps.
    """
    if isinstance(what, str):
        return frames.frame_of_table(studies.open_study(study), what, text=text)
    return frames.frame_of_result(what)
