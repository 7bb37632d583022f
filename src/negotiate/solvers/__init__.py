"""How to find an answer: one method a file, solvers/<concept>/<method>.py."""
