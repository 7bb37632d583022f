"""Methods for subgame-perfect equilibria."""
