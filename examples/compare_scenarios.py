"""Put scenarios side by side: what changes, for what reason, and who gains from it."""

import negotiate

comparison = negotiate.compare("burning-bridges", ["no_matches", "matches", "at_night", "oath"])

for change in comparison.changes:
    print(f"{change.from_scenario} → {change.to_scenario}: {change.reason}")

for line in comparison.welfare:
    print(f"{line.scenario} against {line.against}: {line.verdict}")
