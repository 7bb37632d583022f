"""The fingerprint by which an answer says which text it is about."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

# `hashlib` loads all of OpenSSL, which takes longer than reading a game. What it falls back to
# without OpenSSL is enough here, as it is for the standard library's own `random`.
for _home in ("_sha2", "_sha256", "hashlib"):  # from 3.12 on; until 3.11; wherever there is neither
    with suppress(ImportError):
        _sha256 = import_module(_home).sha256
        break


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of some bytes, in hexadecimal digits.

    Examples
    --------
    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    digest: str = _sha256(data).hexdigest()
    return digest
