"""What is played: a tree as flat arrays, and payoffs as a function of parameters."""

from negotiate.game.game import Batch, Game
from negotiate.game.model import Model
from negotiate.game.parametric import Outcomes, ParametricGame
from negotiate.game.tree import Labels, Tree

__all__ = ["Batch", "Game", "Labels", "Model", "Outcomes", "ParametricGame", "Tree"]
