"""The correction lists: one per référent, one for the structure d'animation, in HTML and in XLSX.

A référent's list holds what a référent corrects on the parcours in his charge; everything else goes to the structure
d'animation. No name of a person appears: numbers of dossier and of parcours only.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from .. import francais
from ..libelles import propre
from ..origine import feuille
from .articles import GRAVITES
from .lecture import SANS_REFERENT, Constat, Note, bilans, constats, notes, referents

SA = "structure d’animation"
XLSX_MAX = 1_000_000  # a sheet holds 1,048,576 rows
HTML_MAX = 2_000
PSEUDONYMES = "Les numéros sont des pseudonymes\u00a0; les listes des référents donnent les vrais."
SANS_NUMEROS = "Les numéros sont des pseudonymes\u00a0: les exports de cette photo ne sont plus dans data/raw/, les vrais numéros ne peuvent plus être retrouvés."
ENTETES = (
    "Gravité",
    "N° dossier",
    "N° parcours",
    "Article",
    "Ligne",
    "Ce qui a été lu",
    "Ce qui est attendu",
    "Date du fait",
    "Signalé depuis",
)
LARGEURS = (12, 14, 14, 9, 26, 60, 50, 13, 15)


@dataclass(frozen=True)
class Liste:
    """One list: whose, its findings (most serious first), the score of whoever works through it."""

    destinataire: str
    fichier: str
    est_referent: bool
    photo: dt.date
    constats: tuple[Constat, ...]
    note: Note | None
    mois: tuple[Note, ...]
    remarque: str = ""

    @property
    def titre(self) -> str:
        who = f"référent {self.destinataire}" if self.est_referent else self.destinataire
        return f"À corriger\u00a0: {who}"


def listes(con: duckdb.DuckDBPyConnection, photo: dt.date, poids: dict[str, float], referent: str | None = None) -> list[Liste]:
    """The lists of a photo: that of each référent in alphabetical order, then the structure d'animation's.

    ``referent``: only his. A référent without any finding has a list too, empty.
    """
    wanted = [referent] if referent else referents(con, photo)
    names = _file_names(referents(con, photo))
    theirs = {bilan.article for bilan in bilans(con, photo) if bilan.corrige_par == "référent"}
    made = [
        Liste(
            code,
            names[code],
            True,
            photo,
            tuple(c for c in constats(con, photo, referent=code) if c.article in theirs),
            next(iter(notes(con, photo, poids, "referent", referent=code)), None),
            tuple(notes(con, photo, poids, "mois", referent=code)),
        )
        for code in wanted
    ]
    if referent is None:
        others = tuple(c for c in constats(con, photo) if c.referent is None or c.article not in theirs)
        made.append(Liste(SA, "structure-animation", False, photo, others, None, ()))
    return made


def avec_numeros(liste: Liste, numeros: Mapping[str, str] | None) -> Liste:
    """The list of a référent with its real numbers in the place of their pseudonyms; the others as they are."""
    if numeros is None:
        return replace(liste, remarque=SANS_NUMEROS)
    if not numeros or not liste.est_referent:
        return replace(liste, remarque=PSEUDONYMES) if numeros else liste
    back = re.compile("|".join(map(re.escape, sorted(numeros, key=len, reverse=True))))

    def clear(text: str) -> str:
        return back.sub(lambda found: numeros[found[0]], text) if text else text

    shown = (
        replace(
            c, cle=clear(c.cle), dossier=c.dossier and clear(c.dossier), parcours=c.parcours and clear(c.parcours), valeur=clear(c.valeur)
        )
        for c in liste.constats
    )
    return replace(liste, constats=tuple(sorted(shown, key=lambda c: (GRAVITES.index(c.gravite), c.article, c.table, c.cle))))


def ecrire_xlsx(liste: Liste, path: Path, avis: tuple[str, ...] = ()) -> None:
    """Write one list as a workbook of one sheet (and one of ``avis``, if any); every cell is a text or a date, never a formula."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": liste.titre, "created": dt.datetime.combine(liste.photo, dt.time())})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet("À corriger")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, (title, width) in enumerate(zip(ENTETES, LARGEURS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for row, constat in enumerate(liste.constats[:XLSX_MAX], start=1):
            for column, value in enumerate(cellules(constat)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                else:
                    sheet.write_string(row, column, propre(value or ""), text)
        if liste.remarque:
            sheet.write_comment(0, ENTETES.index("N° dossier"), liste.remarque)
        if liste.constats:
            sheet.autofilter(0, 0, min(len(liste.constats), XLSX_MAX), len(ENTETES) - 1)
        feuille(book, avis)


def cellules(constat: Constat) -> tuple:
    """The cells of one finding, in the order of ``ENTETES``."""
    return (
        constat.gravite,
        constat.dossier,
        constat.parcours,
        constat.article,
        f"{constat.table} {constat.cle}",
        constat.valeur,
        constat.attendu,
        constat.date_fait,
        constat.depuis,
    )


def resume(liste: Liste) -> str:
    """« 12 constats : 1 bloquant, 8 à corriger, 3 alertes. »"""
    if not liste.constats:
        return "Aucun constat dans cette photo."
    count = {gravite: sum(c.gravite == gravite for c in liste.constats) for gravite in ("bloquante", "à corriger", "alerte")}
    parts = [
        francais.compte(count["bloquante"], "bloquant"),
        f"{francais.nombre(count['à corriger'])} à corriger",
        francais.compte(count["alerte"], "alerte"),
    ]
    return f"{francais.compte(len(liste.constats), 'constat')}\u00a0: {', '.join(parts)}."


def _file_names(codes: list[str]) -> dict[str, str]:
    """A file name for each code: letters, digits and dashes only, told apart by a number when two would be the same."""
    names: dict[str, str] = {}
    for code in codes:
        plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode()
        base = "referent-" + (re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "code")
        name, rank = base, 1
        while name.lower() in {known.lower() for known in names.values()}:
            rank += 1
            name = f"{base}-{rank}"
        names[code] = name
    return names


__all__ = ["ENTETES", "HTML_MAX", "SANS_REFERENT", "Liste", "avec_numeros", "cellules", "ecrire_xlsx", "listes", "resume"]
