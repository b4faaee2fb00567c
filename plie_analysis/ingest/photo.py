"""Reading one photo: each file of it, from the least dependent to the most, into ``raw.*``."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from ..contrat import MANDATORY_QUERIES, queries
from ..francais import nombre
from ..settings import Settings
from . import adresses, alignement, cellules, classeurs, cles, doublons, genres, pseudonymes, rejets, retenue, textes, valeurs
from .bilan import FichierLu, PhotoLue
from .contours import Contours
from .deballage import unwrap
from .messages import erreur, insecables
from .octets import Octets
from .photos import Photo
from .reglages import reading_words
from .source import Source

# The queries whose keys others refer to are read before them.
ORDRE = ("participants", "prescriptions", "referents", "parcours")
AUTREMENT = "Enregistrez ce fichier en CSV UTF-8 et recommencez ; si cela persiste, transmettez ces chiffres à l'équipe technique."
# Between the texts of a list that one cell of ``raw.fichier`` holds.
SEPARATEUR = " | "


def load_photo(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    photo: Photo,
    octets: dict[str, Octets],
    atelier: Path,
    charge_le: dt.datetime,
    advance: Callable[[str], None],
    contours: tuple[Contours, ...] = (),
) -> PhotoLue:
    """Replace the rows of this photo in ``raw.*``; ``con`` has the database ``brouillon`` attached for what is temporary.

    ``contours``: those of the quartiers, one per map that has any, by which the coordinates of addresses are read.
    """
    for table in retenue.definitions():
        con.execute(f"DELETE FROM {table} WHERE photo = ?", [photo.date])
    read = {}
    for requete in [*ORDRE, *(nom for nom in queries() if nom not in ORDRE)]:
        if requete in photo.fichiers:
            advance(photo.fichiers[requete].name)
            read[requete] = _load_file(con, settings, photo, requete, octets[requete], atelier, charge_le, contours)
    return PhotoLue(photo.date, False, tuple(read[requete] for requete in queries() if requete in read), photo.ignores)


def already_loaded(con: duckdb.DuckDBPyConnection, photo: Photo) -> PhotoLue:
    """What an earlier load told of this photo."""
    rows = con.execute(
        "SELECT requete, fichier, nb_lignes, nb_ecartees, nb_lues, nb_retenues, nb_rejetees, (SELECT count(*) FROM raw.rejet AS r WHERE r.photo = f.photo AND r.requete = f.requete AND r.portee = 'valeur'), colonnes_inconnues, remarques "
        "FROM raw.fichier AS f WHERE photo = ?",
        [photo.date],
    ).fetchall()
    found = {row[0]: FichierLu(*row[:8], *(tuple(filter(None, (text or "").split(SEPARATEUR))) for text in row[8:])) for row in rows}
    return PhotoLue(photo.date, True, tuple(found[requete] for requete in queries() if requete in found), photo.ignores)


def _load_file(
    con: duckdb.DuckDBPyConnection, settings: Settings, photo: Photo, requete: str, octets: Octets, atelier: Path, charge_le: dt.datetime,
    contours: tuple[Contours, ...],
) -> FichierLu:  # fmt: skip
    path, ingestion = photo.fichiers[requete], settings.config["ingestion"]
    words = reading_words(ingestion, photo.date)
    source, nb_records = _stage(con, path, requete, octets, ingestion, atelier, words)
    found, dropped = nb_records + len(source.illisibles) + len(source.ecartees), len(source.ecartees)
    if found != source.nb_attendues:
        raise erreur(
            f"{source.ou} : {source.nb_attendues} lignes remplies dans le fichier, mais {found} lues : le compte n'y est pas, rien n'est chargé.",
            AUTREMENT,
        )
    source = cellules.reject_errors(con, source, photo.date)
    retenue.number_lines(con, source)
    traduction = valeurs.translate(con, source, words)
    if source.ecartees:
        source = replace(source, remarques=(*source.remarques, _told_aside(source)))
    if shifted := alignement.judge(con, source, traduction):
        source = replace(source, illisibles=(*source.illisibles, *shifted))
        retenue.number_lines(con, source)
    remarques = (*cles.clean(con, source), *cles.mend_links(con, source, photo.date))
    placed = adresses.situate(con, source, photo.date, traduction, contours, settings.config["territoire"]["contours_distance_km"])
    retenue.refuse_empty(con, source)
    cles.keep_numbers(con, source)
    if secret := pseudonymes.cle(settings):
        pseudonymes.appliquer(con, requete, secret)
    written, kept = retenue.write(con, source, photo.date, traduction)
    source = replace(
        source, remarques=(*source.remarques, *remarques, *traduction.remarques, *placed, *doublons.tell(con, source, photo.date))
    )
    rejets.write_rejects(con, source, photo.date, traduction)
    if kept < written:
        cles.forget_words(con, source, photo.date)
    read = written + len(source.illisibles)
    if found != read + dropped:
        raise erreur(
            f"{source.ou} : {found} lignes trouvées, mais {read} lues et {dropped} mises à part : le compte n'y est pas, rien n'est chargé.",
            AUTREMENT,
        )
    classeurs.locate(con, source, photo.date)
    if requete in MANDATORY_QUERIES and not kept:
        _refuse_nothing_kept(con, source, photo, read)
    con.execute(
        "INSERT INTO raw.fichier VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            photo.date,
            requete,
            path.name,
            octets.sha256,
            octets.taille,
            source.encodage,
            source.separateur,
            source.ligne_entete,
            read + dropped,
            dropped,
            read,
            kept,
            read - kept,
            SEPARATEUR.join(source.inconnues) or None,
            SEPARATEUR.join(source.remarques) or None,
            charge_le,
        ],
    )
    (values_left,) = con.execute(
        "SELECT count(*) FROM raw.rejet WHERE photo = ? AND requete = ? AND portee = 'valeur'", [photo.date, requete]
    ).fetchall()[0]
    return FichierLu(requete, path.name, read + dropped, dropped, read, kept, read - kept, values_left, source.inconnues, source.remarques)


def _told_aside(source: Source) -> str:
    """What was set aside as no data, by kind and count, in French."""
    kinds = Counter(nature for _, nature in source.ecartees)
    said = ", ".join(f"{nature} ({nombre(count)})" for nature, count in kinds.most_common())
    return insecables(f"mis à part, car ce ne sont pas des données : {said}")


def _refuse_nothing_kept(con: duckdb.DuckDBPyConnection, source: Source, photo: Photo, read: int) -> None:
    """A mandatory query without a line would make every figure zero: the load fails, and the commonest reason is told."""
    if not read:
        raise erreur(f"{source.ou} ne contient aucune ligne de données après ses en-têtes.", "Refaites l'export.")
    colonne, ligne = con.execute(
        "SELECT colonne, min(ligne) FROM raw.rejet WHERE photo = ? AND requete = ? AND portee = 'ligne' GROUP BY colonne ORDER BY count(*) DESC, colonne NULLS FIRST LIMIT 1",
        [photo.date, source.requete],
    ).fetchall()[0]
    (motif,) = con.execute(
        "SELECT motif FROM raw.rejet WHERE photo = ? AND requete = ? AND portee = 'ligne' AND colonne IS NOT DISTINCT FROM ? AND ligne = ? ORDER BY motif LIMIT 1",
        [photo.date, source.requete, colonne, ligne],
    ).fetchall()[0]
    raise erreur(
        f"{source.ou} : aucune de ses {read} lignes n'est retenue.",
        f"La raison la plus fréquente, d'abord à la ligne {ligne}{f', colonne « {colonne} »' if colonne else ''} : {motif}.",
        "Cette requête est obligatoire : la base garde son contenu d'avant. Corrigez l'export, puis recommencez.",
    )


def _stage(
    con: duckdb.DuckDBPyConnection, path: Path, requete: str, octets: Octets, ingestion: dict, atelier: Path, words: dict[str, str]
) -> tuple[Source, int]:
    """Open the file, whatever it is, and fill ``brouillon.lu``; a text whose lines are not in order is put in order first."""
    with unwrap(path, octets, ingestion, atelier) as (inner, octets, genre, remarques):
        if genre.lecteur != genres.TEXTE:
            source = classeurs.open_workbook(con, inner, path.name, genre, requete, ingestion, atelier)
            nb_records = valeurs.stage(con, source, words)
        else:
            source, nb_records = _stage_text(con, inner, requete, octets, ingestion, atelier, words)
    return replace(source, fichier=path.name, remarques=(*remarques, *source.remarques)), nb_records


def _stage_text(
    con: duckdb.DuckDBPyConnection, path: Path, requete: str, octets: Octets, ingestion: dict, atelier: Path, words: dict[str, str]
) -> tuple[Source, int]:
    source, utf8, layout = textes.open_text(path, requete, octets, ingestion, atelier)
    nb_records = _read_as_is(con, source, words)
    if nb_records is None or nb_records != source.nb_attendues:
        source = textes.repair(con, source, utf8, layout)
        nb_records = valeurs.stage(con, source, words)
    if utf8 != path:
        utf8.unlink()
    return source, nb_records


def _read_as_is(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str]) -> int | None:
    """Number of records read, or None when DuckDB refuses the text (its message may quote a line, so it is dropped here)."""
    if not source.nb_attendues:
        return None
    try:
        return valeurs.stage(con, source, words)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
