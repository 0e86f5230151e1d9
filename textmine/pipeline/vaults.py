"""What the holder of the key may do: make, open, read back, forget, rotate, audit and destroy; and whose study it is."""

from __future__ import annotations

import getpass
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import VaultError
from textmine.privacy import vaultkeyring
from textmine.privacy.sealing import encode
from textmine.privacy.surrogates import Replacement, restore
from textmine.privacy.vault import (
    Reading,
    Vault,
    create_vault,
    destroy_vault,
    open_vault,
    read_secret,
    rotate_vault,
    vault_id,
)
from textmine.privacy.vaultfile import refuse_place
from textmine.store import write_whole

BELONGS = Path("corpora", "vault.json")
"""In a study: a keyed fingerprint of the vault that it was made with, which says nothing of the key."""


@dataclass(frozen=True, slots=True)
class Original:
    """A write-up read back: where it came from and its words; for a child its reference alone."""

    name: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a vault's passphrase comes from: a key file, the computer's keyring, or the words themselves."""

    key_file: Path | None = field(repr=False, default=None)
    passphrase: str | None = field(repr=False, default=None)
    keyring: bool = False


def vault_create(path: Path, *, secret: Secret) -> Vault:
    """Make a vault; with the keyring its passphrase is a new random one, kept there.

    Raises:
        VaultError: see `textmine.privacy.vault.create_vault`; or there is no keyring.
    """
    if not secret.keyring:
        return create_vault(path, secret=read_secret(secret.key_file, secret.passphrase))
    vaultkeyring.check_keyring()
    passphrase = vaultkeyring.new_passphrase()
    vault = create_vault(path, secret=read_secret(None, passphrase))
    try:
        vaultkeyring.promise(vault_id(path), passphrase)
        vaultkeyring.settle(vault_id(path))
    except VaultError:
        # Nobody else knows its passphrase.
        destroy_vault(path)
        raise
    return vault


def open_with(path: Path, *, secret: Secret, reason: str = "") -> Vault:
    """Open a vault; what it is opened for, and by which account, is logged.

    Raises:
        VaultError: see `textmine.privacy.vault.open_vault`; or the keyring holds no passphrase for it.
    """
    vault = _open_by_keyring(path) if secret.keyring else _open(path, secret)
    if reason:
        vault.log(json.dumps({"opened for": reason, "account": account()}))
    return vault


def vault_reidentify(
    id: str, *, vault: Vault, who: str, reason: str, out: Path | None = None, study: Path | None = None
) -> Original:
    """Read one narrative, the name of a document that was left out, or a child's reference back; logged first.

    Args:
        id: of a narrative (`N-…`), a document that was left out (`D-…`) or a child (`C-…`).
        who, reason: kept in the audit log.
        out: where to write the text, code point by code point as it was read; never over a file.
        study: the study that the id is from, to be sure that this is its vault.

    Raises:
        VaultError: who or reason is missing, the vault does not know the id or is another study's, or what it kept
            does not fit together.
    """
    _named(who, reason, "Reading back")
    if study is not None:
        check_belongs(study, vault)
    if out is not None:
        refuse_place(out, what="What is read back", option="--out")
    vault.log(json.dumps({"reidentify": id, "who": who, "reason": reason}))
    original = _child(id, vault) if id.startswith("C-") else _document(id, vault)
    if out is not None:
        write_private(out, original.text or original.name)
    return original


def vault_forget(child: str, *, vault: Vault, who: str, reason: str) -> int:
    """Take one child out of the vault: marks, write-ups, reference, decisions; how many write-ups.

    Args:
        child: keyed pseudonym, `C-…`; a name would end up in the log.
        who, reason: kept in the audit log.

    Raises:
        VaultError: who or reason is missing, or the vault does not know the child.
    """
    _named(who, reason, "Forgetting a child")
    return vault.forget(child, json.dumps({"forget": child, "who": who, "reason": reason}))


def vault_rotate(vault: Vault, *, secret: Secret, everything: bool = False) -> Vault:
    """Give the vault another passphrase, key file or place in the keyring; pseudonyms stay the same.

    Args:
        secret: the new one; with the keyring a new random passphrase, kept there.
        everything: also encrypt every value anew under a new random key.
    """
    entry = json.dumps({"rotate": "passphrase and values" if everything else "passphrase", "account": account()})
    if not secret.keyring:
        words = read_secret(secret.key_file, secret.passphrase)
        return rotate_vault(vault, secret=words, entry=entry, everything=everything)
    id, passphrase = vault_id(vault.path), vaultkeyring.new_passphrase()
    # First promised, then settled: stopped between the two, the keyring holds both, and one of them opens the vault.
    vaultkeyring.promise(id, passphrase)
    new = rotate_vault(vault, secret=read_secret(None, passphrase), entry=entry, everything=everything)
    vaultkeyring.settle(id)
    return new


def vault_audit(vault: Vault) -> tuple[Reading, ...]:
    """The log of every reading, checked against its hash chain."""
    return vault.audit()


def vault_destroy(path: Path, *, confirm: str, keyring: bool = False) -> None:
    """Destroy the key: nothing can be read back again.

    Args:
        confirm: the word `destroy`.
        keyring: also take its passphrase out of the computer's keyring.

    Raises:
        VaultError: not confirmed, or what lies there is no whole vault.
    """
    if confirm != "destroy":
        raise VaultError("Destroying the key cannot be undone", next_step="give --confirm destroy")
    id = vault_id(path) if keyring else ""
    destroy_vault(path)
    if keyring:
        vaultkeyring.drop(id)


def check_belongs(study: Path, vault: Vault) -> None:
    """Check that a study was made with this vault; one that was not made with any yet fits every vault.

    Raises:
        VaultError: it was made with another.
    """
    named = _belongs(study)
    if named and named != vault.fingerprint(b"study"):
        raise VaultError(
            "This study was made with another vault",
            where=BELONGS.as_posix(),
            next_step="give that study's --vault, or begin a new study with textmine init",
        )


def claim_study(study: Path, vault: Vault) -> None:
    """Say in a study which vault it belongs to, if it does not say so yet.

    Raises:
        VaultError: it was made with another.
    """
    check_belongs(study, vault)
    if not _belongs(study):
        words = json.dumps({"vault": vault.fingerprint(b"study")}) + "\n"
        (study / BELONGS).parent.mkdir(parents=True, exist_ok=True)
        write_whole(study / BELONGS, lambda temporary: temporary.write_text(words, encoding="ascii"))


def account() -> str:
    """The account at this computer, for the log: who it is of those that share it cannot be known."""
    with suppress(Exception):
        return getpass.getuser()
    return "unknown"


def write_private(path: Path, text: str) -> None:
    """Write a new file that its owner alone can read, from the first byte; never over another.

    Raises:
        VaultError: there is a file already, or none can be made.
    """
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise VaultError("There is a file already, it is not written over", next_step="choose another --out") from None
    except OSError:
        raise VaultError("The file cannot be made here", next_step="choose an --out in a folder of yours") from None
    with os.fdopen(file, "wb") as stream:
        stream.write(encode(text))


def _open(path: Path, secret: Secret) -> Vault:
    return open_vault(path, secret=read_secret(secret.key_file, secret.passphrase))


def _open_by_keyring(path: Path) -> Vault:
    *others, last = vaultkeyring.passphrases(vault_id(path))
    for passphrase in others:
        with suppress(VaultError):
            return _open(path, Secret(passphrase=passphrase))
    return _open(path, Secret(passphrase=last))


def _named(who: str, reason: str, what: str) -> None:
    if not who.strip() or not reason.strip():
        raise VaultError(f"{what} needs a name and a reason", next_step="give --who and --reason")


def _child(id: str, vault: Vault) -> Original:
    return Original(vault.reference(id), "")


def _document(id: str, vault: Vault) -> Original:
    original = vault.original(id)
    if "narrative" not in original:
        return Original(str(original["name"]), "")
    replacements = [Replacement(**item) for item in original["replacements"]]  # type: ignore[attr-defined]
    text = restore(str(original["narrative"]), replacements)
    if text != original["text"]:
        raise VaultError("What the vault kept of this write-up does not fit together", where=id)
    return Original(str(original["name"]), text)


def _belongs(study: Path) -> str:
    try:
        return str(json.loads((study / BELONGS).read_text(encoding="ascii"))["vault"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, LookupError, TypeError):
        # Not taken for nobody's: another vault would give every narrative a new name.
        return "damaged"
