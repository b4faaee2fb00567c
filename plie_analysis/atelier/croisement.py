"""A table with two entries: its cells as figures, from which the screen, the spreadsheet and the drawing are written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from .. import francais
from ..presentation.elements import COMPTES, Cellule

ENSEMBLE = "Ensemble"
DECIMALES = {"mois": 1, "ETP": 2}
Cle = tuple[str, ...]


@dataclass(frozen=True)
class Case(Cellule):
    """A figure of a result, and why it is empty when it is.

    ``nature``: what its numerator and denominator are: a « quotient » (11 sur 32), a « moyenne » (sur 32), « suivis » (32 suivis).
    """

    raison: str = ""
    nature: str = "quotient"

    @property
    def detail(self) -> str:
        """« 11 sur 32 », « sur 32 », « 32 suivis », or nothing."""
        if self.masquee or francais.is_empty(self.denominateur) or self.nature == "quotient":
            return (
                ""
                if self.masquee or francais.is_empty(self.denominateur)
                else f"{_compte(self.numerateur)} sur {_compte(self.denominateur)}"
            )
        below = _compte(self.denominateur)
        return f"sur {below}" if self.nature == "moyenne" else f"{below} suivis"

    @property
    def texte_avec_unite(self) -> str:
        """« 34 % », « 16,7 mois »; « 32 » for a count, which the title names."""
        return self.texte if self.unite in (*COMPTES, "lignes") else self.complet

    @property
    def lu(self) -> str:
        """« 34 % — 11 sur 32 »."""
        return f"{self.texte_avec_unite} — {self.detail}" if self.detail else self.texte_avec_unite


def case(row: dict, nature: str = "quotient") -> Case:
    """The figure of a row (``Valeur``, ``Numérateur``, ``Dénominateur``, ``Unité``, and ``Raison``, ``Masqué`` if it has them)."""
    value = None if francais.is_empty(row["Valeur"]) else float(row["Valeur"])
    unit = row["Unité"]
    decimals = 0 if value is None or unit == "%" or value.is_integer() else DECIMALES.get(unit, 1)
    above, below = (None if francais.is_empty(row[name]) else float(row[name]) for name in ("Numérateur", "Dénominateur"))
    return Case(value, unit, above, below, decimals, bool(row.get("Masqué", False)), raison=row.get("Raison") or "", nature=nature)


def _compte(nombre: float | None) -> str:
    return francais.nombre(nombre, 0 if nombre is None or float(nombre).is_integer() else 1)


@dataclass(frozen=True)
class Croisement:
    """Cells by row and column; a row and a column are tuples of labels, one per name of ``noms_lignes`` and of ``noms_colonnes``."""

    noms_lignes: Cle
    noms_colonnes: Cle
    lignes: tuple[Cle, ...]
    colonnes: tuple[Cle, ...]
    cases: dict[tuple[Cle, Cle], Case]

    def entetes(self, niveau: int) -> list[tuple[str, int]]:
        """The labels of the columns at a level, each with how many columns side by side it stands over (one at the last level)."""
        heads: list[tuple[Cle, int]] = []
        for column in self.colonnes:
            if heads and heads[-1][0] == column[: niveau + 1] and niveau < len(column) - 1:
                heads[-1] = heads[-1][0], heads[-1][1] + 1
            else:
                heads.append((column[: niveau + 1], 1))
        return [(key[niveau] if key else "", width) for key, width in heads]

    def texte(self) -> pd.DataFrame:
        """The cells as French text (« 34 % — 11 sur 32 »), the rows in the index."""
        said = [[self.cases[row, column].lu for column in self.colonnes] for row in self.lignes]
        return pd.DataFrame(said, _index(self.lignes, self.noms_lignes), _index(self.colonnes, self.noms_colonnes), dtype="str")


def _index(keys: Sequence[Cle], names: Cle) -> pd.Index:
    if len(names) > 1:
        return pd.MultiIndex.from_tuples(keys, names=list(names))
    return pd.Index([key[0] if key else "" for key in keys], name=names[0] if names else None)


def trier(
    frames: Iterable[pd.DataFrame], lignes: Cle, colonnes: Cle, en_case: Callable[[dict], Case], vide: Callable[[dict], Case]
) -> Croisement:
    """A table of the cells of some frames, one row each: those that lack a name of ``lignes`` or ``colonnes`` are its « Ensemble ».

    Labels follow their categories, else the order they come in. A cell that no frame gives is what ``vide`` makes of its labels.
    """
    found: dict[tuple[Cle, Cle], Case] = {}
    order: dict[str, dict[str, int]] = {name: {} for name in (*lignes, *colonnes)}
    for frame in frames:
        for name in order.keys() & set(frame.columns):
            values = frame[name]
            for label in values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.unique():
                order[name].setdefault(str(label), len(order[name]))
        for row in frame.to_dict("records"):
            place = tuple(tuple(str(row.get(name, ENSEMBLE)) for name in names) for names in (lignes, colonnes))
            found[place[0], place[1]] = en_case(row)

    def sorted_(keys: set[Cle], names: Cle) -> tuple[Cle, ...]:
        return tuple(
            sorted(keys, key=lambda key: [order[name].get(label, len(order[name])) for name, label in zip(names, key, strict=True)])
        )

    rows, columns = sorted_({row for row, _ in found}, lignes), sorted_({column for _, column in found}, colonnes)
    labels = (*lignes, *colonnes)
    cells = {
        (row, column): found.get((row, column)) or vide(dict(zip(labels, (*row, *column), strict=True)))
        for row in rows
        for column in columns
    }
    return Croisement(lignes, colonnes, rows, columns, cells)
