"""What a reading of exports found, as the page shows it: the account, the rejects grouped, the labels that no nomenclature knows."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import pandas as pd

from ..contrat import queries
from ..francais import INSECABLE as NB
from ..francais import guillemets
from ..ingest import Bilan, PhotoLue
from ..libelles import identifiant
from .mouvements import Mouvements

REJETS = (
    "SELECT requete, fichier, feuille, ligne, colonne, valeur, motif, portee FROM raw.rejet WHERE photo = ? "
    "ORDER BY requete, colonne NULLS FIRST, motif, ligne"
)
INCONNU = "libellé inconnu"
PROPOSE = re.compile(r"vouliez-vous dire «\s*(.+?)\s*»")
# A value of the list is cut there: a longer label cannot be known from it.
COUPE = 120
MONTREES = 50
EFFETS = {"ligne": "ligne écartée", "valeur": "valeur laissée vide"}
COMPTES = ("nb_lignes", "nb_retenues", "nb_rejetees", "nb_ecartees", "nb_valeurs_rejetees")


class Groupe(NamedTuple):
    """Rejects that say the same thing of the same column: the first of their lines, and how many more."""

    titre: str
    nombre: int
    lignes: list[tuple]
    reste: int


@dataclass(frozen=True)
class Inconnu:
    """A label that no nomenclature knows: where, how many times, the code that it looks like, those it may mean (label, code)."""

    nomenclature: str
    colonne: str
    valeur: str
    nombre: int
    propose: str | None
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LectureDuDepot:
    """What a reading found: the account of the load, its rejects (one row each), unknown labels, what changes since the photo before."""

    bilan: Bilan
    rejets: pd.DataFrame
    inconnus: tuple[Inconnu, ...]
    mouvements: Mouvements | None

    @property
    def photo(self) -> PhotoLue:
        """The account of the photo."""
        return self.bilan.photos[0]

    @property
    def comptes(self) -> list[tuple]:
        """One row per export: name, lines found, kept, rejected, not data, values left empty."""
        return [(one.requete, *(getattr(one, name) for name in COMPTES)) for one in self.photo.fichiers]

    @property
    def groupes(self) -> list[Groupe]:
        """The rejects, by export, column and reason, the most frequent first."""
        found = []
        for (requete, colonne, motif), rows in self.rejets.groupby(["requete", "colonne", "motif"], dropna=False, sort=False):
            where = f"{requete}, {guillemets(colonne)}" if isinstance(colonne, str) else requete
            lines = [
                (
                    f"ligne {row.ligne}",
                    " ".join(filter(_text, (row.fichier, row.feuille))),
                    row.colonne or "",
                    row.valeur or "",
                    EFFETS[row.portee],
                )
                for row in rows.head(MONTREES).astype(object).where(rows.head(MONTREES).notna(), None).itertuples()
            ]
            found.append(Groupe(f"{where}{NB}: {motif}", len(rows), lines, max(0, len(rows) - MONTREES)))
        return sorted(found, key=lambda groupe: -groupe.nombre)


def rejets(con: duckdb.DuckDBPyConnection, photo) -> pd.DataFrame:
    """The rejects of a photo: ``requete, fichier, feuille, ligne, colonne, valeur, motif, portee``."""
    return con.execute(REJETS, [photo]).df()


def inconnus(con: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> tuple[Inconnu, ...]:
    """The labels of the rejects that could be variants of a code, the most frequent first."""
    unknown = found[found["motif"].str.startswith(INCONNU) & found["valeur"].notna()]
    columns = {(requete, column.entete): column for requete, those in queries().items() for column in those}
    listed: dict[tuple[str, str], Inconnu] = {}
    for (requete, entete, valeur), rows in unknown.groupby(["requete", "colonne", "valeur"]):
        nomenclature = columns[requete, entete].nomenclature
        if not nomenclature or len(valeur) >= COUPE or (nomenclature, valeur) in listed:
            continue
        codes = con.execute(f"SELECT libelle, code FROM ref.{identifiant(nomenclature)} ORDER BY libelle, code").fetchall()
        hint = PROPOSE.search(rows["motif"].iloc[0])
        near = next((code for label, code in codes if hint and hint[1] in (code, label)), None)
        listed[nomenclature, valeur] = Inconnu(nomenclature, entete, valeur, len(rows), near, tuple(codes))
    return tuple(sorted(listed.values(), key=lambda one: (-one.nombre, one.valeur)))


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
