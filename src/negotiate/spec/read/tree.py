"""A game written as a tree, read breadth first, so that no depth of it costs a recursion."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from negotiate.record import dataclass
from negotiate.spec.document import Mapping, Sequence
from negotiate.spec.expression import ZERO
from negotiate.spec.fields import absent, word, written
from negotiate.spec.formula import line
from negotiate.spec.model import Node as TreeNode
from negotiate.spec.names import Name, View
from negotiate.spec.problems import listed, suggest
from negotiate.spec.read.desk import CHANCE
from negotiate.spec.read.moves import check_odds

if TYPE_CHECKING:
    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.expression import Expr
    from negotiate.spec.formula import Line
    from negotiate.spec.read.desk import Desk

KEYS = ("information", "name", "odds", "about")
NUMBERS = View(
    ("parameter", "definition"),
    "payoffs and odds here depend on parameters and definitions",
    frozenset(),
    "payoffs and odds here depend on no move: each stands where its moves are known",
)


@dataclass(slots=True)
class Draft:
    """A node whose name and expressions are not settled yet."""

    place: Place
    owner: str | None = None
    move: str = ""
    options: list[str] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    odds: dict[str, Line | None] = field(default_factory=dict)
    payoffs: list[Line | None] = field(default_factory=list)
    path: tuple[Draft, ...] = ()


def draft_tree(node: Node, desk: Desk) -> list[Draft]:
    """Return the nodes of the tree, breadth first, and declare the names of its moves."""
    root = Draft(node.place)
    drafts = [root]
    documents: list[Node] = [node]
    for draft, document in zip(drafts, documents, strict=False):  # both grow on the way
        if isinstance(document, Sequence):
            _leaf(draft, document, desk)
        elif isinstance(document, Mapping):
            for option, child in _decision(draft, document, desk):
                draft.options.append(option)
                draft.children.append(Draft(child.place, path=(*draft.path, draft)))
                documents.append(child)
            drafts.extend(draft.children)
        else:
            hint = "end it with payoffs, [a, b, ...], or go on with {PLAYER: {option: ...}}"
            rule = "a tree is made of decisions and payoffs"
            desk.problems.error(document.place, rule, written(document), hint)
    _name(drafts, desk)
    _declare(drafts, desk)
    return drafts


def _leaf(draft: Draft, document: Sequence, desk: Desk) -> None:
    check_payoffs(document, desk)
    draft.payoffs = [line(item, "a payoff", desk.problems) for item in document.items]


def check_payoffs(document: Sequence, desk: Desk) -> None:
    """Check that a list has one payoff for each player."""
    count, wanted = len(document.items), len(desk.players)
    if count != wanted:
        rule = f"payoffs are one number for each player, in order: {listed(desk.players)}"
        desk.problems.error(document.place, rule, f"{count} instead of {wanted}")


def _decision(draft: Draft, document: Mapping, desk: Desk) -> list[tuple[str, Node]]:
    """Read who moves, and under which name; return the options with what follows them."""
    problems = desk.problems
    movers = [key for key in document.items if key not in KEYS]
    key = next((k for k in movers if k in desk.players or k == CHANCE), None)
    for other in movers:
        if other != key:
            known = (*desk.players, CHANCE, *KEYS)
            hint = suggest(other, known)
            problems.error(
                document.places[other], "there is no such player, nor such a key", other, hint
            )
    if not movers:
        problems.error(document.place, "a node of the tree says who moves, {PLAYER: {option: ...}}")
    if key is None:
        return []
    draft.owner = None if key == CHANCE else key
    names = [(k, document.items[k]) for k in ("information", "name") if k in document.items]
    if len(names) > 1:
        rule = "`information` already names the decision"
        problems.error(document.places["name"], rule, hint="remove `name`")
    if names:
        draft.move = word(names[0][1], f"`{names[0][0]}`", problems)
    options = document.items[key]
    if not isinstance(options, Mapping) or not options.items:
        problems.error(
            options.place, "a decision has options, {option: what follows, ...}", written(options)
        )
        return []
    _odds(draft, document, list(options.items), desk)
    return [(o, n) for o, n in options.items.items() if desk.option_word(o, options.places[o])]


def _odds(draft: Draft, document: Mapping, options: list[str], desk: Desk) -> None:
    odds = document.items.get("odds")
    if draft.owner is not None:
        if odds is not None:
            rule = "only chance has odds; a player chooses"
            desk.problems.error(document.places["odds"], rule)
    elif not isinstance(odds, Mapping):
        place = document.place if odds is None else odds.place
        rule = "a chance node has `odds: {option: number, ...}` beside `chance`"
        desk.problems.error(place, rule)
    else:
        check_odds(options, odds, desk)
        what = "the odds of an option"
        draft.odds = {
            o: line(n, what, desk.problems) for o, n in odds.items.items() if not absent(n)
        }


def _name(drafts: list[Draft], desk: Desk) -> None:
    """Name the decisions that have no name after their players: Entrant, Entrant_2, ..."""
    taken = {draft.move for draft in drafts} | desk.scope.names.keys()
    for draft in drafts:
        if draft.options and not draft.move:
            stem = draft.owner or CHANCE
            number, draft.move = 1, stem
            while draft.move in taken:
                number += 1
                draft.move = f"{stem}_{number}"
            taken.add(draft.move)


def _declare(drafts: list[Draft], desk: Desk) -> None:
    """Declare every information set once, and check that its nodes agree."""
    leaves = _leaves_below(drafts)
    total = leaves[id(drafts[0])]
    through: dict[str, int] = {}
    for draft in drafts:
        through[draft.move] = through.get(draft.move, 0) + leaves[id(draft)]
    first: dict[str, Draft] = {}
    for draft in drafts:
        if draft.options and draft.move not in first:
            skippable = through[draft.move] < total
            moves = frozenset({draft.move})
            name = Name("move", draft.place, "move", tuple(draft.options), skippable, moves)
            desk.scope.declare(draft.move, name, desk.problems)
            desk.owners[draft.move] = draft.owner
            first[draft.move] = draft
        elif draft.options:
            _check_same(draft, first[draft.move], desk)


def _leaves_below(drafts: list[Draft]) -> dict[int, int]:
    """Return how many leaves each node leads to, by its identity."""
    count: dict[int, int] = {}
    for draft in reversed(drafts):
        count[id(draft)] = sum(count[id(child)] for child in draft.children) or 1
    return count


def _check_same(draft: Draft, first: Draft, desk: Desk) -> None:
    """Check that a node can stand in one information set with an earlier one."""
    line_ = first.place.line
    if draft.owner != first.owner:
        rule = f"an information set is one player's; `{draft.move}` on line {line_} is another's"
        desk.problems.error(draft.place, rule, str(draft.owner or CHANCE))
    if set(draft.options) != set(first.options):
        rule = f"the nodes of an information set have the same options; on line {line_}: "
        desk.problems.error(draft.place, rule + listed(first.options), listed(draft.options))
    if any(above.move == draft.move for above in draft.path):
        rule = "no play passes an information set twice"
        desk.problems.error(draft.place, rule, draft.move)


def resolve_tree(drafts: list[Draft], desk: Desk) -> TreeNode:
    """Return the tree, built from its leaves upwards."""
    built: dict[int, TreeNode] = {}
    order: dict[str, dict[str, int]] = {}
    for draft in drafts:
        if draft.move not in order:
            order[draft.move] = {option: rank for rank, option in enumerate(draft.options)}
    for draft in reversed(drafts):
        ranks = order[draft.move]
        pairs = zip(draft.options, draft.children, strict=True)
        ranked = sorted(pairs, key=lambda pair: ranks.get(pair[0], len(ranks)))
        children = tuple((option, built[id(child)]) for option, child in ranked)
        chance = [draft.odds.get(option) for option, _ in children] if draft.odds else []
        odds, payoffs = _numbers(chance, desk), _numbers(draft.payoffs, desk)
        move = draft.move if children else ""
        built[id(draft)] = TreeNode(draft.owner, move, children, odds, payoffs, draft.place)
    return built[id(drafts[0])]


def _numbers(lines: list[Line | None], desk: Desk) -> tuple[Expr, ...]:
    return tuple(desk.number(each, NUMBERS) or ZERO for each in lines)
