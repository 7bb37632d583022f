"""Pictures of game trees: one layout, drawn as SVG, TikZ, PDF or PNG."""
