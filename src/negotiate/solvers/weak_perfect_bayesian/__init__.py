"""Methods for weak perfect Bayesian equilibrium."""
