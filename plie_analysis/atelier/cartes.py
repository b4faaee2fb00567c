"""What an answer shows when its period reads two maps of the quartiers: the period in which the map changes, and both counts."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from .. import francais
from ..carte_qpv import carte_du, debuts
from ..indicateurs import NON_RENSEIGNE, axes, definitions
from ..indicateurs.cartes import rupture
from ..schema.natures import Comptee, Moyenne, Rapport, Suivie
from .question import Interrogation

# An axis along time → how it writes the period of a day.
PERIODES: dict[str, Callable[[dt.date], str]] = {
    "mois": lambda day: f"{day:%Y-%m}",
    "cohorte_mois": lambda day: f"{day:%Y-%m}",
    "cohorte_trimestre": lambda day: f"{day:%Y}-T{(day.month + 2) // 3}",
    "cohorte_annee": lambda day: f"{day:%Y}",
}
NOM, AXE = "qpv", "qpv_{}"


def rupture_de(question: Interrogation, config: dict) -> dt.date | None:
    """The first day of the map that an answer goes on with, when it reads two; none when no axis nor filter is that of the quartiers."""
    known = axes(config)
    is_read = any(known[name].cartes for name in (*question.par, *question.filtres))
    return rupture(question.du, question.au, config) if is_read else None


def marquer(axe: str, labels: dict[str, str], question: Interrogation, config: dict) -> dict[str, str]:
    """``{code: label}`` of an axis, the period in which the map changes marked: « janvier 2024 (carte de 2024) »."""
    day = rupture_de(question, config) if axe in PERIODES else None
    if day is None or (code := PERIODES[axe](day)) not in labels:
        return labels
    return labels | {code: f"{labels[code]} (carte de {carte_du(day)})"}


def rang_de_rupture(question: Interrogation, codes: list[str], config: dict) -> int | None:
    """Before which of the periods of the first axis, in order, the map changes; none when they are all on one side, or are no periods."""
    day = rupture_de(question, config) if question.par and question.par[0] in PERIODES else None
    if day is None:
        return None
    first = PERIODES[question.par[0]](day)
    after = [rank for rank, code in enumerate(codes) if code != NON_RENSEIGNE and code >= first]
    return after[0] if after and after[0] > 0 else None


def deux_comptes(question: Interrogation, config: dict, compter: Callable[[tuple[str, ...]], pd.DataFrame]) -> tuple[str, ...]:
    """The counts of the whole period under each map, one sentence per indicator counted; nothing without a break, or by another axis.

    ``compter(axes)`` gives the rows of the indicators (``indicateur``, an axis, ``valeur``). For the house only: what two maps make of
    one small count gives it away.
    """
    if NOM not in question.par or rupture_de(question, config) is None:
        return ()
    known = definitions(config)
    counts = [
        name
        for name in question.ids
        if isinstance(known[name], Comptee) and not isinstance(known[name], Moyenne | Rapport | Suivie) and known[name].unite != "%"
    ]
    under = {carte: compter((AXE.format(carte),)) for carte in debuts()} if counts else {}
    return tuple(
        francais.espaces(f"{known[name].titre}, les mêmes sous chaque carte : {' ; '.join(_sous(name, carte, rows) for carte, rows in under.items())}.")
        for name in counts
    )  # fmt: skip


def _sous(name: str, carte: str, rows: pd.DataFrame) -> str:
    axe = axes()[AXE.format(carte)]
    kept = rows[rows["indicateur"] == name]
    values = dict(zip(kept[axe.id], kept["valeur"], strict=True))
    shown = [
        (axe.libelle(code) if code != NON_RENSEIGNE else "on ne sait pas", values.get(code, 0)) for code in (*axe.modalites, NON_RENSEIGNE)
    ]
    said = francais.enumeration(
        f"{francais.nombre(value, 0 if float(value).is_integer() else 1)} {label}" for label, value in shown if not francais.is_empty(value)
    )
    return f"carte de {carte}, {said}"
