"""Extensive games as Gambit writes them (`.efg`); `docs/reference/gambit-formats.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.formats._gambit_games import (
    NATURE,
    NULL,
    TERMINAL,
    ExtensiveFile,
    GambitNode,
    InformationSet,
    Outcome,
)
from negotiate.formats._gambit_text import Scanner, listed, quote, too_long
from negotiate.formats._gambit_tree import from_game, kept_document, to_spec
from negotiate.formats.protocol import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from negotiate.game.game import Game
    from negotiate.spec.model import Spec

ABOUT = "an extensive game as Gambit writes it"


def read_text(text: str, file: str = "<text>", max_nodes: int = MAX_NODES) -> Spec:
    """Return the game that the text of an `.efg` file describes.

    Parameters
    ----------
    text : str
    file : str
        Its name, for messages.
    max_nodes : int
        The most nodes that are read.

    Returns
    -------
    Spec
        Its body is a `Node`; payoffs of inner outcomes are added to the leaves below. Labels,
        ids and inner outcomes are kept in `Spec.origin`.

    Raises
    ------
    GameFileError
        With every rule that the file breaks, unless it cannot be understood beyond the first.
    """
    return to_spec(parse(text, file, max_nodes), file)


def write(spec: Spec, game: Game) -> str:
    """Return a game as the text of an `.efg` file.

    Parameters
    ----------
    spec : Spec
        Where it was read from an `.efg` file, the text has the labels of that file.
    game : Game
        The same game with numbers.
    """
    return document_text(kept_document(spec) or from_game(game, spec.title, spec.about))


def write_efg(game: Game, title: str = "") -> str:
    """Return any game as the text of an `.efg` file, numbers as exact fractions.

    Raises
    ------
    NegotiateError
        If a payoff is not a finite number, or odds do not sum to 1.
    """
    return document_text(from_game(game, title or game.title))


def parse(text: str, file: str = "<text>", max_nodes: int = MAX_NODES) -> ExtensiveFile:
    """Return the content of an `.efg` file, checked, as it stands there.

    Raises
    ------
    GameFileError
        As `read_text`.
    """
    return _Reader(Scanner(text, file), max_nodes).read()


class _Reader:
    """Reads the prologue, then one node after the other until the tree is complete."""

    def __init__(self, scanner: Scanner, max_nodes: int) -> None:
        self.scanner = scanner
        self.max_nodes = max_nodes
        self.players: tuple[str, ...] = ()
        self.nodes: list[GambitNode] = []
        self.information: dict[tuple[int, int], InformationSet] = {}
        self.outcomes: dict[int, Outcome] = {}

    def read(self) -> ExtensiveFile:
        title, comment = self._prologue()
        missing = 1
        while missing:
            if len(self.nodes) == self.max_nodes:
                self.scanner.fail(f"a game has at most {self.max_nodes:,} nodes")
            missing += self._node(missing) - 1
        self.scanner.finish()
        return ExtensiveFile(
            title, comment, self.players, tuple(self.nodes), self.information, self.outcomes
        )

    def _prologue(self) -> tuple[str, str]:
        scanner = self.scanner
        scanner.word(["EFG"], "an extensive game begins with the word EFG")
        scanner.word(["2"], "only version 2 of the format is known")
        scanner.word(["R", "D"], "the letter R stands here")
        title = scanner.label("the title of the game")
        offset = scanner.token.offset
        scanner.mark("{", "opens the list of players")
        self.players = scanner.labels("the label of a player")
        if not self.players:
            scanner.note(offset, "a game has at least one player")
        return title, scanner.label("the comment") if scanner.at_label else ""

    def _node(self, missing: int) -> int:
        """Read one node and return how many children it has."""
        scanner = self.scanner
        place = scanner.place(scanner.token.offset)
        hint = f"the tree lacks {missing} more {'node' if missing == 1 else 'nodes'}"
        if scanner.token.text not in {"c", "p", "t"} or scanner.token.kind != "word":
            scanner.fail("a node begins with c, p or t", hint)
        kind = scanner.advance().text
        label = scanner.label("the label of the node")
        player = {"c": NATURE, "t": TERMINAL}.get(kind) if kind != "p" else self._player()
        assert player is not None
        information, children = 0, 0
        if player != TERMINAL:
            information = scanner.integer("the number of the information set")
            children = self._describe(player, information)
        self.nodes.append(GambitNode(label, player, information, self._outcome(), place))
        return children

    def _player(self) -> int:
        offset = self.scanner.token.offset
        player = self.scanner.integer("the number of the player")
        if not 1 <= player <= len(self.players):
            rule = f"players are numbered from 1 to {len(self.players)}"
            self.scanner.note(offset, rule, str(player))
            return len(self.players) + abs(player) + 1  # some number that no other player has
        return player

    def _describe(self, player: int, number: int) -> int:
        """Read the description of an information set, if it is here; return its actions."""
        scanner = self.scanner
        offset = scanner.token.offset
        known = self.information.get((player, number))
        name = f"event {number}" if player == NATURE else f"information set {number}"
        if not scanner.at_label:
            if known is None:
                scanner.fail(f"{name} is described where it is first met: a label, then actions")
            return len(known.actions)
        found = self._information_set(player)
        if known is None:
            self.information[player, number] = found
            return len(found.actions)
        if found != known:
            rule = f"a repeated description of {name} is the same as the first, or left out"
            scanner.note(offset, rule, quote(found.label), f"first: {quote(known.label)}")
        return len(found.actions)

    def _information_set(self, player: int) -> InformationSet:
        scanner = self.scanner
        label = scanner.label("the label of the information set")
        scanner.mark("{", "opens the list of actions")
        if scanner.at("}"):
            scanner.fail("a decision has at least one action")
        if player != NATURE:
            return InformationSet(label, scanner.labels("the label of an action"))
        offset = scanner.token.offset
        actions, odds = [], []
        while not scanner.at("}"):
            actions.append(scanner.label("the label of an action"))
            odds.append(self._probability())
        scanner.advance()
        self._check_sum(offset, odds)
        return InformationSet(label, tuple(actions), tuple(odds))

    def _probability(self) -> Fraction:
        offset = self.scanner.token.offset
        value = self.scanner.number("the probability of the action")
        if value < 0:
            self.scanner.note(offset, "a probability is not negative", str(value))
        return value

    def _check_sum(self, offset: int, odds: list[Fraction]) -> None:
        total = odds[0]
        for value in odds[1:]:
            total += value
            if too_long(total):
                self.scanner.note(offset, "the odds are too long to add up exactly")
                return
        if total != 1:
            self.scanner.note(offset, "the odds of chance sum to exactly 1", str(total))

    def _outcome(self) -> int:
        """Read the outcome of a node and, if it is here, its description."""
        scanner = self.scanner
        number = scanner.integer("the number of the outcome")
        if not scanner.at_label:
            if number != NULL and number not in self.outcomes:
                scanner.fail(f"outcome {number} is described where it is first met")
            return number
        if number == NULL:
            scanner.fail("outcome 0 is the null outcome, which has no label and pays nothing")
        offset = scanner.token.offset
        label = scanner.label("the label of the outcome")
        scanner.mark("{", "opens the payoffs")
        found = Outcome(label, scanner.numbers("a payoff"))
        if len(found.payoffs) != len(self.players):
            rule = f"an outcome has one payoff for each of the {len(self.players)} players"
            scanner.note(offset, rule, listed(found.payoffs))
        known = self.outcomes.setdefault(number, found)
        if found != known:
            rule = f"a repeated description of outcome {number} is the same as the first, "
            scanner.note(offset, f"{rule}or left out", quote(label))
        return number


def document_text(document: ExtensiveFile) -> str:
    """Return the text of an `.efg` file, one line a node, each description written in full."""
    players = " ".join(map(quote, document.players))
    comment = [quote(document.comment)] if document.comment else []
    head = [f"EFG 2 R {quote(document.title)} {{ {players} }}", *comment, ""]
    return "\n".join([*head, *_lines(document), ""])


def _lines(document: ExtensiveFile) -> Iterator[str]:
    outcomes = {number: _outcome_text(number, o) for number, o in document.outcomes.items()}
    outcomes[NULL] = str(NULL)
    sets = {key: _set_text(key, value) for key, value in document.information.items()}
    for node in document.nodes:
        if node.player == TERMINAL:
            yield f"t {quote(node.label)} {outcomes[node.outcome]}"
        else:
            kind = "c" if node.player == NATURE else "p"
            described = sets[node.player, node.information]
            yield f"{kind} {quote(node.label)} {described} {outcomes[node.outcome]}"


def _outcome_text(number: int, outcome: Outcome) -> str:
    return f"{number} {quote(outcome.label)} {listed(outcome.payoffs)}"


def _set_text(key: tuple[int, int], described: InformationSet) -> str:
    player, number = key
    actions = [quote(action) for action in described.actions]
    if player == NATURE:
        pairs = zip(actions, described.odds, strict=True)
        return f"{number} {quote(described.label)} {{ {' '.join(f'{a} {p}' for a, p in pairs)} }}"
    return f"{player} {number} {quote(described.label)} {{ {' '.join(actions)} }}"
