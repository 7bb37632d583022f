"""The page: one self-contained HTML file with a game, its answer, and sliders that re-solve it."""
