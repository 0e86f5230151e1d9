"""Commands for the holder of the key."""

from __future__ import annotations

from pathlib import Path

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import FILE, HERE, JSON, REASON, VAULT, WHO, key, secret_of
from textmine.cli.saying import say_json
from textmine.nouns import number_of


@cli.group("vault")
def vault_group() -> None:
    """The key, by its holder only; every reading is logged."""


@vault_group.command("create")
@VAULT
@key
@JSON
def vault_create(vault: Path, key_file: Path | None, keyring: bool, as_json: bool) -> None:
    """Make a vault.

    With --keyring its passphrase is a new random one, kept there.

    Example: textmine vault create --vault /secure/key.vault
    """
    textmine.vault_create(vault, **secret_of(key_file, keyring, new=True))
    if as_json:
        say_json({"vault": vault})
    elif keyring:
        click.echo(
            "The vault is made. Its passphrase is in this computer's keyring, under textmine: keep a copy of it."
        )
    else:
        click.echo(
            "The vault is made. Keep its passphrase where the vault is not; without it nothing can be read back."
        )


@vault_group.command("reidentify")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@VAULT
@WHO
@REASON
@click.option("--out", type=FILE, help="Write it to a new file, exactly as it was read, for its owner only.")
@click.option("--study", type=HERE, help="The study that the id is from: be sure that this is its vault.")
@key
@JSON
def vault_reidentify(
    ids: tuple[str, ...],
    vault: Path,
    who: str,
    reason: str,
    out: Path | None,
    study: Path | None,
    key_file: Path | None,
    keyring: bool,
    as_json: bool,
) -> None:
    """Read write-ups back, or find out whose ids are.

    N-… is a write-up, C-… a child, D-… a document that was left out.

    Example: textmine vault reidentify N-ABC --vault /secure/key.vault --who "A. Holder" --reason "access request"
    """
    found = textmine.vault_reidentify(
        ids, vault=vault, who=who, reason=reason, out=out, study=study, **secret_of(key_file, keyring)
    )
    if as_json:
        told = [{"id": id, "name": one.name, "text": one.text} for id, one in zip(ids, found, strict=True)]
        first = {"name": found[0].name, "text": found[0].text}
        say_json({"out": out} if out is not None else first if len(ids) == 1 else told)
    elif out is not None:
        click.echo(f"Written to {out}. It is identifiable: delete it when it is not needed any more.")
    else:
        for id, one in zip(ids, found, strict=True):
            name = one.name if len(ids) == 1 else f"{id}  {one.name}"
            click.echo(f"{name}\n\n{one.text}" if one.text else name)


@vault_group.command("forget")
@click.argument("child")
@VAULT
@WHO
@REASON
@key
@JSON
def vault_forget(
    child: str, vault: Path, who: str, reason: str, key_file: Path | None, keyring: bool, as_json: bool
) -> None:
    """Take one child (C-…) out of the vault.

    With it go write-ups, marks, reference and decisions.

    Example: textmine vault forget C-ABC --vault /secure/key.vault --who "A. Holder" --reason "erasure request"
    """
    gone = textmine.vault_forget(child, vault=vault, who=who, reason=reason, **secret_of(key_file, keyring))
    say_json({"writeups": gone}) if as_json else click.echo(
        f"Taken out: {number_of(gone, 'write-up')}. Remove the child's write-ups too and run again: the study still has its "
        "narratives. Backups of the vault are yours to delete."
    )


@vault_group.command("rotate")
@VAULT
@click.option("--all", "everything", is_flag=True, help="Encrypt all values anew too; pseudonyms stay the same.")
@click.option(
    "--new-key-file", type=FILE, help="File with the new passphrase (otherwise TEXTMINE_NEW_PASSPHRASE, or a question)."
)
@click.option("--new-keyring", is_flag=True, help="Make a random passphrase and keep it in this computer's keyring.")
@key
@JSON
def vault_rotate(
    vault: Path,
    everything: bool,
    new_key_file: Path | None,
    new_keyring: bool,
    key_file: Path | None,
    keyring: bool,
    as_json: bool,
) -> None:
    """Give the vault a new passphrase.

    Stopped at any moment, it has the old or the new one.

    Example: textmine vault rotate --vault /secure/key.vault --new-key-file /media/stick/new.key
    """
    old, new = secret_of(key_file, keyring), secret_of(new_key_file, new_keyring, new=True, which="NEW_")
    textmine.vault_rotate(
        vault, everything=everything, **old, **{f"new_{name}": secret for name, secret in new.items()}
    )
    say_json({"vault": vault}) if as_json else click.echo(
        "The vault has its new passphrase. Copies and backups made before still open with the old one: delete them."
    )


@vault_group.command("audit")
@VAULT
@key
@JSON
def vault_audit(vault: Path, key_file: Path | None, keyring: bool, as_json: bool) -> None:
    """Show the log of every reading, checked.

    Example: textmine vault audit --vault /secure/key.vault
    """
    readings = textmine.vault_audit(vault, **secret_of(key_file, keyring))
    say_json([{"n": r.n, "at": r.at, "entry": r.entry} for r in readings]) if as_json else click.echo(
        "\n".join(f"{r.n:4} {r.at} {r.entry}" for r in readings)
    )


@vault_group.command("destroy")
@VAULT
@click.option("--confirm", default="", help="The word destroy.")
@click.option("--keyring", is_flag=True, help="Take its passphrase out of this computer's keyring too.")
@JSON
def vault_destroy(vault: Path, confirm: str, keyring: bool, as_json: bool) -> None:
    """Destroy the key: nothing can be read back again.

    Example: textmine vault destroy --vault /secure/key.vault --confirm destroy
    """
    textmine.vault_destroy(vault, confirm=confirm, keyring=keyring)
    say_json({"destroyed": True}) if as_json else click.echo("The key is destroyed.")
