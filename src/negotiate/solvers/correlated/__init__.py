"""Methods for correlated equilibria."""
