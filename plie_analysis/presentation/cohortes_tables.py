"""Tables of a page of cohortes, from the long table of ``cohortes.tableau``."""

from collections.abc import Mapping, Sequence

import pandas as pd

from .. import francais
from ..cohortes.fiches import UNITES, mesures, typographie
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..survie.reglages import reglages
from .elements import Cellule, Ligne, Tableau
from .publics import intervalle, nom_du_public

NB = francais.INSECABLE
IMMATURE = "immature"
DECIMALES = {"parcours": 0, "jours": 0, "%": 1, "mois": 1, "etapes": 1}
EFFECTIFS = {
    ("effectif", ""): "Entrées",
    ("en_parcours", ""): "Encore en parcours",
    ("sorties_positives", ""): "Sorties positives",
    ("sorties_autres", ""): "Autres sorties",
    ("sorties_fin_30_mois", ""): "Fins de durée",
}
DUREES = {
    ("duree_mediane", ""): "Durée médiane, en mois",
    ("duree_moyenne_restreinte", "30 mois"): "Durée moyenne sur 30 mois",
    ("part_encore_ouverte", "12 mois"): "Encore là à 12 mois",
    ("part_encore_ouverte", "24 mois"): "Encore là à 24 mois",
}
PREMIERE = {
    ("delai_premiere_etape", ""): "Première étape, en jours (médiane)",
    ("incidence_premiere_etape", "3 mois"): "Une étape dans les 3 mois",
    ("incidence_premiere_etape", "6 mois"): "Une étape dans les 6 mois",
    ("mois_sans_etape", ""): "Mois sans étape",
    ("part_temps_sans_etape", ""): "Part du temps sans étape",
}


def incidences() -> dict[tuple[str, str], str]:
    """Columns of the positive exits by horizon."""
    return {("incidence_sortie_positive", f"{mois} mois"): f"{mois} mois" for mois in reglages()["horizons"]}


def repartition() -> dict[tuple[str, str], str]:
    """Columns of the étapes before the exit."""
    shares = {("etapes_avant_sortie_repartition", name): _etapes(name) for name in reglages()["repartition_etapes"]}
    return {("etapes_avant_sortie", ""): "En moyenne", **shares}


def _etapes(name: str) -> str:
    count, _, more = name.partition(" ")
    return f"{count} étape{'' if count in ('0', '1') else 's'}{f' {more}' if more else ''}"


def classes(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Columns of the étapes by class."""
    names = frame.loc[frame["mesure"] == "etapes_avant_sortie_par_classe", "modalite"].unique()
    return {("etapes_avant_sortie_par_classe", name): francais.majuscule(name) for name in names}


def tableau(
    frame: pd.DataFrame,
    suivi: Suivi,
    titre: str,
    colonnes: Mapping[tuple[str, str], str],
    *,
    ic: bool = False,
    seul_ensemble: bool = False,
    note: str = "",
) -> Tableau:
    """One row per cohorte and public; ``ic`` adds the interval and the word « immature » beside each figure."""
    rows = []
    shown = frame[frame["cohorte"] == ENSEMBLE] if seul_ensemble else frame
    axes = [name for name in suivi.axes if name in frame.columns]
    for key, group in shown.groupby(["cohorte", *axes], sort=False):
        found = {(row["mesure"], row["modalite"]): row for row in group.to_dict("records")}
        if all(found.get(name) is None or found[name]["valeur"] != found[name]["valeur"] for name in colonnes):
            continue
        cells = [cell for name in colonnes for cell in _cells(found.get(name), ic)]
        public = nom_du_public(suivi.demande.par, key[1:]) if axes else ""
        label = public if seul_ensemble else f"{key[0]}, {public[0].lower() + public[1:]}" if public else str(key[0])
        if key[0] != ENSEMBLE:
            label += _reserve([found[name] for name in colonnes if name in found], ic)
        rows.append(Ligne(francais.majuscule(label), cells, "total" if key[0] == ENSEMBLE and not axes else ""))
    head = "Public" if seul_ensemble else "Cohorte et public" if axes else "Cohorte"
    columns = [text for label in colonnes.values() for text in ([label, f"Intervalle à 95{NB}%"] if ic else [label])]
    return Tableau(titre, [head, *columns], rows, note)


def _reserve(rows: list[dict], ic: bool) -> str:
    """What must be known of a cohorte before reading its row."""
    words = ["tardive"] if any(row["couverture"] == "tardive" for row in rows) else []
    if not ic and any(row["maturite"] == "immature" for row in rows):
        words.append(IMMATURE)
    return f" ({', '.join(words)})" if words else ""


def _cells(row: dict | None, ic: bool) -> list:
    if row is None:
        return [Cellule(), ""] if ic else [Cellule()]
    unit = "%" if row["unite"] == "%" else ""
    value = None if francais.is_empty(row["valeur"]) else float(row["valeur"])
    cell = Cellule(value, unit, decimales=DECIMALES[row["unite"]])
    if not ic:
        return [cell]
    words = [
        intervalle(row["ic_bas"], row["ic_haut"]),
        IMMATURE if value is not None and row["maturite"] == "immature" and row["cohorte"] != ENSEMBLE else "",
    ]
    return [cell, " ".join(filter(None, words))]


def fiches(noms: Sequence[str] | None = None) -> Tableau:
    """The method sheets as a table."""
    rows = []
    for name, sheet in mesures().items():
        if noms is None or name in noms:
            rows.append(
                Ligne(
                    sheet.titre,
                    [
                        *map(typographie, (sheet.definition, sheet.population, sheet.horloge, sheet.convention)),
                        UNITES.get(sheet.unite, sheet.unite),
                        sheet.source,
                    ],
                )
            )
    return Tableau(
        "Fiches de méthode", ["Mesure", "Définition", "Population", "Horloge", "Convention", "Unité", "Source"], rows, est_repli=True
    )
