"""Nothing is lost, nothing is done twice, and there is always a message, whatever becomes of disks, files and clocks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from breaking import ROOT, Broken, copied, differing, loudly

from textmine.batches import alone


@pytest.fixture
def small_disk(fresh: Broken) -> Iterator[Broken]:
    """The study on a disk of its own, with hardly any room left."""
    kept = fresh.ground.root / "kept"
    fresh.study.rename(kept)
    fresh.study.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", fresh.study], capture_output=True, check=False
    )
    if done.returncode:
        loudly("a full disk: mounting a small one needs root and the right to mount")
    try:
        shutil.copytree(kept, fresh.study, dirs_exist_ok=True)
        yield fresh
    finally:
        subprocess.run(["umount", fresh.study], check=False)


def test_a_full_disk_is_told_and_with_room_the_same_command_goes_on(small_disk: Broken, whole: Broken) -> None:
    failed = small_disk.run()
    assert failed.code == 7, failed.err
    assert "No space left" in failed.err
    assert "make room" in failed.err
    assert "Traceback" not in failed.err
    done_before = {name for name in small_disk.files() if "part-" in name}
    assert done_before
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk.study], check=True)
    done = small_disk.run()
    assert done.code == 0, done.err
    assert not {point for point in done.points if any(name in point for name in done_before)}
    assert differing(small_disk.files(), whole.files()) == []


def test_a_full_disk_for_the_vault_is_told(fresh: Broken) -> None:
    keys = fresh.ground.vault.parent
    content = fresh.ground.vault.read_bytes()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={len(content) // 1024 + 8}k", "tmpfs", keys], check=False
    ).returncode:
        loudly("a full disk: mounting a small one needs root and the right to mount")
    try:
        fresh.ground.vault.write_bytes(content)
        failed = fresh.run()
        assert failed.code == 5, failed.err
        assert "cannot be opened or written" in failed.err
        assert not list(fresh.study.glob("corpora/narratives/part-*"))
    finally:
        subprocess.run(["umount", keys], check=False)


def test_a_study_that_may_only_be_read_is_told(finished: Broken) -> None:
    before = finished.files()
    folders = [finished.study, *(path for path in finished.study.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    failed = finished.textmine("report", "--study", finished.study, by_the_rights=True)
    for folder in folders:
        folder.chmod(0o755)
    assert failed.code == 7, (failed.out, failed.err)
    assert "Permission denied" in failed.err
    assert "check your rights" in failed.err
    assert str(finished.study) not in failed.err
    assert finished.files() == before


def test_a_write_up_that_may_not_be_read_is_left_out_and_the_others_go_on(fresh: Broken) -> None:
    locked = min(path for path in fresh.ground.writeups.rglob("*") if path.is_file())
    locked.chmod(0)
    done = fresh.textmine("pseudonymise", *fresh.ground.sources(), by_the_rights=True)
    assert done.code == 10, done.err
    assert done.err.count("Left out D-") == 1
    assert "cannot be opened" in done.err
    assert locked.name not in done.err
    locked.chmod(0o644)
    again = fresh.textmine("pseudonymise", *fresh.ground.sources(), by_the_rights=True)
    assert again.code == 0, again.err


def test_a_folder_with_the_name_of_a_document_stops_nothing(fresh: Broken) -> None:
    (fresh.ground.writeups / "C003 strange.docx").mkdir()
    assert fresh.textmine("pseudonymise", *fresh.ground.sources()).code == 0


def test_a_clock_that_jumps_back_changes_nothing(finished: Broken) -> None:
    """No file's time and no time of day decides what is done; the vault's log keeps its order."""
    before = finished.files()
    for path in finished.ground.root.rglob("*"):
        os.utime(path, (0, 0) if len(path.name) % 2 else (2**32, 2**32))
    again = finished.run()
    assert again.code == 0, again.err
    assert not {point for point in again.points if "part-" in point or "vectors/" in point}
    assert differing(finished.files(), before) == []
    assert finished.textmine("vault", "audit", "--vault", finished.ground.vault).code == 0


def test_the_second_of_two_runs_is_told_who_holds_the_study(finished: Broken) -> None:
    with alone(finished.study):
        refused = finished.run()
    assert refused.code == 7
    assert f"process {os.getpid()}" in refused.err
    assert "Another run holds this study" in refused.err


def test_a_vault_that_another_process_holds_is_told(finished: Broken) -> None:
    with sqlite3.connect(finished.ground.vault, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        refused = finished.run(wait=0.3)
        holder.execute("ROLLBACK")
    assert refused.code == 5
    assert "Another run holds the vault" in refused.err


def test_a_vault_whose_passphrase_is_wrong_stays_shut(finished: Broken) -> None:
    refused = finished.run(environment={"TEXTMINE_PASSPHRASE": "not this passphrase"})
    assert refused.code == 5
    assert "does not open this vault" in refused.err


@pytest.mark.parametrize("how", ["truncated", "one bit flipped"])
def test_damaged_tables_and_vectors_are_found_by_their_checksums_and_redone(
    finished: Broken, whole: Broken, how: str
) -> None:
    damaged = [
        min((finished.study / "corpora" / table).glob(pattern))
        for table, pattern in {"narratives": "part-*", "codings": "part-*", "themes": "part-*", "vectors": "*"}.items()
    ]
    for path in damaged:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content) if how == "one bit flipped" else content[: len(content) // 2])
    done = finished.run()
    assert done.code == 0, done.err
    assert differing(finished.files(), whole.files()) == []


def test_a_damaged_coder_is_told_and_training_mends_it(finished: Broken, whole: Broken) -> None:
    weights = finished.study / "models" / "coder" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    done = finished.run()
    assert done.code == 0, done.err
    assert differing(finished.files(), whole.files()) == []


@pytest.mark.parametrize(
    "name", ["detector/model.safetensors", "encoder/layers.safetensors", "coder/model.safetensors"]
)
def test_a_damaged_model_of_the_installation_is_told(made: Broken, tmp_path: Path, name: str) -> None:
    broken = copied(made, tmp_path / "ground")
    installed = tmp_path / "installed"
    models = installed / "models"
    shutil.copytree(ROOT / "models", models)
    for other in ("annotations", "corpora"):
        (installed / other).symlink_to(ROOT / other)
    content = bytearray((models / name).read_bytes())
    content[len(content) // 2] ^= 1
    (models / name).write_bytes(content)
    command = ["run", *broken.ground.sources()]
    if name.startswith("coder"):
        assert broken.textmine("pseudonymise", *broken.ground.sources()).code == 0
        command = ["code", "--starter", "--study", broken.study]
    said = broken.textmine(*command, installed=str(installed))
    assert said.code == 6, said.err
    assert "damaged" in said.err
    assert "Next:" in said.err
    assert "Traceback" not in said.err
