"""The lines of one person, read to be drawn: who it is, each parcours, and what happened in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from .nomenclatures import attributs, suivre

EMPLOI = "emploi"
SANS_CLASSE = "classe non renseignée"
LIGNES = "SELECT {colonnes} FROM curated.{table} WHERE photo = $photo AND {cle} = $numero ORDER BY ALL"


@dataclass(frozen=True)
class Duree:
    """Something that lasts: its name, its kind, its days; a day that nobody knows is ``None``."""

    nom: str
    genre: str
    debut: dt.date | None
    fin: dt.date | None


@dataclass(frozen=True)
class Entretien:
    """A meeting: its day, how it was held, its length in minutes (``None`` when unknown)."""

    jour: dt.date
    modalite: str
    minutes: float | None


@dataclass(frozen=True)
class UnParcours:
    """One parcours and all that bears its number; ``referents``: the référent of each photo, when it changed (day of the photo, code)."""

    entree: dt.date | None
    sortie: dt.date | None
    motif: str
    nature: str
    referents: Sequence[tuple[dt.date, str]]
    prescription: dt.date | None
    prescripteur: str
    impossible: bool
    etapes: Sequence[Duree]
    veilles: Sequence[Duree]
    entretiens: Sequence[Entretien]

    @property
    def est_emploi(self) -> int:
        """How many of its étapes are jobs."""
        return sum(etape.genre == EMPLOI for etape in self.etapes)


@dataclass(frozen=True)
class Personne:
    """One person as a photo knows it: without a name nor a number."""

    sexe: str
    naissance: dt.date | None
    qpv: str
    situations: Sequence[Duree]
    parcours: Sequence[UnParcours]


def lire_personne(con: duckdb.DuckDBPyConnection, photo: dt.date, dossier: str) -> Personne:
    """A person with its parcours, in the order of their entries; ``dossier`` has at least one."""

    def lines(table: str, columns: str, number: str, key: str = "id_parcours") -> list[tuple]:
        return con.execute(LIGNES.format(colonnes=columns, table=table, cle=key), {"photo": photo, "numero": number}).fetchall()

    known = lines("participant", "sexe, date_naissance, qpv", dossier, "id_dossier")
    sexe, birth, qpv = known[0] if known else (None, None, None)
    suivre(con)
    motives, operations = attributs("motif_sortie"), attributs("operation")
    found = []
    for number, entry, leaving, motive, nature, asked, prescriber, wrong in lines(
        "parcours",
        "id_parcours, date_entree, date_sortie, motif_sortie, nature_sortie, date_prescription, prescripteur, a_dates_impossibles",
        dossier,
        "id_dossier",
    ):
        found.append(
            UnParcours(
                entry,
                leaving,
                motives.get(motive, motive or "motif non renseigné"),
                nature or "",
                _referents(con, photo, number),
                asked,
                prescriber or "",
                wrong,
                [
                    Duree(operations.get(name, name or "opération non renseignée"), kind or SANS_CLASSE, begun, over)
                    for begun, over, name, kind in lines("etape", "date_debut, date_fin, operation, classe_etape", number)
                ],
                [
                    Duree(why or "motif non renseigné", "veille", begun, over)
                    for begun, over, why in lines("veille", "date_debut, date_fin, motif", number)
                ],
                [
                    Entretien(day, way or "modalité non renseignée", minutes)
                    for day, way, minutes in lines("entretien", "date_entretien, modalite, duree_minutes", number)
                ],
            )
        )
    spells = [
        Duree(name or "situation non renseignée", "situation", begun, over)
        for begun, over, name in lines("situation", "date_debut, date_fin, situation", dossier, "id_dossier")
    ]
    return Personne(
        sexe or "", birth, qpv or "", spells, sorted(found, key=lambda one: (one.entree or dt.date.max, one.sortie or dt.date.max))
    )


def _referents(con: duckdb.DuckDBPyConnection, photo: dt.date, number: str) -> list[tuple[dt.date, str]]:
    """The référent that each photo up to this one gives a parcours, the photos that repeat the one before left out."""
    rows = con.execute(
        "SELECT photo, coalesce(code_referent, '') FROM curated.parcours WHERE id_parcours = ? AND photo <= ? ORDER BY photo",
        [number, photo],
    ).fetchall()
    return [row for rank, row in enumerate(rows) if not rank or row[1] != rows[rank - 1][1]]
