"""The page: one self-contained HTML file with a game, its answer, and sliders that re-solve it.

`build.page` puts it together. What one sees without scripts is written in Python, a panel a
module; the scripts beside them draw the same panels anew when a slider moves. ``engine`` solves.
"""
