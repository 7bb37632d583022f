"""Methods for logit quantal response equilibria."""
