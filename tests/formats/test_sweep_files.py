"""Sweeps on disk: the same as in memory, whole or not at all, gone on with after any stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.analysis_games import STICK, model

from negotiate.api import sweep, sweep_dataset
from negotiate.errors import UsageError
from negotiate.formats import sweep as formats
from negotiate.formats.sweep.store import MANIFEST, Store

if TYPE_CHECKING:
    from pathlib import Path

xr = pytest.importorskip("xarray", reason="the extra `sweep` is not installed")

HOW: dict[str, Any] = {"draws": 250, "over": {"aid_value": (0.5, 1.0, 2.0)}, "moves": True}


TEXT = {"U", "O", "T"}
"""Kinds of array that hold texts; each format has its own."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.analysis.sweep.plan.LARGEST", 100)


def read(path: Path) -> Any:
    if path.suffix == ".nc":
        return xr.load_dataset(path, engine="h5netcdf")
    return xr.open_dataset(path, engine="zarr", consolidated=True).load()


@pytest.mark.parametrize("suffix", ["nc", "zarr"])
def test_the_file_is_the_dataset(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    game = model(STICK)
    answer = sweep(game, **HOW, out=path)
    found, memory = read(path), sweep_dataset(game, **HOW)
    assert dict(found.sizes) == dict(memory.sizes)
    assert set(found.variables) == set(memory.variables)
    for name in memory.variables:
        assert found[name].dims == memory[name].dims, name
        kind = memory[name].dtype.kind
        assert found[name].dtype.kind in (TEXT if kind in TEXT else {kind}), name
        assert np.array_equal(found[name], memory[name]), name
        assert found[name].attrs.get("long_name") == memory[name].attrs.get("long_name")
    assert {k: v for k, v in found.attrs.items() if k[0] != "_"} == memory.attrs
    assert found.attrs["game_sha256"] == answer.game.sha256 != ""
    assert found.attrs["seed"] == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]


def test_the_table_has_a_row_for_each_draw_scenario_and_combination(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet`")
    path = tmp_path / "out.parquet"
    sweep(model(STICK), **HOW, out=path)
    table = parquet.read_table(path).to_pydict()
    memory = sweep_dataset(model(STICK), **HOW)
    assert len(table["draw"]) == 250 * 3 * 4
    rows = range(0, 250 * 3 * 4, 97)
    for row in rows:
        at = memory.sel(
            scenario=table["scenario"][row], aid_value=table["aid_value"][row]
        ).isel(draw=table["draw"][row])  # fmt: skip
        assert table["payoff.UA"][row] == at["payoff"].sel(player="UA")
        assert table["odds.ending=war"][row] == at["odds"].sel(outcome="ending=war")
        assert table["input.shame"][row] == at["input"].sel(parameter="shame")
        assert table["decided"][row] == at["decided"]
    told = {k.decode(): v.decode() for k, v in parquet.read_schema(path).metadata.items()}
    assert told["seed"] == "0"


def test_without_categories_and_criteria_there_are_no_such_dimensions(tmp_path: Path) -> None:
    text = STICK.split("quantities:", maxsplit=1)[0] + "scenarios: {one: {}}"
    sweep(model(text), 20, out=tmp_path / "out.nc")
    found = read(tmp_path / "out.nc")
    assert set(found.data_vars) == {"input", "payoff", "decided", "valid", "changes"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "out.nc"
    path.write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        sweep(model(STICK), **HOW, out=path)
    assert path.read_text() == "mine"
    with pytest.raises(UsageError, match="no folder"):
        sweep(model(STICK), **HOW, out=tmp_path / "no" / "out.nc")
    assert [p.name for p in tmp_path.iterdir()] == ["out.nc"]


def test_a_file_is_overwritten_on_demand_and_a_folder_never(tmp_path: Path) -> None:
    path, folder = tmp_path / "out.nc", tmp_path / "out.zarr"
    path.write_text("old")
    folder.mkdir()
    sweep(model(STICK), **HOW, out=path, force=True)
    assert read(path).sizes["draw"] == HOW["draws"]
    with pytest.raises(UsageError, match="remove it"):
        sweep(model(STICK), **HOW, out=folder, force=True)
    assert not list(folder.iterdir())


def test_a_writer_that_fails_leaves_the_pieces_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.nc"
    writer = formats.load("nc")
    whole = writer.write

    def fails(part: Path, *more: Any) -> None:
        whole(part, *more)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "write", fails)
    with pytest.raises(OSError, match="No space"):
        sweep(model(STICK), **HOW, out=path)
    assert [p.name for p in tmp_path.iterdir()] == ["out.nc.pieces"]
    monkeypatch.setattr(writer, "write", whole)
    sweep(model(STICK), **HOW, out=path, resume=True)
    assert [p.name for p in tmp_path.iterdir()] == ["out.nc"]


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "h5netcdf", None)
    monkeypatch.delitem(sys.modules, "negotiate.formats.sweep.nc", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'negotiate-solver\[sweep\]'"):
        formats.load("nc")


def stopped(path: Path, after: int) -> None:
    """Sweep until some pieces are done, and stop there."""

    def progress(done: int, *_: int) -> None:
        if done >= after * 100:
            os.kill(os.getpid(), signal.SIGINT)

    answer = sweep(model(STICK), **HOW, out=path, progress=progress)
    assert not answer.finished
    assert answer.cells[0].draws == 100


def test_an_interrupted_sweep_goes_on(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.nc", tmp_path / "out.nc"
    once = sweep(model(STICK), **HOW, out=whole)
    stopped(path, 2)
    assert not path.exists()
    assert len(list((tmp_path / "out.nc.pieces").glob("*.npz"))) == 2
    twice = sweep(model(STICK), **HOW, out=path, resume=True)
    assert path.read_bytes() == whole.read_bytes()
    assert once == twice


def test_what_lies_there_must_be_of_the_same_sweep(tmp_path: Path) -> None:
    path = tmp_path / "out.nc"
    stopped(path, 1)
    with pytest.raises(UsageError, match="go on with --resume"):
        sweep(model(STICK), **HOW, out=path)
    with pytest.raises(UsageError, match="its seed is '0', not '1'"):
        sweep(model(STICK), **HOW, seed=1, out=path, resume=True)
    changed = model(STICK.replace("-0.5 if talks", "-0.6 if talks"))
    with pytest.raises(UsageError, match="its game sha256 is"):
        sweep(changed, **HOW, out=path, resume=True)
    law = {"shame": "triangular"}
    with pytest.raises(UsageError, match="its distributions is"):
        sweep(model(STICK), **HOW, distributions=law, out=path, resume=True)
    folder = tmp_path / "out.nc.pieces"
    (folder / MANIFEST).write_text("{")
    with pytest.raises(UsageError, match="is no unfinished sweep"):
        sweep(model(STICK), **HOW, out=path, resume=True)


def test_damaged_pieces_are_computed_again(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.nc", tmp_path / "out.nc"
    sweep(model(STICK), **HOW, out=whole)
    stopped(path, 3)
    folder = tmp_path / "out.nc.pieces"
    first, second, *_ = sorted(folder.glob("*.npz"))
    first.write_bytes(first.read_bytes()[:500])
    data = bytearray(second.read_bytes())
    data[len(data) // 2] ^= 1
    second.write_bytes(data)
    (folder / "notes.npz").write_bytes(b"")
    store = Store(path, json.loads((folder / MANIFEST).read_text()), resume=True)
    assert store.done(9) == [2]
    sweep(model(STICK), **HOW, out=path, resume=True)
    assert path.read_bytes() == whole.read_bytes()


COMMAND = [sys.executable, "-m", "negotiate", "sweep"]
LONG = ["kellogg", "-s", "baseline", "-s", "kellogg", "--draws", "12000", "--workers"]


@pytest.mark.slow
@pytest.mark.parametrize(("kill", "workers"), [(signal.SIGKILL, "2"), (signal.SIGINT, "2")])
def test_a_killed_process_is_gone_on_with(tmp_path: Path, kill: int, workers: str) -> None:
    path, pieces, whole = (tmp_path / name for name in ("out.nc", "out.nc.pieces", "whole.nc"))
    run = subprocess.Popen(
        [*COMMAND, *LONG, workers, "--out", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(pieces.glob("*.npz")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    if kill == signal.SIGINT:
        os.killpg(run.pid, kill)  # as a terminal does: to all its processes
    else:
        run.send_signal(kill)
    shown, said = run.communicate(timeout=60)
    assert not path.exists()
    assert 0 < len(list(pieces.glob("*.npz"))) < 4
    if kill == signal.SIGINT:
        assert run.returncode == 130
        assert "interrupted after" in said
        assert "Interrupted: these are the first of 12,000 draws" in shown
    for out, more in ((path, ["--resume"]), (whole, [])):
        command = [*COMMAND, *LONG, "2", "--out", str(out), *more]
        subprocess.run(command, check=True, capture_output=True)
    assert path.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.nc", "whole.nc"]
