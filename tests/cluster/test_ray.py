"""The same stages on Ray: the same bytes, whatever becomes of workers, and nothing of the texts on a disk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from crew import CANARY
from forked import Zygote
from ground import ROOT, Ground, furnish

HERE = Path(__file__).parent
RAYS = Path(tempfile.mkdtemp(prefix="ray"))
"""Where Ray writes: a short path, since sockets have one."""
MISSING = "NOT CHECKED: Ray is not installed here (pip install 'textmine[ray]')"


@pytest.fixture(autouse=True)
def _ray() -> None:
    """Without Ray these tests say loudly that they checked nothing, and in CI fail."""
    if find_spec("ray") is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)


@pytest.fixture(scope="module", autouse=True)
def unreached() -> Iterator[subprocess.Popen[str]]:
    """Asks for a cluster that is not there: half a minute of waiting, in which the other tests go on."""
    code = (
        "from textmine.cluster import ahead\nfrom textmine.errors import TextmineError\n"
        "try: list(ahead(str, [1], address='ray://127.0.0.1:1'))\n"
        "except TextmineError as fault: print(fault)"
    )
    environment = _environment() | {"RAY_CLIENT_RECONNECT_GRACE_PERIOD": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        yield process
        process.kill()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What came of `on_ray.py`: Ray speaks over sockets to its own processes, so it runs in a process that may."""
    if find_spec("ray") is None:
        return {}
    folder = tmp_path_factory.mktemp("ray")
    done = subprocess.run(
        [sys.executable, HERE / "on_ray.py", folder],
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    # Ray tells of lost workers between the lines.
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))


def test_results_come_in_order_from_other_processes(told: dict[str, object]) -> None:
    assert told["order"] == [[n, n * n] for n in range(40)]
    assert told["workers"] == 3
    assert not told["here"]


def test_workers_that_are_killed_in_the_middle_cost_nothing_but_time(told: dict[str, object]) -> None:
    assert told["deaths"] == 4
    assert told["killed"] == told["order"]


def test_what_kills_every_worker_is_done_by_the_first_process(told: dict[str, object]) -> None:
    assert told["always"] == list(range(6))


def test_a_workers_fault_comes_back_without_its_words(told: dict[str, object]) -> None:
    assert told["named"] == ["TextmineError", "A worker met a fault of its own (ValueError). Next: try --engine local"]
    assert told["ours"] == ["ModelError", "A model file is damaged (model.safetensors)."]
    assert CANARY not in json.dumps(told)


@pytest.mark.timeout(400)
def test_a_study_on_ray_has_the_same_bytes_though_a_worker_is_killed(tmp_path: Path, zygote: Zygote) -> None:
    ground = Ground(tmp_path, zygote)
    for folder in (ground.writeups, ground.temporary):
        folder.mkdir(parents=True)
    assert ground.textmine("vault", "create", "--vault", ground.vault).returncode == 0
    assert ground.textmine("init", ground.study).returncode == 0
    furnish(ground, children=lambda child: child in {"C003", "C012", "C046"})
    for name in ("study", "keys"):
        shutil.copytree(ground.root / name, ground.root / f"{name}-ray")
    other = {ground.study: ground.root / "study-ray", ground.vault: ground.root / "keys-ray" / ground.vault.name}
    ray = [other.get(word, word) for word in ground.sources()]
    here = _both(ground, [*ground.sources()], ground.study)
    stop = threading.Event()
    killed: list[int] = []
    watch = threading.Thread(target=_kill_one_worker, args=(stop, killed), daemon=True)
    watch.start()
    there = _both(ground, ray, ground.root / "study-ray", on_ray=True)
    stop.set()
    watch.join()
    assert len(killed) == 1
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert any("codings/part-" in name for name in here)
    _nothing_of_the_texts_is_in_rays_logs(ground)


@pytest.mark.timeout(200)
def test_a_cluster_that_others_began_does_the_same_by_its_address(tmp_path: Path) -> None:
    """`ray://`: a head of two workers with a token, as a cluster should have one; one worker is killed."""
    port = 46_000 + os.getpid() % 900
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0123456789abcdef" * 3, "RAY_USAGE_STATS_ENABLED": "0"}
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", "--num-cpus", "2"]
    command += ["--port", str(port + 1000), "--ray-client-server-port", str(port), "--node-ip-address", "127.0.0.1"]
    command += ["--include-dashboard", "false", "--system-config", '{"automatic_object_spilling_enabled": false}']
    environment = _environment() | token
    with (tmp_path / "head.log").open("wb") as log:
        head = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _until(lambda: b"Ray runtime started" in (tmp_path / "head.log").read_bytes())
        code = (
            "import crew, sys, time; from pathlib import Path; from textmine.cluster import ahead\n"
            "from textmine.errors import SettingsError\n"
            "work = crew.Marks(Path(sys.argv[1]), (7,))\n"
            "for _ in range(5):\n"
            "    try: found = list(ahead(work, range(20), address=sys.argv[2], workers=2)); break\n"
            "    except SettingsError: time.sleep(2)\n"
            "print(found == [(n, n * n) for n in range(20)])"
        )
        words = [sys.executable, "-c", code, tmp_path, f"ray://127.0.0.1:{port}"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=150)
        assert done.stdout.strip().splitlines()[-1:] == ["True"], done.stderr[-2000:]
        assert (tmp_path / "died-at-7").exists()
    finally:
        os.killpg(head.pid, signal.SIGKILL)
        head.wait()


def test_a_cluster_that_is_not_there_is_told(unreached: subprocess.Popen[str]) -> None:
    said, _ = unreached.communicate(timeout=200)
    assert "The Ray cluster cannot be reached" in said
    assert "check the address" in said


def _both(ground: Ground, sources: list[object], study: Path, *, on_ray: bool = False) -> dict[str, bytes]:
    """Pseudonymise and code; the tables."""
    for words in (["pseudonymise", *sources], ["code", "--starter", "--study", study]):
        done = _typed(ground, *words, "--engine", "ray") if on_ray else ground.textmine(*words, "--engine", "local")
        assert done.returncode == 0, done.stderr[-2000:]
        assert CANARY not in done.stdout + done.stderr
    files = [path for path in (study / "corpora").rglob("*") if path.is_file()]
    return {path.relative_to(study).as_posix(): path.read_bytes() for path in files}


def _typed(ground: Ground, *words: object) -> subprocess.CompletedProcess[str]:
    """A command that may open sockets."""
    command = [sys.executable, "-m", "textmine", *map(str, words)]
    environment = ground.environment() | _environment()
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ground.root, check=False)


def _until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.2)


def _kill_one_worker(stop: threading.Event, killed: list[int]) -> None:
    """Kill the first worker that has begun to load its models."""
    while not stop.is_set() and not killed:
        for process in psutil.process_iter(["cmdline"]):
            if "ray::Worker.do" in " ".join(process.info["cmdline"] or []):
                time.sleep(1)
                process.kill()
                killed.append(process.pid)
                break
        time.sleep(0.05)


def _nothing_of_the_texts_is_in_rays_logs(ground: Ground) -> None:
    """Words of the roster stand in no file that Ray has left, and neither does the vault's passphrase."""
    import csv

    from ground import PASSPHRASE

    with ground.roster.open(encoding="utf-8", newline="") as stream:
        names = [row["name"] for row in csv.DictReader(stream)]
    assert names
    files = list(RAYS.rglob("*"))
    assert [path for path in files if path.name.startswith("worker-")]
    for path in files:
        if path.is_file() and path.stat().st_size < 50_000_000:
            words = path.read_bytes()
            assert [name for name in (*names, PASSPHRASE) if name.encode() in words] == [], path.name


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    own = {"TMPDIR": str(RAYS), "RAY_TMPDIR": str(RAYS), "OMP_NUM_THREADS": "1"}
    return kept | own | {"PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"}
