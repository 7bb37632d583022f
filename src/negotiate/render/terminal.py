"""The answer on a terminal, in the order in which questions are asked about it.

What happens and what follows, in one paragraph; the scenarios side by side; what changed and
why; whether threats are credible; how robust that is; how it was solved, and what was not looked
at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.beliefs import write_beliefs, write_standing
from negotiate.render.sheet import Page
from negotiate.render.story import share_of_draws, story, untested
from negotiate.render.terminal_mediator import write_mediator
from negotiate.render.terminal_reasons import write_changes, write_credibility
from negotiate.render.terminal_scenarios import write_equilibria, write_scenarios
from negotiate.results.decisions import ties
from negotiate.results.numbers import count, number, odds

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.report import Comparison, Robustness, ScenarioReport


def comparison_page(
    comparison: Comparison, *, width: int = 80, colours: Colours | None = None, full: bool = False
) -> str:
    """Return the answer as text.

    Parameters
    ----------
    comparison : Comparison
    width : int
        Columns of the terminal.
    colours : {"standard", "256", "truecolor"} or None
        None writes no escape sequence.
    full : bool
        Show every changed decision, also off the path, and every part of the payoffs.
    """
    page = Page(width, colours, comparison.game.players)
    _title(page, comparison)
    page.blank()
    page.say(story(comparison))
    write_scenarios(page, comparison, full=full)
    write_equilibria(page, comparison)
    write_beliefs(page, comparison)
    write_standing(page, comparison)
    write_mediator(page, comparison)
    write_changes(page, comparison, full=full)
    write_credibility(page, comparison, full=full)
    _robustness(page, comparison)
    _method(page, comparison, full=full)
    return page.text()


def _title(page: Page, comparison: Comparison) -> None:
    game = comparison.game
    kind = "perfect" if game.perfect_information else "imperfect"
    sizes = count(len(game.players), "player"), count(game.nodes, "node")
    page.title(game, *sizes, f"{kind} information")


def _robustness(page: Page, comparison: Comparison) -> None:
    """Say how much of the assumptions each headline survives."""
    lines = [line for line in comparison.robustness if line.draws]
    if not lines:
        return
    page.heading("Robustness")
    tested = [line for line in lines if not untested(line)]
    draws = ", ".join(f"{n:,}" for n in dict.fromkeys(line.draws for line in lines))
    if tested:
        where = f"share of {draws} draws over the parameters' ranges in which"
        page.say(f"{where} each result holds, and each part of it", indent=2, hang=2)
    for line in tested:
        name = f"{_step(line)}: " if line.scenario else ""
        page.say(f"{name}{share_of_draws(line)}", indent=2, hang=2)
        parts = [f"{part.says}: {odds(part.share)}" for part in line.parts]
        page.say("; ".join(parts) if len(parts) > 1 else line.headline, indent=6)
    for reason in dict.fromkeys(filter(None, map(untested, lines))):
        steps = [_step(line) for line in lines if untested(line) == reason]
        names = f" {', '.join(steps)}" if any(steps) else ""
        page.say(f"not tested:{names}, for {reason}" if names else f"not tested: {reason}", 2, 2)


def _step(line: Robustness) -> str:
    """Return which scenario a line is about, and against which other it stands."""
    return f"{line.against} → " * (line.against not in {"", line.scenario}) + line.scenario


def _method(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Say how the answer was found, what proves it, and what was not looked at."""
    page.heading("How it was solved")
    for reports in _alike(comparison):
        report = reports[0]
        names = [each.name for each in reports if each.name]
        where = f"{', '.join(names)}: " if names else ""
        page.say(
            f"{where}concept {report.concept}, method {report.method}; "
            f"{report.coverage.value}; {_sizes(reports)}",
            indent=2,
            hang=2,
        )
        for note in report.notes:
            page.say(f"note: {note}", indent=4, hang=2)
        for each in reports if full or len(comparison.scenarios) == 1 else ():
            done = [f"{name.replace('_', ' ')} {_stat(s)}" for name, s in each.stats.items()]
            lead = f"{each.name}: " if len(reports) > 1 else ""
            page.say(f"{lead}{', '.join(done)}", indent=4, hang=2)
    _proofs(page, comparison)
    game = comparison.game
    page.say("not looked at:", indent=2)
    for omission in _omissions(comparison):
        page.say(omission, indent=4, hang=2)
    page.say(
        f"negotiate {comparison.version}, seed {comparison.seed}, game sha256 {game.sha256}",
        indent=2,
        hang=2,
    )


def _alike(comparison: Comparison) -> list[list[ScenarioReport]]:
    """Return scenarios of which the same is to be said together."""
    groups: dict[object, list[ScenarioReport]] = {}
    for report in comparison.scenarios:
        key = (report.concept, report.method, report.coverage, report.notes)
        groups.setdefault(key, []).append(report)
    return list(groups.values())


def _sizes(reports: list[ScenarioReport]) -> str:
    sizes = {report.nodes for report in reports}
    least, most = min(sizes), max(sizes)
    return count(most, "node") if least == most else f"{least:,} to {count(most, 'node')}"


def _stat(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)


def _proofs(page: Page, comparison: Comparison) -> None:
    """Say what was checked of every equilibrium, and the worst that was found."""
    proofs = [play.proof for report in comparison.scenarios for play in report.plays]
    for condition in dict.fromkeys(proof.condition for proof in proofs):
        group = [proof for proof in proofs if proof.condition == condition]
        worst = max(group, key=lambda proof: proof.max_regret)
        held = sum(proof.holds for proof in group)
        verdict = "holds" if held == len(group) else "DOES NOT HOLD"
        which = "" if len(group) == 1 else f" for {held} of {len(group)} equilibria"
        page.say(
            f"certificate: {condition}: {verdict}{which}; largest regret "
            f"{number(worst.max_regret)} of the payoff range"
            f"{f' ({worst.worst})' if worst.worst else ''}",
            indent=2,
            hang=2,
        )


def _omissions(comparison: Comparison) -> list[str]:
    """Return what a reader might believe was done and was not."""
    tied = [
        f"{report.name or 'the game'} ({n})"
        for report in comparison.scenarios
        for play in report.plays[:1]
        if (n := ties(play.decisions))
    ]
    found = []
    if tied:
        found.append(f"what else happens where decisions are tied: {', '.join(tied)}")
    if any(report.coverage.value.startswith("some") for report in comparison.scenarios):
        found.append("equilibria beyond those listed")
    if comparison.game.parameters and not any(line.draws for line in comparison.robustness):
        found.append(
            "other values of the parameters: no range is given, or no draws were asked for"
        )
    solved = {report.name for report in comparison.scenarios}
    unasked = [name for name in comparison.game.scenarios if name not in solved]
    if unasked:
        found.append(f"scenarios that --scenario would name: {', '.join(unasked)}")
    undrawn = [line for line in comparison.robustness if line.undecided and not untested(line)]
    if undrawn:
        shares = ", ".join(f"{line.scenario} {odds(line.undecided)}" for line in undrawn)
        found.append(f"draws without a unique answer: {shares}")
    found.append(
        "other concepts, other rules of the game, and payoffs that the file does not state"
    )
    return found
