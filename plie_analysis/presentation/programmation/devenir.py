"""What became of those who entered an action: some months later, and on a given day."""

import pandas as pd

from ... import francais
from ...cohortes.avant_apres import ETATS as SITUATIONS
from ...cohortes.avant_apres import SANS_ETAPE, VEILLE
from ...cohortes.avant_apres import TROP_TOT as PAS_ENCORE
from ...cohortes.devenir import ENSEMBLE, ETATS, TROP_TOT
from .. import commentaires as regle
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau, absent
from ..reponses import part
from .communs import EN_INTERNE, NB, SANS_SESSION, nombre

DEVENIRS = dict(
    zip(
        (*ETATS, TROP_TOT),
        ("Sortis positivement", "Sortis autrement", "En étape d’emploi", "En parcours, sans étape d’emploi", "Trop tôt"),
        strict=True,
    )
)


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
    rows, recent = [], []
    for action, group in frame.groupby("action", sort=False):
        found = {row["devenir"]: row for row in group.to_dict("records")}
        followed = next((nombre(row["suivis"]) for row in found.values() if not row["masque"]), None)
        if followed == 0 and action != ENSEMBLE:
            recent.append(action)
            continue
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
        f"Entrées dans l’action en {page.annee.precedente} et {page.annee}, observées jusqu’au {day}. Trop tôt{NB}: l’entrée est trop récente pour être vue à {months} mois{NB}; elle ne compte pas dans les parts. "
        f"{_trop_recentes(recent, months)}Ce que deviennent les participants n’est pas l’effet de l’action."
    )
    return Tableau(
        f"Ce que sont devenus les participants, {months} mois après l’entrée dans l’action",
        ["Action", f"Suivis {months} mois", *DEVENIRS.values()],
        rows,
        note,
    )


def _trop_recentes(actions: list[str], months: int) -> str:
    """The actions where nobody entered early enough, in one sentence; nothing when there is none."""
    if not actions:
        return ""
    one = len(actions) == 1
    return f"Personne n’est entré assez tôt pour être vu à {months} mois dans {'cette action' if one else 'ces actions'}{NB}: {francais.enumeration(actions)}. "


def _part_de(row: dict, followed: float | None) -> Cellule:
    if row["masque"] or followed is None:
        return Cellule(unite="%", masquee=True)
    return part(Cellule(nombre(row["nombre"])), Cellule(followed))


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


def avant_apres(page) -> Bloc:
    """The day before the entry beside the months after and one day: for all, by action, by session. Of the house only."""
    frame = page.avant_apres_lu
    if frame is None:
        return Bloc([absent(EN_INTERNE.format(quoi="Ce que faisaient les participants avant et après"))])
    if frame.empty:
        return Bloc([absent(f"Aucune entrée dans une action n’est connue en {page.annee}.")])
    day = page.jour_du_suivi
    return Bloc([Commentaires([_sans_etape(frame, day)]), _par_moment(page, frame), _par_session(page, frame)])


def _par_moment(page, frame: pd.DataFrame) -> Tableau:
    """Everybody, moment after moment. A moment at which nobody is followed has no row."""
    shown = _montrees(frame)
    rows = []
    for moment, group in frame.groupby("moment", sort=False):
        counts = group.groupby("etat")["nombre"].sum().drop(PAS_ENCORE, errors="ignore")
        if counts.sum():
            rows.append(Ligne(_moment(moment, page), _nombres(counts, shown)))
    note = "Chacun est compté une fois par ligne, dans sa situation la plus proche de l’emploi. Le nombre de suivis baisse avec le recul : les dernières entrées sont trop récentes."
    return Tableau("Avant et après l’action, tous participants", ["Moment", "Suivis", *map(francais.majuscule, shown)], rows, note)


def _par_session(page, frame: pd.DataFrame) -> Tableau:
    """Each action, then its sessions: without any étape the day before, then the situations of the day of the follow-up."""
    day = page.jour_du_suivi
    before = frame[(frame["moment"] == VEILLE) & (frame["etat"] == SANS_ETAPE)]
    after = frame[(frame["moment"] == day.isoformat()) & (frame["etat"] != PAS_ENCORE)]
    shown = _montrees(after)
    rows = []
    for action, own in after.groupby("action"):
        rows.append(Ligne(str(action), _de_session(before[before["action"] == action], own, shown), "total"))
        if own["session"].nunique() < 2:
            continue
        for session, group in own.groupby("session"):
            was = before[(before["action"] == action) & (before["session"] == session)]
            rows.append(Ligne(francais.majuscule(str(session)) or SANS_SESSION, _de_session(was, group, shown)))
    said = francais.date_longue(day)
    heads = ["Action et session", "Entrés", "Sans étape la veille de l’entrée", *map(francais.majuscule, shown)]
    note = f"Les situations, après la deuxième colonne de chiffres, sont celles du {said}."
    return Tableau(f"Avant l’entrée et le {said}, par action et par session", heads, rows, note)


def _montrees(frame: pd.DataFrame) -> list[str]:
    """The situations that somebody is in."""
    return [state for state in SITUATIONS if state in set(frame["etat"])]


def _nombres(counts: pd.Series, shown: list[str]) -> list[Cellule]:
    return [Cellule(float(counts.sum())), *(Cellule(float(counts.get(state, 0))) for state in shown)]


def _de_session(before: pd.DataFrame, after: pd.DataFrame, shown: list[str]) -> list[Cellule]:
    entered, *situations = _nombres(after.groupby("etat")["nombre"].sum(), shown)
    return [entered, Cellule(float(before["nombre"].sum())), *situations]


def _moment(moment: str, page) -> str:
    if moment == VEILLE:
        return "La veille de l’entrée"
    return f"Le {francais.date_longue(page.jour_du_suivi)}" if moment == page.jour_du_suivi.isoformat() else f"{moment} après"


def _sans_etape(frame: pd.DataFrame, day) -> Phrase | None:
    """Those without any étape the day before the entry, then on the day of the follow-up."""
    followed = frame[frame["etat"] != PAS_ENCORE].pivot_table(index="moment", columns="etat", values="nombre", aggfunc="sum", fill_value=0)
    if SANS_ETAPE not in followed or VEILLE not in followed.index or day.isoformat() not in followed.index:
        return None
    shares = [
        part(Cellule(float(followed.loc[one, SANS_ETAPE])), Cellule(float(followed.loc[one].sum()))) for one in (VEILLE, day.isoformat())
    ]
    return regle.phrase(
        "avant_apres",
        f"La veille de leur entrée, {shares[0].complet} des participants étaient en parcours sans aucune étape ({shares[0].detail}){NB}; le {francais.date_longue(day)}, ils sont {shares[1].complet} ({shares[1].detail}).",
        avant=shares[0],
        apres=shares[1],
    )
