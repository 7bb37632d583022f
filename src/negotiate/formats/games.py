"""A game file's contents as plain data: what ``negotiate show --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.formats.answers import FORMAT, plain
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Spec


def describe(spec: Spec, tree: Tree) -> dict[str, Any]:
    """Return what a file says of its game, and how large the tree is.

    Parameters
    ----------
    spec : Spec
    tree : Tree
        Of the game as written, or of one of its scenarios.
    """
    return {
        "format": FORMAT,
        "kind": "game",
        "title": spec.title,
        "about": spec.about,
        "file": spec.file,
        "sha256": spec.sha256,
        "sources": list(spec.sources),
        "players": {player.key: player.name for player in spec.players},
        "parameters": [
            {
                "name": parameter.name,
                "value": plain(parameter.value),
                "low": plain(parameter.low),
                "high": plain(parameter.high),
                "distribution": parameter.distribution.words() if parameter.distribution else None,
                "unit": parameter.unit,
                "about": parameter.about,
                "source": parameter.source,
            }
            for parameter in spec.parameters
        ],
        "moves": _moves(spec, tree),
        "quantities": [
            {"name": q.name, "categories": list(q.categories), "unit": q.unit, "about": q.about}
            for q in spec.quantities
        ],
        "criteria": [{"name": c.name, "about": c.about} for c in spec.criteria],
        "scenarios": [{"name": s.name, "about": s.about} for s in spec.scenarios],
        "nodes": tree.n_nodes,
        "leaves": tree.n_leaves,
        "information_sets": int(tree.decision.sum()),
        "perfect_information": tree.perfect_information,
    }


def _moves(spec: Spec, tree: Tree) -> list[dict[str, Any]]:
    """Return the decisions in order: as written, or as the tree names them."""
    if isinstance(spec.body, Moves):
        return [
            {
                "name": move.name,
                "player": move.owner,
                "options": [option.name for option in move.options],
                "seen_by": None if move.seen_by is None else sorted(move.seen_by),
                "about": move.about,
            }
            for move in spec.body.moves
        ]
    labels, found = tree.labels, {}
    for infoset, owner in enumerate(tree.infoset_owner.tolist()):
        slots = range(*tree.slots_of(infoset).indices(tree.n_slots))
        found[labels.move_of(infoset)] = {
            "name": labels.move_of(infoset),
            "player": labels.players[owner] if owner >= 0 else None,
            "options": [labels.action_of(slot) for slot in slots],
            "seen_by": None,
            "about": "",
        }
    return list(found.values())
