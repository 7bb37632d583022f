"""Every command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from negotiate.api import compare
from negotiate.formats.answers import from_dict, to_dict
from negotiate.spec.document import MAX_BYTES
from negotiate.spec.library import shipped_games

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

CLASSICS = [name for name in shipped_games() if name.startswith("textbook/")]
ENTRY = "entry-deterrence"


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: negotiate ")
    for name in ("check", "compare", "explain", "games", "new", "schema", "show", "solve"):
        assert f"  {name} " in result.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("negotiate 0.")


@pytest.mark.parametrize("name", CLASSICS)
def test_every_classic_is_solved(run: Run, name: str) -> None:
    result = run("solve", name, "--draws", "50")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "How it was solved" in result.stdout


@pytest.mark.parametrize("name", CLASSICS)
@pytest.mark.parametrize("exact", [(), ("--exact",)])
def test_json_is_one_object_and_reads_back(run: Run, name: str, exact: tuple[str, ...]) -> None:
    result = run("solve", name, "--json", "--draws", "50", *exact)
    assert result.exit_code == 0
    assert result.stderr == ""
    answer = from_dict(json.loads(result.stdout))
    # As data, because some gains are unknown, and one nan is not another.
    assert to_dict(answer) == to_dict(compare(name, draws=50, exact=bool(exact)))


def test_solve_takes_scenarios_in_the_order_that_is_asked(run: Run) -> None:
    data = json.loads(run("solve", ENTRY, "-s", "commitment", "-s", "threat", "--json").stdout)
    assert [report["name"] for report in data["scenarios"]] == ["commitment", "threat"]
    assert {change["from"] for change in data["changes"]} == {"commitment"}


PRICE = """
title: A price
players: [Seller, Buyer]
parameters: {worth: {value: 5, range: [0, 10]}}
moves:
  - Seller: price
    options: [low, high]
  - Buyer: answer
    options: [buy, walk]
payoffs:
  Seller: 0 if answer == walk else (6 if price == high else 1)
  Buyer: 0 if answer == walk else worth - (6 if price == high else 1)
"""


def test_set_changes_the_answer(run: Run) -> None:
    poor, rich = (
        json.loads(run("solve", "-", *given, "--json", stdin=PRICE).stdout)
        for given in ((), ("--set", "worth=15/2"))
    )
    assert (poor["game"]["parameters"], rich["game"]["parameters"]) == (
        {"worth": 5},
        {"worth": 7.5},
    )
    paths = [data["scenarios"][0]["equilibria"][0]["path"]["price"] for data in (poor, rich)]
    assert paths == [{"low": 1}, {"high": 1}]


def test_a_value_out_of_its_range_is_remarked_upon(run: Run) -> None:
    result = run("solve", "-", "--set", "worth=21/2", "--json", stdin=PRICE)
    assert result.exit_code == 0
    assert "10.5 is out of the range of worth, 0 to 10" in result.stderr
    json.loads(result.stdout)


@pytest.mark.parametrize(
    ("asked", "remarks"),
    [((), 1), (("--scenario", "cheap_talk"), 1), (("--scenario", "kellogg"), 0)],
)
def test_what_a_scenario_sets_itself_is_remarked_upon(
    run: Run, asked: tuple[str, ...], remarks: int
) -> None:
    result = run("solve", "kellogg", "--draws", "0", "--set", "audience_cost=20", *asked)
    said = "audience_cost stays 0 in scenario cheap_talk, which sets it itself"
    assert result.stderr.count(said) == remarks
    result = run("solve", "kellogg", "--draws", "0", "--set", "audience_cost=0", *asked)
    assert said not in result.stderr


def test_all_lists_every_equilibrium(run: Run) -> None:
    result = run("solve", "battle-of-the-sexes", "--all")
    assert "3 equilibria: all equilibria" in result.stdout


def test_exact_shows_fractions(run: Run) -> None:
    shown = run("solve", "battle-of-the-sexes", "--exact", "--all").stdout
    assert "fight 3/5" in shown
    assert "60%" not in shown


def test_a_seed_repeats_and_another_differs(run: Run) -> None:
    first, again, other = (
        run("solve", "asymmetric-deterrence", "--draws", "200", "--json", "--seed", seed).stdout
        for seed in ("1", "1", "2")
    )
    assert first == again
    assert json.loads(first)["robustness"] != json.loads(other)["robustness"]


def test_standard_input_is_a_file_too(run: Run) -> None:
    text = "players: [A]\ntree: {A: {up: [1], down: [0]}}\n"
    result = run("solve", "-", stdin=text)
    assert result.exit_code == 0
    assert "A chooses up" in result.stdout


def test_compare_shows_all_that_changes(run: Run) -> None:
    result = run("compare", ENTRY, "threat", "commitment")
    assert result.exit_code == 0
    assert "threat → commitment" in result.stdout
    assert "for instance" not in result.stdout


@pytest.mark.parametrize(
    "arguments", [(ENTRY, "threat"), ("matching-pennies",), (ENTRY, "threat", "threat")]
)
def test_compare_needs_two_scenarios(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("compare", *arguments).exit_code == 2


def test_explain(run: Run) -> None:
    result = run("explain", ENTRY, "--move", "reply")
    assert result.exit_code == 0
    assert "Incumbent · reply" in result.stdout
    assert "what follows" in result.stdout
    data = json.loads(run("explain", ENTRY, "--move", "reply", "--json").stdout)
    assert (data["kind"], data["player"]) == ("explanation", "Incumbent")


@pytest.mark.parametrize("name", shipped_games())
def test_show(run: Run, name: str) -> None:
    result = run("show", name)
    assert result.exit_code == 0
    for title in ("Players", "Size", "Tree"):
        assert title in result.stdout
    data = json.loads(run("show", name, "--json").stdout)
    assert data["kind"] == "game"
    assert f"{data['nodes']:,} nodes" in result.stdout
    assert all(m["name"] in result.stdout for m in data["moves"])


def test_keys_and_names_of_players_stand_in_columns(run: Run) -> None:
    told = run("show", "burning-bridges").stdout
    assert "\n  Army   army on the island\n  Enemy  enemy on the shore\n" in told
    assert "\nPlayers\n  Row\n  Column\n" in run("show", "chicken").stdout


def test_how_parameters_are_drawn_is_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(
        "players: [A]\nparameters:\n"
        "  x: {value: 1, range: [0, 2], distribution: {normal: {mean: 1, sd: 0.2}}}\n"
        "  y: {value: 1, range: [0, 2]}\n"
        "correlations:\n  - [x, y, -1/2]\n"
        "moves:\n  - A: go\n    options: [yes, no]\n"
        "payoffs: {A: x - y if go == yes else 0}\n"
    )
    told = run("show", str(file)).stdout
    assert "drawn from: normal, mean 1, sd 0.2" in told
    assert "rank correlation of x and y: -0.5" in told


def test_a_tree_is_folded_and_unfolded(run: Run) -> None:
    folded = run("show", "ultimatum", "--depth", "1").stdout
    assert folded.count("2 nodes below") == 6
    whole = run("show", "ultimatum", "--tree").stdout
    assert "nodes below" not in whole
    assert whole.count("accept: ") == 6


def test_the_tree_of_a_scenario(run: Run) -> None:
    assert "fight" in run("show", ENTRY, "--json").stdout
    assert "share" not in run("show", ENTRY, "-s", "commitment").stdout.rpartition("Tree")[2]


def test_games_lists_the_library(run: Run) -> None:
    result = run("games")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in shipped_games())
    data = json.loads(run("games", "--json").stdout)
    assert [game["name"] for game in data["games"]] == shipped_games()


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").stdout)["$schema"]


@pytest.mark.parametrize("kind", ["moves", "tree", "table"])
def test_a_new_file_passes_its_own_check(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    assert run("new", path, "--kind", kind).exit_code == 0
    checked = run("check", path)
    assert checked.exit_code == 0
    assert "ok, keeps" in checked.stdout
    assert checked.stderr == ""
    assert list(tmp_path.iterdir()) == [path]


def test_new_adds_the_ending(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    assert (tmp_path / "mine.yaml").is_file()


def test_new_needs_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "nowhere" / "mine.yaml").exit_code == 2


def test_check_names_the_broken_promise_with_its_line(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    run("new", good)
    bad.write_text(good.read_text().replace("Seller: 3}\n", "Seller: 4}\n"))
    line = next(i for i, t in enumerate(bad.read_text().splitlines(), 1) if "brings the" in t)
    result = run("check", good, bad)
    assert result.exit_code == 3
    assert f"{good}: ok, keeps 4 promises" in result.stdout
    flat = " ".join(result.stdout.split())
    assert "BREAKS 1 of 4 promises" in flat
    assert f"bad.yaml:{line}: payoffs" in flat
    assert "promised threat: Buyer is 7, Seller is 4" in flat
    assert "found Buyer is 7, Seller is 3" in flat


def test_check_goes_on_after_a_bad_file(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("players: [A]\n")
    result = run("check", bad, "chicken", tmp_path / "missing.yaml")
    assert result.exit_code == 3
    assert "chicken: ok" in result.stdout
    assert "bad.yaml" in result.stderr
    assert "missing.yaml" in result.stderr


def test_check_as_json(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("players: [A]\n")
    result = run("check", "chicken", bad, "--json")
    assert result.exit_code == 3
    kept, broken = json.loads(result.stdout)["files"]
    assert kept["ok"]
    assert all(promise["ok"] for promise in kept["promises"])
    assert not broken["ok"]
    assert "bad.yaml" in broken["error"]


def test_gambit_files_from_standard_input_may_be_longer_than_those_that_people_write(
    run: Callable[..., Result],
) -> None:
    """Text after the root subtree of an `.efg` is ignored: here, more than YAML may have in all."""
    text = 'EFG 2 R "long" { "A" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { 1 } t "" 2 "" { 2 }'
    result = run("solve", "-", "--json", stdin=text + "\n" * MAX_BYTES)
    assert json.loads(result.stdout)["game"]["title"] == "long"
    assert run("solve", "-", stdin=YAML_TOO_LONG).exit_code == 3


YAML_TOO_LONG = "title: long" + "\n" * MAX_BYTES
