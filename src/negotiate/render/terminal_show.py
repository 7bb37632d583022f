"""What a game file says, for somebody who has not read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.sheet import Page
from negotiate.render.styled import Text
from negotiate.render.terminal_tree import write_tree
from negotiate.render.words import listed
from negotiate.results.numbers import count
from negotiate.results.wording import opened, spaced
from negotiate.spec.model import Moves, Table
from negotiate.spec.unparse import decimal, formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.render.styled import Colours
    from negotiate.spec.model import Announcement, Move, Parameter, Restriction, Scenario, Spec


def game_page(
    spec: Spec,
    game: Game | None,
    *,
    width: int = 80,
    colours: Colours | None = None,
    depth: int | None = None,
) -> str:
    """Return the story, players, parameters, moves, scenarios, size and tree of a game.

    Parameters
    ----------
    spec : Spec
    game : Game or None
        With its numbers; None leaves size and tree out.
    width, colours
        As in `terminal.comparison_page`.
    depth : int, optional
        Decisions on a branch before the tree is folded.
    """
    page = Page(width, colours, {player.key: player.name for player in spec.players})
    page.heading(spec.title)
    page.say(spec.file)
    if spec.about:
        page.blank()
        page.say(spec.about)
    _players(page, spec)
    _parameters(page, spec)
    _moves(page, spec)
    _measures(page, spec)
    _scenarios(page, spec)
    if spec.sources:
        page.heading("Sources")
        for source in spec.sources:
            page.say(source, indent=2, hang=2)
    if game is not None:
        _size(page, game)
        write_tree(page, game, depth)
    return page.text()


def _players(page: Page, spec: Spec) -> None:
    page.heading("Players")
    room = max(len(player.key) for player in spec.players)
    for player in spec.players:
        line = page.player(player.key, short=True)
        if player.name != player.key:
            line.pad_right(room + 2).append(page.player(player.key))
        page.say(line, indent=2)


def _parameters(page: Page, spec: Spec) -> None:
    if not spec.parameters:
        return
    page.heading("Parameters")
    for parameter in spec.parameters:
        page.say(_parameter(parameter), indent=2, hang=2)
        told = [parameter.about, f"source: {parameter.source}" if parameter.source else ""]
        if any(told):
            page.say("; ".join(part for part in told if part), indent=6)
    for pair in spec.correlations:
        rho = decimal(pair.rho)
        page.say(f"rank correlation of {pair.first} and {pair.second}: {rho}", indent=2, hang=2)


def _parameter(parameter: Parameter) -> str:
    text = f"{parameter.name} = {decimal(parameter.value)}"
    if parameter.unit:
        text += f" {parameter.unit}"
    if parameter.low is not None and parameter.high is not None:
        text += f", in the range {decimal(parameter.low)} to {decimal(parameter.high)}"
    if parameter.distribution is not None:
        text += f"; drawn from: {parameter.distribution.words()}"
    return text


def _moves(page: Page, spec: Spec) -> None:
    body = spec.body
    if isinstance(body, Table):
        page.heading("Options: all choose at once")
        for player, options in zip(spec.players, body.options, strict=True):
            line = page.player(player.key)
            page.say(line.append(f": {listed(options, 'or')}"), indent=2, hang=2)
    elif isinstance(body, Moves):
        page.heading("Moves, in order")
        for place, move in enumerate(body.moves, 1):
            _move(page, place, move, spec)


def _move(page: Page, place: int, move: Move, spec: Spec) -> None:
    """Write one move: who, what, when, who sees it."""
    who = page.player(move.owner) if move.owner else page.coloured("chance")
    line = Text(f"{place}. ").append(who)
    line.append(f" · {move.name}", style="bold")
    names = [
        option.name + (f" {formula(move.odds[option.name])}" if option.name in move.odds else "")
        for option in move.options
    ]
    page.say(line.append(f": {', '.join(names)}"), indent=2, hang=3)
    if move.about:
        page.say(move.about, indent=5)
    if move.when is not None:
        page.say(f"only when {formula(move.when)}", indent=5, hang=2)
    for option in move.options:
        if option.when is not None:
            page.say(f"{option.name} only when {formula(option.when)}", indent=5, hang=2)
        if option.about:
            page.say(f"{option.name}: {option.about}", indent=5, hang=2)
    if move.seen_by is not None:
        seers = [player.name for player in spec.players if player.key in move.seen_by]
        page.say(f"seen by {listed(seers) or 'nobody'} only", indent=5, hang=2)


def _measures(page: Page, spec: Spec) -> None:
    """Write what is reported of an outcome."""
    if spec.quantities:
        page.heading("Quantities")
    for quantity in spec.quantities:
        unit = f" ({quantity.unit})" if quantity.unit else ""
        among = f": {listed(quantity.categories, 'or')}" if quantity.categories else ""
        about = f": {quantity.about}" if quantity.about else ""
        page.say(f"{quantity.name}{unit}{among}{about}", indent=2, hang=2)
    if spec.criteria:
        page.heading("Criteria")
    for criterion in spec.criteria:
        about = f": {criterion.about}" if criterion.about else ""
        page.say(f"{criterion.name}{about}", indent=2, hang=2)
        page.say(f"holds when {formula(criterion.when)}", indent=6, hang=2)


def _scenarios(page: Page, spec: Spec) -> None:
    if not spec.scenarios:
        return
    page.heading("Scenarios")
    for scenario in spec.scenarios:
        about = f": {scenario.about}" if scenario.about else ""
        page.say(f"{scenario.name}{about}", indent=2, hang=2)
        for line in _scenario(scenario, spec):
            page.say(line, indent=6, hang=2)


def _scenario(scenario: Scenario, spec: Spec) -> Iterator[str]:
    """Yield what a scenario changes, a sentence each."""
    names = {player.key: player.name for player in spec.players}
    if scenario.extends:
        yield f"as {scenario.extends}, and:"
    for name, value in scenario.settings.items():
        yield f"{name} = {decimal(value)}"
    for announcement in scenario.announcements:
        yield _announcement(announcement, names)
    for restriction in scenario.restrictions:
        yield _restriction(restriction, names)
    if scenario.order:
        yield f"moves in the order {', '.join(scenario.order)}"
    for sight in scenario.sights:
        seers = listed(names[key] for key in sight.players)
        until = f" until {sight.until}" if sight.until else ""
        yield f"{sight.move} is {'seen by' if sight.sees else 'hidden from'} {seers}{until}"


def _announcement(announcement: Announcement, names: dict[str, str]) -> str:
    when = f" when {formula(announcement.when)}" if announcement.when is not None else ""
    called = f" ({spaced(announcement.name)})" if announcement.name else ""
    return opened(
        f"{names[announcement.player]} announces{called} {announcement.move}: "
        f"{listed(announcement.will, 'or')}{when}; breaking its word costs it "
        f"{formula(announcement.breaking_costs)}"
    )


def _restriction(restriction: Restriction, names: dict[str, str]) -> str:
    when = f" when {formula(restriction.when)}" if restriction.when is not None else ""
    how = "is bound to" if restriction.keeps else "may not choose"
    options = listed(restriction.options, "or")
    return opened(f"{names[restriction.player]} {how} {restriction.move}: {options}{when}")


def _size(page: Page, game: Game) -> None:
    tree = game.tree
    page.heading("Size")
    information = "perfect" if tree.perfect_information else "imperfect"
    sets = int(tree.decision.sum())
    page.say(
        f"{count(tree.n_nodes, 'node')}, {count(tree.n_leaves, 'outcome')}, "
        f"{count(sets, 'information set')} of players; {information} information",
        indent=2,
    )
