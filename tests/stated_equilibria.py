"""What publications and the notes of pygambit's catalogue state of the equilibria of its games.

Paraphrased, with the source. Profiles name the decisions and options as `negotiate.formats` does:
an information set without a label is called after its player, with its number if there are more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    Profile = Mapping[str, str | Mapping[str, float]]
"""For each decision an option, or the probability of each option."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of one game.

    Attributes
    ----------
    game : str
        Path inside the catalogue.
    source : str
    says : str
        In our words.
    count : int or None
        How many Nash equilibria there are, mixed ones included.
    continuum : bool
        There are infinitely many.
    pure : tuple of Profile, or None
        All Nash equilibria in pure strategies.
    nash, not_nash : tuple of Profile
        Some profiles that are, and that are not, Nash equilibria.
    perfect : tuple of Profile, or None
        All subgame-perfect equilibria.
    forgetful : bool
        A player has imperfect recall.
    """

    game: str
    source: str
    says: str
    count: int | None = None
    continuum: bool = False
    pure: tuple[Profile, ...] | None = None
    nash: tuple[Profile, ...] = ()
    not_nash: tuple[Profile, ...] = ()
    perfect: tuple[Profile, ...] | None = None
    forgetful: bool = False


def table(*strategies: str | tuple[float, ...], options: tuple[tuple[str, ...], ...]) -> Profile:
    """Return a profile of a table, whose players are labelled ``Player 1`` and so on."""
    return {
        f"Player_{i}": s if isinstance(s, str) else dict(zip(own, s, strict=True))
        for i, (s, own) in enumerate(zip(strategies, options, strict=True), start=1)
    }


TWO = ("Top", "Bottom"), ("Left", "Right")
THREE = (*TWO, ("1", "2"))
FOUR = (*TWO, ("1", "2", "3", "4"))
NAU = "Nau, Gomez-Canovas & Hansen 2004, Int. J. Game Theory 32"
ROOT = sqrt(601)

STATED: Final = (
    Stated(
        "journals/dcg/vonstengel1999/6x6_game_with_75_eq.nfg",
        "von Stengel 1999, Discrete Comput. Geom. 21",
        "75 equilibria, more than the 63 that were once thought the most for 6 x 6",
        count=75,
    ),
    Stated(
        "journals/dcg/vonstengel1999/6x6_game_with_75_eq_small_payoffs.nfg",
        "Savani & von Stengel 2006, Econometrica 74",
        "75 equilibria, with smaller payoffs",
        count=75,
    ),
    Stated(
        "journals/geb/bagwell1995.efg",
        "Bagwell 1995, Games Econ. Behav. 8",
        "the only pure equilibrium that survives noise is that of simultaneous play; in another, "
        "mixed one the Stackelberg action is likely but not sure",
        count=3,
        pure=({"Player_1": "C", "Player_2_1": "C", "Player_2_2": "C"},),
        nash=(
            {
                "Player_1": {"S": 99 / 100, "C": 1 / 100},
                "Player_2_1": "S",
                "Player_2_2": {"S": 24 / 49, "C": 25 / 49},
            },
        ),
        not_nash=({"Player_1": "S", "Player_2_1": "S", "Player_2_2": "C"},),
    ),
    Stated(
        "journals/geb/wichardt2008.efg",
        "Wichardt 2008, Games Econ. Behav. 63",
        "imperfect recall; no Nash equilibrium in behaviour strategies",
        forgetful=True,
    ),
    Stated(
        "journals/geb/gilboa1997/fig1.efg",
        "Piccione & Rubinstein 1997; Gilboa 1997, Games Econ. Behav. 20",
        "the absent-minded driver",
        forgetful=True,
    ),
    Stated(
        "books/shohamleytonbrown2008/fig5_12.efg",
        "Shoham & Leyton-Brown 2008, figure 5.12",
        "imperfect recall, absent-mindedness",
        forgetful=True,
    ),
    Stated(
        "books/vonstengel2022/fig10.7.efg",
        "von Stengel 2022, figure 10.7",
        "imperfect recall; an equilibrium of the strategic form has no behaviour strategy",
        forgetful=True,
    ),
    Stated(
        "journals/ijgt/nau2004/sec3.nfg",
        f"{NAU}, section 3",
        "battle of the sexes: three equilibria, two pure and one completely mixed",
        count=3,
        pure=(table("Top", "Left", options=TWO), table("Bottom", "Right", options=TWO)),
        nash=(table((3 / 5, 2 / 5), (2 / 5, 3 / 5), options=TWO),),
    ),
    Stated(
        "journals/ijgt/nau2004/sec4.nfg",
        f"{NAU}, section 4; the closed form by solving the three indifferences",
        "a unique equilibrium, in irrational probabilities",
        count=1,
        pure=(),
        nash=(
            table(
                ((53 - ROOT) / 46, (ROOT - 7) / 46),
                ((ROOT - 13) / 24, (37 - ROOT) / 24),
                ((ROOT - 23) / 4, (27 - ROOT) / 4),
                options=THREE,
            ),
        ),
    ),
    Stated(
        "journals/ijgt/nau2004/sec5.nfg",
        f"{NAU}, section 5; the pure ones by comparing the eight cells",
        "three pure, two incompletely mixed and a continuum of completely mixed equilibria",
        continuum=True,
        pure=(
            table("Bottom", "Left", "1", options=THREE),
            table("Top", "Right", "1", options=THREE),
            table("Bottom", "Right", "2", options=THREE),
        ),
    ),
    Stated(
        "journals/ijgt/nau2004/sec6.nfg",
        f"{NAU}, section 6; the segment by solving the indifferences",
        "the equilibria are a line segment of mixed strategies",
        continuum=True,
        pure=(),
        nash=tuple(
            table((0.5, 0.5), (0.5, 0.5), (0.5 - t, 0.5 - t, t, t), options=FOUR)
            for t in (0, 1 / 8, 1 / 4, 1 / 2)
        ),
        not_nash=(table((0.5, 0.5), (0.5, 0.5), (1 / 4, 1 / 2, 1 / 8, 1 / 8), options=FOUR),),
    ),
    Stated(
        "journals/other/shapley1974/fig3.nfg",
        "Shapley 1974, Math. Programming Study 1, figure 3",
        "two mixed equilibria that the Lemke-Howson algorithm cannot reach",
        nash=(
            {"Player_1": {"1": 1 / 3, "2": 2 / 3}, "Player_2": {"1": 1 / 3, "2": 2 / 3}},
            {
                "Player_1": {"1": 1 / 6, "2": 1 / 3, "3": 1 / 2},
                "Player_2": {"1": 1 / 6, "2": 1 / 3, "3": 1 / 2},
            },
        ),
    ),
    Stated(
        "journals/ijgt/selten1975/fig1.efg",
        "Selten 1975, Int. J. Game Theory 4, figure 1",
        "Selten's horse: an unreasonable equilibrium that subgame perfection keeps, because "
        "there is no proper subgame",
        pure=(
            {"Player_1": "R", "Player_2": "R", "Player_3": "L"},
            {"Player_1": "L", "Player_2": "R", "Player_3": "R"},
        ),
    ),
    Stated(
        "journals/ijgt/selten1975/fig2.efg",
        "Selten 1975, Int. J. Game Theory 4, figure 2",
        "one perfect equilibrium in the extensive form",
        perfect=({"Player_1_1": "R", "Player_2": "R", "Player_1_2": "l"},),
    ),
    Stated(
        "books/myerson1991/fig4_2.efg",
        "Myerson 1991, figure 4.2",
        "(B1, Z1, W2) is an equilibrium between agents but not a Nash equilibrium",
        not_nash=({"Player_1_1": "B1", "Player_1_2": "Z1", "Player_2": "W2"},),
    ),
    Stated(
        "books/shohamleytonbrown2008/fig5_11.efg",
        "Shoham & Leyton-Brown 2008, figure 5.11: the prisoner's dilemma",
        "both defect",
        count=1,
        pure=({"Player_1": "D", "Player_2": "d"},),
    ),
    Stated(
        "books/shohamleytonbrown2008/fig5_15.efg",
        "Shoham & Leyton-Brown 2008, section 5.2.3, on figure 5.15",
        "the pure equilibria are (L, U) and (R, D)",
        pure=({"Player_1": "L", "Player_2": "U"}, {"Player_1": "R", "Player_2": "D"}),
    ),
    Stated(
        "books/vonstengel2022/fig10.12.efg",
        "von Stengel 2022, figure 10.12",
        "Monty Hall with an option: player II has a convex set of optimal strategies",
        continuum=True,
    ),
)
