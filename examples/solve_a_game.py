"""Load a game that ships with the package, solve it, and read who does what, and the proof."""

import negotiate

comparison = negotiate.compare("entry-deterrence")

for report in comparison.scenarios:
    print(f"{report.name}: {report.about}")
    for play in report.plays:
        for move, odds in play.path.items():
            print(f"  {move}: {', '.join(odds)}")
        print(f"  payoffs: {dict(play.payoffs)}")
        print(f"  proof: {play.proof.condition}; largest regret {play.proof.max_regret}")
    print(f"  coverage: {report.coverage.value}")
