"""How choices read in sentences: the phrases of the game file, or else its names."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiate.results.report import GameInfo, History

NONE: Final = "none"
"""What a move that is not reached comes out as."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a game for its players, moves and options.

    Attributes
    ----------
    players : mapping of key to full name
        As it stands within a sentence: ``the United States``.
    owners : mapping of move to player key
        Chance's moves are not in it.
    phrases : mapping of move to mapping of option to phrase
        ``comes to the table``; of chance a clause: ``the front holds``.
    """

    players: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name(self, move: str) -> str:
        """Return the full name of the player of a move."""
        key = self.owners[move]
        return self.players.get(key, key)

    def phrased(self, move: str, options: Iterable[str]) -> bool:
        """Whether there are phrases for all options, a move that is not reached apart."""
        known = self.phrases.get(move, {})
        played = [option for option in options if option != NONE]
        return bool(played) and all(option in known for option in played)

    def does(self, move: str, *outcomes: tuple[str, str], which: bool = True) -> str:
        """Return what a player does, as it stands behind its name.

        Parameters
        ----------
        move : str
        *outcomes : tuple of (option, odds as text)
            Those that can happen; the text is empty where one is certain.
        which : bool
            Where there is no phrase and the player has several moves, say which one it is.

        Examples
        --------
        >>> words = Wording({"UA": "Ukraine"}, {"talks": "UA"}, {"talks": {"yes": "comes"}})
        >>> words.does("talks", ("yes", "")), words.does("talks", ("no", ""))
        ('comes', 'chooses no')
        >>> words.does("talks", ("yes", "70%"), ("none", "30%"))
        'comes (70%) or has no choice to make (30%)'
        """
        known = dict(self.phrases.get(move, {}))
        if self.phrased(move, (option for option, _ in outcomes)):
            known[NONE] = "has no choice to make"
            return listed((_with_odds(known[option], odds) for option, odds in outcomes), "or")
        told = listed((_named(option, odds) for option, odds in outcomes), "or")
        return f"chooses {told}{self.about(move) if which else ''}"

    def happens(self, move: str, *outcomes: tuple[str, str], me: str = "") -> str:
        """Return how a move comes out as a clause: ``Ukraine comes``, ``the front holds``.

        Parameters
        ----------
        move, *outcomes
            As in `does`.
        me : str
            Key of the player whom the sentence is about: it is called ``it``.
        """
        if move in self.owners:
            name = "it" if self.owners[move] == me else self.name(move)
            return f"{name} {self.does(move, *outcomes)}"
        if self.phrased(move, (option for option, _ in outcomes)):
            known = {**self.phrases[move], NONE: f"there is no {spaced(move)}"}
            return listed((_with_odds(known[option], odds) for option, odds in outcomes), "or")
        told = listed((_named(option, odds) for option, odds in outcomes), "or")
        return f"{spaced(move)} {told}"

    def after(self, history: History) -> str:
        """Return a history for a sentence: ``after Ukraine comes``, or ``at the start``.

        Parameters
        ----------
        history : mapping of move to option
            An option may be several, joined by " or ".
        """
        if not history:
            return "at the start"
        return f"after {listed(self._past(move, option) for move, option in history.items())}"

    def about(self, move: str) -> str:
        """Return the name of a move in parentheses; nothing if its player has no other."""
        several = list(self.owners.values()).count(self.owners.get(move, "")) > 1
        return f" ({move})" if several else ""

    def _past(self, move: str, option: str) -> str:
        options = option.split(" or ")
        if self.phrased(move, options):
            return self.happens(move, *((each, "") for each in options))
        return f"{spaced(move)} {spaced(option)}"


def wording(game: GameInfo) -> Wording:
    """Return the words of the game that an answer is about."""
    return Wording(game.players, game.owners, game.phrases)


def spaced(word: str) -> str:
    """Return a name of the file as words: ``fight_on`` reads ``fight on``."""
    return word.replace("_", " ")


def listed(items: Iterable[str], last: str = "and") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def opened(text: str) -> str:
    """Return a text as it begins a sentence: only an article is not a name and may be changed.

    >>> opened("the United States"), opened("a")
    ('The United States', 'a')
    """
    return f"T{text[1:]}" if text.startswith("the ") else text


def entry(name: str) -> str:
    """Return a full name as it stands in a table or list: without its article."""
    return name.removeprefix("the ").removeprefix("The ")


def _with_odds(phrase: str, odds: str) -> str:
    return f"{phrase} ({odds})" if odds else phrase


def _named(option: str, odds: str) -> str:
    return f"{'not reached' if option == NONE else spaced(option)} {odds}".rstrip()
