"""Methods for extensive-form correlated equilibria."""
