"""What a game file says, checked and exact, before anything is computed.

`Spec` is what the reader returns and what `spec.scenario.apply` maps to another `Spec`: a
scenario is a rewriting of the game, so that all that follows knows only games.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiate.errors import Place, Problem
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from negotiate.spec.distribution import Correlation, Distribution
    from negotiate.spec.expression import Expr

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Player:
    """A player: a short key for tables, a full name for sentences."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the author assumes, with the range in which it is defensible.

    Attributes
    ----------
    distribution : Distribution or None
        How likely its values are; None: equally, over the range.
    """

    name: str
    value: Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""
    about: str = ""
    source: str = ""
    place: Place = NOWHERE
    distribution: Distribution | None = None

    @property
    def uncertain(self) -> bool:
        """Whether it is drawn where parameters are: it has a range, or a distribution."""
        return self.low is not None or self.distribution is not None


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a move; with a condition it exists only where that holds.

    Attributes
    ----------
    phrase : str
        What choosing it reads like behind the player's name: ``comes to the table``. For chance
        a sentence without its full stop: ``the front holds``. Empty: sentences use the name.
    """

    name: str
    when: Expr | None = None
    about: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A decision of a player, or of chance where `owner` is None.

    Attributes
    ----------
    odds : mapping of option to expression
        Only for chance; empty for players.
    when : Expr or None
        The move is skipped, and its value is ``none``, where this does not hold. Mentions
        earlier moves only, so that the shape of the tree does not depend on numbers.
    seen_by : frozenset of player keys, or None
        None means everyone. The owner always knows its own choices.
    seen_from : mapping of player key to move
        Those of them who see it late: at that move, and from then on.
    """

    name: str
    owner: str | None
    options: tuple[Option, ...]
    odds: Mapping[str, Expr] = field(default_factory=dict)
    when: Expr | None = None
    seen_by: frozenset[str] | None = None
    about: str = ""
    place: Place = NOWHERE
    seen_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an outcome is in the analyst's words: a number, or one of named categories."""

    name: str
    value: Expr
    categories: tuple[str, ...] = ()
    unit: str = ""
    about: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Criterion:
    """A yes/no test of an outcome."""

    name: str
    when: Expr
    about: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Term:
    """One named part of a payoff; a payoff is the sum of its terms."""

    name: str
    value: Expr
    about: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a game written as a tree.

    Attributes
    ----------
    owner : str or None
        Player key, or None for chance. Ignored at a leaf.
    move : str
        The name of the decision; nodes with the same name are one information set.
    children : tuple of (option, Node)
        Empty at a leaf.
    odds : tuple of Expr
        One per child, at chance nodes only.
    payoffs : tuple of Expr
        One per player, at leaves only.
    """

    owner: str | None = None
    move: str = ""
    children: tuple[tuple[str, Node], ...] = ()
    odds: tuple[Expr, ...] = ()
    payoffs: tuple[Expr, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Moves:
    """A game written as moves in order; payoffs are sums of terms over the whole history."""

    moves: tuple[Move, ...]
    payoffs: Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A game written in normal form.

    Attributes
    ----------
    options : tuple of tuples of str
        Per player, in the order of `Spec.players`.
    payoffs : tuple of tuples of Expr
        One row per profile, the LAST player's option running fastest; one entry per player.
    """

    options: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Expr, ...], ...]


Body: TypeAlias = Moves | Node | Table


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a player has said it will do, and what it costs to do otherwise.

    The cost falls where the move was reached, `when` held, and another option was chosen.

    Attributes
    ----------
    name, about : str
        What people call it, such as ``stick``, and what it says; either may be empty.
    """

    player: str
    move: str
    will: tuple[str, ...]
    when: Expr | None
    breaking_costs: Expr
    place: Place = NOWHERE
    name: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a move loses where `when` holds: ``forbid`` names them, ``commit`` all others."""

    player: str
    move: str
    options: tuple[str, ...]
    when: Expr | None
    keeps: bool
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Sight:
    """``hide``: `players` no longer see `move`, or only from `until` on; ``reveal``: they do."""

    move: str
    players: tuple[str, ...]
    sees: bool
    place: Place = NOWHERE
    until: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named variation of the game.

    Attributes
    ----------
    phrase : str
        How a sentence begins that is about it: ``under Kellogg's offer``.
    aside : bool
        Whether it is solved only where it is asked for by name.
    """

    name: str
    about: str = ""
    extends: str | None = None
    settings: Mapping[str, Fraction] = field(default_factory=dict)
    announcements: tuple[Announcement, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    order: tuple[str, ...] = ()
    sights: tuple[Sight, ...] = ()
    place: Place = NOWHERE
    phrase: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """One promise of the file; `holds` of the kinds below, each checked by ``negotiate check``.

    The keys are those of the file (`docs/reference/format.md`), values as plain Python data:
    numbers are `Fraction`, words are `str`, conditions are `Expr` over dotted names.
    """

    claims: Mapping[str, Any]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Origin:
    """A file of another format, with the labels there that cannot be names here.

    Attributes
    ----------
    document : object
        What the file said, known to the module of its format alone.
    body : Body
        What was made of it; the document stands for a game while this is its body.
    """

    document: object
    body: Body


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole game file."""

    title: str
    players: tuple[Player, ...]
    body: Body
    about: str = ""
    sources: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    definitions: tuple[Quantity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    expected: tuple[Expected, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    file: str = ""
    sha256: str = ""
    scenario: str = ""
    warnings: tuple[Problem, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def with_settings(self, settings: Mapping[str, Fraction]) -> Spec:
        """Return the same game with other parameter values."""
        changed = tuple(
            replace(p, value=settings[p.name]) if p.name in settings else p for p in self.parameters
        )
        return replace(self, parameters=changed)
