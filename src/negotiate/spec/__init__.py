"""What the author wrote: text, checked; no numbers are computed here."""

from negotiate.spec.read.file import read_file, read_text

__all__ = ["read_file", "read_text"]
