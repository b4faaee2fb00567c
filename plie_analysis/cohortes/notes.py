"""What must be said under the figures of the cohortes, computed from them."""

import pandas as pd

from .. import francais
from ..indicateurs.cartes import phrase_de_rupture
from ..survie.appui import GENRES
from ..survie.dates import phrase_des_ecartes
from ..survie.reglages import reglages
from .fiches import typographie
from .suivi import ENSEMBLE, Suivi

NOMMES = 8
NB = francais.INSECABLE
PAS_UN_EFFET = f"Un écart n’est pas un effet{NB}: les publics comparés diffèrent aussi par ce que le profil ne contient pas."


def notes(suivi: Suivi, frame: pd.DataFrame, gaps: pd.DataFrame | None = None, *, signes: bool = True) -> list[str]:
    """Sentences on the observation, the coverage of the photo, the maturity, the parcours set aside (named: for the house), the comparisons.

    ``signes``: the table marks a late cohorte with † and a young one with *, which are then explained; else it writes the words.
    """
    said = [
        _observation(suivi),
        _connaissance(suivi),
        _couverture(suivi),
        _rupture(suivi),
        _tardives(frame, f"†{NB}: cohorte tardive" if signes else "Cohorte tardive"),
        _maturite(frame, f"*{NB}: cohorte immature" if signes else "Cohorte immature"),
        _vides(suivi, frame),
        *phrase_des_ecartes(suivi.parcours.attrs.get("ecartes", ()), nommer=True),
    ]
    if gaps is not None and len(gaps):
        said += [_comparaisons(gaps), PAS_UN_EFFET]
    return [typographie(sentence) for sentence in said if sentence]


def _observation(suivi: Suivi) -> str:
    known = suivi.demande.contexte.connu_au
    tail = f", tel que saisi au {francais.date_longue(known)}" if known else ""
    return f"Observation au {francais.date_longue(suivi.demande.au)}{tail}. Un mois vaut 30,4375 jours. Les parcours ouverts comptent tant qu’ils sont suivis."


def _rupture(suivi: Suivi) -> str:
    """Entries read under two maps of the quartiers, when the cohorts are compared by quartier."""
    demande = suivi.demande
    is_read = any(axe.cartes for axe in (*demande.par, *demande.filtres))
    return phrase_de_rupture(demande.periode.du, demande.periode.au, demande.contexte.config) if is_read else ""


def _couverture(suivi: Suivi) -> str:
    start = suivi.couverture.debut
    late = int((suivi.parcours["retard"] >= 0).sum())
    if start is None or not late:
        return ""
    gone = int((~suivi.parcours["est_suivi"]).sum())
    why = (
        "comme le PLIE l’a déclaré"
        if suivi.couverture.declaree
        else (
            f"on y voit {francais.nombre(suivi.couverture.observees)} {francais.pluriel(suivi.couverture.observees, 'sortie')} avant cette date, "
            f"au lieu d’environ {francais.nombre(suivi.couverture.attendues)} au rythme observé ensuite"
        )
    )
    text = (
        f"La photo ne montre tous les parcours qu’à partir du {francais.date_longue(start)} ({why}){NB}: {francais.compte(late, 'parcours', 'parcours')} entrés plus tôt "
        f"ne sont comptés dans les durées qu’à partir de ce jour (entrée tardive)"
    )
    return text + (f", et {francais.nombre(gone)} déjà sortis n’y comptent pas." if gone else ".")


def _tardives(frame: pd.DataFrame, mot: str) -> str:
    late = sorted(
        {
            cohorte
            for cohorte, cover in zip(frame["cohorte"], frame["couverture"], strict=True)
            if cover == "tardive" and cohorte != ENSEMBLE
        }
    )
    if not late:
        return ""
    return f"{mot} ({francais.enumeration(late)}){NB}: ses effectifs et ses étapes ne décrivent que les parcours encore ouverts au début de la photo, plus longs que les autres."


def _connaissance(suivi: Suivi) -> str:
    known = suivi.demande.contexte.connu_au
    if known is None or known >= suivi.demande.au:
        return ""
    return f"Ce qui était saisi au {francais.date_longue(known)} ne peut pas dire les sorties survenues ensuite{NB}: observez à cette date (--au {known.isoformat()}) pour ne pas allonger les durées."


def _maturite(frame: pd.DataFrame, mot: str) -> str:
    if not (frame["maturite"] == "immature").any():
        return ""
    return f"{mot}{NB}: plus jeune que l’horizon ({reglages()['horizon_moyenne']} mois pour une durée ou des étapes), elle n’est connue que par ses premiers entrés, et rien n’est prolongé."


def _vides(suivi: Suivi, frame: pd.DataFrame) -> str:
    """Why estimates are empty, by kind of reason, with the cohortes and publics of each (``raison`` gives the exact one of each cell)."""
    axes = [name for name in suivi.axes if name in frame]
    empty = frame[frame["valeur"].isna() & frame["raison"].notna()]
    found: dict[str, dict[str, None]] = {}
    for *key, reason in empty[["cohorte", *axes, "raison"]].itertuples(index=False, name=None):
        kind = next((told for start, told in GENRES.items() if reason.startswith(start)), None)
        if kind:
            found.setdefault(kind, {})[" · ".join(key)] = None
    if not found:
        return ""
    least = reglages()["appui"]["a_risque_min"]
    said = [f"{kind} ({_some(list(names))})" for kind in GENRES.values() if (names := found.get(kind))]
    return f"Un tiret{NB}: pas d’estimation, faute de {least} parcours suivis depuis l’entrée et jusqu’à l’horizon{NB}: {f'{NB}; '.join(said)}."


def _some(names: list[str]) -> str:
    return francais.enumeration([*names[:NOMMES], *([f"{len(names) - NOMMES} autres"] if len(names) > NOMMES else [])])


def _comparaisons(gaps: pd.DataFrame) -> str:
    count = gaps.attrs.get("comparaisons", int(gaps["ecart"].notna().sum()))
    if not count:
        return ""
    return f"{francais.majuscule(francais.compte(count, 'comparaison regardée', 'comparaisons regardées'))}{NB}: une sur vingt sort de son intervalle par le seul hasard."
