"""A game as the polynomial conditions that its assessments have to meet, and the way back."""
