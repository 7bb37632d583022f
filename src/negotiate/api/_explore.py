"""The page as a desk that answers: what the browser cannot solve, and a file that is edited."""

from __future__ import annotations

from hashlib import sha256
from math import isfinite
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from negotiate.api import compare
from negotiate.api._asked import concept_of, load
from negotiate.api._report import report
from negotiate.errors import GameFileError, NegotiateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model
    from negotiate.results.report import Comparison


class Explorer:
    """A game that a page asks about; see `negotiate.render.server.Desk`.

    Parameters
    ----------
    game : str or Path
        What `load` takes. It is read again whenever the file changes.
    scenarios : sequence of str, optional
    concept, method, rationality
        Of the page as it opens, and of what it asks without naming a concept; as in `compare`.
    settings : mapping of parameter to number, optional
        What sliders start from.
    draws, seed : int
        As in `compare`.
    max_nodes : int

    Raises
    ------
    UsageError
        If a rationality is given for another concept than quantal response.
    """

    def __init__(
        self,
        game: str | Path,
        scenarios: Sequence[str] | None = None,
        *,
        concept: str = "auto",
        method: str = "auto",
        rationality: float | None = None,
        settings: Mapping[str, Fraction | float] | None = None,
        draws: int = 2000,
        seed: int = 0,
        max_nodes: int = 10**6,
    ) -> None:
        self._game = str(game)
        self._scenarios = tuple(scenarios or ()) or None
        self._asked = {
            "concept": concept_of(concept, rationality),
            "method": method,
            "rationality": rationality,
        }
        self._settings = dict(settings or {})
        self._how: dict[str, Any] = {"draws": draws, "seed": seed, **self._asked}
        self._max_nodes = max_nodes
        self._busy = Lock()
        self._made: tuple[str, str] = ("", "")
        self._model: Model | None = None

    def stamp(self) -> str:
        """Return the hash of the file; it changes when the file does."""
        from negotiate.spec.library import find_game  # noqa: PLC0415 (only where one is looked for)

        try:
            return sha256(Path(find_game(self._game)).read_bytes()).hexdigest()[:16]
        except (OSError, UsageError):
            return "missing"

    def open(self) -> None:
        """Make the page for the first time, when all that is wrong is still for who opens it.

        Raises
        ------
        NegotiateError
            As in `report`.
        """
        with self._busy:
            self._made = (self.stamp(), self._page())

    def page(self) -> str:
        """Return the page of the file as it is now, or what is wrong with it."""
        from negotiate.render.page.trouble import trouble  # noqa: PLC0415 (as in `report`)

        with self._busy:
            stamp = self.stamp()
            if self._made[0] != stamp:
                try:
                    page = self._page()
                except GameFileError as error:
                    problems = [problem.render(error.file) for problem in error.problems]
                    page = trouble(self._game, problems)
                except (NegotiateError, OSError) as error:
                    page = trouble(self._game, [str(error)])
                self._made = (stamp, page)
            return self._made[1]

    def about(self) -> Mapping[str, Any]:
        """Return the concepts that can be asked for, each with why it would refuse the game.

        Where the file is no game just now: none, and why, as ``refusal``.
        """
        from negotiate.analysis.catalogue import catalogue  # noqa: PLC0415 (as in `report`)

        with self._busy:
            try:
                model = self._ready()
                found = catalogue(model.game(model.scenarios[0]))
            except (NegotiateError, OSError) as error:
                return {"concepts": [], "refusal": str(error)}
        return {
            "concepts": [
                {
                    "name": entry.name,
                    "about": entry.about,
                    "refusal": ""
                    if any(method.takes_it for method in entry.methods)
                    else next((m.refusal for m in entry.methods if m.refusal), "no method"),
                }
                for entry in found
            ]
        }

    def answer(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a scenario comes to at other numbers, or under another concept.

        Parameters
        ----------
        question : mapping
            ``scenario``, ``settings`` (numbers by parameter, where they differ from those of the
            page), ``concept`` (``auto``: that of the page), ``rationality``.

        Returns
        -------
        mapping
            ``html`` and ``text``, or ``refusal``: why there is no answer.

        Raises
        ------
        ValueError
            If the question is not one.
        """
        asked = _checked(question)
        asked["settings"] = {**self._settings, **asked["settings"]}
        if asked["concept"] == "auto" and asked["rationality"] is None:
            asked |= self._asked
        with self._busy:
            try:
                model = self._ready()
                found = compare(model, draws=0, **asked)
            except (NegotiateError, OSError) as error:
                return {"refusal": str(error)}
            return self._told(found)

    def _page(self) -> str:
        self._model = None
        self._model = load(self._game, max_nodes=self._max_nodes)
        how = {"settings": self._settings, "served": True, **self._how}
        return report(self._model, self._scenarios, **how)

    def _told(self, found: Comparison) -> Mapping[str, Any]:
        from negotiate.render import text  # noqa: PLC0415 (as in `report`)
        from negotiate.render.page.answered import answered  # noqa: PLC0415 (as above)

        return {"html": answered(found), "text": text(found, width=76)}

    def _ready(self) -> Model:
        if self._model is None:
            self._model = load(self._game, max_nodes=self._max_nodes)
        return self._model


def _checked(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question as arguments of `compare`."""
    unknown = set(question) - {"scenario", "settings", "concept", "rationality"}
    if unknown:
        raise ValueError(f"a question has no {min(unknown)!r}")
    scenario = question.get("scenario", "")
    concept = question.get("concept", "auto")
    if not isinstance(scenario, str) or not isinstance(concept, str):
        raise ValueError("scenario and concept are words")  # noqa: TRY004 (of the reader)
    settings = question.get("settings", {})
    if not isinstance(settings, dict) or not all(_number(v) for v in settings.values()):
        raise ValueError("settings are numbers by parameter")
    rationality = question.get("rationality")
    if rationality is not None and not (_number(rationality) and rationality >= 0):
        raise ValueError("rationality is a number that is not negative")
    return {
        "scenarios": [scenario],
        "settings": settings,
        "concept": concept,
        "rationality": rationality if rationality is None else float(rationality),
    }


def _number(value: Any) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # JSON has integers that no float holds
        return False
