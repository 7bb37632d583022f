"""The games that pygambit carries: read, written, read back the same, and as Gambit reads them.

The games stay where they are installed; none is copied into this project.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.gambit import CATALOGUE, ask, catalogue, needs_gambit

from negotiate.formats import efg, nfg, read_any, read_any_text
from negotiate.formats._gambit_games import TERMINAL, ExtensiveFile, StrategicFile
from negotiate.game.model import Model
from negotiate.spec.library import find_game

if TYPE_CHECKING:
    from negotiate.spec.model import Spec

pytestmark = needs_gambit

GAMES = catalogue()

FORGETFUL = {
    "books/shohamleytonbrown2008/fig5_12.efg",
    "books/vonstengel2022/fig10.7.efg",
    "journals/geb/gilboa1997/fig1.efg",
    "journals/geb/gilboa1997/fig2.efg",
    "journals/geb/wichardt2008.efg",
}
"""Games without perfect recall, as their own notes or the publications that they cite say."""

READS = """
import io
def answer(text):
    tree = text.startswith("EFG")
    game = (pygambit.read_efg if tree else pygambit.read_nfg)(io.StringIO(text))
    arrays = [a.astype(str).tolist() for a in game.to_arrays()]
    return [game.to_efg() if tree else game.to_nfg(), arrays]
"""


def spec_of(game: str) -> Spec:
    assert CATALOGUE is not None
    return read_any(CATALOGUE / game)


def document_of(spec: Spec) -> ExtensiveFile | StrategicFile:
    assert spec.origin is not None
    document = spec.origin.document
    assert isinstance(document, ExtensiveFile | StrategicFile)
    return document


def text_of(document: ExtensiveFile | StrategicFile) -> str:
    if isinstance(document, ExtensiveFile):
        return efg.document_text(document)
    return nfg.document_text(document)


def test_there_is_a_catalogue() -> None:
    assert len(GAMES) >= 36
    assert set(GAMES) >= FORGETFUL


@pytest.mark.parametrize("game", GAMES)
def test_it_reads_back_the_same(game: str) -> None:
    spec = spec_of(game)
    text = text_of(document_of(spec))
    again = read_any_text(text)
    assert document_of(again) == document_of(spec)
    assert (again.title, again.about, again.players) == (spec.title, spec.about, spec.players)
    assert again.body == spec.body


@pytest.mark.slow
def test_gambit_reads_what_we_write_as_what_we_read() -> None:
    assert CATALOGUE is not None
    originals = [(CATALOGUE / game).read_text(encoding="utf-8") for game in GAMES]
    ours = [text_of(document_of(spec_of(game))) for game in GAMES]
    found = [read_any_text(text) for text, _ in ask(READS, originals + ours)]
    for i, game in enumerate(GAMES):
        original, ours_as_read = (document_of(found[k]) for k in (i, i + len(GAMES)))
        assert outline(ours_as_read) == outline(original), game
        assert shape(original) == shape(document_of(spec_of(game))), game


def outline(document: ExtensiveFile | StrategicFile) -> list[Any]:
    """Return all that a file says but its own numbers of information sets and outcomes."""
    labels: list[Any]
    if isinstance(document, StrategicFile):
        labels = [s if isinstance(s, int) else list(s) for s in document.strategies]
        return [document.title, document.comment, document.players, labels, *shape(document)]
    labels = [
        (node.label, document.information.get((node.player, node.information)))
        for node in document.nodes
    ]
    return [document.title, document.comment, document.players, labels, *shape(document)]


def shape(document: ExtensiveFile | StrategicFile) -> list[Any]:
    """Return the game without any label: Gambit renames what is empty or repeated."""
    if isinstance(document, StrategicFile):
        return [len(document.players), *document.payoffs]
    numbers: dict[tuple[int, int], int] = {}
    lines: list[Any] = [len(document.players)]
    for node in document.nodes:
        paid = document.outcomes[node.outcome].payoffs if node.outcome else None
        if node.player == TERMINAL:
            lines.append(paid)
        else:
            number = numbers.setdefault((node.player, node.information), len(numbers))
            described = document.information_of(node)
            actions = len(described.actions)
            lines.append((node.player, number, actions, described.odds, paid))
    return lines


@pytest.mark.slow
def test_gambit_finds_the_same_payoffs_under_every_pure_strategy() -> None:
    games = [game for game in GAMES if game not in FORGETFUL]
    numbers = [Model(spec_of(game)).game(exact=True) for game in games]
    tables = [efg.write_efg(game) for game in numbers]
    for name, game, (_, arrays) in zip(games, numbers, ask(READS, tables), strict=True):
        theirs = np.moveaxis(np.vectorize(Fraction)(np.array(arrays)), 0, -1)
        ours = nfg.parse(nfg.write_nfg(game)).payoffs
        assert len(ours) == theirs[..., 0].size, name
        assert sorted(ours) == sorted(map(tuple, theirs.reshape(-1, theirs.shape[-1]))), name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("game", "scenario"),
    [("kellogg", ""), ("textbook/chain-store", ""), ("textbook/asymmetric-deterrence", "")],
)
def test_gambit_reads_our_own_games(game: str, scenario: str) -> None:
    text = efg.write_efg(Model(read_any(find_game(game))).game(scenario, exact=True))
    script = """
import io
def answer(text):
    return pygambit.read_efg(io.StringIO(text)).to_efg()
"""
    ours, theirs = efg.parse(text), efg.parse(ask(script, [text])[0])
    assert outline(theirs) == outline(ours)
