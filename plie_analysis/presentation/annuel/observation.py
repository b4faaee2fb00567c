"""4.2 The interviews of observation: what was spoken of, by whom, and in what situation; never the words."""

from ... import francais
from .. import repartitions
from ..elements import Bloc, Carte, Cartes, Cellule, Ligne, Tableau, absent, remarque
from ..reponses import Question, sans_detail

EXPORT = "entretiens_qualitatifs"
ABSENTS = "La photo n’a pas d’export des entretiens d’observation (facultatif) : rien n’en est dit ici."
AUCUN = "Aucun entretien d’observation n’est daté de l’année."
PORTEE = "Les personnes entendues ne sont pas tirées au sort : ces nombres disent de quoi l’on a parlé, et ne s’étendent pas à tous les participants. Un thème compte une fois par entretien ; un entretien compte dans chacun de ses thèmes. Les paroles ne sont pas lues."
# Columns of the table of themes: who speaks of it, then whose parcours it is.
CROISEMENTS = (("interlocuteur", "participant"), ("interlocuteur", "référent"), ("qpv", "oui"), ("rsa", "oui"), ("sexe", "femme"))
ENTETES = ("Dits par un participant", "Dits par un référent", "Habitants d’un QPV", "Bénéficiaires du RSA", "Femmes")


def questions(periode) -> list[Question]:
    """What the section asks of the indicators."""
    crossed = [("theme_entretien", axe) for axe in dict.fromkeys(axe for axe, _ in CROISEMENTS)]
    return [
        Question((EXPORT, "parcours_evoques", "themes_evoques"), periode),
        *(Question(("themes_evoques",), periode, par) for par in [("theme_entretien",), ("etape_du_jour",), *crossed]),
    ]


def observation(rapport) -> Bloc:
    """How many interviews, on whom; then each theme by who speaks and of whom, and the étapes of the day."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    if EXPORT not in reponses.exports:
        return Bloc([absent(francais.espaces(ABSENTS))])
    said = rapport.cellule("themes_evoques")
    if not said.masquee and not said.valeur:
        return Bloc([absent(AUCUN)])
    cards = Cartes(
        [Carte("Entretiens d’observation", rapport.cellule(EXPORT)), Carte("Parcours évoqués", rapport.cellule("parcours_evoques"))]
    )
    themes = reponses.ventilation("themes_evoques", du, au, "theme_entretien")
    crossed = {axe: reponses.croisement("themes_evoques", du, au, ("theme_entretien", axe)) for axe, _ in CROISEMENTS}
    asked = [(axe, modalite, head) for (axe, modalite), head in zip(CROISEMENTS, ENTETES, strict=True) if crossed[axe]]
    rows = [
        Ligne(
            francais.majuscule(theme),
            [themes[theme], *(crossed[axe].get((theme, modalite), Cellule(0)) for axe, modalite, _ in asked)],
        )
        for theme in repartitions.ordonner("theme_entretien", themes)
    ]
    rows.append(Ligne("Ensemble", [said, *[""] * len(asked)], "total"))
    table = Tableau("Thèmes évoqués dans les entretiens d’observation", ["Thème", "Mentions", *(head for *_, head in asked)], rows)
    moments = reponses.ventilation("themes_evoques", du, au, "etape_du_jour")
    beside = [Ligne(francais.majuscule(name), [sans_detail(moments[name])]) for name in repartitions.ordonner("etape_du_jour", moments)]
    day = Tableau("Étape en cours le jour de l’entretien", ["Étape en cours", "Mentions"], beside)
    return Bloc([cards, table, *([day] if beside else []), remarque(francais.espaces(PORTEE))])
