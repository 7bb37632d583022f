"""Save an answer as JSON, read it back, and see that nothing was lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

import negotiate

comparison = negotiate.compare("chicken")

with TemporaryDirectory() as folder:
    path = Path(folder) / "chicken.json"
    negotiate.write_answer(comparison, path)
    print(f"{path.stat().st_size} bytes of JSON")
    again = negotiate.read_answer(path)

print(f"read back the same: {again == comparison}")
assert isinstance(again, negotiate.Comparison)
for play in again.scenarios[0].plays:
    print(dict(play.payoffs), play.proof.condition)
