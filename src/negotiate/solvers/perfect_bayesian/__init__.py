"""Methods for perfect Bayesian equilibrium."""
