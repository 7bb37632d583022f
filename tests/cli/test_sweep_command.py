"""``negotiate sweep``: options, refusals, exit codes, progress."""

from __future__ import annotations

import json
import os
import signal
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from tests.analysis_games import CONDITIONAL_AID, STICK

from negotiate.api._sweep import Interruption
from negotiate.cli import _progress
from negotiate.cli._progress import Progress, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WIDE = STICK.replace("shame: {value: 3, range: [2, 4]}", "shame: {value: 3, range: [1, 4]}")


def test_a_page_and_its_json(run: Run) -> None:
    page = run("sweep", "-", "--draws", "300", stdin=WIDE)
    assert page.exit_code == 0
    assert page.stderr == ""
    assert "300 independent draws of 1 parameter, the same for every scenario; seed 0." in (
        page.stdout
    )
    assert "Against plain: in how many draws" in page.stdout
    data = json.loads(run("sweep", "-", "--draws", "300", "--json", stdin=WIDE).stdout)
    assert (data["kind"], data["format"], data["finished"]) == ("sweep", 2, True)
    assert data["design"]["draws"] == 300
    threat = data["cells"][0]["scenarios"][1]
    share = threat["changes"]
    assert share["low"] < 2 / 3 < share["high"]
    assert f"{100 * share['value']:.1f}%" in page.stdout
    assert json.loads(json.dumps(data)) == data


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    asked = "sweep", "-", "--draws", "200", "--json"
    one, two = (run(*asked, "--seed", "3", stdin=WIDE).stdout for _ in range(2))
    assert one == two
    assert one != run(*asked, "--seed", "4", stdin=WIDE).stdout


def test_distributions_grids_and_samplings(run: Run) -> None:
    law = run("sweep", "-", "--draws", "64", "--dist", "shame=normal(3, 0.2)", stdin=WIDE)
    assert "shame: normal, mean 3, sd 0.2, cut off at 1 and 4" in law.stdout
    grid = run("sweep", "-", "--draws", "30", "--over", "shame=1:4:3", "--json", stdin=WIDE)
    cells = json.loads(grid.stdout)["cells"]
    assert [cell["at"] for cell in cells] == [{"shame": 1.0}, {"shame": 2.5}, {"shame": 4.0}]
    page = run("sweep", "-", "--draws", "30", "--over", "shame=1:4:3", stdin=WIDE).stdout
    assert "threat: odds" in page
    assert "changes" in page
    even = run("sweep", "-", "--draws", "100", "--sampling", "sobol", stdin=WIDE).stdout
    assert "128 draws, in 16 independent scramblings of a Sobol sequence, of 1 parameter" in even
    square = run("sweep", "-", "--draws", "100", "--sampling", "latin", stdin=WIDE).stdout
    assert "128 draws, in Latin hypercubes of 8, of 1 parameter" in square


def test_two_parameters_are_correlated(run: Run) -> None:
    text = WIDE.replace("aid_value: 1\n", "aid_value: {value: 1, range: [0.5, 1.5]}\n")
    page = run("sweep", "-", "--draws", "50", "--correlate", "shame, aid_value=0.5", stdin=text)
    assert "rank correlation of shame, aid_value: 0.5" in page.stdout


def test_ties_are_told(run: Run) -> None:
    # Oracle K without a threat: a player is indifferent at every draw.
    page = run("sweep", "-", "--draws", "20", "-s", "war", stdin=CONDITIONAL_AID)
    assert page.exit_code == 0
    assert "Draws without a unique answer" in page.stdout
    assert "100% in war." in " ".join(page.stdout.split())


def test_out_and_resume(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("h5netcdf", reason="the extra `sweep` is not installed")
    path = tmp_path / "draws.nc"
    assert run("sweep", "-", "--draws", "50", "--out", path, stdin=WIDE).exit_code == 0
    assert path.exists()
    again = run("sweep", "-", "--draws", "50", "--out", path, stdin=WIDE)
    assert again.exit_code == 2
    assert "there already" in again.stderr


def test_ctrl_c_keeps_what_is_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.analysis.sweep.plan.LARGEST", 20)
    monkeypatch.setattr(
        Progress, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGINT), raising=True
    )
    found = run("sweep", "-", "--draws", "100", stdin=WIDE)
    assert found.exit_code == 130
    assert "interrupted after 20 of 100 draws" in found.stderr
    assert "Interrupted: these are the first of 100 draws." in found.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--over", "shame=4:1:3"), "low is below high"),
        (("--over", "shame=1:4"), "name=low:high:n"),
        (("--over", "shame=1:4:2.5"), "whole number"),
        (("--over", "shame=1:4:1e9"), "from 2 to 10,000"),
        (("--over", "shane=1:4:3"), "did you mean 'shame'"),
        (("--over", "shame=1:4:3", "--over", "shame=1:2:3"), "given twice"),
        (("--dist", "shame"), "name=normal(0.5, 0.1)"),
        (("--dist", "shame=nrmal(3, 1)"), "did you mean 'normal'"),
        (("--dist", "shame=normal(3, 0)"), "`sd` above 0"),
        (("--correlate", "shame=0.5"), "a,b=number"),
        (("--correlate", "shame,aid_value=2"), "range or a distribution"),
        (("--sampling", "sobl"), "sobol"),
        (("--draws", "0"), "1<=x"),
        (("--out", "draws.csv"), ".parquet"),
        (("--resume",), "--out"),
        (("--concept", "qre"), "--lambda"),
        (("--lambda", "nan"), "finite"),
    ],
)
def test_what_is_wrong_is_said(run: Run, options: tuple[str, ...], said: str) -> None:
    found = run("sweep", "-", "--draws", "20", *options, stdin=WIDE)
    assert found.exit_code == 2, found.output
    assert said in found.stderr
    assert found.stdout == ""


def test_progress_is_told_after_a_while(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(_progress, "PATIENCE", 3.0)
    monkeypatch.setattr(_progress, "monotonic", lambda: now[0])
    with Progress("draws") as progress:
        progress(10, 1000)
        assert capsys.readouterr().err == ""
        now[0] = 5.0
        progress(500, 1000)
        progress(600, 1000)
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert written.endswith("50%  500 of 1,000 draws, 100 a second, 0:05 left\n")
    assert told(0, 10, 0, 0.0, "draws").endswith("0%  0 of 10 draws")
    assert "2:46:40 left" in told(1, 10_001, 0, 1.0, "draws")


def test_whoever_watches_sees_one_line_that_goes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(_progress, "PATIENCE", 3.0)
    monkeypatch.setattr(_progress, "monotonic", lambda: now[0])
    with Progress("draws") as progress:
        progress.live = True
        for second in (4, 5, 6):
            now[0] = float(second)
            progress(100 * second, 1000)
    written = capsys.readouterr().err
    assert written.count("\r") == 4
    assert "\n" not in written
    assert written.endswith("\r\x1b[K")


def test_interruptions_come_between_pieces() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption() as interruption:
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.asked
        with pytest.raises(KeyboardInterrupt):  # a second one is not waited with
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
    quiet: list[bool] = []

    def elsewhere() -> None:
        with Interruption() as other:
            quiet.append(other.asked)

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert quiet == [False]
