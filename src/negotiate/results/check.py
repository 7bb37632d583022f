"""Whether files keep what they promise: what ``negotiate check`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.errors import Place


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that a file promises, and what was found.

    Attributes
    ----------
    claim : str
        The claim that it is part of, in the file's words; empty if the file does not say.
    kind : str
        The key of the entry: ``path``, ``payoffs``, ``holds`` ...
    expectation, found : str
        What was promised and what is so, as sentences.
    ok : bool
    place : Place
        Where the entry stands in the file.
    """

    claim: str
    kind: str
    expectation: str
    found: str
    ok: bool
    place: Place


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What became of one file.

    Attributes
    ----------
    file : str
        As it was named.
    ok : bool
        Whether it follows the format and every promise is kept.
    error : str
        What is wrong with the file itself; empty if it can be solved.
    promises : tuple of CheckResult
    """

    file: str
    ok: bool
    error: str
    promises: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Files, each with what it promises."""

    files: tuple[FileCheck, ...]
    version: str = ""
