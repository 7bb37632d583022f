"""Between the content of an `.nfg` file and our own games."""

from __future__ import annotations

from itertools import accumulate, product
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from negotiate.formats._gambit_games import StrategicFile
from negotiate.formats._gambit_names import Names, option_names, player_keys, shown
from negotiate.formats._gambit_tree import distinct, exact
from negotiate.forms.normal import NormalForm, normal_form
from negotiate.spec.expression import Num
from negotiate.spec.model import Origin, Player, Spec, Table

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree


def to_spec(document: StrategicFile, file: str) -> Spec:
    """Return the game of a document; labels that cannot be names are kept in its origin."""
    keys = player_keys(document.players)
    names = zip(keys, document.players, strict=True)
    labels = [("",) * own if isinstance(own, int) else own for own in document.strategies]
    rows = {id(row): tuple(map(Num, row)) for row in document.payoffs}
    steps = list(accumulate((len(own) for own in labels[:-1]), mul, initial=1))
    profiles = product(
        *(range(0, step * len(own), step) for own, step in zip(labels, steps, strict=True))
    )
    body = Table(
        tuple(map(option_names, labels)),
        # There the first player's strategy runs fastest, here the last player's.
        tuple(rows[id(document.payoffs[sum(profile)])] for profile in profiles),
    )
    return Spec(
        title=shown(document.title),
        players=tuple(Player(key, shown(label) or key) for key, label in names),
        body=body,
        about=document.comment.strip(),
        file=file,
        origin=Origin(document, body),
    )


def kept_document(spec: Spec) -> StrategicFile | None:
    """Return the document that a game was read from, if the game is still the same."""
    origin = spec.origin
    if origin is None or origin.body is not spec.body:
        return None
    return origin.document if isinstance(origin.document, StrategicFile) else None


def from_game(game: Game, title: str, comment: str = "") -> StrategicFile:
    """Return the reduced normal form of a game, as the payoff version of an `.nfg` file.

    A player who decides nothing has one strategy without a label.

    Raises
    ------
    NoAnswerError
        If a player forgets its own choices, or the normal form is too large.
    NegotiateError
        If a payoff is not a finite number.
    """
    tree = game.tree
    form = normal_form(tree)
    value = np.zeros((tree.n_nodes, tree.n_players), dtype=game.u.dtype)
    value[tree.leaf] = game.u
    table = form.table(tree, game.chance, value)
    strategies: list[tuple[str, ...]] = [("",)] * tree.n_players
    for player, own in zip(form.players, _labels(tree, form), strict=True):
        strategies[player] = own
    axes = range(len(form.players))
    rows = table.transpose(*reversed(axes), len(form.players)).reshape(-1, tree.n_players)
    players = distinct(tree.labels.player_names, tree.labels.players)
    return StrategicFile(title, comment, players, tuple(strategies), tuple(map(exact, rows)))


def _labels(tree: Tree, form: NormalForm) -> list[tuple[str, ...]]:
    """Label strategies by their actions; where a player decides more than once, by decision."""
    found = []
    for player, own in zip(form.players, form.strategies, strict=True):
        names = Names()
        once = int(np.count_nonzero(tree.infoset_owner == player)) == 1
        found.append(tuple(names.give(_label(tree, slots, once=once)) for slots in own))
    return found


def _label(tree: Tree, slots: tuple[int, ...], *, once: bool) -> str:
    if once:
        return tree.labels.action_of(slots[0])
    sets = tree.slot_infoset
    return "; ".join(
        f"{tree.labels.move_of(int(sets[s]))}: {tree.labels.action_of(s)}" for s in slots
    )
