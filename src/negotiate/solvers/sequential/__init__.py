"""Sequential equilibria: behaviour and beliefs."""
