"""Gather what a picture of one scenario's tree shows: its play, and that of another scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.analysis.answer import AUTO, DEFAULT, solve
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.mediation import node_odds
from negotiate.errors import NoAnswerError, UsageError
from negotiate.forms.evaluation import reach
from negotiate.results.diagram import Diagram
from negotiate.results.wording import spaced
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.game.game import Game
    from negotiate.game.model import Model
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Equilibrium, Solution
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray


def diagram(
    model: Model,
    scenario: str | None = None,
    against: str | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    settings: Mapping[str, Any] | None = None,
    equilibrium: int = 1,
    answer: bool = True,
) -> Diagram:
    """Return what a picture of a scenario shows.

    Parameters
    ----------
    model : Model
    scenario : str, optional
        The first of the file if left out.
    against : str, optional
        The scenario whose path is drawn beneath; none if left out.
    concept, method, options, settings
        As in `negotiate.analysis.compare.compare`.
    equilibrium : int
        Which of the scenario's equilibria is drawn, counted from 1.
    answer : bool
        False: the bare tree, unsolved.

    Raises
    ------
    UsageError
        If a name does not exist, or there are fewer equilibria.
    NoAnswerError
        If there is no equilibrium to draw.
    """
    name = model.main_scenarios[0] if scenario is None else scenario
    if not answer:
        if against is not None:
            raise UsageError("a tree without its answer has no path to compare with another's")
        bare = model.with_settings(settings) if settings else model
        return game_diagram(bare.game(name), name, answer=False)
    names = [name] if against is None else [name, against]
    solved = solve_scenarios(
        model, names, concept=concept, method=method, options=options, settings=settings
    )
    first, last = solved[0], solved[-1]
    shown = _answered(first.game, first.solution, name, equilibrium)
    if against is None:
        return shown
    other = last.game.tree
    path = _reach(last.game, _chosen(last.solution, against, 1))
    return replace(shown, against=against, baseline=reach_within(first.game.tree, other, path))


def game_diagram(
    game: Game,
    name: str = "",
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    equilibrium: int = 1,
    answer: bool = True,
) -> Diagram:
    """Return what a picture of a game with its numbers shows; as `diagram`."""
    if answer:
        return _answered(game, solve(game, concept, method, options), name, equilibrium)
    return Diagram(**_structure(game), scenario=name, against="", concept="", note="")


def _chosen(solution: Solution, name: str, number: int) -> Equilibrium:
    """Return one of the equilibria of a game, counted from 1."""
    found = len(solution.equilibria)
    if not found:
        where = f"scenario {name}: " if name else ""
        reason = f"{where}{solution.coverage.value}, so that there is no path to draw"
        raise NoAnswerError(reason, "ask for the tree without its answer")
    if not 1 <= number <= found:
        raise UsageError(f"there is no equilibrium {number} to draw: {found} found")
    return solution.equilibria[number - 1]


def _reach(game: Game, equilibrium: Equilibrium) -> FloatArray:
    """Return the probability of each node (N,)."""
    lottery = equilibrium.distribution
    odds = reach(game.tree, equilibrium.behaviour) if lottery is None else node_odds(game, lottery)
    return odds.astype(np.float64)


def _answered(game: Game, solution: Solution, name: str, number: int) -> Diagram:
    """Return a tree with one of its equilibria."""
    equilibrium = _chosen(solution, name, number)
    tree, found = game.tree, len(solution.equilibria)
    below = np.arange(1, tree.n_nodes)
    behaviour = np.nan_to_num(equilibrium.behaviour.astype(np.float64))
    odds = np.ones(tree.n_nodes)
    odds[below] = behaviour[tree.slot[below]]
    return Diagram(
        **_structure(game) | {"odds": odds},
        scenario=name,
        against="",
        concept=solution.concept,
        note=f"equilibrium {number} of {found} found" if found > 1 else "",
        reach=_reach(game, equilibrium),
        tied=np.isin(tree.infoset, equilibrium.ties) & (tree.owner >= 0),
        expected=equilibrium.payoff.astype(np.float64),
    )


def _structure(game: Game) -> dict[str, Any]:
    """Return what does not depend on what is played."""
    tree, labels = game.tree, game.tree.labels
    below = np.arange(1, tree.n_nodes)
    inner = tree.infoset >= 0
    move = np.full(tree.n_nodes, -1, dtype=np.int64)
    move[inner] = labels.move[tree.infoset[inner]]
    actions = [spaced(action) for action in labels.actions]
    entered = labels.action[tree.slot[below]].tolist()
    odds = np.zeros(tree.n_nodes)
    odds[0] = 1
    by_chance = below[tree.owner[tree.parent[below]] == CHANCE]
    odds[by_chance] = game.chance[tree.slot[by_chance]].astype(np.float64)
    return {
        "title": game.title,
        "players": labels.players,
        "names": labels.player_names,
        "moves": tuple(spaced(move) for move in labels.moves),
        "parent": tree.parent,
        "owner": tree.owner,
        "infoset": tree.infoset,
        "move": move,
        "row": tree.leaf_row,
        "label": ("", *(actions[a] for a in entered)),
        "payoffs": game.u.astype(np.float64),
        "odds": odds,
    }


def reach_within(tree: Tree, other: Tree, path: FloatArray) -> FloatArray:
    """Return the probability of each node (N,) if a tree is played as another one is.

    The other tree may ask the same questions in another order, or have other options: its ends
    are looked for by what was chosen on the way, and a path that leaves this tree ends there.

    Parameters
    ----------
    tree, other : Tree
    path : FloatArray
        Probability of each node of `other`.
    """
    if other is tree:
        return path
    found = np.zeros(tree.n_nodes)
    for node in other.leaf[path[other.leaf] > 0].tolist():
        found[_way(tree, other.history_of(node))] += path[node]
    return found


def _way(tree: Tree, history: Mapping[str, str]) -> list[int]:
    """Return the nodes through which a history leads, as far as it does in this tree."""
    way = [0]
    while tree.n_children[way[-1]]:
        option = history.get(tree.labels.move_of(int(tree.infoset[way[-1]])))
        children = range(*tree.children_of(way[-1]).indices(tree.n_nodes))
        found = [c for c in children if tree.labels.action_of(int(tree.slot[c])) == option]
        if not found:
            break
        way.append(found[0])
    return way
