"""The settings are checked when they are read, and a fault names the key and what would be right."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from textmine.errors import SettingsError
from textmine.settings import FILE, TEMPLATE, Settings, check_engine, read_settings


def settings_of(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_settings(folder)


def refused(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as fault:
        settings_of(folder, text)
    return fault.value


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "") == Settings()


def test_the_template_gives_the_defaults_and_the_name(tmp_path: Path) -> None:
    found = settings_of(tmp_path, TEMPLATE.format(name="Ŵyn and co"))
    assert found.study.name == "Ŵyn and co"
    assert found.model_copy(update={"study": Settings().study}) == Settings()


EXAMPLES = ("areas", "kinds")


def test_what_the_template_shows_is_what_there_is(tmp_path: Path) -> None:
    """Every key that is commented out can be taken in, and shows its default."""
    lines = [line.removeprefix("# ") if " = " in line else line for line in TEMPLATE.format(name="x").splitlines()]
    text = "\n".join(lines)
    found = settings_of(tmp_path, text)
    assert found.columns.roster["name"] == ("Forename", "Surname")
    assert found.words["care_status"] == {"S20 accommodated": "looked after"}
    assert found.sources.vault == "../keys/missing.vault"
    assert found.pseudonymise.areas == {"Porth Merin": "North Wales coast"}
    assert found.report.kinds == {"board": ("summary", "why", "voice")}
    for section in ("pseudonymise", "coding", "themes", "report"):
        shown = tomllib.loads(text)[section]
        defaults = getattr(Settings(), section).model_dump(mode="json")
        shown = {key: value for key, value in shown.items() if key not in EXAMPLES}
        assert shown == {key: defaults[key] for key in shown}
        assert {key: value for key, value in getattr(found, section) if key not in EXAMPLES}.items() <= dict(
            getattr(Settings(), section)
        ).items()


def test_what_is_set_is_used(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[coding]\nabstain = 0.3\n[columns.roster]\nchild = "Person ID"\n')
    assert found.coding.abstain == 0.3
    assert found.columns.roster == {"child": "Person ID"}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert settings_of(tmp_path, '\ufeff[study]\nname = "x"\n').study.name == "x"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[coding]\nabstain = 2\n", "coding.abstain"),
        ("[coding]\nfolds = 1\n", "coding.folds"),
        ("[coding]\nseed = -1\n", "coding.seed"),
        ("[themes]\nseed = 4294967296\n", "themes.seed"),
        ("[themes]\nat_most = 1\n", "themes.at_most"),
        ('[report]\ndisclosure = "none"\n', "report.disclosure"),
        ("[columns.roster]\nchild = 3\n", "columns.roster.child"),
        ('[pseudonymise]\nstyle = "names"\n', "pseudonymise.style"),
        ('[pseudonymise.areas]\nRhyl = "Child"\n', "pseudonymise.areas.Rhyl"),
        ('[pseudonymise.areas]\nRhyl = "Area 51"\n', "pseudonymise.areas.Rhyl"),
        ("coding = 3\n", "coding"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, text: str, key: str) -> None:
    assert refused(tmp_path, text).where == f"{FILE}, {key}"


@pytest.mark.parametrize(
    ("text", "key", "right"),
    [
        ("[coding]\nabstein = 0.1\n", "coding.abstein", "abstain"),
        ("[columns]\nrooster = {}\n", "columns.rooster", "roster"),
        ("[report.more]\n", "report.more", "audience"),
        ("[codding]\n", "codding", "coding"),
        (
            '[report]\nbreaks = [{quarter = "2023-Q2", what = "new form", year = 2023}]\n',
            "report.breaks.0.year",
            "quarter",
        ),
    ],
)
def test_an_unknown_key_is_named_and_those_that_there_are(tmp_path: Path, text: str, key: str, right: str) -> None:
    fault = refused(tmp_path, text)
    assert fault.where == f"{FILE}, {key}"
    assert right in fault.next_step


@pytest.mark.parametrize("text", ["[coding", "a = ", "[a]\n[a]\n", "x = " + "[" * 5000])
def test_what_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).where == FILE


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes('[study]\nname = "caf\xe9"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(tmp_path)


def test_a_folder_without_settings_is_no_study(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(SettingsError, match="not a study") as fault:
            read_settings(folder)
        assert str(tmp_path) not in str(fault.value)


def test_settings_cannot_be_changed_after_they_were_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().coding.abstain = 0.5


@pytest.mark.parametrize("engine", ["local", "ray", "ray://10.0.0.7:10001", "ray://head.example:10001"])
def test_an_engine_is_this_machine_or_a_cluster(tmp_path: Path, engine: str) -> None:
    (tmp_path / FILE).write_text(f'engine = "{engine}"\n', encoding="utf-8")
    assert read_settings(tmp_path).engine == check_engine(engine) == engine


@pytest.mark.parametrize("engine", ["spark", "ray:10001", "http://head:10001", "ray://", "ray://a b"])
def test_another_engine_is_refused_wherever_it_stands(tmp_path: Path, engine: str) -> None:
    (tmp_path / FILE).write_text(f'engine = "{engine}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="engine"):
        read_settings(tmp_path)
    with pytest.raises(SettingsError, match="--engine"):
        check_engine(engine)
