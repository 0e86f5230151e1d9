"""The verbs of annotation: Label Studio and changes of the codebook, as people call them from Python.

`door` is which server is meant and why it may be used: see `Where`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from textmine.pipeline import study as studies
from textmine.pipeline.annotation import adjudicating, fetching, labelstudio, recoding
from textmine.pipeline.annotation.labelstudio import Where
from textmine.progress import Progress, silent

if TYPE_CHECKING:
    from textmine.annotation.doctor import Finding
    from textmine.annotation.serverfolder import Local
    from textmine.pipeline.annotation import choosing, proposing

HERE = Path()


def codebook_rename(
    old: str, new: str, *, study: Path = HERE, progress: Progress = silent, **door: Unpack[Where]
) -> recoding.Recoded:
    """Give a code another id: in the codebook, in everything annotated, and on the server."""
    return recoding.rename(studies.open_study(study), labelstudio.Door(**door), old, new, progress=progress)


def codebook_merge(
    code: str, into: str, *, study: Path = HERE, progress: Progress = silent, **door: Unpack[Where]
) -> recoding.Recoded:
    """Let one code go up in another."""
    return recoding.merge(studies.open_study(study), labelstudio.Door(**door), code, into, progress=progress)


def codebook_retire(
    code: str, *, study: Path = HERE, progress: Progress = silent, **door: Unpack[Where]
) -> recoding.Recoded:
    """Take a code and all its marks out."""
    return recoding.retire(studies.open_study(study), labelstudio.Door(**door), code, progress=progress)


def codebook_split(
    code: str,
    into: Sequence[str],
    *,
    study: Path = HERE,
    out: Path | None = None,
    decide: Path | None = None,
    progress: Progress = silent,
    **door: Unpack[Where],
) -> recoding.Recoded:
    """Let several codes take the place of one: first a table of its marks to decide on, then the change."""
    return recoding.split(
        studies.open_study(study), labelstudio.Door(**door), code, into, out=out, decided=decide, progress=progress
    )


def labelstudio_backend(
    *,
    study: Path = HERE,
    port: int = 0,
    said: Callable[[str], None],
    ready: Callable[[str], None],
    **door: Unpack[Where],
) -> None:
    """Have the study's coder suggest as tasks are opened in Label Studio, until `ready` returns."""
    from textmine.pipeline.annotation import backing

    backing.back(studies.open_study(study), labelstudio.Door(**door), port=port, said=said, ready=ready)


def labelstudio_serve(
    *,
    study: Path = HERE,
    port: int = 0,
    annotators: int = 2,
    server: Path | None = None,
    ready: Callable[[Local], None],
) -> None:
    """Run a Label Studio server that is closed to the network until `ready` returns."""
    labelstudio.serve(studies.open_study(study), port=port, annotators=annotators, home=server, ready=ready)


def labelstudio_purge(*, study: Path = HERE) -> tuple[int, int]:
    """Delete what Label Studio's exports and uploads left behind; how many files, how many bytes less."""
    return labelstudio.purge(studies.open_study(study))


def labelstudio_doctor(*, study: Path = HERE, **door: Unpack[Where]) -> tuple[Finding, ...]:
    """Whether a Label Studio server is fit for narratives."""
    return labelstudio.doctor(studies.open_study(study), labelstudio.Door(**door))


def labelstudio_push(
    *,
    study: Path = HERE,
    suggest: bool = False,
    double: float = 0.0,
    progress: Progress = silent,
    **door: Unpack[Where],
) -> tuple[labelstudio.Sent, ...]:
    """Send narratives to Label Studio, to be coded, coded twice, or reviewed."""
    return labelstudio.push(
        studies.open_study(study), labelstudio.Door(**door), suggest=suggest, double=double, progress=progress
    )


def labelstudio_pull(
    *, study: Path = HERE, progress: Progress = silent, **door: Unpack[Where]
) -> tuple[fetching.Fetched, ...]:
    """Fetch what annotators have done, as dated snapshots in `annotations/`."""
    return fetching.pull(studies.open_study(study), labelstudio.Door(**door), progress=progress)


def labelstudio_adjudicate(
    first: str, second: str, *, study: Path = HERE, progress: Progress = silent, **door: Unpack[Where]
) -> labelstudio.Sent:
    """Give what two coders disagree on to a third person in Label Studio."""
    return adjudicating.adjudicate(
        studies.open_study(study), labelstudio.Door(**door), first, second, progress=progress
    )


def labelstudio_next(
    *,
    study: Path = HERE,
    number: int = 20,
    random_share: float = 0.2,
    suggest: bool = False,
    progress: Progress = silent,
    **door: Unpack[Where],
) -> choosing.Next:
    """Choose what annotators label next, and have Label Studio give it first."""
    from textmine.pipeline.annotation import choosing

    return choosing.choose_next(
        studies.open_study(study),
        labelstudio.Door(**door),
        number=number,
        random_share=random_share,
        suggest=suggest,
        progress=progress,
    )


def themes_send(
    theme: str,
    *,
    study: Path = HERE,
    number: int = 20,
    url: str = "",
    token_file: Path | None = None,
    override: str = "",
    progress: Progress = silent,
) -> proposing.Proposed:
    """Have narratives that speak of a theme labelled next."""
    from textmine.pipeline.annotation import proposing

    door = labelstudio.Door(url, token_file, override)
    return proposing.send_theme(studies.open_study(study), theme, door, number=number, progress=progress)
