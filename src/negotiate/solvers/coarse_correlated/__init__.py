"""Methods for coarse correlated equilibria."""
