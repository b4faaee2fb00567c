"""The charte de saisie in a bundle: its suites, its results, and those of its articles that the bundle lets anybody judge again."""

import csv
import datetime as dt
import json
import re
from pathlib import Path

from .. import contrat
from ..charte.execution import ResultatArticle, executer
from ..charte.seuils import en_vigueur
from ..charte.suites import Regle, load_suites
from ..charte.travail import vues
from ..errors import PlieError
from ..settings import Settings
from .calculs import Recalcul
from .colonnes import Colonne
from .donnees import AUTREMENT, requete_of
from .fenetres import TableauScelle
from .niveau import Colonnes

SUITES = "definitions/charte"
RESULTATS = "resultats.csv"
COLONNES = ("article", "table", "statut", "raison", "gravite", "nb_lignes", "nb_constats", "phrase")
VUE = re.compile(r"curated\.charte_(\w+)")
TABLE = re.compile(r"(?:raw|curated|large|precedent)\.(?:charte_lignes_)?(\w+)")
MOT = re.compile(r"\w+")
DIFFERE = "Le dossier ne donne pas le même compte que les lignes brutes des exports (doublons, lignes écartées, photo précédente)."


def tenues(columns: tuple[Colonne, ...]) -> set[str]:
    """The columns of a table that the bundle holds as they were, keys renamed."""
    return {column.nom for column in columns if column.traitement in ("garder", "cle")}


def juger(settings: Settings, photo: dt.date) -> dict[tuple[str, str], ResultatArticle]:
    """What each article says of each table. Raises ``PlieError`` as a control does."""
    with executer(settings, photo) as controle:
        return {(found.article, found.table): found for found in controle.resultats}


def lignes(found: dict[tuple[str, str], ResultatArticle], tableau: TableauScelle) -> list[tuple[str, ...]]:
    """The rows of the table of the charte: lines at fault among the lines judged."""
    (fenetre,) = tableau.fenetres
    head = (fenetre.du.isoformat(), fenetre.au.isoformat(), "", "constats")
    return sorted(
        (*head, f"statut={one.statut}", *key, str(one.nb_constats), str(one.nb_constats), str(one.nb_lignes), "lignes", "")
        for key, one in found.items()
    )


def non_rejouables(settings: Settings, photo: dt.date, columns: dict[str, tuple[Colonne, ...]]) -> dict[tuple[str, str], str]:
    """The articles, by table, that read what the bundle does not hold, each with the reason."""
    absent = {table: _absent(table, requete, group) for table, group in columns.items() if (requete := requete_of(table))}
    absent |= {requete: absent[table] for table in tuple(absent) if (requete := requete_of(table))} | {"sortie": absent["parcours"]}
    sql = vues("communs") | vues("articles")
    found: dict[tuple[str, str], set[str]] = {}
    for suite in load_suites(settings, en_vigueur(settings.config, photo)):
        for regle in suite.regles:
            found.setdefault((regle.article, suite.table), set()).update(_read(regle, suite.export, absent, sql))
    return {
        key: f"Cet article lit {', '.join(sorted(read))}, que le dossier ne contient pas tel quel." for key, read in found.items() if read
    }


def write_suites(settings: Settings, photo: dt.date, folder: Path) -> None:
    """Write the suites as they are judged, those of the working folder included."""
    (folder / SUITES).mkdir(parents=True)
    for suite in load_suites(settings, en_vigueur(settings.config, photo)):
        text = json.dumps(suite.definition, ensure_ascii=False, indent=1) + "\n"
        (folder / SUITES / f"{suite.table}.json").write_text(text, encoding="utf-8", newline="\n")


def sceller(
    settings: Settings, own: Settings, photo: dt.date, columns: Colonnes, tableau: TableauScelle, done: Recalcul, folder: Path
) -> None:
    """Judge the base and the bundle: every result is written, what can be judged again becomes the table, the rest has its reason."""
    try:
        found, again = juger(settings, photo), juger(own, photo)
    except PlieError as error:
        done.refus[tableau.nom, "articles"] = error.message.splitlines()[0]
        return
    with (folder / SUITES / RESULTATS).open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(COLONNES)
        rows.writerows([getattr(one, name) for name in COLONNES] for one in found.values())
    reasons = non_rejouables(settings, photo, columns)
    for key, one in found.items():
        if key not in reasons and lignes({key: one}, tableau) != lignes({key: again[key]}, tableau):
            reasons[key] = DIFFERE
    done.refus |= {(tableau.nom, f"{article} ({table})"): reason for (article, table), reason in reasons.items()}
    done.lignes[tableau.nom] = lignes({key: one for key, one in found.items() if key not in reasons}, tableau)


def refaire(own: Settings, photo: dt.date, tableau: TableauScelle, sealed: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The articles of a sealed table, judged again on the base rebuilt. Raises ``PlieError`` as a control does."""
    wanted = {row[5:7] for row in sealed}
    return lignes({key: one for key, one in juger(own, photo).items() if key in wanted}, tableau)


def _absent(table: str, requete: str, columns: tuple[Colonne, ...]) -> set[str]:
    held = tenues(columns)
    own = {name for name, _ in contrat.raw_columns(requete) if AUTREMENT.get((table, name), name) not in held}
    return (own | {"ligne"}) - {"photo", "est_retenue", "fichier"}


def _read(regle: Regle, export: str, absent: dict[str, set[str]], sql: dict[str, str]) -> set[str]:
    """The columns out of the bundle that a rule names: of its own export, and of every table that its views name."""
    text = json.dumps(regle.definition["kwargs"])
    found = set(MOT.findall(text)) & set().union(absent[export], *(absent.get(table, set()) for table in TABLE.findall(text)))
    waiting, seen = VUE.findall(text), set()
    while waiting:
        name = waiting.pop()
        if name in sql and name not in seen:
            seen.add(name)
            body = re.sub(r"--[^\n]*", "", sql[name])
            near = {export, *TABLE.findall(body)} | ({"parcours", "participants"} if "large." in body else set())
            found |= set(MOT.findall(body)) & set().union(*(absent.get(table, set()) for table in near))
            waiting += VUE.findall(body)
    return found
