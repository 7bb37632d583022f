"""The page on the library has every public name, and every call with all of its arguments."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import negotiate

PAGE = (Path(__file__).resolve().parents[1] / "docs/reference/library.md").read_text("utf-8")
CALLS = [name for name in negotiate.__all__ if inspect.isfunction(getattr(negotiate, name))]


def written() -> dict[str, ast.arguments]:
    """Return the arguments of each call as the page writes it; ``...`` is some default."""
    found = {}
    for fence in re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        for call in re.findall(r"^\w+\(.*?\)$", fence, re.MULTILINE | re.DOTALL):
            (function,) = ast.parse(f"def {call}: ...").body
            assert isinstance(function, ast.FunctionDef)
            found[function.name] = function.args
    return found


def defaults(arguments: ast.arguments) -> dict[str, object]:
    """Return every argument with its default, ``inspect``'s mark where it has none."""
    empty = inspect.Parameter.empty
    free = [None] * (len(arguments.args) - len(arguments.defaults)) + list(arguments.defaults)
    both = [*zip(arguments.args, free, strict=True)]
    both += [*zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    told = {a.arg: empty if value is None else ast.literal_eval(value) for a, value in both}
    return told | ({f"**{arguments.kwarg.arg}": empty} if arguments.kwarg else {})


def test_every_call_is_written_down_and_no_other() -> None:
    assert sorted(written()) == sorted(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_arguments_are_those_of_the_code(name: str) -> None:
    arguments = written()[name]
    true = inspect.signature(getattr(negotiate, name)).parameters
    told = defaults(arguments)
    assert list(told) == [
        f"**{p.name}" if p.kind is p.VAR_KEYWORD else p.name for p in true.values()
    ]
    assert [a.arg for a in arguments.kwonlyargs] == [
        p.name for p in true.values() if p.kind is p.KEYWORD_ONLY
    ]
    for parameter, value in zip(true.values(), told.values(), strict=True):
        assert value is ... or value == parameter.default


def test_every_public_name_is_told() -> None:
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", PAGE))))
    assert set(negotiate.__all__) <= told | written().keys()
