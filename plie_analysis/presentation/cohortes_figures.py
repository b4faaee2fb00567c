"""Figures of the cohortes: heat map by horizon, durations with open parcours shown as such, forest plot of the gaps between publics."""

import numpy as np
import pandas as pd

from .. import francais
from ..cohortes.ecarts import AUTRES, SEPARATEUR
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..indicateurs.definitions import axes
from ..jours import JOURS_PAR_MOIS
from ..survie.reglages import reglages
from .elements import Cellule, Ligne, Tableau, donnees
from .image import Image, vide
from .publics import intervalle, nom_du_public
from .toile import GROUPES, NEUTRE, Echelle, Formes, Mention, Points, Style, Toile, Trait, graduations, rectangle

NB = francais.INSECABLE
TITRE_CARTE = "Part sortie positivement, par cohorte et par horizon"
PALIERS = (5, 10, 20, 30)
TEINTES = ("palier-0", "palier-1", "palier-2", "palier-3", "palier-4")
NOTE_CARTE = f"Case hachurée{NB}: cohorte plus jeune que l’horizon (immature), estimée sur ses premiers entrés et jamais prolongée. Case vide{NB}: rien à estimer."
TITRE_DUREES = "Durées des parcours, ceux encore ouverts montrés comme tels"
PAS, DERNIER = 3, 36
ETATS = {
    POSITIVE: ("sortie positive", Style("cobalt")),
    AUTRE: ("autre sortie", Style("ambre", "solid", "x")),
    FIN_30_MOIS: ("fin de durée", Style("iris", "solid", "-")),
    OUVERT: ("encore ouvert", Style("acier", "solid", "/")),
}
NOTE_DUREES = (
    f"Parcours encore ouvert{NB}: sa durée n’est pas connue, seulement qu’elle dépassera celle-ci. Une moyenne des seules sorties l’oublie."
)
TITRE_FORET = "Écarts de la part sortie positivement"
LIMITES = ["ecart_bas", "ecart_haut", "standardise_bas", "standardise_haut"]
# Drawn as printed in the table: a picture holds no digit that the page does not show.
DESSINES = ("ecart", "ecart_bas", "ecart_haut", "ecart_standardise", "standardise_bas", "standardise_haut")


def carte(frame: pd.DataFrame) -> Image:
    """The heat map of a table of cohortes without axes (see ``cohortes.tableau``), most recent cohorte at the bottom."""
    rows = frame[(frame["mesure"] == "incidence_sortie_positive") & (frame["cohorte"] != ENSEMBLE)]
    known = rows[rows["valeur"].notna()]
    if known.empty:
        return vide(TITRE_CARTE, "Aucune cohorte n’est suivie assez longtemps.")
    cohortes = list(dict.fromkeys(known["cohorte"]))
    horizons = [f"{mois} mois" for mois in reglages()["horizons"]]
    count = len(cohortes)
    canvas = Toile(
        Echelle(
            0,
            len(horizons),
            [(i + 0.5, name.removesuffix(" mois")) for i, name in enumerate(horizons)],
            "mois depuis l’entrée",
            grille=False,
        ),
        Echelle(count, 0, [(i + 0.5, name) for i, name in enumerate(cohortes)], grille=False),
        hauteur=70 + 34 * max(count, 2),
        gauche=84,
    )
    shapes: dict[tuple[int, bool], list] = {}
    texts = []
    for row in known.to_dict("records"):
        i, j = horizons.index(row["modalite"]), cohortes.index(row["cohorte"])
        young = row["maturite"] == "immature"
        shapes.setdefault((_palier(row["valeur"]), young), []).append(rectangle(i + 0.03, i + 0.97, j + 0.06, j + 0.94))
        texts.append(Mention(i + 0.5, j + 0.5, francais.pourcentage(row["valeur"]), halo=True, taille=13))
    for (bin_, young), contours in sorted(shapes.items(), key=lambda item: item[0][::-1]):
        style = Style(TEINTES[bin_], "solid", "/" if young else "")
        if young:
            style = Style("palier-3" if bin_ > 1 else "palier-2", "solid", "/")
        canvas.ajouter(Formes("immature" if young else _nom(bin_), contours, style, bord=True))
    return Image(
        TITRE_CARTE,
        _phrase_carte(known),
        canvas.ajouter(*texts),
        _table_carte(rows[rows["cohorte"].isin(cohortes)], cohortes, horizons),
        note=NOTE_CARTE,
    )


def _palier(value: float) -> int:
    return sum(value >= limit for limit in PALIERS)


def _nom(rang: int) -> str:
    if rang == 0:
        return f"moins de {PALIERS[0]}{NB}%"
    if rang == len(PALIERS):
        return f"{PALIERS[-1]}{NB}% et plus"
    return f"{PALIERS[rang - 1]} à {PALIERS[rang]}{NB}%"


def _phrase_carte(known: pd.DataFrame) -> str:
    at = known[(known["modalite"] == "12 mois") & (known["maturite"] == "mûre")]
    if at.empty:
        return "Aucune cohorte n’est encore mûre à douze mois."
    last = at.iloc[-1]
    text = f"Parmi les entrés de {last['cohorte']}, {francais.pourcentage(last['valeur'])} sont sortis positivement dans les douze mois"
    if len(at) > 1:
        text += f", contre {francais.pourcentage(at.iloc[-2]['valeur'])} de ceux de {at.iloc[-2]['cohorte']}"
    return text + "."


def _table_carte(rows: pd.DataFrame, cohortes: list[str], horizons: list[str]) -> Tableau:
    lines = []
    for cohorte in cohortes:
        cells: list = []
        for name in horizons:
            row = rows[(rows["cohorte"] == cohorte) & (rows["modalite"] == name)].iloc[0]
            value = None if row["valeur"] != row["valeur"] else float(row["valeur"])
            cells.append(Cellule(value, "%", decimales=1))
            limits = intervalle(row["ic_bas"], row["ic_haut"])
            cells.append(" ".join(filter(None, [limits, "immature" if value is not None and row["maturite"] == "immature" else ""])))
        lines.append(Ligne(cohorte, cells))
    heads = ["Cohorte", *(text for name in horizons for text in (name, f"intervalle à 95{NB}%"))]
    return donnees(TITRE_CARTE, heads, lines)


def durees(suivi: Suivi) -> Image:
    """Bars of three months of duration so far, by state at the observation."""
    people = suivi.parcours[suivi.parcours["est_suivi"]]
    if people.empty:
        return vide(TITRE_DUREES, "Aucun parcours n’est suivi.")
    bins = np.minimum(people["jours"].to_numpy() / JOURS_PAR_MOIS // PAS, DERNIER / PAS).astype(int)
    size = DERNIER // PAS + 1
    counts = {cause: np.bincount(bins[people["cause"].to_numpy() == cause], minlength=size) for cause in ETATS}
    labels = [f"{PAS * i} à {PAS * (i + 1)} mois" for i in range(size - 1)] + [f"{DERNIER} mois et plus"]
    ticks = graduations(max(np.sum(list(counts.values()), axis=0)))
    canvas = Toile(
        Echelle(0, size, [(i, francais.nombre(PAS * i)) for i in range(0, size, 2)], "mois depuis l’entrée", grille=False),
        Echelle(0, ticks[-1], [(v, francais.nombre(v)) for v in ticks]),
        hauteur=330,
    )
    base = np.zeros(size)
    for cause, (name, style) in ETATS.items():
        height = counts[cause]
        contours = [rectangle(i + 0.06, i + 0.94, base[i], base[i] + height[i]) for i in range(size) if height[i]]
        if contours:
            canvas.ajouter(Formes(name, contours, style, bord=True))
        base = base + height
    rows = [Ligne(label, [Cellule(float(counts[cause][i])) for cause in ETATS]) for i, label in enumerate(labels)]
    table = donnees(TITRE_DUREES, ["Durée à l’observation", *(francais.majuscule(name) for name, _ in ETATS.values())], rows)
    still = int(counts[OUVERT].sum())
    share = francais.pourcentage(100 * still / len(people))
    phrase = f"{francais.majuscule(francais.compte(still, 'parcours', 'parcours'))} sur {francais.nombre(len(people))} ({share}) {'est encore ouvert' if still < 2 else 'sont encore ouverts'}{NB}: leur durée finale n’est pas connue."
    return Image(TITRE_DUREES, phrase, canvas, table, note=NOTE_DUREES)


def foret(gaps: pd.DataFrame) -> Image:
    """The gaps of ``cohortes.comparer``, one pair of intervals per comparison; a horizon that nothing reaches is told in a note."""
    known = gaps[gaps["ecart"].notna()].reset_index(drop=True)
    drawn = known.round(dict.fromkeys(DESSINES, 1))
    if known.empty:
        return vide(TITRE_FORET, "Aucune comparaison ne repose sur des entrées suivies assez longtemps.", masque=bool(gaps["masque"].any()))
    bounds = known[LIMITES].abs().max().max()
    reach = max(10.0, 10 * -(-float(bounds) // 10))
    step = 10 if reach <= 30 else 20
    ticks = [
        (value, f"{'+' if value > 0 else ''}{francais.nombre(value)}")
        for value in range(int(-reach // step * step), int(reach) + 1, step)
        if abs(value) <= reach
    ]
    canvas = Toile(
        Echelle(-reach, reach, ticks, "points de pourcentage"),
        Echelle(len(known), 0, grille=False),
        hauteur=80 + 62 * len(known),
        gauche=16,
    )
    canvas.ajouter(Trait("", [0, 0], [0, len(known)], Style(NEUTRE.couleur, "solid", "", 1.5)))
    ranks = range(len(known))
    said = [_said(row) for row in known.to_dict("records")]
    canvas.ajouter(
        Points("écart brut", drawn["ecart"], [r + 0.52 for r in ranks], drawn["ecart_bas"], drawn["ecart_haut"], GROUPES[0], textes=said)
    )
    standard = drawn[drawn["ecart_standardise"].notna()]
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
        canvas.ajouter(Mention(-reach, rank + 0.2, _label(row), "start", taille=13))
    limits = [Cellule(_number(value)) for side in LIMITES for value in known[side]]
    return Image(TITRE_FORET, _phrase_foret(known), canvas, _table_foret(gaps), note=_hors_d_atteinte(gaps), cites=limits)


def _label(row: dict) -> str:
    """« En QPV, sans RSA, et tous les autres, à 12 mois »."""
    compared = [axes()[name] for name in row["axe"].split(SEPARATEUR)]
    public = nom_du_public(compared, row["modalite"].split(SEPARATEUR))
    against = "tous les autres" if row["contre"] == AUTRES else nom_du_public(compared, row["contre"].split(SEPARATEUR))
    return f"{public}, face à {against[0].lower() + against[1:]}, à {int(row['mois'])} mois"


def _hors_d_atteinte(gaps: pd.DataFrame) -> str:
    """The horizons that no entry reaches, which are neither drawn nor told."""
    months = [f"à {francais.nombre(month)} mois" for month in _sans_rien(gaps)]
    return f"{francais.majuscule(francais.enumeration(months))}, aucune entrée n’est encore suivie assez longtemps." if months else ""


def _sans_rien(gaps: pd.DataFrame) -> list[float]:
    """Horizons at which nothing is known, and nothing kept back."""
    return [month for month, rows in gaps.groupby("mois") if rows["ecart"].isna().all() and not rows["masque"].any()]


def _said(row: dict) -> str:
    return f"{francais.pourcentage(row['part'], 1)} contre {francais.pourcentage(row['part_contre'], 1)}"


def _phrase_foret(known: pd.DataFrame) -> str:
    outside = int(((known["standardise_bas"] > 0) | (known["standardise_haut"] < 0)).sum())
    if len(known) == 1:
        return f"À profil comparable, l’écart {'dépasse' if outside else 'ne dépasse pas'} ce que le hasard peut donner."
    if not outside:
        return f"Aucun des {francais.nombre(len(known))} écarts mesurés ne dépasse, à profil comparable, ce que le hasard peut donner."
    verb = "dépasse" if outside == 1 else "dépassent"
    return f"Sur {francais.nombre(len(known))} écarts mesurés, {francais.nombre(outside)} {verb}, à profil comparable, ce que le hasard peut donner."


def _table_foret(gaps: pd.DataFrame) -> Tableau:
    rows = []
    for row in gaps[~gaps["mois"].isin(_sans_rien(gaps))].to_dict("records"):
        hidden = bool(row["masque"])
        cells: list[Cellule | str] = [_share(row, "", hidden), _share(row, "_contre", hidden)]
        cells += [
            _gap(row["ecart"], hidden),
            intervalle(row["ecart_bas"], row["ecart_haut"]),
            _gap(row["ecart_standardise"], hidden),
            intervalle(row["standardise_bas"], row["standardise_haut"]),
            Cellule(_number(row["part_comparable"]), "%", masquee=hidden),
        ]
        rows.append(Ligne(_label(row), cells))
    heads = [
        "Publics comparés",
        "Sortis positivement",
        "En face",
        "Écart, en points",
        f"Intervalle à 95{NB}%",
        "À profil comparable",
        f"Intervalle à 95{NB}%",
        "Entrées de même profil",
    ]
    return donnees(TITRE_FORET, heads, rows)


def _share(row: dict, side: str, hidden: bool) -> Cellule:
    return Cellule(_number(row[f"part{side}"]), "%", _number(row[f"sorties{side}"]), _number(row[f"n{side}"]), 1, hidden)


def _gap(value: float, hidden: bool) -> Cellule:
    return Cellule(_number(value), "", decimales=1, masquee=hidden)


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)
