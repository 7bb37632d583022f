"""A game before it is solved: what its file says, and how large the tree is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.results.outline import MoveEntry, Named, Outline, ParameterEntry, QuantityEntry
from negotiate.spec.model import Moves
from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Parameter, Spec


def outline(spec: Spec, tree: Tree) -> Outline:
    """Return what a file says of its game, and how large the tree is.

    Parameters
    ----------
    spec : Spec
    tree : Tree
        Of the game as written, or of one of its scenarios.
    """
    return Outline(
        title=spec.title,
        about=spec.about,
        file=spec.file,
        sha256=spec.sha256,
        sources=spec.sources,
        players={player.key: player.name for player in spec.players},
        parameters=tuple(map(_parameter, spec.parameters)),
        moves=_moves(spec, tree),
        quantities=tuple(
            QuantityEntry(q.name, q.categories, q.unit, q.about) for q in spec.quantities
        ),
        criteria=tuple(Named(c.name, c.about) for c in spec.criteria),
        scenarios=tuple(Named(s.name, s.about) for s in spec.scenarios),
        nodes=tree.n_nodes,
        leaves=tree.n_leaves,
        information_sets=int(tree.decision.sum()),
        perfect_information=tree.perfect_information,
        version=__version__,
    )


def _parameter(parameter: Parameter) -> ParameterEntry:
    return ParameterEntry(
        name=parameter.name,
        value=parameter.value,
        low=parameter.low,
        high=parameter.high,
        distribution=parameter.distribution.words() if parameter.distribution else None,
        unit=parameter.unit,
        about=parameter.about,
        source=parameter.source,
    )


def _moves(spec: Spec, tree: Tree) -> tuple[MoveEntry, ...]:
    """Return the decisions in order: as written, or as the tree names them."""
    if isinstance(spec.body, Moves):
        return tuple(
            MoveEntry(
                move.name,
                move.owner,
                tuple(option.name for option in move.options),
                None if move.seen_by is None else tuple(sorted(move.seen_by)),
                move.about,
            )
            for move in spec.body.moves
        )
    labels, found = tree.labels, {}
    for infoset, owner in enumerate(tree.infoset_owner.tolist()):
        slots = range(*tree.slots_of(infoset).indices(tree.n_slots))
        found[labels.move_of(infoset)] = MoveEntry(
            labels.move_of(infoset),
            labels.players[owner] if owner >= 0 else None,
            tuple(labels.action_of(slot) for slot in slots),
            None,
            "",
        )
    return tuple(found.values())
