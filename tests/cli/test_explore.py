"""``negotiate explore``: it says where the page is, stops when told, and refuses with a reason."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

from click.testing import CliRunner

from negotiate.cli import main

EXPLORE = [sys.executable, "-m", "negotiate", "explore", "textbook/chicken", "--no-open"]


def test_the_address_is_the_answer_and_ctrl_c_ends_it() -> None:
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("SSH_")}
    with subprocess.Popen(
        EXPLORE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet
    ) as running:
        assert running.stdout
        url = running.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        with urlopen(url, timeout=20) as page:  # noqa: S310 (loopback)
            assert b"Chicken" in page.read()
        running.send_signal(signal.SIGINT)
        try:
            out, said = running.communicate(timeout=20)
        finally:
            running.kill()  # which does nothing where it has ended
    assert running.returncode == 0
    assert out == ""
    assert "Ctrl-C stops it" in said
    assert "Traceback" not in said


def test_a_port_in_use_is_a_wrong_request() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["explore", "textbook/chicken", "--port", port])
    assert result.exit_code == 2
    assert port in result.stderr


def test_standard_input_cannot_be_read_again() -> None:
    result = CliRunner().invoke(main, ["explore", "-"], input="players: [A]")
    assert result.exit_code == 2
    assert "give it a file" in result.stderr


def test_a_game_that_is_none_is_refused_before_anything_is_served() -> None:
    assert CliRunner().invoke(main, ["explore", "textbook/chickn"]).exit_code == 2
