"""The walls of the house: sizes, docstrings, layers, plugins, and what may never be called."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import negotiate
from negotiate import api
from negotiate.concepts.protocol import ConceptModule
from negotiate.solvers.protocol import SolverMethod
from negotiate.spec.library import find_game, shipped_games

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "negotiate"
SOURCES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted([*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MAX_SOURCE_LINES = 400
MAX_TEST_LINES = 600
MAX_BODY_LINES = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef

PUBLIC = [
    "Certificate",
    "Comparison",
    "Coverage",
    "Equilibrium",
    "Game",
    "Model",
    "NegotiateError",
    "ParametricGame",
    "Solution",
    "__version__",
    "check",
    "compare",
    "draw",
    "embed",
    "estimate",
    "explain",
    "load",
    "loads",
    "plot",
    "rationality_path",
    "read_answer",
    "region_map",
    "report",
    "save_map",
    "sensitivity",
    "solve",
    "sweep",
    "sweep_dataset",
    "thresholds",
    "what_it_takes",
    "write_answer",
]

# Each runs as code a text that may come from a file. An alias is as bad as a call: names count.
RUNS_TEXT = {"__import__", "eval", "exec", "parse_expr", "sympify"}


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int = 0) -> str:
    where = path.relative_to(ROOT).as_posix()
    return f"{where}:{line}" if line else where


def long_files(paths: list[Path], limit: int) -> list[str]:
    counts = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{place(path)} has {n} lines" for path, n in counts.items() if n > limit]


def body_lines(function: Function) -> int:
    """Count the lines of a body, blank ones too, without the signature and the docstring."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (function.end_lineno or 0) - body[0].lineno + 1


def long_functions(paths: list[Path]) -> list[str]:
    return [
        f"{place(path, node.lineno)} {node.name} has {body_lines(node)} lines"
        for path in paths
        for node in ast.walk(parse(path))
        if isinstance(node, Function) and body_lines(node) > MAX_BODY_LINES
    ]


def public_definitions(tree: ast.Module) -> Iterator[Documented]:
    """Yield public classes, their public methods, and public functions; nothing nested deeper."""
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                members = (m for m in node.body if isinstance(m, Function))
                yield from (m for m in members if not m.name.startswith("_"))


def undocumented(path: Path) -> list[str]:
    tree = parse(path)
    missing = [] if ast.get_docstring(tree) else [place(path)]
    return missing + [
        f"{place(path, node.lineno)} {node.name}"
        for node in public_definitions(tree)
        if not ast.get_docstring(node)
    ]


def runs_text(path: Path) -> list[str]:
    found = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Name):
            name = node.id
        elif isinstance(node, ast.Attribute):
            name = node.attr
        else:
            name = ""
        builtin_compile = name == "compile" and isinstance(node, ast.Name)
        imported = {a.name for a in node.names} if isinstance(node, ast.ImportFrom) else set()
        if builtin_compile or RUNS_TEXT & {name, *imported}:
            found.append(place(path, getattr(node, "lineno", 0)))
    return found


def plugins(pattern: str) -> list[str]:
    """Return the dotted names of the files that are found by their name."""
    files = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.glob(pattern))
    names = sorted(".".join(file.parts) for file in files)
    return [n for n in names if not n.rpartition(".")[2].startswith("_")]


def breaches(module: object, protocol: type) -> list[str]:
    """Return how a module falls short of a protocol: constants by type, functions by parameters."""
    found = []
    for name, kind in inspect.get_annotations(protocol, eval_str=False).items():
        value = getattr(module, name, None)
        if type(value).__name__ != kind:
            found.append(f"{name} should be {kind}, and is {value!r}")
        elif value == "":
            found.append(f"{name} is empty")
    for name, method in vars(protocol).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            wanted = list(inspect.signature(method).parameters)[1:]
            function = getattr(module, name, None)
            given = list(inspect.signature(function).parameters) if callable(function) else None
            if given != wanted:
                found.append(f"{name} should take {wanted}, and takes {given}")
    return found


def test_every_source_file_is_short() -> None:
    assert long_files(SOURCES, MAX_SOURCE_LINES) == []


def test_every_script_and_style_of_the_page_is_short() -> None:
    assert SCRIPTS
    assert long_files(SCRIPTS, MAX_SOURCE_LINES) == []


def test_every_test_file_is_short() -> None:
    assert long_files(TESTS, MAX_TEST_LINES) == []


def test_every_function_is_short() -> None:
    assert long_functions(SOURCES + TESTS) == []


def test_everything_public_has_a_docstring() -> None:
    assert [line for path in SOURCES for line in undocumented(path)] == []


def test_every_test_file_says_what_it_tests() -> None:
    assert [place(path) for path in TESTS if not ast.get_docstring(parse(path))] == []


def test_no_text_is_ever_run_as_code() -> None:
    assert [line for path in SOURCES for line in runs_text(path)] == []


def test_every_late_import_says_why() -> None:
    lines = [(path, path.read_text(encoding="utf-8").splitlines()) for path in SOURCES]
    bare = [
        place(path, n)
        for path, written in lines
        for n, line in enumerate(written, start=1)
        if line.endswith("PLC0415")
    ]
    assert bare == []


def test_public_surface() -> None:
    assert sorted(negotiate.__all__) == PUBLIC
    assert set(api.__all__) <= set(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_can_be_had(name: str) -> None:
    assert getattr(negotiate, name) is not None
    assert name in dir(negotiate)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solv'"):
        getattr(negotiate, "solv")  # noqa: B009 -- the plain form is what mypy refuses


def test_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert negotiate.__version__ == project["version"]


def test_there_are_plugins() -> None:
    assert plugins("solvers/*/*.py")
    assert concepts()
    assert plugins("cli/*.py")


def concepts() -> list[str]:
    return [name for name in plugins("concepts/*.py") if name != "concepts.protocol"]


@pytest.mark.parametrize("name", plugins("solvers/*/*.py"))
def test_solver_method_keeps_its_protocol(name: str) -> None:
    assert breaches(import_module(f"negotiate.{name}"), SolverMethod) == []


@pytest.mark.parametrize("name", concepts())
def test_concept_keeps_its_protocol(name: str) -> None:
    assert breaches(import_module(f"negotiate.{name}"), ConceptModule) == []


@pytest.mark.parametrize("name", plugins("cli/*.py"))
def test_command_can_be_imported(name: str) -> None:
    import_module(f"negotiate.{name}")


@pytest.mark.parametrize("name", shipped_games())
def test_shipped_game_loads(name: str) -> None:
    assert negotiate.load(find_game(name)) is not None


def test_layers_hold() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as f; f()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_package_is_a_layer() -> None:
    """A folder that no contract names would be free to import anything."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name for layer in layers for name in re.findall(r"\w+", layer)}
    inside = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert inside - {"__init__", "__main__", "__pycache__", "games"} - named == set()
