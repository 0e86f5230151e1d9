"""The local server: closed, whoever asks; and what the doctor says of others."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from hands import Hands, hands
from logging_in import log_in
from made import a_study

import textmine
from textmine.annotation import doctor, localserver
from textmine.annotation.doctor import Finding, examine, fit
from textmine.annotation.localserver import environment, running
from textmine.annotation.record import read
from textmine.annotation.server import Server
from textmine.annotation.serverfolder import Account, Local, connection, purge, residue
from textmine.errors import ServerError


def folder(local: Local) -> Path:
    """The server's data folder."""
    told = Path(f"/proc/{local.process}/environ").read_bytes().split(b"\0")
    return next(Path(one.decode().partition("=")[2]) for one in told if one.startswith(b"LABEL_STUDIO_BASE_DATA_DIR="))


def said(findings: tuple[Finding, ...]) -> dict[str, str]:
    return {finding.what: finding.state for finding in findings}


def test_it_listens_on_this_machine_alone(local: Local) -> None:
    listening = []
    for name in ("tcp", "tcp6"):
        for row in Path(f"/proc/{local.process}/net/{name}").read_text().splitlines()[1:]:
            address, state, inode = row.split()[1], row.split()[3], row.split()[9]
            if state == "0A" and f"socket:[{inode}]" in _sockets(local.process):
                listening.append(address)
    port = int(local.server.url.rpartition(":")[2])
    assert listening == [f"0100007F:{port:04X}"]


def test_its_folder_and_database_are_for_its_owner_alone(local: Local) -> None:
    data = folder(local)
    assert data.stat().st_mode & 0o777 == 0o700
    for name in ("label_studio.sqlite3", "textmine.json", ".env", "server.log"):
        assert (data / name).stat().st_mode & 0o077 == 0, name


def test_the_doctor_finds_nothing_against_it(local: Local) -> None:
    findings = examine(local.server, folder(local))
    assert fit(findings)
    assert set(said(findings).values()) == {"good"}
    assert connection(folder(local)) == local.server


def test_nobody_signs_up_uninvited(local: Local) -> None:
    told = {"email": "x@example.org", "password": "a long enough one"}
    with httpx.Client(base_url=local.server.url, trust_env=False) as browser:
        browser.get("/user/signup/")
        csrf = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        answer = browser.post(
            "/user/signup/", data=told | csrf, headers={"Referer": f"{local.server.url}/user/signup/"}
        )
    assert answer.status_code == 403
    assert "x@example.org" not in {user["email"] for user in hands(local.server).get("/api/users")}


def test_annotators_can_log_in_with_what_is_printed(local: Local) -> None:
    assert [account.name for account in local.accounts] == [
        "keeper@study.invalid",
        "annotator1@study.invalid",
        "annotator2@study.invalid",
    ]
    for account in local.accounts:
        assert log_in(local.server.url, account).get("/api/current-user/whoami").json()["email"] == account.name


def test_nothing_of_the_callers_environment_gets_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DEBUG", "HOST", "USERNAME", "LABEL_STUDIO_COLLECT_ANALYTICS", "HTTPS_PROXY", "HEARTEX_SENTRY_DSN"):
        monkeypatch.setenv(name, "true")
    told = environment(tmp_path, port=1, token="t" * 40, keeper=Account("keeper@study.invalid", "p"))
    assert "true" not in {value for name, value in told.items() if name in os.environ}
    assert told["LABEL_STUDIO_COLLECT_ANALYTICS"] == "false"
    assert told["LABEL_STUDIO_SENTRY_DSN"] == told["LABEL_STUDIO_FRONTEND_SENTRY_DSN"] == ""


def test_a_second_server_and_a_taken_port_are_refused(local: Local, home: Path, tmp_path: Path) -> None:
    port = int(local.server.url.rpartition(":")[2])
    with pytest.raises(ServerError, match="Something else uses this port"), running(tmp_path, home=home, port=port):
        pass
    with pytest.raises(ServerError, match="runs for this study already"), running(folder(local), home=home):
        pass


def test_a_token_that_is_not_valid_is_explained(local: Local) -> None:
    for token, words in (
        ("", "copy a personal access token"),
        ("0" * 40, "legacy tokens are switched off"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCJ9.x", "make a new personal access token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.x", "lasts five minutes"),
    ):
        findings = examine(Server(local.server.url, token))
        assert not fit(findings)
        (one,) = [finding for finding in findings if finding.what == "token"]
        assert words in one.next_step


def test_a_personal_token_is_changed_for_one_that_lets_in(local: Local) -> None:
    personal = hands(local.server).post("/api/token/", {})["token"]
    server = Server(local.server.url, personal)
    assert said(examine(server))["token"] == "good"
    assert server.ask(lambda ls: ls.users.whoami()).email == "keeper@study.invalid"
    access = hands(local.server).post("/api/token/refresh/", {"refresh": personal})["access"]
    assert said(examine(Server(local.server.url, access)))["token"] == "note"


def test_what_exports_leave_behind_is_seen_and_purged(local: Local, server: Hands, people: Callable[..., str]) -> None:
    data = folder(local)
    project = server.post(
        "/api/projects", {"title": "export", "label_config": '<View><Text name="t" value="$text"/></View>'}
    )
    server.post(f"/api/projects/{project['id']}/import", [{"data": {"text": "Canary of Durlough"}}])
    people(local, "ls.projects.exports.as_json(int(words[0]))", project["id"])
    left = residue(data)
    assert left != []
    assert any("Canary of Durlough" in path.read_text("utf-8") for path in left)
    assert said(examine(server, data))["residue"] == "note"
    files, _ = purge(data)
    assert (files, residue(data)) == (len(left), [])
    assert server.get(f"/api/projects/{project['id']}")["task_number"] == 1


def test_the_servers_log_holds_no_text(local: Local, server: Hands) -> None:
    project = server.post(
        "/api/projects", {"title": "log", "label_config": '<View><Text name="t" value="$text"/></View>'}
    )
    server.post(f"/api/projects/{project['id']}/import", [{"data": {"text": "Canary of Durlough"}}])
    assert list(server.tasks(project["id"], whole=True)) != []
    with pytest.raises(ServerError):
        server.ask(lambda ls: ls.projects.import_tasks(id=project["id"], request=[{"data": {"wrong": "Canary"}}]))  # type: ignore[list-item]
    assert "Canary" not in (folder(local) / "server.log").read_text("utf-8")


def test_a_server_with_analytics_on_that_anybody_may_join_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it would send goes to a port of this machine where nobody listens."""
    quiet = environment

    def chatty(*args: object, **told: object) -> dict[str, str]:
        deaf = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
        opened = {"LABEL_STUDIO_COLLECT_ANALYTICS": "true", "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "false"}
        return quiet(*args, **told) | deaf | opened  # type: ignore[arg-type]

    monkeypatch.setattr(localserver, "environment", chatty)
    study = a_study(tmp_path / "study", 2)
    with running(study.root / "labelstudio", home=home, annotators=1) as local:
        findings = examine(local.server, study.root / "labelstudio")
        with pytest.raises(ServerError, match="not fit for narratives"):
            textmine.labelstudio_push(study=study.root)
        assert hands(local.server).get("/api/projects")["count"] == 0
        textmine.labelstudio_push(study=study.root, override="the network cable is out")
        assert hands(local.server).get("/api/projects")["count"] == 1
    assert (said(findings)["analytics"], said(findings)["sign-up"]) == ("bad", "bad")
    assert not fit(findings)
    (line,) = read(study.root / "annotations")
    assert (line["what"], line["why"], line["against"]) == (
        "override",
        "the network cable is out",
        ["analytics", "sign-up"],
    )


@pytest.mark.parametrize(
    ("url", "state"), [("http://labels.example.org", "bad"), ("https://labels.example.org", "good")]
)
def test_narratives_never_travel_unencrypted(url: str, state: str) -> None:
    assert doctor._address(Server(url)).state == state


def test_a_token_is_not_sent_where_it_could_be_read_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "ask", lambda *_: pytest.fail("it was asked"))
    monkeypatch.setattr(Server, "page", lambda *_: pytest.fail("it was asked"))
    (one,) = examine(Server("http://labels.example.org", "0" * 40))
    assert (one.what, one.state) == ("address", "bad")


def test_a_page_that_does_not_tell_is_no_good_sign() -> None:
    assert [find("<html>hello</html>").state for find in (doctor._analytics, doctor._sign_up)] == ["bad", "bad"]


@pytest.mark.parametrize(("version", "state"), [("1.23.2", "good"), ("1.24.0", "bad"), ("unknown", "bad")])
def test_an_untested_version_is_refused(version: str, state: str) -> None:
    assert doctor._version(version).state == state


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    findings = examine(Server("http://127.0.0.1:9", "0" * 40))
    assert [finding.what for finding in findings] == ["address", "answers"]
    with pytest.raises(ServerError, match="textmine labelstudio serve"):
        connection(tmp_path)
    (tmp_path / "textmine.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ServerError, match="textmine labelstudio serve"):
        connection(tmp_path)


def test_a_damaged_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "label_studio.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(ServerError, match="damaged"):
        purge(tmp_path)


def _sockets(process: int) -> set[str]:
    found = subprocess.run(["ls", "-l", f"/proc/{process}/fd"], capture_output=True, text=True, check=True).stdout
    return {line.rpartition("-> ")[2] for line in found.splitlines()}
