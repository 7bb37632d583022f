"""Options that several commands share mean the same in all of them."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from negotiate.api import plot, solve
from negotiate.api._files import may_write
from negotiate.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

CONTEXT = click.Context(main)
NEEDED: dict[str, Sequence[str]] = {
    "compare": ("no_threat", "both_believed"),
    "explain": ("--move", "ua_talks"),
    "sensitivity": ("--of", "payoff.UA"),
    "thresholds": ("--over", "k_ua"),
    "map": ("--x", "k_ua", "--y", "k_ru"),
    "plot": ("payoffs",),
    "convert": ("game.efg",),
    "estimate": ("--data", "counts.csv"),
}
"""What the commands that want more than a game are asked of `conditional-aid`."""


def commands_with(*flags: str) -> list[str]:
    """Return the commands that have all of these options."""
    return [
        name
        for name in main.list_commands(CONTEXT)
        if (command := main.get_command(CONTEXT, name))
        and set(flags) <= {flag for option in command.params for flag in option.opts}
    ]


@pytest.mark.parametrize("name", commands_with("--concept", "--lambda"))
def test_a_rationality_belongs_to_no_other_concept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("conditional-aid", *NEEDED.get(name, ()), "--concept", "spe", "--lambda", "1")
    result = run(name, *asked)
    assert result.exit_code == 2
    assert "a rationality λ belongs to the concept qre, not to spe" in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "--concept": ("nsh", "did you mean 'nash'"),
    "--scenario": ("no_treat", "did you mean 'no_threat'"),
    "--set": ("k_us=1", "did you mean 'k_ua'"),
    "--method": ("nothing", "nothing"),
}


@pytest.mark.parametrize(
    ("name", "option"), [(n, option) for option in WRONG for n in commands_with(option)]
)
def test_a_wrong_word_is_refused_in_every_command_alike(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    word, said = WRONG[option]
    concept = ("--concept", "nash") if option == "--method" else ()
    result = run(name, "conditional-aid", *NEEDED.get(name, ()), *concept, option, word)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


ERRING = "title: One\nplayers: [A]\ntree: {A: {go: [1], stay: [0]}}\n"


@pytest.mark.parametrize(("name", "kind"), [("draw", "svg"), ("report", "html")])
def test_those_who_err_are_drawn_so(run: Run, tmp_path: Path, name: str, kind: str) -> None:
    """At λ = log 3 what is worth 1 more is played three times as often."""
    target = tmp_path / f"erring.{kind}"
    asked = ("-", "--lambda", "1.0986122886681098", "-o", target)
    assert run(name, *asked, stdin=ERRING).exit_code == 0
    assert "75%" in target.read_text(encoding="utf-8")


def test_those_who_err_are_plotted_so() -> None:
    found, _ = plot("textbook/chicken", "payoffs", rationality=2.0).answer
    wanted = solve("textbook/chicken", rationality=2.0).equilibria[0].payoff
    assert list(found.scenarios[0].plays[0].payoffs.values()) == wanted.tolist()
    plane = plot("textbook/chicken", "bargaining", rationality=2.0).answer
    assert plane.concept == "qre"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("thresholds", "--over", "k_ua"), "there are no thresholds"),
        (("thresholds", "--all"), "there are no thresholds"),
        (("map", "--x", "k_ua", "--y", "k_ru"), "there is no map"),
        (("sensitivity", "--of", "payoff.UA"), "negotiate sweep --lambda"),
    ],
)
def test_where_all_may_happen_nothing_turns(run: Run, asked: tuple[str, ...], said: str) -> None:
    result = run(asked[0], "conditional-aid", *asked[1:], "--concept", "qre")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "give --lambda" not in result.stderr


def test_a_rationality_has_no_objective(run: Run) -> None:
    result = run("solve", "chicken", "--lambda", "1", "--objective", "sum")
    assert result.exit_code == 2
    assert "a mediator's lottery, and qre has none" in result.stderr


QUICK = {"map": ("--resolution", "2"), "sensitivity": ("--draws", "2"), "thresholds": ()}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (("map", "conditional-aid"), ["ua_war_cut", "k_ua", "k_ru"]),
        (("map", "conditional-aid", "--y", "k_ua"), ["ua_war_cut", "k_ru"]),
        (("thresholds", "conditional-aid"), ["ua_war_cut", "k_ua", "k_ru"]),
        (("plot", "conditional-aid", "map", "--x", "k_ua"), ["ua_war_cut", "k_ru"]),
        (("plot", "conditional-aid", "fan"), ["ua_war_cut", "k_ua"]),
        (("sensitivity", "conditional-aid"), ["aid", "talks", "payoff.UA", "payoff.RU"]),
        (("plot", "conditional-aid", "tornado"), ["aid", "talks", "payoff.UA", "payoff.RU"]),
    ],
)
def test_who_names_nothing_is_told_what_there_is_and_a_line_that_works(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: tuple[str, ...],
    names: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*asked)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    *told, line = refused.stderr.splitlines()
    assert set(names) <= set(re.findall(r"[\w.]+", " ".join(told)))
    program, *words = shlex.split(line.removeprefix("  such as:"))
    assert program == "negotiate"
    assert set(asked) <= set(words)
    if asked[0] in QUICK:
        answered = run(*words, *QUICK[asked[0]])
        assert answered.exit_code == 0, answered.output


def test_a_game_without_parameters_has_nothing_to_map(run: Run) -> None:
    refused = run("map", "textbook/chicken")
    assert refused.exit_code == 2
    assert "name parameters with --x and --y; the game has none" in refused.stderr


def words_of(name: str) -> dict[str, str]:
    """Return what a command's help calls the value of each option."""
    command = main.get_command(CONTEXT, name)
    assert command is not None
    options = [o for o in command.params if isinstance(o, click.Option) and not o.is_flag]
    return {o.opts[0]: o.make_metavar(click.Context(command)) for o in options}


@pytest.mark.parametrize("name", main.list_commands(CONTEXT))
def test_values_are_called_by_what_they_are(name: str) -> None:
    """An option has one word for its value, everywhere; `--over` alone has two uses."""
    for option, word in words_of(name).items():
        chosen = word.startswith("[") and "|" in word
        assert chosen or re.fullmatch(r"[A-Z]+([=:,\[]+[A-Z]+)*\]?", word), (option, word)
        others = {words_of(each).get(option, word) for each in main.list_commands(CONTEXT)}
        assert option == "--over" or others == {word}


MADE = {
    "draw": (("draw", "textbook/chicken", "-o"), ("svg", "pdf", "png", "tex")),
    "plot": (("plot", "textbook/chicken", "replies", "-o"), ("svg", "pdf", "png")),
    "map": (
        (
            "map",
            "conditional-aid",
            "--x",
            "k_ua",
            "--y",
            "k_ru",
            "-s",
            "ukraine_first",
            "--resolution",
            "2",
            "-o",
        ),
        ("svg", "pdf", "png", "csv", "json"),
    ),
    "report": (("report", "textbook/chicken", "--draws", "0", "-o"), ("html",)),
}
"""Commands that write what can be made again, and the kinds of file."""

KEPT = {"convert": (("convert", "textbook/chicken"), "efg"), "new": (("new",), "yaml")}
"""Commands that write what people work on."""


@pytest.mark.parametrize(
    ("name", "kind"), [(n, k) for n, (_, kinds) in MADE.items() for k in kinds]
)
def test_what_negotiate_made_it_may_make_again(
    run: Run, tmp_path: Path, name: str, kind: str
) -> None:
    target = tmp_path / f"made.{kind}"
    assert run(*MADE[name][0], target).exit_code == 0
    may_write(target)


def test_a_command_typed_twice_writes_the_same_twice(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "made.svg"
    first, made = run(*MADE["draw"][0], target), target.read_bytes()
    second = run(*MADE["draw"][0], target)
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert target.read_bytes() == made


WRITING = {
    **{name: (words, kinds[0]) for name, (words, kinds) in MADE.items()},
    **KEPT,
    "sweep": (("sweep", "conditional-aid", "--draws", "20", "--out"), "nc"),
}


def test_these_are_the_commands_that_write() -> None:
    assert sorted(WRITING) == commands_with("--force")
    assert set(commands_with("--output")) <= set(WRITING)


@pytest.mark.parametrize("name", WRITING)
def test_nothing_else_is_lost_unasked(run: Run, tmp_path: Path, name: str) -> None:
    if name == "sweep":
        pytest.importorskip("h5netcdf", reason="the extra `sweep` is not installed")
    words, kind = WRITING[name]
    target = tmp_path / f"mine.{kind}"
    target.write_text("precious", encoding="utf-8")
    refused = run(*words, target)
    assert refused.exit_code == 2
    assert f"'{target}' is there already; --force overwrites it" in refused.stderr
    assert refused.stdout == ""
    assert target.read_text(encoding="utf-8") == "precious"
    assert run(*words, target, "--force").exit_code == 0
    assert target.read_bytes() != b"precious"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", MADE)
def test_that_is_said_before_any_work(run: Run, tmp_path: Path, name: str) -> None:
    words, kind = WRITING[name]
    target = tmp_path / f"mine.{kind}"
    target.touch()
    refused = run(words[0], "no-such-game", *words[2:], target)
    assert "is there already" in refused.stderr


@pytest.mark.parametrize("name", KEPT)
def test_games_are_not_lost_to_other_ones(run: Run, tmp_path: Path, name: str) -> None:
    words, kind = KEPT[name]
    target = tmp_path / f"mine.{kind}"
    for _ in range(2):  # the same again is no loss
        assert run(*words, target).exit_code == 0
    edited = target.read_text(encoding="utf-8").replace("1", "2")
    target.write_text(edited, encoding="utf-8")
    assert run(*words, target).exit_code == 2
    assert target.read_text(encoding="utf-8") == edited


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_file_is_no_place_to_write(run: Run, tmp_path: Path, name: str) -> None:
    words, kinds = MADE[name]
    pipe = tmp_path / f"pipe.{kinds[0]}"
    os.mkfifo(pipe)
    assert "a device, not a file" in run(*words, pipe, "--force").stderr
    link = tmp_path / f"link.{kinds[0]}"
    link.symlink_to(tmp_path / "nowhere")
    assert "is there already" in run(*words, link).stderr
    assert "there is no folder" in run(*words, tmp_path / "none" / f"x.{kinds[0]}").stderr
