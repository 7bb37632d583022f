"""A game-theoretic negotiation solver."""

__version__ = "0.1.0"
