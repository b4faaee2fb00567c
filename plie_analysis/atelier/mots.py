"""A result of the indicators in the words of its readers: titles, labels, order of the modalities."""

from collections.abc import Iterable
from re import fullmatch

import pandas as pd

from .. import francais
from ..indicateurs import NON_RENSEIGNE, axes, definitions
from ..indicateurs.appellations import appellation
from ..indicateurs.definitions import Axe
from ..indicateurs.modalites import order_of
from ..indicateurs.moment import moment
from ..indicateurs.nomenclatures import Lignes
from ..indicateurs.par_axe import is_dated
from .cartes import marquer
from .question import Interrogation, moment_commun, nom_de_colonne

INDICATEUR, LU = "Indicateur", "Lu"
NOMBRES = {"valeur": "Valeur", "numerateur": "Numérateur", "denominateur": "Dénominateur"}
MESURES = (*NOMBRES.values(), "Unité", "Raison", "Masqué")


def en_mots(frame: pd.DataFrame, question: Interrogation, par: tuple[str, ...], config: dict, lignes: Lignes | None = None) -> pd.DataFrame:
    """The rows of ``indicateurs.calculer`` under French names: ``Indicateur``, one column per axis, ``Valeur``, ``Numérateur``, ``Dénominateur``, ``Unité``.

    ``Raison`` and ``Masqué`` follow when the result has them; ``Lu`` says on which day age, RSA and seniority are read when the
    indicators do not read them on the same. ``lignes``: the nomenclatures of the base, for names. Texts are ordered categories. ``attrs["codes"]``: column → label → code.
    """
    known = definitions(config)
    titles = {name: known[name].titre for name in question.ids}
    codes_of: dict[str, dict[str, str]] = {}
    said = pd.DataFrame({INDICATEUR: _ordered(frame["indicateur"].map(titles), [titles[name] for name in question.ids])})
    for name in par:
        axe = axes(config)[name]
        codes = in_order(axe, set(frame[name]) | set(axe.modalites))
        labels = marquer(name, {code: _nom(axe, code, question, config, lignes) for code in codes}, question, config)
        column = nom_de_colonne(axe, question.ids, config)
        said[column] = _ordered(frame[name].map(labels), dict.fromkeys(labels.values()))
        codes_of[column] = {label: code for code, label in labels.items()}
    if any(is_dated(axes()[name]) for name in par) and not moment_commun(question.ids, config):
        said[LU] = frame["indicateur"].map({name: moment(known[name], known) for name in question.ids})
    for name, title in NOMBRES.items():
        said[title] = frame[name]
    said["Unité"] = frame["unite"]
    if "raison" in frame.columns:
        said["Raison"] = frame["raison"]
    if "masque" in frame.columns:
        said["Masqué"] = frame["masque"].astype(bool)
    said.attrs["codes"] = codes_of
    return said


def in_order(axe: Axe, codes: Iterable[str]) -> list[str]:
    """The modalities of an axis as they are shown: declared order, then alphabet, « non renseigné » last."""
    return sorted(codes, key=lambda code: order_of((code,), (axe,)))


def libelle(axe: Axe, code: str) -> str:
    """How a modality reads: a month by its name, « au RSA » for « oui »."""
    if axe.calcul == "mois" or axe.id == "cohorte_mois":
        return francais.mois_annee(pd.Timestamp(f"{code}-01").date()) if fullmatch(r"\d{4}-\d{2}", code) else code
    return code if code == NON_RENSEIGNE else axe.libelle(code)


def _nom(axe: Axe, code: str, question: Interrogation, config: dict, lignes: Lignes | None) -> str:
    """How a modality reads at the end of the period asked for."""
    named = appellation(axe.id, code, question.au, config, lignes)
    return libelle(axe, code) if named == code else named


def _ordered(values: pd.Series, order) -> pd.Series:
    return values.astype(pd.CategoricalDtype(list(order), ordered=True))
