"""The words of the team for one page: their file, under which title of the page each section goes, how they are put there.

They are set in the executed notebook just before its page is made: a notebook needs no cell for them, and knows nothing of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from .. import francais
from ..ecriture import raison
from ..gabarits import rendre
from ..presentation.elements import ancre
from ..settings import Settings
from .execution import MASQUE, Carnet
from .markdown_inerte import LIMITE, Section, decoder, lire, refus, regles

PERIODES = {"mois": re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "trimestre": re.compile(r"\d{4}-T[1-4]"), "annee": re.compile(r"\d{4}")}
NOTE = f"Les encadrés {francais.guillemets('Les mots de l’équipe')} sont écrits par le PLIE{francais.INSECABLE}: ils ne sont pas calculés."


@dataclass(frozen=True)
class Mots:
    """What the team says in a page: the file as it is shown to a person, and the sections by the anchor of the title that they go under (``""``: before all titles)."""

    fichier: str
    sections: Mapping[str, Section]

    @property
    def encadres(self) -> dict[str, str]:
        """The HTML of each, in its frame."""
        return {place: str(rendre("mots", section.html)) for place, section in self.sections.items()}

    @property
    def titres(self) -> list[str]:
        """The titles of those sections, as they were written."""
        return [section.titre or regles()["partout"]["debut"] for section in self.sections.values()]


def periode_de(carnet: Carnet) -> str:
    """The parameter that is the period of a report: ``mois``, ``annee``, ``trimestre`` where it always has one, or nothing."""
    if "trimestre" in carnet.metadonnees.get("obligatoires", ()):
        return "trimestre"
    return next((name for name in ("mois", "annee") if name in carnet.parametres), "")


def de_la_page(settings: Settings, carnet: Carnet, valeurs: Mapping) -> Mots | None:
    """The words of the team for a report with these parameters; ``None`` when there is none. Raises ``PlieError`` as ``analyser`` does."""
    period = periode_de(carnet)
    value = "-".join(str(valeurs.get(name) or "") for name in (("annee", period) if period == "trimestre" else (period,)))
    if not period or not PERIODES[period].fullmatch(value):
        return None
    path = settings.commentaire(carnet.nom, value, str(valeurs.get("referent") or ""))
    content = contenu(settings, path)
    return analyser(decoder(content, montre(settings, path)), carnet, montre(settings, path)) if content else None


def contenu(settings: Settings, path: Path) -> bytes:
    """The bytes of a file of words, one more than is taken at most; nothing when it is not there. Raises ``PlieError`` when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(LIMITE + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise refus(
            f"{montre(settings, path)} ne peut pas être lu ({raison(error)}).",
            "Vérifiez que c'est un fichier et que vous avez le droit de le lire.",
        ) from error


def montre(settings: Settings, path: Path) -> str:
    """A file of words as a person knows it."""
    return path.relative_to(settings.racine).as_posix()


def analyser(texte: str, carnet: Carnet, fichier: str) -> Mots | None:
    """The words of a text for a report; ``None`` when it says nothing. Raises ``PlieError`` naming the line: a form that is not taken, a title
    that the report does not have, a section written twice."""
    known = places(carnet)
    found: dict[str, Section] = {}
    for section in lire(texte, fichier):
        where = f"{fichier}, ligne {section.ligne} : "
        place = "" if section.titre is None else known.get(ancre(section.titre))
        if place is None:
            hint = francais.vouliez_vous_dire(str(section.titre), titres(carnet))
            raise refus(
                f"{where}« {section.titre} » n'est pas un titre de section de ce rapport.{hint}",
                f"Titres possibles : {', '.join(titres(carnet))}.",
            )
        if place in found:
            raise refus(f"{where}cette section est déjà écrite plus haut.", "Réunissez les deux textes sous un seul titre.")
        found[place] = section
    said = {place: section for place, section in found.items() if section.paragraphes}
    return Mots(fichier, said) if said else None


def places(carnet: Carnet) -> dict[str, str]:
    """Anchor of a title that can be written → anchor of the title of the page that it goes under (``""``: before all titles)."""
    everywhere, own = regles()["partout"], _short(carnet)
    same = {ancre(title): ancre(title) for title in (*carnet.titres, *everywhere["fin"])}
    return {ancre(everywhere["debut"]): "", **same, **{ancre(title): ancre(place) for title, place in own.items()}}


def titres(carnet: Carnet) -> list[str]:
    """The titles proposed for a report, in the order of its page."""
    everywhere = regles()["partout"]
    return list(dict.fromkeys([everywhere["debut"], *(_short(carnet) or carnet.titres), *everywhere["fin"]]))


def _short(carnet: Carnet) -> dict[str, str]:
    """The shorter titles of a report, those whose section its notebook has."""
    there = set(map(ancre, carnet.titres))
    return {title: place for title, place in regles()["sections"].get(carnet.nom, {}).items() if ancre(place) in there}


def poser(notebook: nbformat.NotebookNode, mots: Mots) -> nbformat.NotebookNode:
    """An executed notebook with the words of the team as outputs of cells of their own, each under its title; those that no title of it
    announces close the page under their own."""
    left = {place: _cell(html) for place, html in mots.encadres.items()}
    cells: list[nbformat.NotebookNode] = []
    for cell in notebook.cells:
        for part in _parts(cell):
            title = _title(part)
            if title is not None and "" in left:
                cells.append(left.pop(""))
            cells.append(part)
            if title is not None and (found := left.pop(ancre(title), None)):
                cells.append(found)
    closing = regles()["partout"]["fin"]
    for title in closing:
        if found := left.pop(ancre(title), None):
            cells += [nbformat.v4.new_markdown_cell(f"## {title}"), found]
    return nbformat.from_dict({**notebook, "cells": [*left.values(), *cells]})


def _parts(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """A cell of text cut before each of its second-level titles; another one as it is."""
    cut = [text for text in re.split(r"(?m)^(?=## )", cell.source) if text] if cell.cell_type == "markdown" else []
    return [nbformat.v4.new_markdown_cell(text, metadata=cell.metadata) for text in cut] if len(cut) > 1 else [cell]


def _title(cell: nbformat.NotebookNode) -> str | None:
    """The second-level title that a cell of the page opens with."""
    shown = cell.cell_type == "markdown" and MASQUE not in cell.metadata.get("tags", [])
    return cell.source.splitlines()[0][3:].strip() if shown and cell.source.startswith("## ") else None


def _cell(html: str) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("display_data", {"text/html": html}, metadata={"plie": {"note": NOTE}})
    return nbformat.v4.new_code_cell(outputs=[output])
