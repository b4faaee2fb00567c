"""Parcours one by one, and cohorts, in the words of their readers."""

import numpy as np
import pandas as pd

from .. import cohortes as followed
from .. import francais
from ..cohortes.avant_sortie import CLASSES, compter_etapes
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..errors import PlieError
from ..indicateurs import axes, definitions
from ..indicateurs.choix import normalise
from ..jours import JOURS_PAR_MOIS
from ..presentation.periodes import lire_date
from ..survie.dates import phrase_des_ecartes
from . import figure
from .mots import in_order
from .provenance import Provenance
from .question import nom_de_colonne
from .resultat import Resultat

ISSUES = {OUVERT: "en parcours", POSITIVE: "sortie positive", AUTRE: "autre sortie", FIN_30_MOIS: "fin de durée"}
QUI = {"entres": "Parcours entrés", "sortis": "Parcours sortis", "accompagnes": "Parcours ouverts"}
SANS_ETAPES = "L'export des étapes n'est pas dans la photo du {photo} : il n'y a rien à en dire.\nDéposez-le dans data/raw/ à côté des autres, puis lancez « plie charger »."
MANQUE = {"entres": "entré", "sortis": "sorti", "accompagnes": "ouvert"}
INDICATEUR_DE = {"entres": "entrees", "sortis": "sorties", "accompagnes": "parcours_actifs"}
LIRE_PARCOURS = """Une ligne par parcours, tel qu'il est vu au dernier jour de la période.

- **Durée (mois)** : de l'entrée à la sortie ; pour un parcours ouvert, jusqu'au dernier jour de la période : elle n'est pas finie.
- **Vu depuis (mois)** : l'ancienneté du parcours quand on commence à le voir ; 0 quand il est vu depuis son entrée.
- **Durée (jours)**, **Vu après (jours)** : les mêmes en jours, comme `survie.evenements` les demande (`duree`, `entree`) ; −1 quand
  le parcours est vu depuis son entrée. Un parcours fini avant d'être vu (durée ≤ vu après) n'entre dans aucune estimation.
- **Étapes** : étapes commencées entre l'entrée et la sortie, bornes comprises ; **Première étape (jours)** : de l'entrée au début de
  la première, vide sans étape. Ces colonnes manquent sans l'export des étapes.
- Un mois vaut 30,4375 jours. Les parcours aux dates impossibles sont écartés."""


class Parcours(Resultat):
    """One row per parcours: see ``fiche()``."""

    def graphique(self):
        """How many parcours by duration, by half-year, those still open hatched: their end lies further right than it is drawn."""
        return figure.durees(self)


class Cohortes(Resultat):
    """The figures of cohorts: one row per cohorte, public, measure and horizon."""

    def graphique(self, mesure: str = "Part sortie positivement dans les h mois"):
        """The measure by horizon, one line per cohorte and public."""
        return figure.horizons(self, mesure)


def lire_parcours(suivi: Suivi, lesquels: str, config: dict, con, source: Provenance) -> Parcours:
    """The parcours of a follow-up, one row each: ``Parcours``, ``Dossier``, ``Référent``, the axes, then what became of them."""
    demande = suivi.demande
    read = suivi.parcours
    people = con.execute(
        "SELECT id_parcours, id_dossier, code_referent FROM curated.parcours WHERE photo = ?", [demande.contexte.photo]
    ).df()
    held = people.set_index("id_parcours").reindex(read["id_parcours"])
    frame = pd.DataFrame(
        {"Parcours": read["id_parcours"], "Dossier": held["id_dossier"].to_numpy(), "Référent": held["code_referent"].to_numpy()}
    )
    for axe in demande.par:
        frame[nom_de_colonne(axe, [INDICATEUR_DE[lesquels]], config)] = _labels(read[axe.id], axe)
    frame["Entrée"], frame["Sortie"] = read["entree"], read["sortie"]
    frame["Issue"] = pd.Categorical(read["cause"].map(ISSUES), list(ISSUES.values()), ordered=True)
    frame["Durée (mois)"] = read["jours"] / JOURS_PAR_MOIS
    before = (pd.Timestamp(demande.periode.du) - read["entree"]).dt.days.clip(lower=0) if lesquels == "accompagnes" else 0
    seen = np.maximum(before, read["retard"] + 1)
    frame["Vu depuis (mois)"] = seen / JOURS_PAR_MOIS
    frame["Durée (jours)"], frame["Vu après (jours)"] = read["jours"], seen - 1
    if suivi.etapes is not None:
        frame["Première étape (jours)"] = (
            suivi.etapes.groupby("id_parcours")["delai"].min().reindex(read["id_parcours"]).to_numpy("float64")
        )
        counts = compter_etapes(suivi)
        frame["Étapes"] = counts["total"].to_numpy()
        for name in CLASSES:
            frame[f"Étapes : {name}"] = counts[name].to_numpy()
    titre = f"{QUI[lesquels]} {francais.periode(demande.periode.du, demande.periode.au)}"
    return Parcours(frame, titre, source, phrase_des_ecartes(read.attrs["ecartes"], nommer=True), LIRE_PARCOURS)


def lire_cohortes(suivi: Suivi, config: dict, source: Provenance) -> Cohortes:
    """The table of cohorts (``cohortes.tableau``) under French names."""
    table = followed.tableau(suivi)
    sheets = followed.mesures()
    names = ["cohorte", *suivi.axes]
    frame = pd.DataFrame({"Cohorte": _in_order(table["cohorte"], ENSEMBLE)})
    for axe in suivi.demande.par:
        frame[nom_de_colonne(axe, ["entrees"], config)] = _labels(table[axe.id], axe)
    frame["Mesure"] = pd.Categorical(table["mesure"].map({name: sheet.titre for name, sheet in sheets.items()}), [sheet.titre for sheet in sheets.values()], ordered=True)  # fmt: skip
    frame["Détail"] = table["modalite"]
    titles = {"valeur": "Valeur", "ic_bas": "Borne basse", "ic_haut": "Borne haute", "numerateur": "Numérateur", "denominateur": "Dénominateur", "n_risque": "Suivis", "unite": "Unité", "maturite": "Maturité", "couverture": "Couverture", "raison": "Raison"}  # fmt: skip
    for name in [column for column in table.columns if column in titles and column not in names]:
        frame[titles[name]] = table[name]
    demande = suivi.demande
    titre = (
        f"Cohortes d’entrée {francais.periode(demande.periode.du, demande.periode.au)}, suivies jusqu’au {francais.date_longue(demande.au)}"
    )
    said = phrase_des_ecartes(suivi.parcours.attrs["ecartes"], nommer=True)
    return Cohortes(frame, titre, source, said, followed.fiches_text())


def suivre(con, config: dict, photo, *, lesquels: str, du, au, grain: str, par, connu_au, filtres=None, etapes: bool = False) -> Suivi:
    """The follow-up that a call asks for. ``au`` empty: the day of the photo.

    Raises ``PlieError``, also when nobody is found, and with ``etapes`` when the photo does not have theirs.
    """
    found = followed.suivre(
        con,
        au=lire_date(str(au)) if au else photo,
        du=lire_date(str(du)) if du else None,
        config=config,
        grain=grain,
        par=[par] if isinstance(par, str) and par else list(par),
        connu_au=lire_date(str(connu_au)) if connu_au else None,
        photo=photo,
        filtres=filtres,
        lesquels=lesquels,
    )
    if found.parcours.empty:
        raise PlieError(
            f"Aucun parcours {MANQUE[lesquels]} {francais.periode(found.demande.periode.du, found.demande.periode.au)} : vérifiez les dates et les filtres."
        )
    if etapes and found.etapes is None:
        raise PlieError(SANS_ETAPES.format(photo=francais.date_longue(photo)))
    return found


def _labels(values: pd.Series, axe) -> pd.Categorical:
    codes = in_order(axe, set(values) | set(axe.modalites))
    labels = dict.fromkeys(axe.libelle(code) for code in codes)
    return pd.Categorical(values.map(axe.libelle), list(labels), ordered=True)


def _in_order(values: pd.Series, last: str) -> pd.Categorical:
    return pd.Categorical(values, [*sorted(set(values) - {last}), last], ordered=True)


def catalogue(config: dict, mot: str, source: Provenance) -> Resultat:
    """Every indicator that can be asked (whose title or definition holds a word), then the axes."""
    rows = [(one.titre, "indicateur", one.id, one.unite, one.definition) for one in definitions(config).values()]
    rows += [(axe.titre, "axe", axe.id, "", ", ".join(axe.libelles or axe.modalites)) for axe in axes(config).values()]
    wanted = normalise(mot)
    frame = pd.DataFrame(rows, columns=["Titre", "Genre", "Nom", "Unité", "Définition ou modalités"])
    kept = frame[[wanted in normalise(f"{row.Titre} {row.Nom} {row[4]}") for row in frame.itertuples(index=False)]]
    return Resultat(kept.reset_index(drop=True), f"Ce qui peut être demandé{f' ({francais.guillemets(mot)})' if mot else ''}", source)
