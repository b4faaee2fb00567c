"""Forest plot of the gaps between publics: raw and at comparable profile, side by side."""

import pandas as pd

from .. import francais
from ..cohortes.ecarts import AUTRES, SEPARATEUR
from ..cohortes.notes import PAS_UN_EFFET
from .elements import Cellule, Ligne, Tableau
from .image import Image, vide
from .publics import intervalle
from .toile import GROUPES, NEUTRE, Axe, Points, Style, Texte, Toile, Trait

NB = francais.INSECABLE
TITRE = "Écarts de la part sortie positivement"


def foret(gaps: pd.DataFrame, noms: dict[str, str]) -> Image:
    """The gaps of ``cohortes.comparer``, one pair of intervals per comparison; ``noms`` gives the short name of each axis."""
    known = gaps[gaps["ecart"].notna()].reset_index(drop=True)
    if known.empty:
        return vide(TITRE, "Aucune comparaison ne repose sur des entrées suivies assez longtemps.")
    bounds = known[["ecart_bas", "ecart_haut", "standardise_bas", "standardise_haut"]].abs().max().max()
    reach = max(10.0, 10 * -(-float(bounds) // 10))
    step = 10 if reach <= 30 else 20
    ticks = [
        (value, f"{'+' if value > 0 else ''}{francais.nombre(value)}")
        for value in range(int(-reach // step * step), int(reach) + 1, step)
        if abs(value) <= reach
    ]
    canvas = Toile(
        Axe(-reach, reach, ticks, "points de pourcentage"), Axe(len(known), 0, grille=False), hauteur=80 + 62 * len(known), gauche=16
    )
    canvas.ajouter(Trait("", [0, 0], [0, len(known)], Style(NEUTRE.couleur, "solid", "", 1.5)))
    ranks = range(len(known))
    said = [_said(row) for row in known.to_dict("records")]
    canvas.ajouter(
        Points("écart brut", known["ecart"], [r + 0.52 for r in ranks], known["ecart_bas"], known["ecart_haut"], GROUPES[0], textes=said)
    )
    standard = known[known["ecart_standardise"].notna()]
    canvas.ajouter(
        Points(
            "à profil comparable",
            standard["ecart_standardise"],
            [r + 0.8 for r in standard.index],
            standard["standardise_bas"],
            standard["standardise_haut"],
            GROUPES[1],
            carre=True,
            textes=[said[r] for r in standard.index],
        )
    )
    for rank, row in enumerate(known.to_dict("records")):
        canvas.ajouter(Texte(-reach, rank + 0.2, _label(row, noms), "start", taille=13))
    return Image(TITRE, _phrase(known), canvas, _table(gaps, noms), note=PAS_UN_EFFET)


def _label(row: dict, noms: dict[str, str]) -> str:
    axes, values = row["axe"].split(SEPARATEUR), row["modalite"].split(SEPARATEUR)
    public = SEPARATEUR.join(f"{noms.get(axe, axe)} {value}" for axe, value in zip(axes, values, strict=True))
    against = "autres" if row["contre"] == AUTRES else row["contre"]
    return f"{public} / {against}, {int(row['mois'])} mois"


def _said(row: dict) -> str:
    return f"{francais.pourcentage(row['part'], 1)} contre {francais.pourcentage(row['part_contre'], 1)}"


def _phrase(known: pd.DataFrame) -> str:
    outside = known[(known["standardise_bas"] > 0) | (known["standardise_haut"] < 0)]
    count = francais.compte(len(known), "comparaison regardée", "comparaisons regardées")
    verdict = (
        "aucune ne s’écarte de zéro plus que le hasard à profil comparable"
        if outside.empty
        else f"{francais.nombre(len(outside))} {'s’écarte' if len(outside) == 1 else 's’écartent'} de zéro à profil comparable"
    )
    expected = francais.nombre(0.05 * len(known), 1)
    return f"{count}{NB}: {verdict} (à 95{NB}%, le seul hasard en donnerait environ {expected})."


def _table(gaps: pd.DataFrame, noms: dict[str, str]) -> Tableau:
    rows = []
    for row in gaps.to_dict("records"):
        hidden = bool(row["masque"])
        cells = [_share(row, "", hidden), _share(row, "_contre", hidden)]
        cells += [
            _gap(row["ecart"], hidden),
            intervalle(row["ecart_bas"], row["ecart_haut"]),
            _gap(row["ecart_standardise"], hidden),
            intervalle(row["standardise_bas"], row["standardise_haut"]),
            Cellule(_number(row["part_comparable"]), "%", masquee=hidden),
        ]
        rows.append(Ligne(_label(row, noms), cells))
    heads = [
        "Comparaison",
        "Part",
        "Part en face",
        "Écart brut, en points",
        "Intervalle",
        "Écart à profil comparable",
        "Intervalle",
        "Entrées au profil commun",
    ]
    return Tableau(f"Données{NB}: {TITRE}", heads, rows)


def _share(row: dict, side: str, hidden: bool) -> Cellule:
    return Cellule(_number(row[f"part{side}"]), "%", _number(row[f"sorties{side}"]), _number(row[f"n{side}"]), 1, hidden)


def _gap(value: float, hidden: bool) -> Cellule:
    return Cellule(_number(value), "", decimales=1, masquee=hidden)


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)
