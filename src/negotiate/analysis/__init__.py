"""What follows from answers: comparison, explanation, credibility, robustness."""
