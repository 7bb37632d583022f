"""Whether rank correlations can hold at once: the Gaussian copula that has them.

Parameters are normal scores, correlated, each bent to its own distribution. Scores whose
correlation is 2 sin(π ρ / 6) have rank correlation ρ (Pearson 1907; Kruskal 1958), and bending
leaves ranks as they are.
"""

from __future__ import annotations

from math import pi, sin, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.spec.distribution import Correlation

LEAST: Final = 1e-12
"""The least share of a score's variance that may be left when those before it are known."""


class Unlikely(ValueError):  # noqa: N818 (it names what is found, for whoever says so in words)
    """No scores are correlated like this.

    Parameters
    ----------
    row : int
        The first score that does not go with those before it.
    """

    def __init__(self, row: int) -> None:
        super().__init__(f"not positive definite from row {row} on")
        self.row = row


def normal_correlations(
    names: Sequence[str], correlations: Sequence[Correlation]
) -> list[list[float]]:
    """Return the correlations of the normal scores of parameters (n, n); those unsaid are 0."""
    place = {name: k for k, name in enumerate(names)}
    matrix = [[float(i == j) for j in range(len(names))] for i in range(len(names))]
    for each in correlations:
        if each.first in place and each.second in place:
            i, j = place[each.first], place[each.second]
            matrix[i][j] = matrix[j][i] = 2 * sin(pi * float(each.rho) / 6)
    return matrix


def cholesky(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the lower triangle whose product with its transpose is a correlation matrix.

    Raises
    ------
    Unlikely
        If the matrix is not positive definite.

    Examples
    --------
    >>> cholesky([[1.0, 0.6], [0.6, 1.0]])
    [[1.0, 0.0], [0.6, 0.8]]
    """
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))
            if i > j:
                lower[i][j] = rest / lower[j][j]
            elif rest <= LEAST:
                raise Unlikely(i)
            else:
                lower[i][i] = sqrt(rest)
    return lower
