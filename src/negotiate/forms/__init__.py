"""The same game, reshaped, with the way back."""
