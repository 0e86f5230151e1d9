"""Which server is meant: what was given for another one is not passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.pipeline.annotation.labelstudio import Door, server_of
from textmine.pipeline.study import init


def test_a_tokens_file_without_its_server_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as fault:
        server_of(init(tmp_path / "study"), Door(token_file=tmp_path / "token"))
    assert "--url" in fault.value.next_step


def test_a_named_server_gets_the_token_of_the_file(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("of-the-file\n", encoding="utf-8")
    server = server_of(init(tmp_path / "study"), Door(url="https://example.org/", token_file=token))
    assert (server.url, server.token) == ("https://example.org", "of-the-file")
