"""The actions of a year and their sessions: orientations, entries, how they ended."""

from dataclasses import replace

from ... import francais
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau
from ..reponses import NON_RENSEIGNE, part
from .communs import NB, SANS_SESSION, si

ACTIONS = {
    "orientations_action": "Orientations",
    "entrees_action": "Entrées",
    "taux_entree_action": "Taux d’entrée des orientations",
    "participants_action": "Participations en cours dans l’année",
    "actions_achevees": "Achevées",
    "actions_interrompues": "Interrompues",
}
SESSIONS = ("orientations_action", "entrees_action", "actions_achevees", "actions_interrompues")


def actions(page) -> Bloc:
    """Each action: oriented, entered, rate of entry, in progress, gone to the end."""
    cells = page.ventilations(ACTIONS, "action")
    order = repartitions.presentes({name: found for name, found in cells.items() if not name.startswith("taux_")})
    note = f"Le taux d’entrée porte sur les orientations de l’année, même suivies d’une entrée plus tard{NB}; une participation peut être entrée sans orientation dans l’année."
    said = [
        regle.part_des("taux_entree_action", "des orientations de l’année ont mené à une entrée", page.cellule("taux_entree_action")),
        _plus_demandee(cells["orientations_action"], page.cellule("orientations_action")),
    ]
    title = f"Actions de la programmation en {page.annee}"
    table = repartitions.colonnes(page, ACTIONS, "action", title, "Action", ordre=order, note=note)
    return Bloc([Commentaires(said), si(bool(order), table)])


def sessions(page) -> Bloc:
    """The sessions of each action that has some: oriented, entered, gone to the end, left before."""
    cells = {name: page.reponses.croisement(name, page.du, page.au, ("action", "session")) for name in SESSIONS}
    order = repartitions.presentes(page.ventilations(("entrees_action",), "action"))
    rows: list[Ligne] = []
    for action in order:
        named = {session for found in cells.values() for one, session in found if one == action}
        if named == {NON_RENSEIGNE}:
            continue
        rows.append(Ligne(action, [""] * len(SESSIONS), "groupe"))
        rows += [
            Ligne(
                SANS_SESSION if session == NON_RENSEIGNE else francais.majuscule(session),
                [cells[name].get((action, session), Cellule(0)) for name in SESSIONS],
            )
            for session in sorted(named, key=lambda one: (one == NON_RENSEIGNE, one))
        ]
    title = f"Participations de {page.annee}, par session"
    note = f"Les actions sans session n’y sont pas. {SANS_SESSION}{NB}: orientations qui n’ont mené à aucune session."
    return Bloc([si(bool(rows), Tableau(title, ["Session", *(ACTIONS[name] for name in SESSIONS)], rows, note))])


def issues(page) -> Bloc:
    """How the participations in progress in the year ended, by action."""
    by_issue = page.reponses.ventilation("participants_action", page.du, page.au, "issue")
    whole = page.cellule("participants_action")
    shares = {repartitions.nommer("issue", kind): part(by_issue[kind], whole) for kind in repartitions.ordonner("issue", by_issue)}
    hidden = 100 - sum(cell.connue for cell in shares.values() if regle.parle(cell))
    first = {name: cell for name, cell in shares.items() if regle.parle(cell) and cell.connue > hidden}
    said = Commentaires([regle.premier_motif("issues", "des participations", first, le="l’issue la plus fréquente")])
    title = "Issue des participations de l’année, par action"
    table = repartitions.croise(page, "participants_action", ("action", "issue"), title, "Action", nom=repartitions.nommer, parts=True)
    note = f"Issue, connue à la date de la photo, des participations en cours dans l’année{NB}: une action achevée après le {page.annee.dernier_jour} y est comptée, et ne l’est pas dans les achevées de {page.annee}."
    table = replace(table, note=note)
    return Bloc([said, si(bool(table.lignes), table)])


def _plus_demandee(cells: dict[str, Cellule], whole: Cellule) -> Phrase | None:
    """The action towards which people are oriented the most. Speaks when at least two actions are known."""
    known = {name: cell for name, cell in cells.items() if regle.parle(cell) and cell.valeur and name != NON_RENSEIGNE}
    if len(known) < 2 or not regle.parle(whole):
        return None
    name = min(known, key=lambda one: (-known[one].connue, one))
    return regle.phrase(
        "action_la_plus_demandee",
        f"L’action la plus demandée est {francais.guillemets(name)}{NB}: {francais.compte(known[name].connue, 'orientation')} sur {francais.nombre(whole.connue)}.",
        orientations=known[name],
        ensemble=whole,
    )
