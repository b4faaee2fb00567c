"""The tables of a bundle as CSV (UTF-8, commas, dot decimals), and figure by figure beside those computed again."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import PlieError
from .calculs import FIGURES, Recalcul, entetes
from .fenetres import TableauScelle

DOSSIER = "tableaux"
REFUS = "non_calcules.csv"
COMPARAISON = ("tableau", "du", "au", "connu_au", "indicateur", "parametres", "axes", "figure", "scelle", "recalcule", "verdict")
# One unit of the last decimal written: sums of floating numbers may differ that far from one processor to another.
TOLERANCE = 1.000001e-6


@dataclass(frozen=True)
class Chiffre:
    """One figure of a bundle beside the one computed again; ``None``: the row is on the other side only."""

    tableau: str
    cle: tuple[str, ...]
    par: tuple[str, ...]
    figure: str
    scelle: str | None
    recalcule: str | None

    @property
    def est_egal(self) -> bool:
        """The same text; or two numbers that are not whole and differ by one unit of the sixth decimal at most."""
        if self.scelle == self.recalcule:
            return True
        if not self.scelle or not self.recalcule or "." not in self.scelle + self.recalcule:
            return False
        try:
            return abs(float(self.scelle) - float(self.recalcule)) <= TOLERANCE
        except ValueError:
            return False

    @property
    def verdict(self) -> str:
        """« égal », « différent », « absent du recalcul » or « absent du dossier »."""
        if self.est_egal:
            return "égal"
        return "absent du dossier" if self.scelle is None else "absent du recalcul" if self.recalcule is None else "différent"

    @property
    def axes(self) -> str:
        """« sexe=femme;rsa=oui »."""
        return ";".join(f"{axe}={value}" for axe, value in zip(self.par, self.cle[5:], strict=True))

    def __str__(self) -> str:
        where = f" ({self.axes})" if self.par else ""
        known = f", connu au {self.cle[2]}" if self.cle[2] else ""
        return f"{self.cle[3]}{where}, {self.figure}, du {self.cle[0]} au {self.cle[1]}{known}\u00a0: {_told(self.scelle)} dans le dossier, {_told(self.recalcule)} recalculé"


def write_tables(done: Recalcul, wanted: Iterable[TableauScelle], folder: Path) -> None:
    """Write one CSV per table that has rows, and the list of what could not be computed."""
    target = folder / DOSSIER
    target.mkdir(parents=True)
    for tableau in wanted:
        if tableau.nom in done.lignes:
            _write(target / f"{tableau.nom}.csv", entetes(tableau.par), done.lignes[tableau.nom])
    _write(target / REFUS, ("tableau", "indicateur", "raison"), [(*key, reason) for key, reason in sorted(done.refus.items())])


def read_tables(folder: Path, wanted: Iterable[TableauScelle]) -> dict[str, list[tuple[str, ...]]]:
    """The rows of every table of a bundle. Raises ``PlieError`` naming the file and the line that cannot be read."""
    by_name = {tableau.nom: tableau for tableau in wanted}
    found: dict[str, list[tuple[str, ...]]] = {}
    for path in sorted((folder / DOSSIER).glob("*.csv")):
        if path.name == REFUS:
            continue
        if path.stem not in by_name:
            raise PlieError(
                f"{DOSSIER}/{path.name}\u00a0: aucun calcul de cette version ne donne ce tableau.\nRedemandez un dossier complet."
            )
        found[path.stem] = _read(path, entetes(by_name[path.stem].par))
    return found


def compare(
    sealed: dict[str, list[tuple[str, ...]]], again: dict[str, list[tuple[str, ...]]], wanted: Iterable[TableauScelle]
) -> list[Chiffre]:
    """Every figure of both sides, in order of table, window, indicator and modality."""
    chiffres = []
    for tableau in wanted:
        left, right = (_by_key(side.get(tableau.nom, []), len(tableau.par)) for side in (sealed, again))
        for key in sorted(left.keys() | right.keys()):
            above, below = left.get(key), right.get(key)
            for rank, figure in enumerate(FIGURES):
                one, other = (side[rank] if side else None for side in (above, below))
                if one or other:
                    chiffres.append(Chiffre(tableau.nom, key, tableau.par, figure, one, other))
    return chiffres


def write_comparison(chiffres: list[Chiffre], path: Path) -> None:
    """Write every figure with both values and the verdict."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [(c.tableau, *c.cle[:5], c.axes, c.figure, c.scelle or "", c.recalcule or "", c.verdict) for c in chiffres]
    _write(path, COMPARAISON, rows)


def _by_key(rows: list[tuple[str, ...]], nb_axes: int) -> dict[tuple[str, ...], tuple[str, ...]]:
    width = 5 + nb_axes
    return {row[:width]: row[width : width + len(FIGURES)] for row in rows}


def _write(path: Path, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(head)
        lines.writerows(rows)


def _read(path: Path, head: tuple[str, ...]) -> list[tuple[str, ...]]:
    name = f"{DOSSIER}/{path.name}"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = [tuple(row) for row in csv.reader(stream, strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise PlieError(f"{name}\u00a0: ce tableau ne se lit pas comme un CSV en UTF-8.\nRedemandez un dossier complet.") from error
    if not lines or lines[0] != head:
        raise PlieError(f"{name}, ligne 1\u00a0: colonnes attendues\u00a0: {', '.join(head)}.\nRedemandez un dossier complet.")
    for number, row in enumerate(lines[1:], start=2):
        if len(row) != len(head):
            raise PlieError(
                f"{name}, ligne {number}\u00a0: {len(head)} cases attendues, {len(row)} trouvées.\nRedemandez un dossier complet."
            )
    return lines[1:]


def _told(value: str | None) -> str:
    return value or "rien"
