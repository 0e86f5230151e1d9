"""What the settings and a person's decisions do to a child's file on its way into the study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from textmine.pipeline.airlock import detecting, pseudonymising
from textmine.pipeline.airlock.episodes import keep_episodes
from textmine.pipeline.airlock.intake import Intake
from textmine.pipeline.airlock.pseudonymising import _Given, _parts, _pseudonymise_child, policy_of
from textmine.pipeline.study import Study, init
from textmine.privacy.case.roster import Case, Known
from textmine.privacy.review.decided import Rules
from textmine.privacy.surrogates.claims import Claims
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.replacing import Replacement, restore
from textmine.privacy.vault.records import STUDY
from textmine.privacy.vault.vault import Vault, create_vault
from textmine.privacy.writeups import Writeup
from textmine.progress import silent
from textmine.reporting.episodes import EpisodeRow
from textmine.settings import Settings
from textmine.store import read_all
from textmine.types import Narrative, Span

CASE = Case("C1", (Known("Ffion Pritchard", "PERSON", "child", "child"),))
ROW = EpisodeRow(
    2,
    "E1",
    "C1",
    area="Porth Merin",
    host_area="Rhyl",
    missing_start=datetime(2024, 5, 14, 21),
    date_of_birth=date(2009, 3, 12),
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault with a key that is the same in every run."""
    return create_vault(tmp_path / "keys" / "v.vault", secret=b"a long passphrase", key=b"k" * 32)


def detect(texts: Sequence[str], case: Case | None = None) -> list[tuple[Span, ...]]:
    """Finds the names these tests use."""
    pattern = re.compile(r"Ffion|Fion|Kay(?:la)?\b")
    return [tuple(Span(*match.span(), "PERSON", 0.9, "test") for match in pattern.finditer(text)) for text in texts]


def narratives(
    vault: Vault, texts: Sequence[str], *, policy: Policy | None = None, rules: Rules | None = None
) -> list[Narrative]:
    writeups = tuple(Writeup(f"{n}.txt", "C1", text, "txt") for n, text in enumerate(texts))
    given = _Given(vault, {"0.txt": ROW}, {"C1": CASE}, rules or Rules(), policy or Policy())
    return _pseudonymise_child("C1", writeups, detect(texts), given)


def test_a_decision_that_two_names_are_one_person_counts_for_its_child(vault: Vault) -> None:
    assert ["[PERSON 1] and [CHILD]"] == [n.text for n in narratives(vault, ["Fion and Ffion"])]
    rules = Rules((), (("C1", "fion", "ffion pritchard"),))
    assert ["[CHILD] and [CHILD]"] == [n.text for n in narratives(vault, ["Fion and Ffion"], rules=rules)]
    other = Rules((), (("C2", "kay", "kayla"),))
    assert 2 == len(set(narratives(vault, ["Kay, Kayla"], rules=other)[0].text.split(", ")))


def test_proposals_are_kept_once_with_the_first_write_up_of_the_child(vault: Vault) -> None:
    found = [vault.original(n.id) for n in narratives(vault, ["Kay, Kayla", "Kay"])]
    assert [[{"a": "kay", "b": "kayla", "why": "may be a short form"}], []] == [o["proposals"] for o in found]


@pytest.mark.parametrize("style", ["roles", "tags", "realistic"])
def test_every_style_is_restored_from_the_vault_and_names_no_surrogate_as_doubtful(vault: Vault, style: str) -> None:
    text = "Then Ffion met Kayla."
    new = narratives(vault, [text], policy=Policy(style))[0]  # type: ignore[arg-type]
    original = vault.original(new.id)
    replacements = [Replacement(**item) for item in original["replacements"]]  # type: ignore[attr-defined]
    assert text == restore(new.text, replacements)
    assert [] == original["doubts"]


def test_a_changed_setting_or_decision_redoes_the_child(vault: Vault) -> None:
    intake = Intake((Writeup("0.txt", "C1", "Fion", "txt"),), {}, ())
    given = _Given(vault, {}, {}, Rules(), Policy())
    decided = _Given(vault, {}, {}, Rules((), (("C1", "fion", "ffion"),)), Policy())
    names = [_parts(intake, one, hashed)[0].name for one, hashed in ((given, "a"), (given, "b"), (decided, "a"))]
    assert 3 == len(set(names))
    assert names[0] == _parts(intake, given, "a")[0].name


def test_a_new_write_up_redoes_its_childs_file_and_no_other(vault: Vault) -> None:
    old = tuple(Writeup(f"{child} 1.txt", child, "Fion", "txt") for child in ("C1", "C2", "C3"))
    new = (*old[:2], Writeup("C2 2.txt", "C2", "Fion", "txt"), old[2], Writeup("C4 1.txt", "C4", "Fion", "txt"))
    given = _Given(vault, {}, {}, Rules(), Policy())
    before, after = (
        {part.name: {w.child for w in part.items} for part in _parts(Intake(one, {}, ()), given, "s")}
        for one in (old, new)
    )
    assert [{"C1"}, {"C3"}] == sorted((after[name] for name in before.keys() & after.keys()), key=str)
    assert [{"C2"}, {"C4"}] == sorted((after[name] for name in after.keys() - before.keys()), key=str)


def test_ages_and_areas_of_episodes_are_as_the_settings_want_them(vault: Vault, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"pseudonymise": {"ages": "band", "areas": {"porth merin": "North Wales coast"}, "style": "tags"}}
    )
    policy = policy_of(settings)
    assert Policy("tags", "band", {"porth merin": "North Wales coast"}) == policy
    study = Study(tmp_path / "study", settings)
    assert 1 == keep_episodes([ROW], study=study, vault=vault, policy=policy, progress=silent)
    found = read_all(study.episodes)
    assert [("North Wales coast", "Rhyl", 13)] == [(e.area, e.host_area, e.age) for e in found]


def test_the_vault_knows_whose_file_it_was(vault: Vault) -> None:
    assert "C1" == vault.reference(narratives(vault, ["Ffion went."])[0].child)


def test_the_strict_policy_wants_bands_of_ages() -> None:
    assert Policy(ages="band") == policy_of(Settings.model_validate({"pseudonymise": {"strict": True}}))


def test_the_strict_policy_reaches_the_detector_and_redoes_the_narratives(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def load(strict: bool) -> object:
        asked.append(strict)
        return detect

    monkeypatch.setattr(detecting, "_loaded", load)
    (tmp_path / "secure").mkdir()
    (tmp_path / "secure" / "C1 note.txt").write_text("Then Ffion met Kayla.", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("child,name\nC1,Ffion Pritchard\n", encoding="utf-8")
    root = init(tmp_path / "study").root
    for strict in (False, False, True):
        study = Study(root, Settings.model_validate({"pseudonymise": {"strict": strict}}))
        pseudonymising.pseudonymise([tmp_path / "secure"], study=study, vault=vault, roster=tmp_path / "roster.csv")
    assert [False, True] == asked


def test_names_of_places_are_claimed_in_the_vault_for_the_whole_study(vault: Vault) -> None:
    writeup = Writeup("0.txt", "C1", "From Rhyl.", "txt")
    given = _Given(vault, {}, {}, Rules(), Policy("realistic"), Claims.of(vault.marks(STUDY)))
    (new,) = _pseudonymise_child("C1", [writeup], [(Span(5, 9, "LOCATION", 0.9, "test"),)], given)
    name = new.text.removeprefix("From ").removesuffix(".")
    assert [name] == list(vault.marks(STUDY).values())
    assert not Claims.of(vault.marks(STUDY)).open_to(name, "another")
