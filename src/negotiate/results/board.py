"""What the page needs to solve a game by itself: its trees, its arithmetic, its words.

`analysis.board` makes a `Board`, `formats.board` writes it as JSON, the scripts in
``render/page/engine`` read it. In the JSON every object has the keys that its dataclass here has
attributes; arrays of integers and of floats are packed (see `formats.board`), and what is empty
is left out.

The engine is plain scripts that fill one object, ``negotiate``. Nothing it does touches the
page. A ``scenario`` is an index into ``board.scenarios`` or a name; ``theta`` is an array with
one number a parameter (K), what a scenario sets itself is set for you. What the engine returns
stays as it is when it is called again.

negotiate.decode(json)
    The board of the JSON, a text or what `JSON.parse` made of it: ``{title, about, file, sha256,
    version, players, parameters, quantities, criteria, scenarios, structures, tie}`` as below,
    arrays unpacked. ``board.scenarios[s].tree`` has typed arrays ``parent, owner, infoset,
    first, kids, slot`` (N; owner -1 chance, -2 leaf; slot: the action that leads there),
    ``leaf`` (Z), ``leafRow`` (N), ``slotStart`` (H+1), ``infosetOwner, infosetMove, node`` (H;
    the first node), ``slotAction`` (S), and ``moves, options, actions`` (texts).
negotiate.theta(board, scenario)
    Float64Array (K): the values of the file, those that the scenario sets on top.
negotiate.solve(board, scenario, theta)
    The equilibrium: ``{scenario, theta, mode, exact, valid, refusal, decided, ties, choice,
    tied, margin, behaviour, value, reach, payoff, u, chance, range, cell, regime, beliefs}``.
    ``valid`` false: the numbers are no game's, ``refusal`` says why, the rest is undefined.
    ``decided``: no tie on the path. ``choice`` (H): the slot taken, -1 at chance or where the
    player mixes. ``tied`` (H): 1 where another option is as good. ``margin`` (H): lead of the
    chosen option over the next best, Infinity for a single option, NaN at chance and where
    unknown. ``behaviour`` (S): odds of each slot. ``value``: what node n is worth to player p,
    at ``n * P + p``. ``reach`` (N). ``payoff`` (P). ``u``: payoffs of the leaves, at
    ``z * P + p``. ``chance`` (S). ``range`` (P): highest less lowest payoff. ``regime``: what
    happens, see `regime` below.
    In the mode "live" ``exact`` is true: the numbers are Python's, bit for bit. In the mode
    "table" ``exact`` is false and ``cell`` is ``{theta, moved, outside}``: the computed point
    that stands for `theta` (all numbers are those there), the parameters (by index) that were
    moved from the file's values, and whether no table varies all of these together;
    ``beliefs`` is a list of texts, ``margin`` NaN where it is not known from one node's values.
negotiate.outcome(board, scenario, theta, solved)
    ``{quantities: {name: expected value}, categories: {name: {category: odds}}, criteria:
    {name: odds}, moves: {move: {option: odds}}, terms: {player: {term: expected value}}}``;
    ``none`` is the option of a move that is not reached.
negotiate.path(board, scenario, solved)
    How each move comes out, in order: ``[{move, owner, outcomes: [{option, odds}]}]``; owner -1
    is chance. Outcomes of odds 0 are left out.
negotiate.regime(board, scenario, solved)
    ``solved.regime``: what happens, as maps and strips tell it: ``{key, label, happens,
    decided}``. ``happens`` is ``{move: [options]}`` of the players' moves, ``key`` is equal
    where it is equal, ``label`` joins the options by " › ", without moves that are not reached.
negotiate.options(board, scenario, solved, infoset)
    ``[{option, slot, child, value, odds, chosen}]``: what each is worth to its player at the
    first node; value NaN in the mode "table" where several nodes share the information set.
negotiate.history(board, scenario, node)
    How play gets there: ``[{move, option, node}]``, node being where the move is made.
negotiate.compare(board, before, after)
    Two solved scenarios side by side: ``{payoffs: [{player, before, after, change}], flips:
    [{player, move, infoset, node, history, before, after, values: {option: worth}, gain,
    onPath, tied}]}``. Flips are decisions after the same history that go another way, those on
    the path of `after` first; ``gain`` is what the new choice is worth above the old one, in
    the scenario `after`, NaN where the old one does not exist there.
negotiate.close(board, scenario, solved)
    Decisions on the path, the closest first: ``[{infoset, player, move, option, next, margin,
    share}]``; ``next`` is the next best option, ``share`` the margin over the payoff range.
negotiate.strip(board, scenario, theta, parameter, n)
    A job (see `job.step`) for the regimes along one parameter (its index), the others at `theta`: n
    looks over its range, every change closed in on until no number is between. ``job.segments``
    is ``[{from, to, regime}]``, regime an index into ``job.regimes`` (as `regime` returns
    them), -1 where the numbers are no game's; ``job.edges`` the values at which it changes.
    Empty where the parameter has no range or the scenario sets it. In the mode "table" the
    ends are halfway between computed points, and ``job.outside`` is true where none were
    computed: the others have been moved.
negotiate.phase(board, scenario, theta, x, y, nx, ny)
    A job for the regimes over two parameters: ``job.grid`` is an Int16Array, row by row of y
    from its low end, at ``j * nx + i``, coarse first (cells stand for their neighbours until
    they are solved), ``job.xs``, ``job.ys`` the values at the cells, ``job.regimes``,
    ``job.counts`` cells by regime, ``job.undecided`` a Uint8Array of cells with a tie on the
    path. ``job.nx``, ``job.ny``: its size, 0 where there is no such map; in the mode "table"
    that of the computed sheet, of the pairs in ``board.scenarios[s].table.sheets[k].axes``.
job.step(milliseconds)
    Goes on for about so long; true when done. ``job.done``, ``job.share`` (0 to 1).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.types import FloatArray, IntArray

FORMAT: Final = 1
"""Of the JSON; another number, another meaning."""

LIVE, TABLE = "live", "table"
"""Modes: solved in the page, or looked up in a table of certified answers."""


@dataclass(frozen=True, slots=True)
class BoardParameter:
    """A parameter; `low` and `high` are None where it has no range."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    about: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class BoardQuantity:
    """A quantity; a criterion is one without unit and categories."""

    name: str
    about: str = ""
    unit: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One instruction of the arithmetic: see `game.tape`.

    Attributes
    ----------
    op : str
        ``table`` (its `values` are given), ``parameter``, ``select``, ``where``, an arithmetic
        operation or a comparison.
    sets : int
        The moves that it depends on, as an index into `Structure.sets`. It has one value for
        each of their K joint outcomes, in the order of option codes, the first move's slowest,
        a move that is not reached before its options.
    args : tuple of int
        Earlier steps.
    parameter : int
        Index, for ``parameter``; else -1.
    values : FloatArray (K,), optional
        For ``table``.
    source : IntArray (K,), optional
        For ``select``: the position in `args` of the step that fills each row.
    """

    op: str
    sets: int = 0
    args: tuple[int, ...] = ()
    parameter: int = -1
    values: FloatArray | None = None
    source: IntArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """A tree and the steps over its histories; scenarios that differ in payoffs share it.

    Attributes
    ----------
    n_children, infoset : IntArray (N,)
        In breadth-first order; infoset -1 at leaves.
    infoset_owner, infoset_move : IntArray (H,)
        Player, or -1 for chance; index into `moves`.
    slot_action : IntArray (S,)
        Index into `actions`.
    moves : tuple of str
        M names, in the order of play.
    options : tuple of tuples of str
        Of each move, in the order of their codes.
    actions : tuple of str
    sets : tuple of tuples of int
        Sets of moves, by index.
    steps : tuple of Step
        Each after its arguments.
    """

    n_children: IntArray
    infoset: IntArray
    infoset_owner: IntArray
    infoset_move: IntArray
    slot_action: IntArray
    moves: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    actions: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CertifiedAnswer:
    """One equilibrium of a table, certified where it was computed.

    Attributes
    ----------
    slots : IntArray
        The slots that players play, in order.
    odds : FloatArray, optional
        With which odds; left out where all are 1.
    beliefs : tuple of str
        One sentence an information set that has something to guess.
    decided : bool
        Whether it was the only answer, without a tie, where it was solved. Where it was
        followed to, others may stand beside it.
    """

    slots: IntArray
    odds: FloatArray | None = None
    beliefs: tuple[str, ...] = ()
    decided: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Answers over one parameter, or over two.

    Attributes
    ----------
    axes : tuple of int
        One or two parameters.
    points : tuple of FloatArray
        The values of each that were computed, ascending.
    cells : IntArray
        Index into `RegimeTable.answers`, -1 where none was found; the first axis runs fastest.
    """

    axes: tuple[int, ...]
    points: tuple[FloatArray, ...]
    cells: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class RegimeTable:
    """Certified answers around one point, for a game that the page does not solve itself.

    Attributes
    ----------
    theta : FloatArray (K,)
        The point; on every sheet the parameters that are not its axes are there.
    here : int
        The answer at the point itself; -1 where there is none.
    certified : str
        A sentence: what was computed, and how it was certified.
    """

    theta: FloatArray
    here: int
    answers: tuple[CertifiedAnswer, ...]
    sheets: tuple[Sheet, ...]
    concept: str = ""
    certified: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class BoardScenario:
    """One scenario.

    Attributes
    ----------
    mode : {"live", "table"}
    reason : str
        Why it is looked up in a table, as a sentence; empty where it is solved live.
    structure : int
    settings : mapping of parameter to number
        What the scenario sets; such parameters do not move.
    payoffs : IntArray (P,) or (Z * P,)
        The step that pays each player, or each player at each leaf.
    odds_slots, odds_steps : IntArray
        The slots of chance, and the step of each.
    quantities, criteria : tuple of int
        Steps, in the order of the board's.
    terms : mapping of player key to mapping of payoff term to step
    table : RegimeTable, optional
    """

    name: str
    structure: int
    payoffs: IntArray
    odds_slots: IntArray
    odds_steps: IntArray
    mode: str = LIVE
    reason: str = ""
    about: str = ""
    phrase: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)
    quantities: tuple[int, ...] = ()
    criteria: tuple[int, ...] = ()
    terms: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    table: RegimeTable | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A game file, ready to be played with in a page.

    Attributes
    ----------
    players : mapping of key to full name
    phrases : mapping of move to mapping of option to phrase
    about_moves : mapping of move to what the file says of it
    tie : tuple of float
        A player's payoffs tie within the first times its payoff range, or within the second
        times its largest payoff.
    odds_tolerance : float
        How far odds may sum away from 1.
    """

    title: str
    about: str
    file: str
    sha256: str
    version: str
    players: Mapping[str, str]
    parameters: tuple[BoardParameter, ...]
    quantities: tuple[BoardQuantity, ...]
    criteria: tuple[BoardQuantity, ...]
    structures: tuple[Structure, ...]
    scenarios: tuple[BoardScenario, ...]
    tie: tuple[float, float]
    odds_tolerance: float
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about_moves: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    format: int = FORMAT
