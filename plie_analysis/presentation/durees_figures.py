"""Distribution of the durations, open parcours shown as such."""

import numpy as np

from .. import francais
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from ..cohortes.reglages import JOURS_PAR_MOIS
from ..cohortes.suivi import Suivi
from ..protection.tableaux import cacher
from .elements import Cellule, Ligne, Tableau
from .image import Image, vide
from .svg import graduations
from .toile import Axe, Formes, Style, Toile, rectangle

NB = francais.INSECABLE
TITRE = "Durées des parcours, ceux encore ouverts montrés comme tels"
PAS, DERNIER = 3, 36
ETATS = {
    POSITIVE: ("sortie positive", Style("#1f5fb0")),
    AUTRE: ("autre sortie", Style("#d9822b", "solid", "x")),
    FIN_30_MOIS: ("fin à 30 mois", Style("#7b5fb0", "solid", "-")),
    OUVERT: ("encore ouvert", Style("#7d8894", "solid", "/")),
}
NOTE = (
    f"Parcours encore ouvert{NB}: sa durée n’est pas connue, seulement qu’elle dépassera celle-ci. Une moyenne des seules sorties l’oublie."
)


def durees(suivi: Suivi, seuil: int = 0) -> Image:
    """Bars of three months of duration so far, by state at the observation."""
    people = suivi.parcours[suivi.parcours["est_suivi"]]
    if people.empty:
        return vide(TITRE, "Aucun parcours n’est suivi.")
    bins = np.minimum(people["jours"].to_numpy() / JOURS_PAR_MOIS // PAS, DERNIER / PAS).astype(int)
    size = DERNIER // PAS + 1
    counts = {cause: np.bincount(bins[people["cause"].to_numpy() == cause], minlength=size) for cause in ETATS}
    hidden = {cause: np.array(cacher(values.tolist(), seuil)) for cause, values in counts.items()}
    labels = [f"{PAS * i} à {PAS * (i + 1)} mois" for i in range(size - 1)] + [f"{DERNIER} mois et plus"]
    ticks = graduations(max(sum(counts.values())))
    canvas = Toile(
        Axe(0, size, [(i, francais.nombre(PAS * i)) for i in range(0, size, 2)], "mois depuis l’entrée", grille=False),
        Axe(0, ticks[-1], [(v, francais.nombre(v)) for v in ticks]),
        hauteur=330,
    )
    base = np.zeros(size)
    for cause, (name, style) in ETATS.items():
        height = np.where(hidden[cause], 0, counts[cause])
        contours = [rectangle(i + 0.06, i + 0.94, base[i], base[i] + height[i]) for i in range(size) if height[i]]
        if contours:
            canvas.ajouter(Formes(name, contours, style, bord=True))
        base = base + height
    rows = [
        Ligne(label, [Cellule(float(counts[cause][i]), masquee=bool(hidden[cause][i])) for cause in ETATS])
        for i, label in enumerate(labels)
    ]
    table = Tableau(f"Données{NB}: {TITRE}", ["Durée à l’observation", *(francais.majuscule(name) for name, _ in ETATS.values())], rows)
    still = int(counts[OUVERT].sum())
    share = francais.pourcentage(100 * still / len(people))
    if min(still, len(people) - still) < seuil:
        return vide(TITRE, "Trop peu de parcours pour cette diffusion.")
    phrase = f"{francais.majuscule(francais.compte(still, 'parcours', 'parcours'))} sur {francais.nombre(len(people))} ({share}) {'est encore ouvert' if still < 2 else 'sont encore ouverts'}{NB}: leur durée finale n’est pas connue."
    return Image(TITRE, phrase, canvas, table, note=NOTE)
