"""Whether a server is fit for narratives, in plain words: asked before anything is sent to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textmine.annotation.address import kind_of, loopback, secure
from textmine.annotation.localserver import TESTED
from textmine.annotation.server import SILENT, Server
from textmine.annotation.serverfolder import residue, token_of
from textmine.errors import ServerError

ANALYTICS = re.compile(r"collect_analytics\s*[=:]\s*(true|false)")
SIGN_UP = "/user/signup"  # a link on the log-in page, where anybody may sign up
REFUSED = {
    "legacy": "look whether it is the right one; or legacy tokens are switched off: make a personal access token",
    "personal": "make a new personal access token under Account & Settings",
    "access": "an access token lasts five minutes: give the personal access token it was made from",
    "none": "copy a personal access token from Account & Settings and give it with --token-file",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        what: in a word or two.
        state: `bad` is a reason to send nothing there, `note` something to know.
        says: a sentence.
        next_step: what to do about it.
    """

    what: str
    state: Literal["good", "note", "bad"]
    says: str
    next_step: str = ""


def examine(server: Server, data: Path | None = None) -> tuple[Finding, ...]:
    """Everything that can be told from outside, and from the data folder if the server is this machine's.

    Args:
        data: the folder of a server that `textmine labelstudio serve` started.
    """
    return tuple(_findings(server, data))


def fit(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing speaks against sending narratives there."""
    return all(finding.state != "bad" for finding in findings)


def _findings(server: Server, data: Path | None) -> Iterator[Finding]:
    yield _address(server)
    if not secure(server.url):
        return  # whoever listens would have the token
    try:
        version = _version_of(server) if server.token else _public_version(server)
    except ServerError as error:
        if error.what.startswith(SILENT):
            yield Finding("answers", "bad", f"{error.what}.", "start it: textmine labelstudio serve")
            return
        version = _public_version(server)
    yield _version(version)
    front = server.page("/user/login/")[1]
    yield _analytics(front)
    yield _sign_up(front)
    yield _token(server)
    ours = data is not None and token_of(data) == server.token != ""
    yield _errors(ours)
    if ours and data is not None:
        yield _residue(data)
        yield _closed(data)


def _address(server: Server) -> Finding:
    if loopback(server.url):
        return Finding("address", "good", "It is on this machine.")
    if secure(server.url):
        return Finding("address", "good", "It is on another machine, over TLS.")
    return Finding(
        "address",
        "bad",
        "Narratives and the token would travel unencrypted.",
        "use https, or a server on this machine (127.0.0.1)",
    )


def _version_of(server: Server) -> str:
    return server.ask(lambda ls: ls.versions.get()).release or "unknown"


def _public_version(server: Server) -> str:
    found = re.search(r'"release"\s*:\s*"([\d.]+)', server.page("/api/version")[1])
    return found[1] if found else "unknown"


def _version(version: str) -> Finding:
    if version.startswith(TESTED):
        return Finding("version", "good", f"Label Studio {version} is one that was tested.")
    return Finding(
        "version",
        "bad",
        f"Label Studio {version} was not tested: places of marks and what is sent where may differ.",
        f"use {TESTED}x: scripts/labelstudio",
    )


def _analytics(front: str) -> Finding:
    found = ANALYTICS.search(front)
    if found and found[1] == "false":
        return Finding("analytics", "good", "It sends nothing about its use to its maker.")
    said = (
        "It sends the text of tasks to its maker." if found else "Whether it sends texts to its maker cannot be told."
    )
    return Finding(
        "analytics",
        "bad",
        said,
        "stop it and start it with LABEL_STUDIO_COLLECT_ANALYTICS=false, or: textmine labelstudio serve",
    )


def _sign_up(front: str) -> Finding:
    """The log-in page links to signing up where it is open; whoever has an account may read every narrative."""
    known = ANALYTICS.search(front)  # only then it is the log-in page of a version that was tested
    if known and SIGN_UP not in front:
        return Finding("sign-up", "good", "Nobody may sign up uninvited.")
    said = "Anybody who reaches it may sign up, and read everything."
    step = "start it with LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK=true, and look who has an account already"
    return Finding("sign-up", "bad", said if known else "Whether anybody may sign up cannot be told.", step)


def _token(server: Server) -> Finding:
    kind = kind_of(server.token)
    if kind == "none":
        return Finding("token", "bad", "There is no token.", REFUSED[kind])
    try:
        server.ask(lambda ls: ls.users.whoami())
    except ServerError:
        return Finding("token", "bad", f"The {kind} token is not valid on this server.", REFUSED[kind])
    if kind == "access":
        return Finding("token", "note", "The token is valid, for less than five minutes.", REFUSED[kind])
    return Finding("token", "good", f"The {kind} token is valid.")


def _errors(ours: bool) -> Finding:
    if ours:
        return Finding("error reports", "good", "It was started without Sentry.")
    return Finding(
        "error reports",
        "note",
        "From outside it cannot be seen whether errors, with texts in them, go to its maker.",
        "start it with LABEL_STUDIO_SENTRY_DSN= and LABEL_STUDIO_FRONTEND_SENTRY_DSN= (empty)",
    )


def _residue(data: Path) -> Finding:
    left = residue(data)
    if not left:
        return Finding("residue", "good", "No copies of exports or uploads are left behind.")
    return Finding(
        "residue", "note", f"Copies of exports or uploads left behind: {len(left)}.", "textmine labelstudio purge"
    )


def _closed(data: Path) -> Finding:
    if data.stat().st_mode & 0o077:
        return Finding(
            "folder", "bad", "Others may read its data folder.", "chmod 700 on the study's folder labelstudio/"
        )
    return Finding("folder", "good", "Only its owner may read its data folder.")
