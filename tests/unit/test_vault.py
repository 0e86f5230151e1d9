"""The vault opens with its passphrase only, says when it was touched, and leaves nothing readable on the disk."""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from textmine.errors import VaultError
from textmine.privacy.vault.file import writing
from textmine.privacy.vault.vault import Vault, create_vault, destroy_vault, open_vault, read_secret

SECRET = b"correct horse battery"
WORDS = "Ffion Pritchard of 22 Rhodfa'r Wylan"
ID = "N-ABCDEFGHIJ23"


@pytest.fixture(scope="module", autouse=True)
def _cheap() -> Iterator[None]:
    """A passphrase costs half a second by design; what it costs stands in the vault's head."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.privacy.vault.vault.COST", (2**10, 8, 1))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A filled vault's file, made once: the passphrase costs time by design."""
    path = tmp_path_factory.mktemp("made") / "key.vault"
    fill(create_vault(path, secret=SECRET))
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, made: bytes) -> Path:
    place = tmp_path / "key.vault"
    place.write_bytes(made)
    return place


def fill(vault: Vault) -> None:
    vault.remember("C-1", {"e1": ("[CHILD]", WORDS)}, {ID: {"text": WORDS, "name": f"{WORDS}.docx"}})
    vault.decide("d1", {"child": "", "words": WORDS, "decision": "mask"})
    vault.log(f"read for {WORDS}")


def test_what_is_kept_is_given_back(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    assert {"e1": "[CHILD]"} == vault.marks("C-1")
    assert {} == vault.marks("C-2")
    assert {"text": WORDS, "name": f"{WORDS}.docx"} == vault.original(ID)
    assert [ID] == [id for id, _, _ in vault.originals()]
    assert ({"child": "", "words": WORDS, "decision": "mask"},) == vault.decisions()
    assert ["created", f"read for {WORDS}"] == [reading.entry for reading in vault.audit()]


@pytest.mark.parametrize("text", ["\ud83d\ude00", "😀", "a\udce9b", "\x00\u2028", "\ud83d", "Siân"])
def test_every_text_comes_back_code_point_by_code_point(path: Path, text: str) -> None:
    vault = open_vault(path, secret=SECRET)
    vault.remember("C-1", {"e2": ("[PERSON 1]", text)}, {ID: {"text": text}})
    assert {"text": text} == vault.original(ID)
    vault.log(text)
    assert text == vault.audit()[-1].entry
    assert vault.pseudonym("child", text) == vault.pseudonym("child", text)
    assert vault.number("weeks", text, below=52) in range(52)


def test_pseudonyms_depend_on_the_key_the_kind_and_the_value(path: Path, tmp_path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    other = create_vault(tmp_path / "other.vault", secret=SECRET)
    again = create_vault(tmp_path / "again.vault", secret=b"another passphrase", key=vault.key)
    given = {vault.pseudonym("child", "C1"), vault.pseudonym("child", "C2"), vault.pseudonym("narrative", "C1")}
    assert 3 == len(given)
    assert other.pseudonym("child", "C1") not in given
    assert again.pseudonym("child", "C1") == vault.pseudonym("child", "C1")
    assert vault.fingerprint(b"x") != other.fingerprint(b"x")


def test_nothing_that_identifies_can_be_read_on_the_disk(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    with writing(path) as db:
        sealed = db.execute("SELECT value FROM originals").fetchone()[0]
        for i in range(2000):
            db.execute("INSERT INTO originals VALUES (?, ?, '')", (f"x{i}", sealed * 20))
        beside = [other.read_bytes() for other in path.parent.iterdir()]
        db.execute("DELETE FROM originals WHERE id LIKE 'x%'")
    assert len(beside) > 1
    for content in [*beside, path.read_bytes()]:
        for word in (b"Ffion", b"Rhodfa", b"read for", vault.key, vault.values, SECRET):
            assert word not in content
    assert [ID] == [id for id, _, _ in vault.originals()]


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "new" / "key.vault"
    old = os.umask(0)
    try:
        vault = create_vault(place, secret=SECRET)
        with writing(place) as db:
            db.execute("INSERT INTO decisions VALUES ('x', x'00')")
            modes = {stat.S_IMODE(file.stat().st_mode) for file in place.parent.iterdir()}
        fill(vault)
    finally:
        os.umask(old)
    assert {0o600} == modes
    assert 0o700 == stat.S_IMODE(place.parent.stat().st_mode)


def test_a_vault_is_never_written_over(path: Path, made: bytes, tmp_path: Path) -> None:
    link = tmp_path / "link.vault"
    link.symlink_to(tmp_path / "nowhere.vault")
    for place in (path, link):
        with pytest.raises(VaultError, match="never written over"):
            create_vault(place, secret=SECRET)
    assert made == path.read_bytes()


@pytest.mark.parametrize("sign", [".git", "textmine.toml"])
def test_no_vault_lies_inside_a_checkout_or_a_study(tmp_path: Path, sign: str, made: bytes) -> None:
    inside = tmp_path / "study"
    (inside / "deep").mkdir(parents=True)
    (inside / sign).write_text("")
    (tmp_path / "way").symlink_to(inside / "deep")
    for place in (inside / "deep" / "key.vault", tmp_path / "way" / "key.vault"):
        with pytest.raises(VaultError, match="may not lie inside"):
            create_vault(place, secret=SECRET)
        assert not place.exists()
        place.write_bytes(made)
        with pytest.raises(VaultError, match="may not lie inside"):
            open_vault(place, secret=SECRET)
        place.unlink()


def test_a_wrong_passphrase_does_not_open_it(path: Path) -> None:
    for secret in (b"", SECRET + b" ", SECRET.upper()):
        with pytest.raises(VaultError, match="does not open"):
            open_vault(path, secret=secret)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="too short"):
        create_vault(tmp_path / "key.vault", secret=b"short")
    assert [] == list(tmp_path.iterdir())


def test_a_missing_vault_is_not_made_by_looking_for_it(tmp_path: Path, path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    path.unlink()
    for use in (lambda: open_vault(path, secret=SECRET), lambda: vault.marks("C-1"), lambda: vault.log("x")):
        with pytest.raises(VaultError, match="no vault"):
            use()
    assert not path.exists()


def test_a_file_that_is_no_vault_is_said_to_be_none(tmp_path: Path) -> None:
    other = tmp_path / "x.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE head (name TEXT, value TEXT)")
        db.execute("INSERT INTO head VALUES ('format', 'x')")
    db.close()
    (tmp_path / "y.txt").write_text("some text " * 500)
    (tmp_path / "z.db").write_bytes(b"")
    for place in (other, tmp_path / "y.txt", tmp_path / "z.db"):
        content = place.read_bytes()
        with pytest.raises(VaultError):
            open_vault(place, secret=SECRET)
        with pytest.raises(VaultError):
            destroy_vault(place)
        assert content == place.read_bytes()


def read_everything(vault: Vault) -> object:
    return vault.marks("C-1"), vault.original(ID), vault.decisions(), list(vault.originals()), vault.audit()


def test_damage_is_noticed_or_harmless_and_never_another_error(path: Path, made: bytes) -> None:
    vault = open_vault(path, secret=SECRET)
    whole = read_everything(vault)
    chance = random.Random(1)
    for place in [*range(100), *(chance.randrange(len(made)) for _ in range(300))]:
        damaged = bytearray(made)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            found = read_everything(vault)
        except VaultError as error:
            assert "Ffion" not in str(error)
        else:
            assert whole == found


@pytest.mark.parametrize("length", [0, 1, 50, 100, 1000, 5000, 12288])
def test_a_vault_that_was_cut_off_is_noticed(path: Path, made: bytes, length: int) -> None:
    path.write_bytes(made[:length])
    with pytest.raises(VaultError):
        read_everything(open_vault(path, secret=SECRET))


def change(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE originals SET value = (SELECT value FROM marks)",
        "UPDATE originals SET value = x'00'",
        "UPDATE originals SET value = 'text'",
        "UPDATE originals SET value = 7",
        "UPDATE originals SET value = substr(value, 1, 20)",
        "UPDATE decisions SET id = 'other'",
        "UPDATE marks SET entity = 'other'",
        "DROP TABLE marks",
        "DELETE FROM originals",
    ],
)
def test_a_value_that_was_changed_or_moved_is_noticed(path: Path, statement: str) -> None:
    vault = open_vault(path, secret=SECRET)
    change(path, statement)
    with pytest.raises(VaultError):
        read_everything(vault)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET at = '2020-01-01' WHERE n = 1",
        "UPDATE audit SET chain = 'x' WHERE n = 2",
        "UPDATE audit SET entry = (SELECT entry FROM audit WHERE n = 1) WHERE n = 2",
        "DELETE FROM audit WHERE n = 1",
        "DELETE FROM audit WHERE n = 2",
        "DELETE FROM audit",
        "INSERT INTO audit VALUES (3, 'x', x'00', 'x')",
        "DELETE FROM head WHERE name = 'audit'",
        "UPDATE audit SET n = 7 WHERE n = 2",
    ],
)
def test_a_log_that_was_changed_added_to_or_cut_off_is_noticed(path: Path, statement: str) -> None:
    vault = open_vault(path, secret=SECRET)
    change(path, statement)
    with pytest.raises(VaultError, match="log was altered"):
        vault.audit()


def test_a_head_that_was_changed_does_not_open(path: Path) -> None:
    for statement in (
        "UPDATE head SET value = x'00' WHERE name = 'salt'",
        "UPDATE head SET value = 'text' WHERE name = 'key'",
        "DELETE FROM head WHERE name = 'salt'",
    ):
        change(path, statement)
        with pytest.raises(VaultError):
            open_vault(path, secret=SECRET)


def test_another_studys_vault_does_not_know_an_id(path: Path, tmp_path: Path) -> None:
    other = create_vault(tmp_path / "other.vault", secret=SECRET)
    with pytest.raises(VaultError, match="does not know this id") as caught:
        other.original(ID)
    assert ID == caught.value.where


def test_a_name_given_as_an_id_is_not_repeated(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    for name in ("Ffion Pritchard.docx", "N-Ffion", "Ffion\udce9"):
        with pytest.raises(VaultError, match="does not know this id") as caught:
            vault.original(name)
        assert "Ffion" not in str(caught.value)


def test_values_of_another_vault_do_not_open(path: Path, tmp_path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    with pytest.raises(VaultError, match="new key"):
        Vault(path, bytes(32)).marks("C-1")
    assert {"e1": "[CHILD]"} == vault.marks("C-1")


def test_destroying_leaves_nothing_behind(path: Path) -> None:
    kept = path.open("rb")
    destroy_vault(path)
    assert [] == list(path.parent.iterdir())
    left = kept.read()
    kept.close()
    Path(path.parent / "left.vault").write_bytes(left)
    with pytest.raises(VaultError):
        open_vault(path.parent / "left.vault", secret=SECRET)
    with pytest.raises(VaultError, match="no vault"):
        destroy_vault(path)


def _write(vault: Vault, number: int) -> None:
    for i in range(20):
        vault.remember(f"C-{number}", {f"e{number}-{i}": (f"[PERSON {i}]", "x")}, {})
        vault.log(f"{number} {i}")


def test_two_processes_may_write_at_the_same_time(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(vault, number)) for number in (2, 3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [0, 0] == [worker.exitcode for worker in workers]
    assert 42 == len(vault.audit())
    assert [20, 20] == [len(vault.marks(f"C-{number}")) for number in (2, 3)]


def test_a_vault_held_by_another_is_not_said_to_be_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textmine.privacy.vault.file.WAIT", 0.05)
    vault = open_vault(path, secret=SECRET)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(path):
            held.set()
            done.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    with pytest.raises(VaultError, match="Another run holds"):
        vault.log("x")
    done.set()
    other.join()
    assert 2 == len(vault.audit())


def test_what_fails_half_way_changes_nothing(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    with pytest.raises(TypeError):
        vault.remember("C-1", {"e9": ("[PERSON 9]", "x")}, {"N-1": {"text": object()}})
    assert {"e1": "[CHILD]"} == vault.marks("C-1")


def test_neither_place_nor_key_nor_entries_are_in_a_repr(path: Path) -> None:
    vault = open_vault(path, secret=SECRET)
    shown = repr(vault) + repr(vault.audit())
    assert "key.vault" not in shown
    assert repr(vault.key) not in shown
    assert "Ffion" not in shown


def test_the_secret_is_a_file_or_a_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"  a long secret\n")
    assert b"a long secret" == read_secret(file, None)
    assert read_secret(None, "caf\u00e9 au lait noir") == read_secret(None, "cafe\u0301 au lait noir")
    assert read_secret(None, "odd \udce9 byte here")
    with pytest.raises(VaultError, match="needs its passphrase"):
        read_secret(None, "")
    with pytest.raises(VaultError, match="cannot be read") as caught:
        read_secret(tmp_path / "Ffion", None)
    assert "Ffion" not in str(caught.value)
