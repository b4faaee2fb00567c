"""The cohortes as aligned tables in French."""

import pandas as pd

from .. import francais
from ..cohortes.notes import notes
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..libelles import propre
from .formes import aligned

IMMATURE = "*"
TARDIVE = "†"
ENTETES: dict[str, dict] = {
    "Entrées et sorties": {
        "effectif": "entrées", "en_parcours": "en cours", "sorties_positives": "positives", "sorties_autres": "autres", "sorties_fin_30_mois": "fin de durée",
    },
    "Part sortie positivement dans les h mois (Aalen-Johansen)": {
        ("incidence_sortie_positive", f"{mois} mois"): f"{mois} mois" for mois in (6, 12, 18, 24, 30)
    },
    "Durées, parcours ouverts compris": {
        ("part_encore_ouverte", "12 mois"): "ouverts à 12 mois", ("duree_mediane", ""): "médiane", ("duree_moyenne_restreinte", "30 mois"): "moyenne sur 30 mois",
        ("delai_premiere_etape", ""): "1re étape", ("part_temps_sans_etape", ""): "temps sans étape",
    },
    "Étapes avant la sortie": {
        ("etapes_avant_sortie", ""): "moyenne", **{("etapes_avant_sortie_repartition", name): name for name in ("0", "1", "2", "3", "4-5", "6 et plus")},
    },
}  # fmt: skip


def tableau_text(suivi: Suivi, frame: pd.DataFrame, gaps: pd.DataFrame) -> str:
    """Aligned tables in French, one per theme, then the gaps and the notes."""
    if frame.empty:
        return frame.attrs["raison"] + "\n"
    blocks = [_block(suivi, frame, title, heads) for title, heads in ENTETES.items()]
    if len(gaps):
        blocks.append(_gaps(gaps))
    return "\n".join([*blocks, *(f"{note}\n" for note in notes(suivi, frame, gaps))])


def _block(suivi: Suivi, frame: pd.DataFrame, title: str, heads: dict) -> str:
    wanted = {key if isinstance(key, tuple) else (key, ""): label for key, label in heads.items()}
    named = ["cohorte", *suivi.axes]
    rows = [[*named, *wanted.values()]]
    for key, group in frame.groupby(named, sort=False):
        cells = {(row["mesure"], row["modalite"]): row for row in group.to_dict("records")}
        late = TARDIVE if key[0] != ENSEMBLE and (group["couverture"] == "tardive").any() else ""
        rows.append([propre(key[0]) + late, *map(propre, key[1:]), *(_shown(cells.get(name)) for name in wanted)])
    return f"{title}\n{aligned(rows, len(named))}"


def _shown(row: dict | None) -> str:
    if row is None:
        return francais.VIDE
    if francais.is_empty(row["valeur"]):
        return "non atteinte" if row["mesure"] == "duree_mediane" and str(row["raison"]).startswith("Médiane") else francais.VIDE
    unite = "" if row["unite"] in ("parcours", "etapes") else row["unite"]
    decimals = 0 if row["unite"] in ("parcours", "jours") else 1
    text = francais.quantite(row["valeur"], unite, decimals)
    return text + (IMMATURE if row["maturite"] == "immature" and row["cohorte"] != ENSEMBLE else "")


def _gaps(gaps: pd.DataFrame) -> str:
    rows = [["axe", "public", "contre", "à", "part", "part contre", "écart brut", "[95 %]", "à profil comparable", "[95 %]"]]
    for row in gaps.to_dict("records"):
        rows.append(
            [row["axe"], propre(row["modalite"]), propre(row["contre"]), f"{int(row['mois'])} mois"]
            + [francais.pourcentage(row[name], 1) if row[name] == row[name] else francais.VIDE for name in ("part", "part_contre")]
            + [
                _points(row, "ecart"),
                _limits(row, "ecart_bas", "ecart_haut"),
                _points(row, "ecart_standardise"),
                _limits(row, "standardise_bas", "standardise_haut"),
            ]
        )
    return f"Écarts de la part sortie positivement, en points\n{aligned(rows, 3)}"


def _points(row: dict, name: str) -> str:
    value = row[name]
    return francais.VIDE if value != value else ("+" if round(value, 1) > 0 else "") + francais.nombre(value, 1)


def _limits(row: dict, low: str, high: str) -> str:
    return "" if row[low] != row[low] else f"[{francais.nombre(row[low], 1)} ; {francais.nombre(row[high], 1)}]"
