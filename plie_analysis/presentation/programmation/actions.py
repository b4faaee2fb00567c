"""The actions of a year: orientations, entries, how they ended, what became of those who entered."""

import pandas as pd

from ... import francais
from ...cohortes.devenir import ENSEMBLE, ETATS, TROP_TOT
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau, absent
from ..reponses import NON_RENSEIGNE, part
from .communs import NB, nombre, si

ACTIONS = {
    "orientations_action": "Orientations",
    "entrees_action": "Entrées",
    "taux_entree_action": "Taux d’entrée des orientations",
    "participants_action": "Participations en cours dans l’année",
    "actions_achevees": "Achevées",
}
DEVENIRS = dict(
    zip(
        (*ETATS, TROP_TOT),
        ("Sortis positivement", "Sortis autrement", "En étape d’emploi", "En parcours, sans étape d’emploi", "Trop tôt"),
        strict=True,
    )
)


def actions(page) -> Bloc:
    """Each action: oriented, entered, rate of entry, in progress, gone to the end."""
    cells = page.ventilations(ACTIONS, "action")
    order = repartitions.presentes({name: found for name, found in cells.items() if not name.startswith("taux_")})
    note = f"Le taux d’entrée porte sur les orientations de l’année, même suivies d’une entrée plus tard{NB}; une participation peut être entrée sans orientation dans l’année."
    said = [
        regle.taux("taux_entree_action", "Entrées parmi les orientations de l’année", page.cellule("taux_entree_action")),
        _plus_demandee(cells["orientations_action"], page.cellule("orientations_action")),
    ]
    title = f"Actions de la programmation en {page.annee}"
    table = repartitions.colonnes(page, ACTIONS, "action", title, "Action", ordre=order, note=note)
    return Bloc([Commentaires(said), si(bool(order), table)])


def issues(page) -> Bloc:
    """How the participations in progress in the year ended, by action."""
    by_issue = page.reponses.ventilation("participants_action", page.du, page.au, "issue")
    whole = page.cellule("participants_action")
    shares = {repartitions.nommer("issue", kind): part(by_issue[kind], whole) for kind in repartitions.ordonner("issue", by_issue)}
    said = Commentaires([regle.premiers("issues", "Issue des participations, d’abord", shares)])
    title = "Issue des participations de l’année, par action"
    table = repartitions.croise(page, "participants_action", ("action", "issue"), title, "Action", nom=repartitions.nommer, parts=True)
    return Bloc([said, si(bool(table.lignes), table)])


def devenir(page) -> Bloc:
    """Those who entered an action, 6 and 12 months later."""
    frame = page.suites
    if frame.empty:
        return Bloc([absent("Aucune entrée dans une action n’est connue sur ces deux années.")])
    said, tables = [], []
    for months in frame["mois"].unique():
        one = frame[frame["mois"] == months]
        tables.append(_devenir_a(page, int(months), one))
        said.append(_sortis_positivement(int(months), one[one["action"] == ENSEMBLE]))
    return Bloc([Commentaires(said), *tables])


def _devenir_a(page, months: int, frame: pd.DataFrame) -> Tableau:
    rows = []
    for action, group in frame.groupby("action", sort=False):
        found = {row["devenir"]: row for row in group.to_dict("records")}
        followed = next((nombre(row["suivis"]) for row in found.values() if not row["masque"]), None)
        shares = [_part_de(found[state], followed) for state in ETATS]
        late = found[TROP_TOT]
        rows.append(
            Ligne(
                "Ensemble" if action == ENSEMBLE else action,
                [Cellule(followed, masquee=followed is None), *shares, Cellule(nombre(late["nombre"]), masquee=bool(late["masque"]))],
                "total" if action == ENSEMBLE else "",
            )
        )
    day = francais.date_longue(min(page.reponses.connu_au, page.reponses.photo))
    note = (
        f"Entrées dans l’action en {page.annee - 1} et {page.annee}, observées jusqu’au {day}. Trop tôt{NB}: l’entrée est trop récente pour être vue à {months} mois{NB}; elle ne compte pas dans les parts. "
        "Ce que deviennent les participants n’est pas l’effet de l’action."
    )
    return Tableau(
        f"Ce que sont devenus les participants, {months} mois après l’entrée dans l’action",
        ["Action", f"Suivis {months} mois", *DEVENIRS.values()],
        rows,
        note,
    )


def _part_de(row: dict, followed: float | None) -> Cellule:
    if row["masque"] or followed is None:
        return Cellule(unite="%", masquee=True)
    return part(Cellule(nombre(row["nombre"])), Cellule(followed))


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


def _sortis_positivement(months: int, group: pd.DataFrame) -> Phrase | None:
    """Share already out positively among those followed long enough. Speaks when both are known and somebody was followed."""
    row = group[group["devenir"] == ETATS[0]].to_dict("records")[0]
    share = _part_de(row, nombre(row["suivis"]))
    if not regle.parle(share):
        return None
    return regle.phrase(
        "devenir",
        f"{months} mois après l’entrée dans une action, {share.complet} des participants suivis assez longtemps sont déjà sortis positivement ({share.detail}).",
        part=share,
    )
