"""What the author wrote: text, checked; no numbers are computed here."""
