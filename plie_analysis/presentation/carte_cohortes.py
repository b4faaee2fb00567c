"""Heat map of the cohortes: who has left positively after how long; immature cells are hatched."""

import pandas as pd

from .. import francais
from ..cohortes.reglages import reglages
from ..cohortes.suivi import ENSEMBLE
from .elements import Cellule, Ligne, Tableau
from .image import Image, vide
from .publics import intervalle
from .toile import Axe, Formes, Style, Texte, Toile, rectangle

NB = francais.INSECABLE
TITRE = "Part sortie positivement, par cohorte et par horizon"
PALIERS = (5, 10, 20, 30)
TEINTES = ("palier-0", "palier-1", "palier-2", "palier-3", "palier-4")
NOTE = f"Case hachurée{NB}: cohorte plus jeune que l’horizon (immature), estimée sur ses premiers entrés et jamais prolongée. Case vide{NB}: rien à estimer."


def carte(frame: pd.DataFrame) -> Image:
    """The heat map of a table of cohortes without axes (see ``cohortes.tableau``), most recent cohorte at the bottom."""
    rows = frame[(frame["mesure"] == "incidence_sortie_positive") & (frame["cohorte"] != ENSEMBLE)]
    known = rows[rows["valeur"].notna()]
    if known.empty:
        return vide(TITRE, "Aucune cohorte n’est suivie assez longtemps.")
    cohortes = list(dict.fromkeys(known["cohorte"]))
    horizons = [f"{mois} mois" for mois in reglages()["horizons"]]
    count = len(cohortes)
    canvas = Toile(
        Axe(
            0,
            len(horizons),
            [(i + 0.5, name.removesuffix(" mois")) for i, name in enumerate(horizons)],
            "mois depuis l’entrée",
            grille=False,
        ),
        Axe(count, 0, [(i + 0.5, name) for i, name in enumerate(cohortes)], grille=False),
        hauteur=70 + 34 * max(count, 2),
        gauche=84,
    )
    shapes: dict[tuple[int, bool], list] = {}
    texts = []
    for row in known.to_dict("records"):
        i, j = horizons.index(row["modalite"]), cohortes.index(row["cohorte"])
        young = row["maturite"] == "immature"
        shapes.setdefault((_palier(row["valeur"]), young), []).append(rectangle(i + 0.03, i + 0.97, j + 0.06, j + 0.94))
        texts.append(Texte(i + 0.5, j + 0.5, francais.pourcentage(row["valeur"]), halo=True, taille=13))
    for (bin_, young), contours in sorted(shapes.items(), key=lambda item: item[0][::-1]):
        style = Style(TEINTES[bin_], "solid", "/" if young else "")
        if young:
            style = Style("palier-3" if bin_ > 1 else "palier-2", "solid", "/")
        canvas.ajouter(Formes("immature" if young else _nom(bin_), contours, style, bord=True))
    return Image(TITRE, _phrase(known), canvas.ajouter(*texts), _table(rows[rows["cohorte"].isin(cohortes)], cohortes, horizons), note=NOTE)


def _palier(value: float) -> int:
    return sum(value >= limit for limit in PALIERS)


def _nom(rang: int) -> str:
    if rang == 0:
        return f"moins de {PALIERS[0]}{NB}%"
    if rang == len(PALIERS):
        return f"{PALIERS[-1]}{NB}% et plus"
    return f"{PALIERS[rang - 1]} à {PALIERS[rang]}{NB}%"


def _phrase(known: pd.DataFrame) -> str:
    at = known[(known["modalite"] == "12 mois") & (known["maturite"] == "mûre")]
    if at.empty:
        return "Aucune cohorte n’est encore mûre à douze mois."
    last = at.iloc[-1]
    text = f"Parmi les entrés de {last['cohorte']}, {francais.pourcentage(last['valeur'])} sont sortis positivement dans les douze mois"
    if len(at) > 1:
        text += f", contre {francais.pourcentage(at.iloc[-2]['valeur'])} de ceux de {at.iloc[-2]['cohorte']}"
    return text + "."


def _table(rows: pd.DataFrame, cohortes: list[str], horizons: list[str]) -> Tableau:
    lines = []
    for cohorte in cohortes:
        cells: list = []
        for name in horizons:
            row = rows[(rows["cohorte"] == cohorte) & (rows["modalite"] == name)].iloc[0]
            value = None if row["valeur"] != row["valeur"] else float(row["valeur"])
            cells.append(Cellule(value, "%", decimales=1, masquee=bool(row["masque"])))
            limits = intervalle(row["ic_bas"], row["ic_haut"])
            cells.append(" ".join(filter(None, [limits, "immature" if value is not None and row["maturite"] == "immature" else ""])))
        lines.append(Ligne(cohorte, cells))
    heads = ["Cohorte", *(text for name in horizons for text in (name, f"intervalle à 95{NB}%"))]
    return Tableau(f"Données{NB}: {TITRE}", heads, lines)
