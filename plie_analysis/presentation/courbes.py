"""Survival and incidence curves: bands at 95 %, parcours still followed under each curve, table, sentence."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import francais
from ..cohortes.durees import Courbes
from ..cohortes.durees import courbes as calculer
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, POSITIVE
from ..cohortes.suivi import Suivi
from ..jours import JOURS_PAR_MOIS
from ..survie.appui import Trace, appuis, mediane_appuyee
from ..survie.mediane import NON_ATTEINTE
from ..survie.reglages import en_jours
from .elements import Cellule, Ligne, Tableau, donnees
from .image import Image, vide
from .publics import intervalle, nom_du_public, part, publics, style_de
from .toile import NEUTRE, Echelle, Formes, Mention, Style, Toile, Trait, bande, multiples

NB = francais.INSECABLE
MOIS_MAX = 36
LEGENDE = f"Bandes{NB}: intervalles à 95{NB}%. Sous l’axe{NB}: parcours encore suivis à chaque ancienneté. Une courbe s’arrête là où trop peu de parcours la portent."
INVISIBLES = "Aucun public n’est suivi en assez grand nombre depuis son entrée."
ISSUES = {POSITIVE: "Sortie positive", AUTRE: "Autre sortie", FIN_30_MOIS: "Fin de durée"}


def encore_en_parcours(suivi: Suivi) -> Image:
    """Kaplan-Meier: the share of entries still in parcours, by public."""
    title = "Part encore en parcours selon l’ancienneté"
    found = _observables(suivi, publics(suivi))
    if found is None:
        return vide(title, INVISIBLES)
    curves = _traces(suivi, found, found.survie, 1.0)
    median = mediane_appuyee(found.evenements)
    said = [
        f"{one.nom}{NB}: {_median(value, reason)}"
        for one, value, reason in zip(curves, median["estimation"], median["raison"], strict=True)
    ]
    phrase = f"Durée au bout de laquelle la moitié des entrées est sortie, parcours ouverts compris – {' ; '.join(said).replace(' ;', f'{NB};')}."
    return dessiner(title, phrase, curves)


def sorties_positives(suivi: Suivi) -> Image:
    """Aalen-Johansen: the share of entries gone for a positive exit, by public."""
    title = "Part sortie positivement selon l’ancienneté"
    found = _observables(suivi, publics(suivi))
    if found is None:
        return vide(title, INVISIBLES)
    curves = _traces(suivi, found, found.incidence[found.incidence["cause"] == POSITIVE], 0.0)
    at = {one.nom: one.lue_a(en_jours(12))[0] for one in curves}
    said = [f"{francais.pourcentage(100 * value)} ({name})" for name, value in at.items() if value == value]
    phrase = (
        f"Dans les douze mois de leur entrée, sont sortis positivement{NB}: {francais.enumeration(said)}."
        if said
        else "Le suivi n’atteint pas douze mois."
    )
    return dessiner(title, phrase, curves)


def issues(suivi: Suivi) -> Image:
    """Aalen-Johansen: every way out of all the entries together, each competing with the others."""
    title = "Les issues du parcours selon l’ancienneté"
    rows = np.arange(len(suivi.parcours))
    found = _observables(suivi, [((), rows)] if len(rows) else [])
    if found is None:
        return vide(title, "Assez de parcours ne sont pas suivis depuis leur entrée.")
    (strate,) = found.evenements.strates
    curves = [Trace(name, found.incidence[found.incidence["cause"] == cause], strate, 0.0) for cause, name in ISSUES.items()]
    positive, *others = (one.lue_a(en_jours(24))[0] for one in curves)
    if positive == positive:
        left = 1 - positive - sum(others)
        phrase = (
            f"Deux ans après l’entrée, {francais.pourcentage(100 * positive)} sont sortis positivement, {francais.pourcentage(100 * sum(others))} autrement, "
            f"et {francais.pourcentage(100 * left)} sont encore en parcours."
        )
    else:
        phrase = "Le suivi n’atteint pas deux ans."
    return dessiner(title, phrase, curves, ensemble=True)


def _traces(suivi: Suivi, found: Courbes, courbe: pd.DataFrame, depart: float) -> list[Trace]:
    return [
        Trace(nom_du_public(suivi.demande.par, key), courbe[courbe["groupe"] == rank], strate, depart)
        for rank, ((key, _), strate) in enumerate(zip(found.groupes, found.evenements.strates, strict=True))
    ]


def dessiner(titre: str, phrase: str, curves: Sequence[Trace], *, note: str = "", ensemble: bool = False) -> Image:
    """The picture of curves, each as far as enough parcours bear it.

    ``ensemble``: the curves are those of the same parcours, whose number still followed is then written once.
    """
    last = max((float(one.tenue["t"].max()) for one in curves if len(one.tenue)), default=0) / JOURS_PAR_MOIS
    end = min(MOIS_MAX, max(6.0, np.ceil(last / 6) * 6))
    ticks = multiples(end, 6)
    counted = curves[:1] if ensemble else curves
    canvas = _canvas(end, ticks, len(counted), curves)
    for rank, one in enumerate(counted):
        y = -12.0 - 9 * rank
        if not ensemble:
            canvas.ajouter(Trait("", [-5.8, -3.2], [y, y], style_de(rank)))
        for value, _ in ticks:
            canvas.ajouter(Mention(value, y, francais.nombre(one.suivis_a(en_jours(value)))))
    canvas.ajouter(Mention(-5.8, -4.0, "Parcours encore suivis", "start"))
    return Image(titre, phrase, canvas, _table(titre, curves, ticks), note=note or LEGENDE)


def _canvas(end: float, ticks: list, count: int, shown: Sequence[Trace]) -> Toile:
    bottom = -17.0 - 9 * (count - 1)
    canvas = Toile(
        Echelle(-6, end, ticks, "mois depuis l’entrée", grille=False),
        Echelle(bottom, 100, [(v, f"{v}{NB}%") for v in (0, 25, 50, 75, 100)]),
        hauteur=330 + 26 * count,
    )
    opacity = 0.17 if len(shown) <= 2 else 0.1
    for rank, one in enumerate(shown):
        name, depart, style = one.nom, one.depart, style_de(rank)
        kept = one.tenue[one.tenue["t"] <= en_jours(end)]
        x = [0.0, *(kept["t"] / JOURS_PAR_MOIS)]
        y = [100 * depart, *(100 * kept["estimation"])]
        low, high = ([100 * depart, *(100 * kept[side])] for side in ("ic_bas", "ic_haut"))
        canvas.ajouter(Formes("", bande(x, low, high), style, opacity, en_legende=False))
        said = [f"{name}\n{francais.nombre(a, 1)} mois{NB}: {francais.pourcentage(b, 1)}" for a, b in zip(x, y, strict=True)]
        canvas.ajouter(Trait(name, x, y, style, escalier=True, textes=said))
    canvas.ajouter(Trait("", [0, end], [0, 0], Style(NEUTRE.couleur, "solid", "", 1)))
    return canvas


def _observables(suivi: Suivi, groups: list) -> Courbes | None:
    """Curves of the publics that enough parcours bear since the entry; ``None`` when there is none."""
    followed = suivi.parcours["est_suivi"].to_numpy()
    seen = [(key, rows) for key, rows in groups if followed[rows].any()]
    if not seen:
        return None
    kept = [group for group, one in zip(seen, appuis(calculer(suivi, seen).evenements), strict=True) if one.limite > 0]
    return calculer(suivi, kept) if kept else None


def _table(titre: str, curves: Sequence[Trace], ticks: list) -> Tableau:
    heads = ["Mois depuis l’entrée"]
    for one in curves:
        heads += [one.nom, f"Intervalle à 95{NB}%", "Suivis"]
    rows = []
    for value, label in ticks:
        cells: list = []
        for one in curves:
            share, low, high = one.lue_a(en_jours(value))
            cells += [part(share), intervalle(low, high, 100), Cellule(one.suivis_a(en_jours(value)))]
        rows.append(Ligne(f"{label} mois", cells))
    return donnees(titre, heads, rows)


def _median(value: float, reason: str | None) -> str:
    if value == value:
        return francais.quantite(value / JOURS_PAR_MOIS, "mois", 1)
    return "non atteinte" if reason == NON_ATTEINTE else "inconnue, trop peu de parcours étant suivis"
