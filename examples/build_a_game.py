"""Write a game with a program: the chain store paradox with as many towns as you like."""

import negotiate


def chain_store(towns: int) -> str:
    """Return the text of a game file."""
    numbers = range(1, towns + 1)
    lines = ["title: Chain store", "players:", "  Chain: Chain store"]
    lines += [f"  E{n}: Entrant {n}" for n in numbers]
    lines += ["moves:"]
    for n in numbers:
        lines += [
            f"  - {{E{n}: entry_{n}, options: [enter, stay_out]}}",
            f"  - {{Chain: reply_{n}, when: entry_{n} == enter, options: [fight, share]}}",
        ]
    lines += ["define:"]
    for n in numbers:
        lines += [
            f"  town_{n}: {{of: reply_{n}, fight: 0, share: 2, none: 5}}",
            f"  rival_{n}: {{of: reply_{n}, fight: 0, share: 2, none: 1}}",
        ]
    lines += ["payoffs:", f"  Chain: {' + '.join(f'town_{n}' for n in numbers)}"]
    lines += [f"  E{n}: rival_{n}" for n in numbers]
    return "\n".join(lines)


for towns in (1, 2, 4, 6):
    comparison = negotiate.compare(negotiate.loads(chain_store(towns)))
    play = comparison.scenarios[0].plays[0]
    print(f"towns {towns}, nodes {comparison.game.nodes}: the chain earns {play.payoffs['Chain']}")
