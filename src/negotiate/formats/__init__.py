"""How others read games and answers: one module per format."""
