"""Answers written by hand, so that pictures and formats are tested without a solver."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import inf, nan

from negotiate.results import (
    Change,
    Comparison,
    Coverage,
    Credibility,
    Decision,
    GameInfo,
    Part,
    Play,
    Proof,
    Recommendation,
    Refinement,
    Robustness,
    ScenarioReport,
    Told,
    Verdict,
    Welfare,
)

PLAYERS = {"US": "United States", "UA": "Ukraine", "RU": "Russia", "CN": "China"}
OWNER = {"support": "CN", "ua_talks": "UA", "ru_talks": "RU", "aid": "US", "settle": "UA"}

PROOF = Proof(
    condition="no player gains by changing one decision, at any information set",
    max_regret=0.0,
    holds=True,
    worst="Russia at ru_talks would lose 0.4137 by refuse",
)


def decisions(path: dict[str, dict[str, float]], shift: float) -> tuple[Decision, ...]:
    """Return one decision a move: what is played is worth 44.2 plus `shift`, the rest 31.05."""
    history: dict[str, str] = {}
    found = []
    for move, odds in path.items():
        best = max(odds, key=lambda option: odds[option])
        if move in OWNER:
            value = {best: 44.2 + shift, "otherwise": 31.05}
            found.append(
                Decision(OWNER[move], move, dict(history), odds, 1.0, value, 13.15 + shift)
            )
        history[move] = best
    return tuple(found)


def scenario(
    name: str, about: str, talks: tuple[str, str], aid: str, payoffs: tuple[float, ...]
) -> ScenarioReport:
    """Return a scenario of the four-player game, solved."""
    at_war = talks != ("accept", "accept")
    path = {
        "support": {"modest": 1.0},
        "ua_talks": {talks[0]: 1.0},
        "ru_talks": {talks[1]: 1.0},
        "aid": {aid: 1.0},
        "front": {"regain": 0.2, "stalemate": 0.55, "loss": 0.25} if at_war else {"none": 1.0},
        "settle": {"accept": 0.75, "refuse": 0.25} if at_war else {"accept": 1.0},
    }
    play = Play(
        payoffs=dict(zip(PLAYERS, payoffs, strict=True)),
        path=path,
        quantities={
            "territory_ru": 0.2143 if at_war else 0.18,
            "ceasefire": {"now": 0.0, "later": 0.75, "never": 0.25} if at_war else {"now": 1.0},
            "aid_level": {"cut": 0.0, "hold": 0.5, "surge": 1.0}[aid],
            "lives_lost": 118_250.0 if at_war else 4_100.0,
        },
        criteria={"sovereignty": 0.55 if at_war else 1.0, "no_reward_for_aggression": 0.2},
        decisions=decisions(path, payoffs[0] / 100),
        proof=PROOF,
        terms={
            key: {"war": pay - 1.5, "credibility": 1.5}
            for key, pay in zip(PLAYERS, payoffs, strict=True)
        },
    )
    stats = {"decisions": 312, "ties": 0}
    return ScenarioReport(
        name, about, "spe", "backward_induction", Coverage.ALL, (play,), stats, (), 1204
    )


def four_players() -> Comparison:
    """Return three scenarios of a four-player game: no threat, a threat, and an empty one."""
    baseline = scenario(
        "baseline", "Aid goes on, whatever anyone does.", ("refuse", "refuse"), "hold",
        (12.5, 31.05, 28.4, 19.0),
    )  # fmt: skip
    kellogg = scenario(
        "kellogg", "Talks or else, on both sides.", ("accept", "accept"), "hold",
        (14.75, 44.2, 33.6125, 16.5),
    )  # fmt: skip
    cheap = scenario(
        "cheap_talk", "The same words, at no cost.", ("refuse", "refuse"), "hold",
        (12.5, 31.05, 28.4, 19.0),
    )  # fmt: skip
    return Comparison(
        game=four_player_game(),
        concept="spe",
        scenarios=(baseline, kellogg, cheap),
        changes=changes(),
        credibility=credibility(),
        welfare=(
            Welfare(
                "kellogg",
                "baseline",
                {"US": 2.25, "UA": 13.15, "RU": 5.2125, "CN": -2.5},
                "The United States, Ukraine and Russia are better off, China is worse off.",
            ),
            Welfare("cheap_talk", "baseline", dict.fromkeys(PLAYERS, 0.0), "Nobody is affected."),
        ),
        robustness=(
            Robustness(
                "kellogg",
                "baseline",
                "Ukraine and Russia turn from refuse to accept",
                2000,
                0,
                0.8315,
                0.8145,
                0.8473,
                0.0035,
                parts=(
                    Part("ua_talks", "Ukraine chooses accept", 0.86),
                    Part("ru_talks", "Russia chooses accept", 0.91),
                ),
            ),
        ),
        version="0.1.0",
    )


def four_player_game() -> GameInfo:
    """Return which game the answer is about."""
    return GameInfo(
        title="Kellogg's conditional aid",
        about="Four players, one war, and a threat on both sides.",
        file="games/kellogg.yaml",
        sha256="4f7d0c3e" * 8,
        players=PLAYERS,
        parameters={"audience_cost": 0.8, "p_regain": 0.2},
        nodes=1204,
        leaves=718,
        information_sets=312,
        perfect_information=True,
    )


def changes() -> tuple[Change, ...]:
    """Return what the threat changes: two decisions on the path, four off it."""
    refused = {"support": "modest", "ua_talks": "refuse"}
    on_path = (
        Change(
            "baseline", "kellogg", "UA", "ua_talks", {"support": "modest"}, "refuse", "accept",
            13.15, True, "Ukraine accepts: refusing now ends in cut, worth 31.05, against 44.2.",
        ),
        Change(
            "baseline", "kellogg", "RU", "ru_talks", {"support": "modest", "ua_talks": "accept"},
            "refuse", "accept", 0.4137, True,
            "Russia accepts: refusing now ends in surge, worth 33.1988, against 33.6125.",
        ),
    )  # fmt: skip
    off_path = tuple(
        Change(
            "baseline", "kellogg", "US", "aid", {**refused, "ru_talks": answer}, "hold", "cut",
            0.49 + k / 8, False, "The United States cuts: holding now breaks its word.",
        )
        for k, answer in enumerate(("accept", "refuse", "delay", "counter"))
    )  # fmt: skip
    return on_path + off_path


def credibility() -> tuple[Credibility, ...]:
    """Return a credible threat, one that is not, and one that no cost would make credible."""
    moment = {"support": "modest", "ua_talks": "refuse", "ru_talks": "accept"}
    return (
        Credibility(
            "kellogg", "US", "aid", "cut", moment, "hold", "audience_cost", 0.8, 0.31, 0.49,
            credible=True, moments=6, closed_form="aid_cost*(1 - p_regain)/2",
        ),
        Credibility(
            "cheap_talk", "US", "aid", "cut", moment, "hold", "audience_cost", 0.0, 0.31, -0.31,
            credible=False, moments=6,
        ),
        Credibility(
            "cheap_talk", "US", "aid", "surge", {}, "hold", "audience_cost", 0.0, inf, -inf,
            credible=False,
        ),
    )  # fmt: skip


def exact() -> Comparison:
    """Return an answer in fractions, with an unknown margin and an infinite one."""
    play = Play(
        payoffs={"A": Fraction(7, 3), "B": Fraction(5)},
        path={"A": {"top": Fraction(1, 3), "bottom": Fraction(2, 3)}, "B": {"left": Fraction(1)}},
        quantities={"share": Fraction(-2, 7), "end": {"deal": Fraction(1, 3)}},
        criteria={"fair": Fraction(1, 3)},
        decisions=(
            Decision(
                "A", "A", {}, {"top": Fraction(1, 3), "bottom": Fraction(2, 3)}, Fraction(1),
                {"top": Fraction(7, 3), "bottom": Fraction(7, 3)}, Fraction(0),
            ),
            Decision("B", "B", {"A": "top"}, {"left": Fraction(1)}, Fraction(1, 3), {}, inf),
            Decision(
                "B", "B", {"A": "bottom"}, {"left": Fraction(1)}, Fraction(2, 3), {}, nan,
                beliefs={"C top": Fraction(1, 4), "C bottom": Fraction(3, 4)},
                trembles={"left": (Fraction(1), 0), "right": (Fraction(1, 3), 2)},
            ),
        ),
        proof=replace(PROOF, worst="", consistency="trembles show it"),
        conditions=("PrB(left) <= 1/4",),
        verdict=Verdict(
            "not credible", "B would rather go right", "B", "B", "right", {"A": "top"},
            Fraction(1, 7),
        ),
        refinements=(Refinement("intuitive criterion", survives=False, sentence="it falls"),),
        recommendations=(
            Recommendation(Fraction(2, 3), (Told("A", "A", {}, "bottom"),)),
            Recommendation(
                Fraction(1, 3), (Told("A", "A", {}, "top"), Told("B", "B", {"A": "top"}, "left"))
            ),
        ),
    )  # fmt: skip
    game = GameInfo(
        "A <b>table</b>", "", "<text>", "0" * 64, {"A": "Ann", "B": "Bob"},
        {"x": Fraction(1, 3)}, 7, 4, 2, perfect_information=False,
    )  # fmt: skip
    report = ScenarioReport(
        "", "", "nash", "vertices", Coverage.ALL, (play, play), {"largest": inf}
    )
    return Comparison(game, "nash", (report,), version="0.1.0")
