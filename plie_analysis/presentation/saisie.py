"""The quality of keying as pieces of a page, read once in the journal of the charte."""

import datetime as dt
from dataclasses import dataclass

from .. import charte, francais
from ..charte import historique, journal, lecture
from ..settings import Settings
from ..verrou import hold
from .elements import Cellule, Ligne, Tableau

NB = francais.INSECABLE
TABLES = {"etape": "étape", "referent": "référent"}
GRAVITES = {"bloquante": "Bloquante", "à corriger": "À corriger", "alerte": "Alerte"}


@dataclass(frozen=True)
class Tendance:
    """One photo of the trend: its score, and what changed since the one before."""

    photo: dt.date
    note: lecture.Note
    evolution: historique.Evolution


@dataclass(frozen=True)
class Saisie:
    """What the journal says of one photo: articles, findings, scores by axis (``table``, ``structure``, ``referent``, ``mois``), trend."""

    photo: dt.date
    poids: dict[str, float]
    bilans: list[lecture.BilanArticle]
    constats: list[lecture.Constat]
    ensemble: lecture.Note
    notes: dict[str, list[lecture.Note]]
    tendance: list[Tendance]

    def note_de(self, axe: str, nom: str) -> lecture.Note:
        """The score of one modality; an empty one when no line of it was judged."""
        return next((one for one in self.notes[axe] if one.nom == nom), RIEN)


RIEN = lecture.Note("", None, 0, 0, 0, 0)


def lire_saisie(settings: Settings, photo: dt.date, *, referent: str | None = None) -> Saisie:
    """Judge the photo if it was not judged yet (one process at a time), then read what was found; ``referent``: his findings only."""
    with hold(settings.curated / ".charte.verrou", "contrôle de la charte", attente=600):
        charte.controler_au_besoin(settings, photo)
    poids = settings.config["charte"]["poids"]
    with journal.ouvrir(settings) as con:
        kept = {"referent": referent} if referent else {}
        axes = {"table": "nom_table", "structure": "structure", "referent": "referent", "mois": "mois"}
        return Saisie(
            photo,
            poids,
            lecture.bilans(con, photo),
            list(lecture.constats(con, photo, referent=referent)) if referent else [],
            next(iter(lecture.notes(con, photo, poids, **kept)), RIEN),
            {name: lecture.notes(con, photo, poids, column, **kept) for name, column in axes.items()},
            [
                Tendance(day, next(iter(lecture.notes(con, day, poids)), RIEN), historique.evolution(con, day))
                for day in journal.photos(con)
                if day <= photo
            ],
        )


def score(note: lecture.Note) -> Cellule:
    """The score, from 0 to 100; empty when no line was judged."""
    return Cellule(note.valeur, "", decimales=1)


def sur(note: lecture.Note) -> str:
    """« 1 234 lignes sans constat sur 1 300 »: what a score rests on."""
    if not note.nb_lignes:
        return ""
    return f"{francais.compte(note.nb_sans_constat, 'ligne')} sans constat sur {francais.nombre(note.nb_lignes)}"


def formule(poids: dict[str, float]) -> str:
    """How the score is made."""
    lost = ", ".join(
        f"{francais.nombre(poids[name], 1)} par ligne {said}"
        for name, said in (("bloquante", "bloquée"), ("à corriger", "à corriger"), ("alerte", "en alerte"))
    )
    return (
        f"Score = 100 × (lignes jugées − lignes perdues) ÷ lignes jugées{NB}; sont perdus {lost}. Une ligne compte une fois, pour son constat le plus grave. "
        "Le score mesure la saisie, jamais l’accompagnement."
    )


def tableau_des_notes(notes: list[lecture.Note], titre: str, entete: str, *, mois: bool = False, note: str = "") -> Tableau:
    """Scores with their numerators, in alphabetical order (in the order of time for months)."""
    rows = [
        Ligne(
            _month(one.nom) if mois else francais.majuscule(nom_de(one.nom)),
            [score(one), *map(Cellule, (one.nb_lignes, one.nb_sans_constat, one.nb_bloquantes, one.nb_a_corriger, one.nb_alertes))],
        )
        for one in notes
    ]
    return Tableau(titre, [entete, "Score sur 100", "Lignes jugées", "Sans constat", "Bloquées", "À corriger", "En alerte"], rows, note)


def nom_de(table: str) -> str:
    """A table of the exports as it is printed."""
    return TABLES.get(table, table)


def _month(nom: str) -> str:
    return francais.majuscule(francais.mois_annee(dt.date.fromisoformat(nom))) if nom[:1].isdigit() else "Sans date"


def tableau_des_constats(found: Saisie, titre: str) -> Tableau:
    """The findings counted by article and table, most serious first; they come in that order."""
    said = {(one.article, one.table): francais.espaces(one.phrase) for one in found.bilans}
    counts: dict[tuple[str, str, str], int] = {}
    for one in found.constats:
        key = (one.article, one.table, one.gravite)
        counts[key] = counts.get(key, 0) + 1
    rows = [
        Ligne(f"{article} ({nom_de(table)})", [GRAVITES[gravite], said.get((article, table), ""), Cellule(count)])
        for (article, table, gravite), count in counts.items()
    ]
    return Tableau(titre, ["Article", "Gravité", "Ce que la charte demande", "Constats"], rows)


def annonce(constats: list[lecture.Constat]) -> str:
    """« 12 constats : 1 bloquant, 8 à corriger, 3 alertes. »"""
    if not constats:
        return "Aucun constat dans cette photo."
    count = {name: sum(one.gravite == name for one in constats) for name in GRAVITES}
    said = f"{francais.compte(count['bloquante'], 'bloquant')}, {francais.nombre(count['à corriger'])} à corriger, {francais.compte(count['alerte'], 'alerte')}"
    return f"{francais.compte(len(constats), 'constat')}{NB}: {said}."
