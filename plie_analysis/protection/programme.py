"""Linear and whole-number programs: a model from its matrix, for the choice of what to hide and for the auditor alike."""

import highspy
import numpy as np
from scipy.sparse import csc_matrix

DUAL, PRIMAL = 1, 4
DE_ZERO = (DUAL, PRIMAL)
LIMITE_S = 5.0
Limites = tuple[np.ndarray, np.ndarray]


def modele(matrix: csc_matrix, colonnes: Limites, lignes: Limites, entiers: np.ndarray | None = None) -> highspy.Highs:
    """A model without aim yet: columns and rows within their limits (least, greatest); ``entiers``: which columns are whole numbers."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_, model.col_upper_ = colonnes
    model.row_lower_, model.row_upper_ = lignes
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    if entiers is not None:
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        model.integrality_ = [kinds[int(is_whole)] for is_whole in entiers]
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    # Only the aim changes from one number to the next: what was reached remains possible.
    solver.setOptionValue("simplex_strategy", PRIMAL)
    solver.passModel(model)
    return solver


def viser(solver: highspy.Highs, couts: dict[int, float], avant: set[int]) -> set[int]:
    """Solve with this aim (column → cost, minimised), the one ``avant`` being put aside; the columns aimed at. Raises ``RuntimeError``."""
    for place in avant - couts.keys():
        solver.changeColCost(place, 0.0)
    for place, cost in couts.items():
        solver.changeColCost(place, cost)
    solver.run()
    for strategy in DE_ZERO:
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            break
        # Where it stood may have led nowhere: from nothing, the other way round, then the first way.
        solver.clearSolver()
        solver.setOptionValue("simplex_strategy", strategy)
        solver.run()
    solver.setOptionValue("simplex_strategy", PRIMAL)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the program was not solved: {solver.getModelStatus()}")
    return set(couts)


def minimiser(
    couts: np.ndarray, matrix: csc_matrix, colonnes: Limites, lignes: Limites, entiers: np.ndarray, ecart: float
) -> tuple[np.ndarray, float]:
    """The cheapest point found, within ``ecart`` of the best, and the bound that none is under; the greatest point when time is up."""
    solver = modele(matrix, colonnes, lignes, entiers)
    solver.setOptionValue("mip_rel_gap", ecart)
    solver.setOptionValue("time_limit", LIMITE_S)
    places = np.arange(len(couts), dtype=np.int32)
    solver.changeColsCost(len(couts), places, couts)
    solver.run()
    info = solver.getInfo()
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return np.array(solver.getSolution().col_value) if is_found else colonnes[1], float(info.mip_dual_bound)
