"""Writing exports for the tests of the ingestion, loading them, and reading ``raw.*`` back."""

import datetime as dt
from pathlib import Path

import duckdb

from plie_analysis.database import open_database
from plie_analysis.ingest import Bilan, load_photos
from plie_analysis.settings import load_settings

PHOTO = "2017-12-31"
CHARGE_LE = dt.datetime(2018, 1, 3, 9, 0)

PARTICIPANTS = """\
N° dossier;Civilité;Nom;Date de naissance;Code postal;Commune;QPV;Niveau de formation
D1;Mme;SECRETNOM;01/02/1980;21000;Dijon;Grésilles;V
D2;M.;SECRETNOM;31/12/1975;21300;Chenôve;;IV
"""
PARCOURS = """\
N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie
P1;D1;R1;10/01/2017;15/11/2017;EMPLOI
P2;D2;R1;03/02/2017;;
"""
ETAPES = """\
N° étape;N° parcours;Opération;Date de début;Date de fin;Heures hebdomadaires;Clause d'insertion
E1;P1;CDDI;01/03/2017;31/08/2017;26,5;Oui
E2;P2;PMSMP;01/04/2017;14/04/2017;35;Non
"""
MINIMUM = {"participants": PARTICIPANTS, "parcours": PARCOURS, "etapes": ETAPES}


def write_photo(racine: Path, photo: str = PHOTO, **exports: str | bytes | Path | None) -> Path:
    """The three mandatory exports, in UTF-8, and those given: text, bytes, a file to copy, or None for an absent one.

    ``participants_xlsx=…`` is the file ``participants.xlsx`` and takes the place of ``participants.csv``.
    """
    folder = racine / "data" / "raw" / photo
    folder.mkdir(parents=True, exist_ok=True)
    given = {nom.partition("_")[0] for nom in exports}
    for nom, content in ({q: text for q, text in MINIMUM.items() if q not in given} | exports).items():
        requete, _, extension = nom.partition("_")
        path = folder / f"{requete}.{extension or 'csv'}"
        if isinstance(content, Path):
            path.write_bytes(content.read_bytes())
        elif content is not None:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def load(racine: Path, *photos: str, **options) -> Bilan:
    """Load without building the curated tables."""
    return load_photos(load_settings(racine), photos or None, charge_le=CHARGE_LE, **options)


def load_exports(racine: Path, **exports) -> duckdb.DuckDBPyConnection:
    """Write a photo, load it, and open the database."""
    write_photo(racine, **exports)
    load(racine)
    return opened(racine)


def opened(racine: Path) -> duckdb.DuckDBPyConnection:
    """The database, read-only."""
    return open_database(load_settings(racine))


def rows(con: duckdb.DuckDBPyConnection, requete: str, *columns: str) -> list[tuple]:
    """The columns asked for, in the order of the lines of the file."""
    return con.execute(f"SELECT {', '.join(columns)} FROM raw.{requete} ORDER BY photo, ligne").fetchall()


def rejects(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """(requete, ligne, colonne, valeur, portee) of each reject, in order."""
    return con.execute("SELECT requete, ligne, colonne, valeur, portee FROM raw.rejet ORDER BY ALL").fetchall()


def reasons(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The French reasons, in order of query and line, with ordinary spaces."""
    found = con.execute("SELECT motif FROM raw.rejet ORDER BY requete, ligne, colonne").fetchall()
    return [motif.replace("\u00a0", " ") for (motif,) in found]
