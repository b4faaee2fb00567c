"""2.4 Typical parcours: what many persons have in common, drawn in the house, told in words everywhere."""

from ... import francais
from ...indicateurs import axes
from ...protection.parcours_types import EMPLOI, FORMATION, MOBILISATION, RIEN, ParcoursType, parcours_types, seuil_des_types
from ..couloirs import Barre, Couloir, Fanion, dessiner
from ..elements import Bloc, Ligne, Tableau, Texte, absent, remarque
from ..image import Image
from ..nombres import declarer
from ..sequences_figures import CLASSES
from ..toile import Echelle, Toile

NB = francais.INSECABLE
STYLES = {
    EMPLOI: CLASSES["emploi"],
    FORMATION: CLASSES["formation non qualifiante"],
    MOBILISATION: CLASSES["mobilisation"],
    RIEN: CLASSES["aucune étape"],
}
TITRE = "Parcours types de l’année"
RANGS = ("Premiers six mois", "Jusqu’à un an", "Jusqu’à un an et demi", "Jusqu’à deux ans", "Jusqu’à deux ans et demi", "Au-delà")
REGLE = (
    "Ces parcours ne sont ceux de personne : chacun est ce que de nombreuses personnes ont en commun. L’âge est une tranche, le temps se compte par six mois depuis l’entrée, "
    "la formation passe avant la mobilisation, la mobilisation avant l’emploi. De chaque issue est montré, parmi les parcours assez partagés, celui qui passe par le plus de situations différentes, puis celui dont la durée est la plus proche de la médiane."
)
AUCUN = "Aucun parcours n’est partagé par assez de personnes pour être montré sans désigner quelqu’un."


def types(rapport) -> Bloc:
    """At most three typical parcours: in the house a drawing, and the same in words at every level."""
    reponses = rapport.reponses
    if "etapes" not in reponses.exports:
        return Bloc([absent("Les parcours types demandent l’export des étapes, absent de la photo.")])
    found = parcours_types(
        reponses.porte.con,
        reponses.photo,
        du=rapport.du,
        au=rapport.au,
        connu_au=reponses.connu_au,
        seuil=seuil_des_types(reponses.porte.config),
        ages=axes(reponses.porte.config)["tranche_age"],
    )
    if not found:
        return Bloc([absent(AUCUN)])
    table = tableau(found)
    if reponses.est_protegee:
        return Bloc([Texte(table._repr_html_(), declarer(table)), remarque(francais.espaces(REGLE))])
    drawn = Image(TITRE, " ".join(phrase(one) for one in found), dessin(found), table, note=francais.espaces(REGLE))
    return Bloc([Texte(drawn.html(), declarer(drawn))])


def tableau(found: list[ParcoursType]) -> Tableau:
    """A column a half-year, a row a type: words only, so that no number comes out."""
    heads = RANGS[: max(len(one.semestres) for one in found)]
    rows = [
        Ligne(f"{francais.majuscule(one.fin)}, {one.age}", [*one.semestres, *[""] * (len(heads) - len(one.semestres))]) for one in found
    ]
    return Tableau(f"{TITRE}{NB}: ce qui s’y passe", ["Issue et âge à l’entrée", *heads], rows)


def phrase(one: ParcoursType) -> str:
    """« Sortie positive, 26 à 44 ans à l’entrée : emploi, puis formation. »"""
    steps = [state for rank, state in enumerate(one.semestres) if not rank or state != one.semestres[rank - 1]]
    return f"{francais.majuscule(one.fin)}, {one.age} à l’entrée{NB}: {', puis '.join(steps)}."


def dessin(found: list[ParcoursType]) -> Toile:
    """A lane a type, from left to right by half-years since the entry."""
    lanes = [
        Couloir(
            "En cours" if one.fin.startswith("encore") else francais.majuscule(one.fin),
            [
                Barre(state, state, start, stop, STYLES[state], ouverte=stop == len(one.semestres) and one.fin.startswith("encore"))
                for state, start, stop in _runs(one)
            ],
            [Fanion(0, f"{one.age} à l’entrée")],
            en_legende=True,
        )
        for one in found
    ]
    longest = max(len(one.semestres) for one in found)
    ticks = [(0.0, "entrée"), (2.0, "un an"), (4.0, "deux ans")]
    return dessiner(lanes, Echelle(0, longest, [tick for tick in ticks if tick[0] <= longest]))


def _runs(one: ParcoursType) -> list[tuple[str, int, int]]:
    """(state, first half-year, the one after the last) of each stretch in one state."""
    cuts = [rank for rank, state in enumerate(one.semestres) if not rank or state != one.semestres[rank - 1]]
    return [(one.semestres[start], start, stop) for start, stop in zip(cuts, [*cuts[1:], len(one.semestres)], strict=True)]
