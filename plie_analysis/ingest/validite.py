"""Names that were in use at the date of the fact: what is advised for an unknown label, and what is said of a name of another time."""

import duckdb

from .. import francais
from ..contrat import Column, queries
from ..francais import plus_proche
from . import niveaux

# The date of the fact that a code tells, by query, then by column when one has its own; elsewhere, the date of the photo.
FAITS = {"prescriptions": "date_prescription", "parcours": "date_entree", "etapes": "date_debut"}
FAITS_PROPRES = {("parcours", "motif_sortie"): "date_sortie", ("prescriptions", "motif_non_entree"): "date_decision"}
SUGGESTIONS_MAX = 300
EN_USAGE = "coalesce(l.debut <= {jour}, true) AND coalesce(l.fin >= {jour}, true)"


def suggest(con: duckdb.DuckDBPyConnection, column: Column, photo: str) -> None:
    """Add to each unknown label of ``v_<colonne>`` the code that it looks like, by a name of the date of the fact if one is near."""
    table, name = f"v_{column.colonne}", column.colonne
    unknown = con.execute(
        f"SELECT v.texte, min({_day(column, photo)}) FROM {table} AS v LEFT JOIN brouillon.lu ON brouillon.lu.{name}_reste = v.brut "
        f"WHERE motif = 'libellé inconnu' GROUP BY v.texte ORDER BY v.texte LIMIT {SUGGESTIONS_MAX}"
    ).fetchall()
    for texte, day in unknown:
        near = _near(con, column, texte, day)
        hint = f" ; vouliez-vous dire « {near} » ?" if near else f" ; s'il est juste, ajoutez-le à la nomenclature {column.nomenclature}"
        con.execute(f"UPDATE {table} SET motif = motif || ? WHERE texte = ?", [hint, texte])


def tell_out_of_use(con: duckdb.DuckDBPyConnection, column: Column, photo: str) -> list[str]:
    """How many labels of a column were read by a name that was not in use at the date of the fact."""
    name = column.colonne
    if not con.execute(
        "SELECT EXISTS (FROM libelle WHERE nomenclature = ? AND (debut IS NOT NULL OR fin IS NOT NULL))", [column.nomenclature]
    ).fetchall()[0][0]:
        return []
    (count,) = con.execute(
        f"SELECT count(*) FROM brouillon.lu JOIN v_{name} AS v ON v.brut = brouillon.lu.{name}_reste WHERE v.valeur IS NOT NULL "
        f"AND EXISTS (FROM libelle AS l WHERE l.nomenclature = $nom AND l.code = v.valeur AND l.cle = cle(v.texte)) "
        f"AND NOT EXISTS (FROM libelle AS l WHERE l.nomenclature = $nom AND l.code = v.valeur AND l.cle = cle(v.texte) "
        f"AND {EN_USAGE.format(jour=_day(column, photo))})",
        {"nom": column.nomenclature},
    ).fetchall()[0]
    if not count:
        return []
    return [
        f"« {column.entete} » : {francais.compte(count, 'libellé lu', 'libellés lus')} sous un nom qui n'était pas en usage à la date du fait."
    ]


def _day(column: Column, photo: str) -> str:
    """The date of the fact as SQL, on ``brouillon.lu``."""
    fact = FAITS_PROPRES.get((column.requete, column.colonne), FAITS.get(column.requete))
    return f"coalesce(brouillon.lu.{fact}, {photo})" if fact and fact in _dates(column.requete) else photo


def _dates(requete: str) -> set[str]:
    return {column.colonne for column in queries()[requete] if column.type == "date"}


def _near(con: duckdb.DuckDBPyConnection, column: Column, texte: str, day) -> str | None:
    """What is near to a label: the name that the code had on that day when it has had several, else the code."""
    rows = con.execute(
        f"SELECT l.texte, l.code, {EN_USAGE.format(jour='$jour::DATE')} FROM libelle AS l WHERE nomenclature = $nom ORDER BY l.texte DESC",
        {"nom": column.nomenclature, "jour": day},
    ).fetchall()
    for spelled in ({word: code for word, code, in_use in rows if in_use}, {word: code for word, code, _ in rows}):
        known = niveaux.same_digits(texte, spelled) if column.nomenclature == niveaux.NOMENCLATURE else spelled
        if near := plus_proche(texte, known):
            return _name(con, column.nomenclature, known[near], day)
    return None


def _name(con: duckdb.DuckDBPyConnection, nomenclature: str, code: str, day) -> str:
    """The name of a code that has had several, on that day; else the code itself."""
    rows = con.execute(
        f"SELECT l.libelle, {EN_USAGE.format(jour='$jour::DATE')} FROM ref.{nomenclature} AS l WHERE code = $code",
        {"code": code, "jour": day},
    ).fetchall()
    named = [name for name, in_use in rows if in_use]
    return named[0] if len({name for name, _ in rows}) > 1 and named else code
