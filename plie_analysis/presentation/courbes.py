"""Survival and incidence curves: bands at 95 %, parcours still followed under each curve, table, sentence."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import francais, survie
from ..cohortes.durees import Courbes
from ..cohortes.durees import courbes as calculer
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, POSITIVE
from ..cohortes.suivi import Suivi
from ..jours import JOURS_PAR_MOIS
from ..survie.reglages import en_jours, reglages
from .elements import Cellule, Ligne, Tableau, donnees
from .image import Image, vide
from .publics import intervalle, nom_du_public, part, publics, style_de
from .toile import NEUTRE, Echelle, Formes, Mention, Style, Toile, Trait, bande, multiples

NB = francais.INSECABLE
MOIS_MAX = 36
LEGENDE = f"Bandes{NB}: intervalles à 95{NB}%. Sous l’axe{NB}: parcours encore suivis à chaque ancienneté."
ISSUES = {POSITIVE: "Sortie positive", AUTRE: "Autre sortie", FIN_30_MOIS: "Fin à 30 mois"}


def encore_en_parcours(suivi: Suivi) -> Image:
    """Kaplan-Meier: the share of entries still in parcours, by public."""
    groups = publics(suivi)
    found = _observables(suivi, groups)
    if found is None:
        return vide("Part encore en parcours selon l’ancienneté", "Aucun public n’est suivi depuis son entrée.")
    curves = [(nom_du_public(suivi, key), found.survie[found.survie["groupe"] == rank]) for rank, (key, _) in enumerate(found.groupes)]
    median = survie.mediane(found.evenements)
    said = [f"{name}{NB}: {_median(value)}" for (name, _), value in zip(curves, median["estimation"], strict=True)]
    phrase = f"Durée au bout de laquelle la moitié des entrées est sortie, parcours ouverts compris – {' ; '.join(said).replace(' ;', f'{NB};')}."
    return dessiner("Part encore en parcours selon l’ancienneté", phrase, curves, depart=1.0)


def sorties_positives(suivi: Suivi) -> Image:
    """Aalen-Johansen: the share of entries gone for a positive exit, by public."""
    title = "Part sortie positivement selon l’ancienneté"
    found = _observables(suivi, publics(suivi))
    if found is None:
        return vide(title, "Aucun public n’est suivi depuis son entrée.")
    positive = found.incidence[found.incidence["cause"] == POSITIVE]
    curves = [(nom_du_public(suivi, key), positive[positive["groupe"] == rank]) for rank, (key, _) in enumerate(found.groupes)]
    at = survie.lire_a(positive, en_jours(12))
    said = [
        f"{francais.pourcentage(100 * value)} ({name})" for (name, _), value in zip(curves, at["estimation"], strict=True) if value == value
    ]
    phrase = (
        f"Dans les douze mois de leur entrée, sont sortis positivement{NB}: {francais.enumeration(said)}."
        if said
        else "Le suivi n’atteint pas douze mois."
    )
    return dessiner(title, phrase, curves, depart=0.0)


def issues(suivi: Suivi) -> Image:
    """Aalen-Johansen: every way out of all the entries together, each competing with the others."""
    title = "Les issues du parcours selon l’ancienneté"
    rows = np.arange(len(suivi.parcours))
    found = _observables(suivi, [((), rows)] if len(rows) else [])
    if found is None:
        return vide(title, "Aucun parcours n’est suivi depuis son entrée.")
    curves = [(name, found.incidence[found.incidence["cause"] == cause]) for cause, name in ISSUES.items()]
    at = {
        cause: survie.lire_a(curve, en_jours(24))["estimation"].iloc[0]
        for (cause, _), (_, curve) in zip(ISSUES.items(), curves, strict=True)
    }
    if all(value == value for value in at.values()):
        left = 1 - sum(at.values())
        phrase = (
            f"Deux ans après l’entrée, {francais.pourcentage(100 * at[POSITIVE])} sont sortis positivement, {francais.pourcentage(100 * (at[AUTRE] + at[FIN_30_MOIS]))} autrement, "
            f"et {francais.pourcentage(100 * left)} sont encore en parcours."
        )
    else:
        phrase = "Le suivi n’atteint pas deux ans."
    return dessiner(title, phrase, curves, depart=0.0, ensemble=True)


def dessiner(
    titre: str,
    phrase: str,
    curves: Sequence[tuple[str, pd.DataFrame]],
    *,
    depart: float,
    note: str = "",
    ensemble: bool = False,
) -> Image:
    """The picture of named curves (frames of ``survie``, in days), from ``depart`` at the entry.

    ``ensemble``: the curves are those of the same parcours, whose number still followed is then written once.
    """
    last = max((float(curve["t"].max()) for _, curve in curves if len(curve)), default=0) / JOURS_PAR_MOIS
    end = min(MOIS_MAX, max(6.0, np.ceil(last / 6) * 6))
    ticks = multiples(end, 6)
    counted = curves[:1] if ensemble else curves
    canvas = _canvas(end, ticks, len(counted), curves, depart)
    for rank, (_, whole) in enumerate(counted):
        y = -12.0 - 9 * rank
        if not ensemble:
            canvas.ajouter(Trait("", [-5.8, -3.2], [y, y], style_de(rank)))
        for value, _ in ticks:
            count = at_risk(whole, en_jours(value))
            canvas.ajouter(Mention(value, y, francais.nombre(count)))
    canvas.ajouter(Mention(-5.8, -4.0, "Parcours encore suivis", "start"))
    return Image(titre, phrase, canvas, _table(titre, curves, ticks), note=note or LEGENDE)


def _canvas(end: float, ticks: list, count: int, shown: Sequence[tuple[str, pd.DataFrame]], depart: float) -> Toile:
    bottom = -17.0 - 9 * (count - 1)
    canvas = Toile(
        Echelle(-6, end, ticks, "mois depuis l’entrée", grille=False),
        Echelle(bottom, 100, [(v, f"{v}{NB}%") for v in (0, 25, 50, 75, 100)]),
        hauteur=330 + 26 * count,
    )
    opacity = 0.17 if len(shown) <= 2 else 0.1
    for rank, (name, curve) in enumerate(shown):
        style = style_de(rank)
        kept = curve[curve["t"] <= en_jours(end)]
        x = [0.0, *(kept["t"] / JOURS_PAR_MOIS)]
        y = [100 * depart, *(100 * kept["estimation"])]
        low, high = ([100 * depart, *(100 * kept[side])] for side in ("ic_bas", "ic_haut"))
        canvas.ajouter(Formes("", bande(x, low, high), style, opacity, en_legende=False))
        said = [f"{name}\n{francais.nombre(a, 1)} mois{NB}: {francais.pourcentage(b, 1)}" for a, b in zip(x, y, strict=True)]
        canvas.ajouter(Trait(name, x, y, style, escalier=True, textes=said))
    canvas.ajouter(Trait("", [0, end], [0, 0], Style(NEUTRE.couleur, "solid", "", 1)))
    return canvas


def at_risk(courbe: pd.DataFrame, jours: float) -> int:
    """Parcours still followed after that many days (R's rule: those of the next exit time)."""
    if courbe.empty:
        return 0
    later = courbe[courbe["t"] >= jours]
    return int(later["n_risque"].iloc[0]) if len(later) else 0


def _observables(suivi: Suivi, groups: list) -> Courbes | None:
    """Curves of the publics that the photo sees from their entry; ``None`` when there is none."""
    limit = reglages()["entree_tardive"]["premier_jour_max"]
    people = suivi.parcours
    kept = []
    for key, rows in groups:
        mine = people.iloc[rows]
        if mine["est_suivi"].any() and mine.loc[mine["est_suivi"], "retard"].min() <= limit:
            kept.append((key, rows))
    return calculer(suivi, kept) if kept else None


def _table(titre: str, curves: Sequence[tuple[str, pd.DataFrame]], ticks: list) -> Tableau:
    heads = ["Mois depuis l’entrée"]
    columns = []
    for name, curve in curves:
        heads += [name, "Intervalle à 95 %".replace(" %", f"{NB}%"), "Suivis"]
        read = survie.lire_a(curve, [en_jours(value) for value, _ in ticks]) if len(curve) else None
        columns.append((curve, read))
    rows = []
    for position, (value, label) in enumerate(ticks):
        cells: list = []
        for curve, read in columns:
            count = at_risk(curve, en_jours(value))
            at = None if read is None else read.iloc[position]
            if at is None:
                cells += [Cellule(unite="%"), "", Cellule()]
                continue
            cells += [part(at["estimation"]), intervalle(at["ic_bas"], at["ic_haut"], 100), Cellule(count)]
        rows.append(Ligne(f"{label} mois", cells))
    return donnees(titre, heads, rows)


def _median(value: float) -> str:
    return "non atteinte" if value != value else francais.quantite(value / JOURS_PAR_MOIS, "mois", 1)
