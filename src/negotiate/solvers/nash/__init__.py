"""Methods for Nash equilibria."""
