"""Sweeps on a real cluster of processes: the same numbers, however many workers, and lost ones."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from negotiate.api import sweep
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

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
        print(json.dumps(killed))

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1])
"""


@pytest.mark.slow
def test_the_cluster_gives_the_same_and_survives_a_lost_worker(tmp_path: Path) -> None:
    sweep("kellogg", 9000, ["baseline", "kellogg"], out=tmp_path / "whole.nc")
    script = tmp_path / "run.py"
    script.write_text(CLUSTER)
    command = [sys.executable, str(script), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    assert len(json.loads(run.stdout.splitlines()[-1])) == 1
    whole = (tmp_path / "whole.nc").read_bytes()
    assert (tmp_path / "calm.nc").read_bytes() == whole
    assert (tmp_path / "hurt.nc").read_bytes() == whole


@pytest.mark.slow
def test_where_there_is_no_scheduler_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.analysis.sweep.run.PATIENCE", 0.5)
    with pytest.raises(UsageError, match=r"no Dask scheduler at 'tcp://127.0.0.1:9'"):
        sweep("conditional-aid", 10, scheduler="tcp://127.0.0.1:9")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'negotiate-solver\[cluster\]'"):
        sweep("conditional-aid", 10, scheduler="tcp://127.0.0.1:9")
