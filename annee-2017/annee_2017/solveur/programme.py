"""A small integer programme: named variables, linear rows, solved by HiGHS."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Name = TypeVar("Name", bound=Hashable)
INFINITY = np.inf
LARGEST = 60.0


class Programme:
    """Minimise ``cost @ x`` under ``low <= A @ x <= high``, x integer and bounded."""

    def __init__(self):
        self.names: dict[Hashable, int] = {}
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.integral: list[int] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def variable(self, name: Name, cost: float = 0.0, upper: float = INFINITY, integer: bool = True) -> Name:
        """Declare a variable ``>= 0`` and give its name back."""
        self.names[name] = len(self.costs)
        self.costs.append(cost)
        self.uppers.append(upper)
        self.integral.append(int(integer))
        return name

    def row(self, terms: Iterable[tuple[Hashable, float]], low: float, high: float) -> None:
        """Ask for ``low <= sum(coefficient * variable) <= high``."""
        coefficients: dict[int, float] = {}
        for name, value in terms:
            index = self.names[name]
            coefficients[index] = coefficients.get(index, 0.0) + value
        self.rows.append((coefficients, low, high))

    def equal(self, terms: Iterable[tuple[Hashable, float]], value: float) -> None:
        """Ask for an equality."""
        self.row(terms, value, value)

    def near(self, key: Hashable, terms: Iterable[tuple[Hashable, float]], value: float, cost: float, broken: float = 0.0) -> None:
        """Ask for ``value``, each unit of deviation costing ``cost``, and any deviation at all costing ``broken``."""
        more = self.variable(("more", key), cost, integer=False)
        less = self.variable(("less", key), cost, integer=False)
        self.equal([*terms, (more, -1.0), (less, 1.0)], value)
        if broken:
            flag = self.variable(("broken", key), broken, 1.0)
            self.row([(more, 1.0), (less, 1.0), (flag, -LARGEST)], -INFINITY, 0.0)

    def solve(self, seconds: float = 60.0, gap: float = 1e-4) -> dict[Hashable, int]:
        """Values of the variables that are not zero. Raises ``ValueError`` when there is no solution."""
        count = len(self.costs)
        data, lines, columns = [], [], []
        for line, (coefficients, _, _) in enumerate(self.rows):
            for column, value in coefficients.items():
                data.append(value)
                lines.append(line)
                columns.append(column)
        matrix = csr_array((data, (lines, columns)), shape=(len(self.rows), count))
        answer = milp(
            c=np.array(self.costs),
            integrality=np.array(self.integral),
            bounds=Bounds(np.zeros(count), np.array(self.uppers)),
            constraints=LinearConstraint(matrix, [r[1] for r in self.rows], [r[2] for r in self.rows]),
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )
        if answer.x is None:
            raise ValueError(f"no solution: {answer.message}")
        return {name: round(answer.x[i]) for name, i in self.names.items() if round(answer.x[i])}
