"""A clock that is put back never makes older work look newer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textmine.annotation.pulling import STAMP, newest_snapshot, stamp_after
from textmine.privacy.vault import auditlog
from textmine.privacy.vault.vault import create_vault


def test_a_snapshot_is_the_newest_though_the_last_one_was_taken_in_the_future(tmp_path: Path) -> None:
    future = datetime.now(UTC) + timedelta(days=400)
    (tmp_path / f"{future.strftime(STAMP)}-0a1b2c3d.json").write_text("[]", encoding="utf-8")
    for _ in range(3):
        newest = newest_snapshot(tmp_path)
        (tmp_path / f"{stamp_after(newest)}-00000000.json").write_text("[]", encoding="utf-8")
        assert newest_snapshot(tmp_path) != newest
    assert len(list(tmp_path.iterdir())) == 4


def test_without_one_or_with_a_name_of_another_kind_it_is_the_present_time(tmp_path: Path) -> None:
    now = datetime.now(UTC).strftime(STAMP)
    assert now <= stamp_after(None) <= stamp_after(tmp_path / "by-hand.json")


def test_the_vaults_log_holds_its_order_whatever_the_clock_says(tmp_path: Path, monkeypatch) -> None:
    vault = create_vault(tmp_path / "v.vault", secret=b"a long passphrase of the test")

    class Back(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(auditlog, "datetime", Back)
    vault.log(json.dumps({"opened for": "the test"}))
    lines = vault.audit()
    assert [line.at[:4] for line in lines][-1] == "1999"
    assert len(lines) == 2
