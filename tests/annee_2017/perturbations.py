"""Les exports de l'année de référence, abîmés d'une seule façon : une personne retirée, cinq étapes déplacées…

Chaque façon lit et modifie les lignes des exports (``{requête: [ligne, …]}``, texte tel qu'exporté) avec un hasard
donné : la même graine abîme de la même façon.
"""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from annee_2017 import RAPPORT
from annee_2017.comparaison import comparer
from annee_2017.comparaison.coherence_causes import NEAR
from annee_2017.comparaison.coherence_figures import read_figures
from annee_2017.comparaison.precision import at_precision
from annee_2017.territoire import preparer
from plie_analysis.curate import build
from plie_analysis.database import open_database
from plie_analysis.indicateurs import executer, planifier
from plie_analysis.ingest import load_photos
from plie_analysis.settings import Settings, load_settings

Ligne = dict[str, str]
Exports = dict[str, list[Ligne]]
PARCOURS, DOSSIER = "N° parcours", "N° dossier"
POSITIFS = ("EMPLOI", "EMPLOI AIDE", "FORMATION QUALIFIANTE", "CREATION D'ACTIVITE")


def lire(dossier: Path) -> Exports:
    """Les exports d'une photo, par requête."""
    lus = {}
    for path in sorted(dossier.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            lus[path.name.rpartition("_")[0]] = list(csv.DictReader(lines, delimiter=";"))
    return lus


def ecrire(exports: Exports, dossier: Path) -> None:
    """Les exports d'une photo, un fichier par requête."""
    dossier.mkdir(parents=True)
    for requete, lignes in exports.items():
        with (dossier / f"{requete}_{dossier.name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(lignes[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(lignes)


def charger(exports: Exports, racine: Path, photo: str) -> Settings:
    """La base de ces exports, dans un dossier neuf."""
    preparer(racine)
    settings = load_settings(racine)
    ecrire(exports, settings.raw / photo)
    load_photos(settings, None, charge_le=dt.datetime(2018, 2, 1), curate=build)
    return settings


class Comparateur:
    """Compare une base après l'autre ; les requêtes, les mêmes pour toutes, ne sont compilées qu'une fois."""

    def __init__(self) -> None:
        self._plans: dict[tuple, object] = {}

    def __call__(self, settings: Settings) -> pd.DataFrame:
        """La table de ``comparer``, par identifiant de figure."""
        con = open_database(settings)
        try:
            return comparer(RAPPORT, partial(self._calculer, con, settings.config), settings.config).set_index("id")
        finally:
            con.close()

    def _calculer(self, con, config: dict, ids: Iterable[str], *, par=(), parametres=None, **horloge) -> pd.DataFrame:
        key = (tuple(ids), tuple(par), tuple(sorted((parametres or {}).items())), tuple(sorted(horloge.items(), key=str)))
        if key not in self._plans:
            self._plans[key] = planifier(con, ids, par=par, parametres=parametres, config=config, **horloge)
        plan = self._plans[key]
        return executer(replace(plan, contexte=replace(plan.contexte, con=con)))


def changees(avant: pd.DataFrame, apres: pd.DataFrame) -> pd.DataFrame:
    """Les figures dont la valeur calculée a changé à la précision imprimée, et n'est pas celle qui est imprimée.

    Une valeur devenue inconnue a changé. Colonnes : ``avant``, ``apres`` (valeurs), ``statut``, ``regle``, ``explication``.
    """
    figures = read_figures(RAPPORT)
    rows = {}
    for identifiant, old, new in zip(avant.index, avant.valeur_calculee, apres.valeur_calculee.reindex(avant.index), strict=True):
        if pd.isna(old) or apres.statut[identifiant] == "égal":
            continue
        figure = figures[identifiant]
        if pd.isna(new) or abs(at_precision(figure, new) - at_precision(figure, old)) > NEAR:
            rows[identifiant] = (old, new, *apres.loc[identifiant, ["statut", "regle", "explication"]])
    return pd.DataFrame.from_dict(rows, orient="index", columns=["avant", "apres", "statut", "regle", "explication"])


# ---------------------------------------------------------------- les façons d'abîmer


def retirer_une_personne(exports: Exports, hasard: random.Random) -> None:
    """Une personne accompagnée en 2017, et toutes ses lignes."""
    dossier = hasard.choice(_ouverts_en_2017(exports))[DOSSIER]
    retirer(exports, dossier)


def deplacer_des_etapes(exports: Exports, hasard: random.Random, combien: int = 5) -> None:
    """Cinq étapes de 2017, plus tôt ou plus tard de six à douze semaines."""
    for ligne in hasard.sample(_etapes_de_2017(exports), combien):
        semaines = dt.timedelta(weeks=hasard.choice((-1, 1)) * hasard.randint(6, 12))
        for colonne in ("Date de début", "Date de fin", "Date de saisie"):
            ligne[colonne] = _decaler(ligne[colonne], semaines)


def changer_des_motifs(exports: Exports, hasard: random.Random, combien: int = 5) -> None:
    """Cinq motifs de sortie de 2017 : d'un positif à un autre qui ne l'est pas, et l'inverse."""
    sorties = [ligne for ligne in exports["parcours"] if ligne["Date de sortie"].endswith("/2017")]
    for ligne in hasard.sample(sorties, combien):
        positif = ligne["Motif de sortie"] in POSITIFS
        ligne["Motif de sortie"] = hasard.choice(("A SA DEMANDE", "SANTE") if positif else ("EMPLOI", "FORMATION QUALIFIANTE"))


def decaler_une_saisie(exports: Exports, hasard: random.Random) -> None:
    """Une entrée ou une sortie du premier semestre, saisie deux mois et demi plus tard."""
    mois = tuple(f"/{m:02d}/2017" for m in range(1, 8))
    quoi, saisie = hasard.choice((("Date d'entrée", "Date de saisie de l'entrée"), ("Date de sortie", "Date de saisie de la sortie")))
    ligne = hasard.choice([ligne for ligne in exports["parcours"] if ligne[quoi].endswith(mois) and ligne[saisie]])
    ligne[saisie] = _decaler(ligne[saisie], dt.timedelta(days=75))


def supprimer_une_etape(exports: Exports, hasard: random.Random) -> None:
    """Une étape de 2017."""
    exports["etapes"].remove(hasard.choice(_etapes_de_2017(exports)))


def changer_une_operation(exports: Exports, hasard: random.Random) -> None:
    """Une étape de 2017 prend l'opération d'une autre."""
    une, autre = hasard.sample(_etapes_de_2017(exports), 2)
    une["Opération"] = autre["Opération"]


def changer_une_commune(exports: Exports, hasard: random.Random) -> None:
    """Une personne accompagnée en 2017 habite une autre commune, hors quartier."""
    ligne = _participant(exports, hasard)
    ligne["Commune"] = hasard.choice([c for c in ("Dijon", "Chenôve", "Quetigny", "Longvic", "Talant") if c != ligne["Commune"]])
    ligne["QPV"] = ""


def changer_un_quartier(exports: Exports, hasard: random.Random) -> None:
    """Une personne d'un quartier prioritaire habite un quartier de veille."""
    ligne = hasard.choice([ligne for ligne in exports["participants"] if ligne["QPV"] and ligne[DOSSIER] in _dossiers(exports)])
    ligne["Commune"], ligne["QPV"] = ("Quetigny", "Quetigny Centre") if ligne["QPV"] != "Quetigny Centre" else ("Dijon", "Grésilles")


def changer_un_sexe(exports: Exports, hasard: random.Random) -> None:
    """Une personne accompagnée en 2017."""
    ligne = _participant(exports, hasard)
    ligne["Civilité"] = "M." if ligne["Civilité"] == "Mme" else "Mme"


def changer_une_naissance(exports: Exports, hasard: random.Random) -> None:
    """Une personne accompagnée en 2017 a quinze ans de moins, ou de plus."""
    ligne = _participant(exports, hasard)
    jour = ligne["Date de naissance"]
    ligne["Date de naissance"] = (
        f"{jour[:6]}{int(jour[6:]) + (15 if int(jour[6:]) < 1978 else -15)}" if jour[:5] != "29/02" else "01/03/1975"
    )


def changer_le_reste(exports: Exports, hasard: random.Random) -> None:
    """Une étape supprimée, l'opération d'une autre, la commune, le quartier, le sexe et la naissance de personnes, ensemble."""
    for facon in (
        supprimer_une_etape,
        changer_une_operation,
        changer_une_commune,
        changer_un_quartier,
        changer_un_sexe,
        changer_une_naissance,
    ):
        facon(exports, hasard)


FACONS: dict[str, Callable[[Exports, random.Random], None]] = {
    "une personne retirée": retirer_une_personne,
    "cinq étapes déplacées": deplacer_des_etapes,
    "cinq motifs changés": changer_des_motifs,
    "une saisie décalée": decaler_une_saisie,
    "une étape supprimée": supprimer_une_etape,
    "une opération changée": changer_une_operation,
    "une commune changée": changer_une_commune,
    "un quartier changé": changer_un_quartier,
    "un sexe changé": changer_un_sexe,
    "une naissance changée": changer_une_naissance,
    "un peu de tout": changer_le_reste,
}


def retirer(exports: Exports, dossier: str) -> None:
    """Un dossier, ses parcours et toutes leurs lignes."""
    parcours = {ligne[PARCOURS] for ligne in exports["parcours"] if ligne[DOSSIER] == dossier}
    for requete, lignes in exports.items():
        exports[requete] = [ligne for ligne in lignes if ligne.get(DOSSIER) != dossier and ligne.get(PARCOURS) not in parcours]


def _ouverts_en_2017(exports: Exports) -> list[Ligne]:
    found = []
    for ligne in exports["parcours"]:
        entree, sortie = _jour(ligne["Date d'entrée"]), _jour(ligne["Date de sortie"])
        if entree and entree.year <= 2017 and (sortie is None or sortie.year >= 2017):
            found.append(ligne)
    return found


def _etapes_de_2017(exports: Exports) -> list[Ligne]:
    found = []
    for ligne in exports["etapes"]:
        debut, fin = _jour(ligne["Date de début"]), _jour(ligne["Date de fin"])
        if debut and debut.year <= 2017 and (fin is None or fin.year >= 2017):
            found.append(ligne)
    return found


def _dossiers(exports: Exports) -> set[str]:
    return {ligne[DOSSIER] for ligne in _ouverts_en_2017(exports)}


def _participant(exports: Exports, hasard: random.Random) -> Ligne:
    connus = _dossiers(exports)
    return hasard.choice([ligne for ligne in exports["participants"] if ligne[DOSSIER] in connus])


def _jour(texte: str) -> dt.date | None:
    return dt.datetime.strptime(texte, "%d/%m/%Y").date() if texte else None


def _decaler(texte: str, combien: dt.timedelta) -> str:
    jour = _jour(texte)
    return f"{jour + combien:%d/%m/%Y}" if jour else ""
