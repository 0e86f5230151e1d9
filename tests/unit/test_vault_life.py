"""A vault is brought up, rotated, made to forget and kept in a keyring; whatever happens half way, it opens afterwards."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from click.testing import CliRunner
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from textmine.cli import cli
from textmine.errors import SettingsError, VaultError
from textmine.pipeline.airlock.reviewing import review
from textmine.pipeline.airlock.vaultkeys import Secret, open_with, vault_create, vault_destroy, vault_rotate
from textmine.pipeline.airlock.vaults import Original, check_belongs, claim_study, vault_forget, vault_reidentify
from textmine.pipeline.study import check_outside
from textmine.privacy.vault.auditlog import append
from textmine.privacy.vault.file import writing
from textmine.privacy.vault.sealing import FIRST_COST, derive, seal, seal_table, stretch
from textmine.privacy.vault.vault import Vault, create_vault, destroy_vault, open_vault, rotate_vault, vault_id

SECRET, NEW = b"correct horse battery", b"another long passphrase"
WORDS = "Ffion Pritchard went to Nain's"
LINE = '{"test": 1}'
REPLACED = {"start": 0, "end": 15, "new_start": 0, "new_end": 7, "words": "Ffion Pritchard", "mark": "[CHILD]"}
ORIGINAL = {
    "name": "Ffion.docx",
    "text": WORDS,
    "narrative": "[CHILD] went to Nain's",
    "replacements": [REPLACED | {"why": "roster", "score": 1.0}],
    "doubts": [],
}
MINE, OTHERS = "N-ABCDEFGHIJ23", "N-ABCDEFGHIJ24"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textmine.privacy.vault.vault.COST", (2**10, 8, 1))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault that knows two children."""
    vault = create_vault(tmp_path / "keys" / "key.vault", secret=SECRET)
    for reference, id in (("C014", MINE), ("C015", OTHERS)):
        child = vault.pseudonym("child", reference)
        vault.remember(child, {"e1": ("[CHILD]", "Ffion Pritchard")}, {id: ORIGINAL}, reference=reference)
        vault.decide(f"d-{reference}", {"child": reference, "words": "Nain", "decision": "mask"})
    vault.decide("d-all", {"child": "", "words": "Tesco", "decision": "keep"})
    return vault


def kept(vault: Vault) -> object:
    child = vault.pseudonym("child", "C014")
    return vault.marks(child), list(vault.originals()), vault.references(), vault.decisions()


# Vaults of the first format


def first_format(path: Path, key: bytes) -> None:
    """A vault as the first version wrote it: values under a key derived from the one that gives the pseudonyms."""
    salt, values = b"s" * 16, derive(key, "values")
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE head (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
        db.execute("CREATE TABLE marks (child TEXT, entity TEXT, value BLOB NOT NULL, PRIMARY KEY (child, entity))")
        db.execute("CREATE TABLE originals (id TEXT PRIMARY KEY, value BLOB NOT NULL)")
        db.execute("CREATE TABLE decisions (id TEXT PRIMARY KEY, value BLOB NOT NULL)")
        db.execute("CREATE TABLE audit (n INTEGER PRIMARY KEY, at TEXT, entry BLOB NOT NULL, chain TEXT NOT NULL)")
        wrapped = seal(stretch(SECRET, salt, FIRST_COST), key, "textmine-vault-1")
        head = {"format": b"textmine-vault-1", "salt": salt, "key": wrapped}
        db.executemany("INSERT INTO head VALUES (?, ?)", list(head.items()))
        mark = seal_table(values, {"mark": "[CHILD]", "words": "Ffion"}, "mark", "C-1", "e1")
        db.execute("INSERT INTO marks VALUES ('C-1', 'e1', ?)", (mark,))
        db.execute("INSERT INTO originals VALUES (?, ?)", (MINE, seal_table(values, ORIGINAL, "original", MINE)))
    db.close()


def test_a_vault_of_the_first_format_is_brought_up_in_place(tmp_path: Path) -> None:
    path = tmp_path / "key.vault"
    first_format(path, bytes(range(32)))
    vault = open_vault(path, secret=SECRET)
    again = open_vault(path, secret=SECRET)
    for one in (vault, again):
        assert {"e1": "[CHILD]"} == one.marks("C-1")
        assert ORIGINAL == one.original(MINE)
        assert bytes(range(32)) == one.key
    assert ["brought to the format of this version"] == [line.entry for line in again.audit()]
    assert 16 == len(vault_id(path))
    new = rotate_vault(again, secret=NEW, entry=LINE, everything=True)
    assert ORIGINAL == open_vault(path, secret=NEW).original(MINE)
    assert vault.pseudonym("child", "C1") == new.pseudonym("child", "C1")


def test_bringing_up_that_fails_leaves_the_first_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key.vault"
    first_format(path, bytes(32))
    before = path.read_bytes()
    monkeypatch.setattr("textmine.privacy.vault.vault.append", _stop)
    with pytest.raises(KeyboardInterrupt):
        open_vault(path, secret=SECRET)
    assert before == path.read_bytes()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_vault_of_the_first_format_can_be_destroyed(tmp_path: Path) -> None:
    first_format(tmp_path / "key.vault", bytes(32))
    destroy_vault(tmp_path / "key.vault")
    assert [] == list(tmp_path.iterdir())


# Rotating


@pytest.mark.parametrize("everything", [False, True])
def test_after_rotating_only_the_new_passphrase_opens_it_and_all_is_there(vault: Vault, everything: bool) -> None:
    before, id, audit = kept(vault), vault_id(vault.path), vault.audit()
    rotate_vault(vault, secret=NEW, entry=LINE, everything=everything)
    with pytest.raises(VaultError, match="does not open"):
        open_vault(vault.path, secret=SECRET)
    new = open_vault(vault.path, secret=NEW)
    assert before == kept(new)
    assert (vault.key, vault.values == new.values) == (new.key, not everything)
    assert (*audit, LINE) == (*new.audit()[:-1], new.audit()[-1].entry)
    assert id == vault_id(vault.path)
    assert ["key.vault"] == [path.name for path in vault.path.parent.iterdir()]


def test_who_opened_it_before_a_rotation_writes_nothing_under_the_old_key(vault: Vault) -> None:
    new = rotate_vault(vault, secret=NEW, entry=LINE, everything=True)
    before = vault.path.read_bytes()
    for use in (lambda: vault.log("x"), lambda: vault.marks("C-1"), lambda: vault.decide("d", {}), vault.decisions):
        with pytest.raises(VaultError, match="new key meanwhile"):
            use()
    assert before == vault.path.read_bytes()
    new.log("x")


def test_a_short_new_passphrase_changes_nothing(vault: Vault) -> None:
    before = vault.path.read_bytes()
    with pytest.raises(VaultError, match="too short"):
        rotate_vault(vault, secret=b"short", entry=LINE)
    assert before == vault.path.read_bytes()


@pytest.mark.parametrize("place", ["seal_anew", "_write_head", "append"])
def test_a_rotation_that_fails_leaves_the_old_vault(vault: Vault, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(vault)
    monkeypatch.setattr(f"textmine.privacy.vault.vault.{place}", _stop)
    with pytest.raises(KeyboardInterrupt):
        rotate_vault(vault, secret=NEW, entry=LINE, everything=True)
    monkeypatch.undo()
    assert before == kept(open_vault(vault.path, secret=SECRET))


KILLED = """
import os, signal, sys
from pathlib import Path
from textmine.privacy.vault import values, vault
vault.COST, left, seal = (2**10, 8, 1), int(sys.argv[2]), values.seal
def last(*given):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return seal(*given)
values.seal = last
old = vault.open_vault(Path(sys.argv[1]), secret=b"correct horse battery")
vault.rotate_vault(old, secret=b"another long passphrase", entry="{}", everything=True)
"""


@pytest.mark.parametrize("seals", [0, 3, 40, 100_000])
def test_a_rotation_that_is_killed_leaves_the_old_vault_or_the_new_one(vault: Vault, seals: int) -> None:
    # More than SQLite holds in memory, so that changed pages are in the file when it is killed.
    vault.remember("C-9", {}, {f"N-{'A' * 10}{i:02d}": {"text": "x" * 90_000} for i in range(60)})
    before = list(vault.originals())
    command = [sys.executable, "-c", KILLED, str(vault.path), str(seals)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    killed = seals < 100_000
    assert (-signal.SIGKILL if killed else 0) == done.returncode, done.stderr
    assert before == list(open_vault(vault.path, secret=SECRET if killed else NEW).originals())
    with pytest.raises(VaultError, match="does not open"):
        open_vault(vault.path, secret=NEW if killed else SECRET)


def test_the_old_wrapped_key_is_left_nowhere(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(vault.path) as db:
        wrapped = db.execute("SELECT value FROM head WHERE name = 'key'").fetchone()[0]
    assert wrapped in vault.path.read_bytes()
    held = []

    def watched(*given: Any) -> None:
        # Held open, so that its blocks can be read after it is gone.
        held.append((vault.path.parent / "key.vault-journal").open("rb"))
        append(*given)

    monkeypatch.setattr("textmine.privacy.vault.vault.append", watched)
    rotate_vault(vault, secret=NEW, entry=LINE)
    assert wrapped not in vault.path.read_bytes()
    with held[0] as journal:
        left = journal.read()
    assert len(left) > 4096
    assert set(left) == {0}


# Forgetting


def test_forgetting_a_child_leaves_nothing_of_it_and_everything_of_the_others(vault: Vault) -> None:
    child, other = vault.pseudonym("child", "C014"), vault.pseudonym("child", "C015")
    with writing(vault.path) as db:
        gone = [row[0] for row in db.execute("SELECT value FROM originals WHERE id = ?", (MINE,))]
        gone += [row[0] for row in db.execute("SELECT value FROM marks WHERE child = ?", (child,))]
    assert 1 == vault_forget(child, vault=vault, who="A. Keeper", reason="erasure request 7")
    again = open_vault(vault.path, secret=SECRET)
    assert ({}, {"e1": "[CHILD]"}) == (again.marks(child), again.marks(other))
    assert [OTHERS] == [id for id, _, _ in again.originals()]
    assert {other: "C015"} == again.references()
    assert ["", "C015"] == sorted(decision["child"] for decision in again.decisions())
    assert [value for value in gone if value in vault.path.read_bytes()] == []
    entry = again.audit()[-1].entry
    assert "erasure request 7" in entry
    assert child in entry
    assert "C014" not in entry
    assert ["key.vault"] == [path.name for path in vault.path.parent.iterdir()]


def test_a_child_that_the_vault_does_not_know_is_not_forgotten(vault: Vault) -> None:
    lines = len(vault.audit())
    for child in ("C-AAAAAAAAAAAA", "Ffion"):
        with pytest.raises(VaultError, match="does not know this id") as caught:
            vault_forget(child, vault=vault, who="A", reason="b")
        assert "Ffion" not in str(caught.value)
    with pytest.raises(VaultError, match="name and a reason"):
        vault_forget(vault.pseudonym("child", "C014"), vault=vault, who="A", reason=" ")
    assert lines == len(vault.audit())


def test_stopped_while_forgetting_nothing_is_forgotten(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(vault)
    monkeypatch.setattr("textmine.privacy.vault.records.append", _stop)
    with pytest.raises(KeyboardInterrupt):
        vault_forget(vault.pseudonym("child", "C014"), vault=vault, who="A", reason="b")
    assert before == kept(open_vault(vault.path, secret=SECRET))


# Reading back


def test_a_write_up_a_child_and_a_document_are_read_back_and_every_reading_is_logged(vault: Vault) -> None:
    vault.remember("", {}, {"D-ABCDEFGHIJ23": {"name": "Siân.doc", "why": "locked"}})
    child = vault.pseudonym("child", "C014")
    asked = {"vault": vault, "who": "A. Keeper", "reason": "access request"}
    assert Original("Ffion.docx", WORDS) == vault_reidentify(MINE, **asked)
    assert Original("C014", "") == vault_reidentify(child, **asked)
    assert Original("Siân.doc", "") == vault_reidentify("D-ABCDEFGHIJ23", **asked)
    for reading, id in zip(vault.audit()[-3:], (MINE, child, "D-ABCDEFGHIJ23"), strict=True):
        assert all(words in reading.entry for words in (id, "A. Keeper", "access request"))


@pytest.mark.parametrize("text", [WORDS, "\ufeffline\r\nline\u2028\x00 \ud83d end ", "Siân\u0301\n\n"])
def test_what_is_written_to_a_file_is_the_text_byte_for_byte(vault: Vault, tmp_path: Path, text: str) -> None:
    vault.remember("C-1", {}, {MINE: ORIGINAL | {"text": text, "narrative": text, "replacements": []}})
    out = tmp_path / "back.txt"
    vault_reidentify(MINE, vault=vault, who="A", reason="b", out=out)
    assert text.encode("utf-8", "surrogatepass") == out.read_bytes()
    assert 0o600 == stat.S_IMODE(out.stat().st_mode)
    with pytest.raises(VaultError, match="not written over"):
        vault_reidentify(MINE, vault=vault, who="A", reason="b", out=out)


def test_nothing_is_read_back_into_a_study(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "textmine.toml").write_text("")
    lines = len(vault.path.read_bytes())
    with pytest.raises(VaultError, match="may not lie inside a study"):
        vault_reidentify(MINE, vault=vault, who="A", reason="b", out=tmp_path / "back.txt")
    assert lines == len(vault.path.read_bytes())
    assert not (tmp_path / "back.txt").exists()


def test_what_does_not_fit_together_is_not_given_back(vault: Vault) -> None:
    vault.remember("C-1", {}, {MINE: ORIGINAL | {"text": WORDS + "!"}})
    with pytest.raises(VaultError, match="does not fit together"):
        vault_reidentify(MINE, vault=vault, who="A", reason="b")


# Whose study it is


def test_a_study_knows_its_vault_and_refuses_another(vault: Vault, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "textmine.toml").write_text("", encoding="utf-8")
    other = create_vault(tmp_path / "other.vault", secret=SECRET)
    check_belongs(study, other)
    claim_study(study, vault)
    claim_study(study, vault)
    words = (study / "corpora" / "vault.json").read_text(encoding="ascii")
    for secret in (vault.key.hex(), vault.values.hex(), vault_id(vault.path)):
        assert secret not in words
    for use in (
        lambda: check_belongs(study, other),
        lambda: claim_study(study, other),
        lambda: review(vault=other, study=study, out=tmp_path / "page.html"),
        lambda: vault_reidentify(MINE, vault=other, who="A", reason="b", study=study),
    ):
        with pytest.raises(VaultError, match="made with another vault"):
            use()
    assert not (tmp_path / "page.html").exists()
    check_belongs(study, rotate_vault(vault, secret=NEW, entry=LINE, everything=True))
    (study / "corpora" / "vault.json").write_text("{", encoding="ascii")
    with pytest.raises(VaultError, match=r"corpora/vault\.json"):
        check_belongs(study, vault)


# Damage


def damages(made: bytes) -> Iterator[bytes]:
    yield b""
    yield made[:100]
    yield made[: len(made) // 2]
    yield os.urandom(len(made))
    yield b"SQLite format 3\x00" + os.urandom(5000)
    yield b"a text file, no vault\n" * 300
    for place in range(4096, len(made), 611):
        yield made[:place] + bytes(byte ^ 255 for byte in made[place : place + 40]) + made[place + 40 :]


def test_a_damaged_vault_is_never_written_over(vault: Vault, tmp_path: Path) -> None:
    made, path, whole = vault.path.read_bytes(), vault.path, kept(vault)
    noticed = 0
    for damaged in damages(made):
        path.write_bytes(damaged)
        with pytest.raises(VaultError, match="never written over"):
            create_vault(path, secret=SECRET)
        try:
            # Every command opens it first: pseudonymise, run, review, rotate, forget, reidentify, audit.
            opened = open_vault(path, secret=SECRET)
        except VaultError as error:
            noticed += 1
            assert "Ffion" not in str(error)
        else:
            assert whole == kept(opened)
        assert damaged == path.read_bytes()
    assert noticed > 9


@pytest.mark.parametrize("length", [0, 1, 100, 4096, 9000])
def test_what_is_damaged_is_not_destroyed_by_halves(vault: Vault, length: int) -> None:
    made = vault.path.read_bytes()
    for damaged in (made[:length], os.urandom(length), made[:length] + bytes(len(made) - length)):
        vault.path.write_bytes(damaged)
        with pytest.raises(VaultError):
            destroy_vault(vault.path)
        assert damaged == vault.path.read_bytes()


def test_no_command_writes_over_a_damaged_vault(vault: Vault, tmp_path: Path) -> None:
    damaged = bytearray(vault.path.read_bytes())
    with writing(vault.path) as db:
        value = db.execute("SELECT value FROM originals LIMIT 1").fetchone()[0]
    damaged[bytes(damaged).index(value) + 30] ^= 1
    vault.path.write_bytes(damaged)
    (tmp_path / "writeups").mkdir()
    (tmp_path / "writeups" / "C014 note.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "d.csv").write_text("child,words,decision\n,Tesco,keep\n", encoding="utf-8")
    key, study, place = tmp_path / "key", tmp_path / "study", ["--vault", str(vault.path)]
    key.write_bytes(SECRET)
    assert CliRunner().invoke(cli, ["init", str(study)]).exit_code == 0
    for words in (
        ["pseudonymise", str(tmp_path / "writeups"), "--study", str(study)],
        ["run", str(tmp_path / "writeups"), "--study", str(study)],
        ["review", "--decide", str(tmp_path / "d.csv"), "--study", str(study)],
        ["review", "--out", str(tmp_path / "page.html"), "--study", str(study)],
        ["vault", "rotate", "--new-key-file", str(key)],
        ["vault", "forget", "C-AAAAAAAAAAAA", "--who", "A", "--reason", "b"],
        ["vault", "reidentify", MINE, "--who", "A", "--reason", "b"],
        ["vault", "audit"],
    ):
        result = CliRunner().invoke(cli, [*words, *place, "--key-file", str(key)])
        assert isinstance(result.exception, VaultError), words
        assert "restore it from your backup" in str(result.exception)
        assert bytes(damaged) == vault.path.read_bytes(), words


# The keyring


class Memory(KeyringBackend):
    """A keyring as an operating system has one, in memory; it can be told to fail."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringError("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringError(f"locked: {password}")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError("none")
        del self.held[service, username]


@pytest.fixture
def memory() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


RING = Secret(keyring=True)


def test_a_vault_whose_passphrase_is_in_the_keyring(tmp_path: Path, memory: Memory) -> None:
    path = tmp_path / "key.vault"
    vault = vault_create(path, secret=RING)
    ((service, id), passphrase), *others = memory.held.items()
    assert ("textmine", vault_id(path), []) == (service, id, others)
    assert len(passphrase) >= 40
    path.rename(tmp_path / "moved.vault")
    assert vault.key == open_with(tmp_path / "moved.vault", secret=RING).key
    vault_destroy(tmp_path / "moved.vault", confirm="destroy", keyring=True)
    assert {} == memory.held


def test_a_vault_is_rotated_into_the_keyring_and_out_of_it(vault: Vault, memory: Memory) -> None:
    with pytest.raises(VaultError, match="no passphrase for this vault"):
        open_with(vault.path, secret=RING)
    vault_rotate(vault, secret=RING)
    first = dict(memory.held)
    vault_rotate(open_with(vault.path, secret=RING), secret=RING, everything=True)
    assert 1 == len(memory.held)
    assert first != memory.held
    vault_rotate(open_with(vault.path, secret=RING), secret=Secret(passphrase=NEW.decode()))
    assert open_vault(vault.path, secret=NEW)


@pytest.mark.parametrize("stop", ["rotate_vault", "vaultkeyring.settle"])
def test_stopped_between_vault_and_keyring_one_of_two_passphrases_opens_it(
    vault: Vault, memory: Memory, stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_rotate(vault, secret=RING)
    monkeypatch.setattr(f"textmine.pipeline.airlock.vaultkeys.{stop}", lambda *_, **__: _stop())
    with pytest.raises(KeyboardInterrupt):
        vault_rotate(open_with(vault.path, secret=RING), secret=RING, everything=True)
    monkeypatch.undo()
    monkeypatch.setattr("textmine.privacy.vault.vault.COST", (2**10, 8, 1))
    assert 2 == len(memory.held)
    opened = open_with(vault.path, secret=RING)
    # Stopped a second time, at the worst moment.
    monkeypatch.setattr("textmine.pipeline.airlock.vaultkeys.rotate_vault", lambda *_, **__: _stop())
    with pytest.raises(KeyboardInterrupt):
        vault_rotate(opened, secret=RING)
    monkeypatch.undo()
    monkeypatch.setattr("textmine.privacy.vault.vault.COST", (2**10, 8, 1))
    vault_rotate(open_with(vault.path, secret=RING), secret=RING)
    assert 1 == len(memory.held)
    assert vault.key == open_with(vault.path, secret=RING).key


def test_a_keyring_that_fails_is_said_in_one_line_and_leaves_no_vault(tmp_path: Path, memory: Memory) -> None:
    memory.locked = True
    with pytest.raises(VaultError, match="keyring of this computer cannot be used") as caught:
        vault_create(tmp_path / "key.vault", secret=RING)
    assert "unlock it" in str(caught.value)
    assert [] == list(tmp_path.iterdir())


def test_without_the_package_the_keyring_says_how_to_get_it(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(VaultError, match="needs the package keyring"):
        open_with(vault.path, secret=RING)


def test_the_commands_take_the_passphrase_from_the_keyring(tmp_path: Path, memory: Memory) -> None:
    place = ["--vault", str(tmp_path / "key.vault"), "--keyring"]
    for words in (["vault", "create"], ["vault", "rotate", "--new-keyring", "--all"], ["vault", "audit"]):
        result = CliRunner().invoke(cli, [*words, *place])
        assert result.exit_code == 0, result.output
        assert not any(passphrase in result.output for passphrase in memory.held.values())
    assert "passphrase and values" in result.output


# The review


def test_decisions_are_kept_listed_taken_back_and_a_sample_is_drawn_and_read(vault: Vault, tmp_path: Path) -> None:
    study, table, listed, page = tmp_path, tmp_path / "d.csv", tmp_path / "list.csv", tmp_path / "page.html"
    table.write_text(
        "child,words,decision,same_as\nC014,Nain,same,Megan\n,Tesco,keep,\n,Aldi,always,\n", encoding="utf-8"
    )
    before = len(vault.decisions())
    assert 3 == review(vault=vault, study=study, decide=table).decisions
    done = review(vault=vault, study=study, listed=True, out=listed)
    assert {"keep": 1 + 1, "mask": 3, "same": 1} == done.kinds
    assert "Megan" in listed.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(listed.stat().st_mode)
    assert before + 3 == len(vault.decisions())
    assert 3 == review(vault=vault, study=study, withdraw=table).decisions
    assert before == len(vault.decisions())
    drawn = review(vault=vault, study=study, sample=1, out=page)
    assert (1, (1, 0)) == (drawn.writeups, (len(drawn.checks.waiting), drawn.checks.bound.read))
    assert 0o600 == stat.S_IMODE(page.stat().st_mode)
    table.write_text(f"decision,narrative,leaks\nchecked,{drawn.checks.waiting[0]},0\n", encoding="utf-8")
    bound = review(vault=vault, study=study, decide=table).checks.bound
    assert (2, 1, 0, 1) == (bound.batch, bound.read, bound.leaking, bound.at_most)


def test_the_page_and_the_decisions_stay_outside_the_study(vault: Vault, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "textmine.toml").write_text("")
    for given in ({"out": study / "page.html"}, {"decide": study / "d.csv"}):
        with pytest.raises(SettingsError, match="not lie inside the study"):
            review(vault=vault, study=study, **given)


def test_a_detour_or_a_link_does_not_hide_that_a_file_lies_inside_the_study(tmp_path: Path) -> None:
    study, link = tmp_path / "study", tmp_path / "link"
    study.mkdir()
    link.symlink_to(study)
    check_outside(study, tmp_path / "roster.csv", tmp_path / "study-2" / "roster.csv")
    for path in (tmp_path / "other" / ".." / "study" / "roster.csv", link / "roster.csv"):
        with pytest.raises(SettingsError, match="not lie inside the study"):
            check_outside(study, path)
