"""Sweeps on a real cluster of processes: the same numbers, however many workers, and lost ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pytest
from tests.analysis_games import STICK, model

from negotiate.analysis.sweep import run
from negotiate.analysis.sweep.plan import Plan, plan
from negotiate.api import sweep
from negotiate.errors import UsageError
from negotiate.results.sweep import Design

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

installed = pytest.mark.skipif(
    find_spec("distributed") is None, reason="the extra `cluster` is not installed"
)

# In a process of its own: a cluster leaves threads, sockets and warnings behind.
CLUSTER = """
import json, os, signal, sys, warnings
from distributed import Client, LocalCluster
from negotiate.api import sweep

def main(folder):
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
                      dashboard_address=None) as cluster, Client(cluster) as client:
        killed = []
        def kill(done, total, before):
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)
        for name, progress in (("calm.nc", None), ("hurt.nc", kill)):
            answer = sweep("kellogg", 9000, ["baseline", "kellogg"], out=f"{folder}/{name}",
                           progress=progress, scheduler=cluster.scheduler_address)
            assert answer.finished
        unwritten = sweep("kellogg", 9000, ["baseline", "kellogg"],
                          scheduler=cluster.scheduler_address)
        assert unwritten == answer
        print(json.dumps(killed))

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1])
"""


@installed
@pytest.mark.slow
def test_the_cluster_gives_the_same_and_survives_a_lost_worker(tmp_path: Path) -> None:
    sweep("kellogg", 9000, ["baseline", "kellogg"], out=tmp_path / "whole.nc")
    script = tmp_path / "run.py"
    script.write_text(CLUSTER)
    command = [sys.executable, str(script), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(json.loads(done.stdout.splitlines()[-1])) == 1
    whole = (tmp_path / "whole.nc").read_bytes()
    assert (tmp_path / "calm.nc").read_bytes() == whole
    assert (tmp_path / "hurt.nc").read_bytes() == whole


@installed
@pytest.mark.slow
def test_where_there_is_no_scheduler_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.analysis.sweep.run.PATIENCE", 0.5)
    with pytest.raises(UsageError, match=r"no Dask scheduler at 'tcp://127.0.0.1:9'"):
        sweep("conditional-aid", 10, scheduler="tcp://127.0.0.1:9")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'negotiate-solver\[cluster\]'"):
        sweep("conditional-aid", 10, scheduler="tcp://127.0.0.1:9")


class Future:
    """What a call gave, or will: fakes of what a cluster has, to see what is asked of it."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def result(self) -> Any:
        return self.value


class Client:
    """Computes at once, and notes how much waits at a time."""

    waiting = 0
    most = 0

    def __init__(self, address: str, **how: Any) -> None:
        assert (address, how["set_as_default"]) == ("tcp://here:1", False)
        self.cancelled: list[Future] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        Client.waiting = len(self.cancelled)

    def ncores(self) -> dict[str, int]:
        return {"one": 1, "two": 1}

    def submit(self, call: Callable[..., Any], *given: Any, retries: int, pure: bool) -> Future:
        assert retries
        assert not pure
        return Future(call(*(g.value if isinstance(g, Future) else g for g in given)))

    def cancel(self, futures: list[Future]) -> None:
        self.cancelled = futures


def small() -> Plan:
    game = model(STICK)
    return plan(game, Design(game.scenarios, 200), max_block=20)


@pytest.fixture
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = ModuleType("distributed")
    fake.Client = Client  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "distributed", fake)


@pytest.mark.usefixtures("_fake")
def test_pieces_come_in_order_and_few_ahead() -> None:
    asked = small()
    found = list(run.cluster(asked, "tcp://here:1", range(10)))
    assert [piece for piece, _ in found] == list(range(10))
    for piece, arrays in run.here(asked, model(STICK), range(10)):
        assert all(np.array_equal(found[piece][1][name], arrays[name]) for name in arrays)
    pieces = run.cluster(asked, "tcp://here:1", range(10))
    next(pieces)
    pieces.close()
    assert Client.waiting == run.AHEAD * 2 - 1  # two workers, and one piece was taken


def test_a_worker_compiles_a_game_once() -> None:
    one, other = small(), plan(model(STICK), Design(("plain",), 40))
    assert run.hash_of(one) == run.hash_of(small()) != run.hash_of(other)
    first = run._piece_of(one, "one", 3)
    compiled = run._sweepers["one"]
    assert np.array_equal(run._piece_of(one, "one", 3)["payoff"], first["payoff"])
    assert run._sweepers == {"one": compiled}
    run._piece_of(other, "other", 0)
    assert set(run._sweepers) == {"other"}


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        run._begin(small())
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert run._piece("", 0)["payoff"].shape == (4, 2, 20)
    finally:
        signal.signal(signal.SIGINT, before)
        run._sweepers.clear()
