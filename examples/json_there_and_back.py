"""Save an answer as JSON, read it back, and see that nothing was lost."""

import json

import negotiate
from negotiate.formats.answers import from_dict, to_dict

comparison = negotiate.compare("chicken")
text = json.dumps(to_dict(comparison), indent=2)
again = from_dict(json.loads(text))

print(f"{len(text)} characters of JSON")
print(f"read back the same: {again == comparison}")
for play in again.scenarios[0].plays:
    print(dict(play.payoffs), play.proof.condition)
