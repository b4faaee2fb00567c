"""What the workbench finds, asked for in batches: figures that share clock, axes and parameters cost one query."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from plie_analysis.errors import PlieError

from .publiees import Condition, Fenetre

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Demande:
    """One indicator over one clock, broken down by these axes (sorted by name)."""

    indicateur: str
    fenetre: Fenetre
    par: tuple[str, ...] = ()
    parametres: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Obtenu:
    """A computed value; a share also says what it is made of. None is unknown."""

    valeur: float | None
    numerateur: float | None = None
    denominateur: float | None = None

    @property
    def connue(self) -> float:
        """The value, for whoever knows that there is one."""
        assert self.valeur is not None
        return self.valeur


class Calculs:
    """Cells computed so far, by demand. ``calculer`` is ``indicateurs.calculer`` without its base and settings."""

    def __init__(self, calculer: Callable[..., pd.DataFrame]):
        self._calculer = calculer
        self._cells: dict[Demande, dict[Cell, Obtenu] | PlieError] = {}

    def prepare(self, demandes: Iterable[Demande]) -> None:
        """Compute all these demands, one call per clock, axes and parameters."""
        together: dict[tuple, list[str]] = {}
        for demande in dict.fromkeys(demandes):
            if demande not in self._cells:
                together.setdefault((demande.fenetre, demande.par, demande.parametres), []).append(demande.indicateur)
        for key, ids in together.items():
            self._compute(ids, *key)

    def cells(self, demande: Demande) -> dict[Cell, Obtenu]:
        """Cells of a demand. Raises the ``PlieError`` that says why it cannot be computed."""
        self.prepare([demande])
        found = self._cells[demande]
        if isinstance(found, PlieError):
            raise found
        return found

    def _compute(self, ids: list[str], fenetre: Fenetre, par: tuple[str, ...], parametres: tuple) -> None:
        try:
            frame = self._calculer(ids, du=fenetre.du, au=fenetre.au, connu_au=fenetre.connu_au, par=par, parametres=dict(parametres))
        except PlieError as error:
            if len(ids) == 1:
                self._cells[Demande(ids[0], fenetre, par, parametres)] = error
            else:
                for name in ids:
                    self._compute([name], fenetre, par, parametres)
            return
        cells: dict[str, dict[Cell, Obtenu]] = {name: {} for name in ids}
        columns = ["indicateur", *par, "valeur", "numerateur", "denominateur"]
        for name, *cell, value, above, below in frame[columns].itertuples(index=False):
            cells[name][tuple(cell)] = Obtenu(_number(value), _number(above), _number(below))
        for name, own in cells.items():
            self._cells[Demande(name, fenetre, par, parametres)] = own


def gather(cells: dict[Cell, Obtenu], par: tuple[str, ...], conditions: tuple[Condition, ...], facteur: float, is_count: bool) -> Obtenu:
    """The cells that the conditions keep, as one: counts add up, shares add up above and below."""
    rules = [next(c for c in conditions if c.axe == axe) for axe in par]
    kept = [found for cell, found in cells.items() if all(rule.holds(value) for rule, value in zip(rules, cell, strict=True))]
    if is_count:
        return Obtenu(None if any(found.valeur is None for found in kept) else sum(found.connue for found in kept))
    if len(kept) == 1:
        return kept[0]
    above = sum(found.numerateur or 0 for found in kept)
    below = sum(found.denominateur or 0 for found in kept)
    return Obtenu(above / below * facteur if below else None, above, below)


def _number(value) -> float | None:
    return None if pd.isna(value) else float(value)
