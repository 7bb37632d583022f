"""Pure strategies in words: what a player does where, as the game file calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.forms.normal import NormalForm
    from negotiate.game.tree import Tree


def plan_names(tree: Tree, form: NormalForm) -> tuple[tuple[str, ...], ...]:
    """Return the name of each strategy of each of ``form.players``.

    Options alone where the player has one move, else ``move option``; with what the player has
    seen of others where that tells one information set of the move from another.
    """
    named = []
    for own in form.strategies:
        word = _words(tree, sorted({slot for plan in own for slot in plan}))
        named.append(tuple(", ".join(word[slot] for slot in sorted(plan)) for plan in own))
    return tuple(named)


def _words(tree: Tree, slots: list[int]) -> dict[int, str]:
    """Return what each slot of one player is called."""
    labels = tree.labels
    sets = dict.fromkeys(int(tree.slot_infoset[slot]) for slot in slots)
    by_move: dict[str, list[int]] = {}
    for h in sets:
        by_move.setdefault(labels.move_of(h), []).append(h)
    seen = {h: text for group in by_move.values() for h, text in _told_apart(tree, group).items()}
    found = {}
    for slot in slots:
        h = int(tree.slot_infoset[slot])
        move = f"{labels.move_of(h)} " if len(by_move) > 1 else ""
        found[slot] = f"{move}{labels.action_of(slot)}{seen[h]}"
    return found


def _told_apart(tree: Tree, infosets: list[int]) -> dict[int, str]:
    """Return what the player knows at each information set of a move and not at all of them."""
    known = {h: _seen(tree, h) for h in infosets}
    shared = set.intersection(*map(set, known.values()))
    words = {h: [f"{m} {o}" for m, o in seen if (m, o) not in shared] for h, seen in known.items()}
    return {h: f" ({', '.join(own)})" if own else "" for h, own in words.items()}


def _seen(tree: Tree, infoset: int) -> list[tuple[str, str]]:
    """Return what the player knows of the moves of others and of chance."""
    ways = [
        {
            (tree.labels.move_of(h), tree.labels.action_of(slot)): None
            for h, slot in tree.path_to(node)
            if tree.infoset_owner[h] != tree.infoset_owner[infoset]
        }
        for node in tree.nodes_of(infoset).tolist()
    ]
    return [seen for seen in ways[0] if all(seen in way for way in ways)]
