"""What happens within the actions and after them: bilans, positionnements, recommandations, flow of a device, follow-up by the référents."""

from ... import francais
from ...exercice import Annee
from .. import commentaires as regle
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau, absent
from ..nomenclatures import attributs
from ..reponses import NON_RENSEIGNE, part, somme
from .communs import EN_INTERNE, NB

FAITS = "etapes_action"
DETAIL = ("action", "nature_etape_action", "objet_etape_action", "resultat_etape_action")
SUIVI, RECOMMANDATION = "suivi", "recommandation"
COLLECTIVE, INTEGRATION = "information collective", "intégration"
FLUX = (COLLECTIVE, "accueil et diagnostic", INTEGRATION)
SANS_EXPORT = "La photo ne dit pas ce qui s’est fait dans les actions : il lui manque l’export de leurs étapes."


def faits(page) -> Bloc:
    """Bilans, positionnements, recommandations and projects of the year, action by action."""
    if FAITS not in page.reponses.exports:
        return Bloc([absent(SANS_EXPORT)])
    cells = {key: cell for key, cell in page.reponses.croisement(FAITS, page.du, page.au, DETAIL).items() if key[1] not in (*FLUX, SUIVI)}
    rows: list[Ligne] = []
    for action in sorted({key[0] for key in cells}):
        own = {key[1:]: cell for key, cell in cells.items() if key[0] == action}
        rows.append(Ligne(action, ["", "", ""], "groupe"))
        rows += [
            Ligne(francais.majuscule(_nom(DETAIL[1], key[0])), [_nom(DETAIL[2], key[1]), _nom(DETAIL[3], key[2]), own[key]])
            for key in sorted(own, key=lambda key: (*key[:2], -(own[key].valeur or 0), key[2]))
        ]
    if not rows:
        return Bloc([absent(f"Aucun bilan, positionnement ni recommandation n’est noté en {page.annee}.")])
    said = [_suites(action, cells) for action in sorted({key[0] for key in cells if key[1] == RECOMMANDATION})]
    note = "Une personne compte autant de fois que de faits."
    return Bloc(
        [
            Commentaires(said),
            Tableau(f"Ce qui s’est fait dans les actions en {page.annee}", ["Fait", "Objet", "Résultat", "Nombre"], rows, note),
        ]
    )


def flux(page) -> Bloc:
    """From the orientation to what follows the first phase, for the actions that hold a collective meeting or a second phase."""
    cells = page.reponses.croisement(FAITS, page.du, page.au, ("action", "nature_etape_action"))
    actions = sorted({action for action, nature in cells if nature in (COLLECTIVE, INTEGRATION)})
    if not actions:
        return Bloc([])
    own = page.ventilations(("orientations_action", "entrees_action", "actions_achevees"), "action")
    rows, said = [], []
    for action in actions:
        oriented, entered, finished = (found.get(action, Cellule(0)) for found in own.values())
        attended, carried = (cells.get((action, nature), Cellule(0)) for nature in (COLLECTIVE, INTEGRATION))
        rows.append(Ligne(action, [oriented, attended, entered, carried, part(carried, entered), finished]))
        said.append(_poursuite(page.annee, action, entered, carried, finished))
    heads = [
        "Action",
        "Orientations",
        "À l’information collective",
        "Entrées",
        "Ont poursuivi",
        "Part des entrées",
        "Achevées dans l’année",
    ]
    return Bloc([Commentaires(said), Tableau("De l’orientation à la suite", heads, rows)])


def suivi(page) -> Bloc:
    """What the référents noted of each participant after the action, day by day of follow-up."""
    if page.reponses.est_protegee:
        return Bloc([absent(EN_INTERNE.format(quoi="Le suivi noté par les référents"))])
    pieces: list = []
    for day in page.jours_de_suivi:
        cells = page.reponses.croisement(FAITS, day, day, ("action", "session", "nature_etape_action", "objet_etape_action"))
        found = {(action, session, objet): cell for (action, session, nature, objet), cell in cells.items() if nature == SUIVI}
        rows: list[Ligne] = []
        for action, session in sorted({key[:2] for key in found}):
            rows.append(Ligne(action if session == NON_RENSEIGNE else f"{action}, {session}", [""], "groupe"))
            own = {key[2]: cell for key, cell in found.items() if key[:2] == (action, session)}
            order = sorted(own, key=lambda one: (one == NON_RENSEIGNE, -(own[one].valeur or 0), one))
            rows += [Ligne(francais.majuscule(_nom(DETAIL[2], objet)) or "Non renseigné", [own[objet]]) for objet in order]
        note = "Situation notée par le référent ce jour-là ; une personne sortie depuis y figure encore."
        pieces.append(Tableau(f"Et après{NB}? Suivi du {francais.date_longue(day)}", ["Situation", "Participants"], rows, note))
    if not pieces:
        return Bloc([absent("Aucun suivi après une action n’est noté.")])
    return Bloc(pieces)


def _nom(axe: str, modalite: str) -> str:
    """What an object or a result reads; nothing when it is not known."""
    return "" if modalite == NON_RENSEIGNE else attributs(axe).get(modalite, modalite)


def _suites(action: str, cells: dict) -> Phrase | None:
    """The recommandations of an action that send elsewhere, and how many of them led to an entry."""
    sent = {key: cell for key, cell in cells.items() if key[:2] == (action, RECOMMANDATION) and key[3] in ("orienté", "intégré")}
    objets = {key[2] for key in sent}
    if len(objets) != 1 or not all(map(regle.parle, sent.values())):
        return None
    (objet,) = objets
    every, joined = somme(sent.values()), sent.get((action, RECOMMANDATION, objet, "intégré"), Cellule(0))
    return regle.phrase(
        "recommandations",
        f"À l’issue de l’action {francais.guillemets(action)}, {francais.compte(every.connue, 'recommandation a été faite', 'recommandations ont été faites')} vers {francais.guillemets(_nom(DETAIL[2], objet))}, dont {francais.nombre(joined.connue)} suivies d’une entrée.",
        orientes=every,
        integres=joined,
    )


def _poursuite(annee: Annee, action: str, entered: Cellule, carried: Cellule, finished: Cellule) -> Phrase | None:
    """Those who went on after the first phase, and, dated, those whose participation is finished: two numbers that look alike."""
    share = part(carried, entered)
    if not regle.parle(share, finished):
        return None
    return regle.phrase(
        "poursuite",
        f"{francais.guillemets(action)}{NB}: {share.complet} des entrés ont poursuivi après l’accueil ({share.detail}). Au {annee.date_de_fin}, {francais.compte(finished.connue, 'participation est achevée', 'participations sont achevées')}{NB}; celles qui durent encore se compteront l’année suivante.",
        part=share,
        achevees=finished,
    )
