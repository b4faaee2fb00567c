"""Every published figure beside the computed one: equal, explained, gap, or out of reach."""

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from plie_analysis.errors import PlieError
from plie_analysis.francais import espaces
from plie_analysis.libelles import pour_tableur

from .calculs import Calculs, Obtenu
from .dossier import ECART, EGAL, EXPLIQUE, NON_CALCULABLE, STATUTS, Dossier, Rule
from .liens import Liens
from .precision import prints_as
from .publiees import Condition, Publiee, read_publiees
from .regles_etapes import classe_imprimee, contredit_le_tableau, impossibilite, report_dans_la_classe, suit_du_tableau
from .regles_impression import arrondi_grossier, contradiction, heritage, troncature
from .regles_objectifs import arrondi_mensuel, retard_contredit
from .valeurs import Valeurs

COLUMNS = [
    "id", "document", "section", "tableau", "ligne", "colonne", "ligne_source", "indicateur", "axes", "du", "au", "connu_au",
    "unite", "imprime", "valeur_publiee", "valeur_calculee", "numerateur", "denominateur", "ecart", "statut", "regle", "explication",
]  # fmt: skip
# Tried in this order, the first that speaks is kept. Each names what fixes the computed value, and no other value.
REGLES: dict[str, Rule] = {
    "comptes impossibles": impossibilite,
    "report dans la classe": report_dans_la_classe,
    "méthode : classe imprimée": classe_imprimee,
    "troncature": troncature,
    "arrondi grossier": arrondi_grossier,
    "méthode : arrondi mensuel": arrondi_mensuel,
    "contradiction imprimée": contradiction,
    "contradiction du retard": retard_contredit,
    "contradiction du tableau": contredit_le_tableau,
    "suite du tableau": suit_du_tableau,
    "chiffre expliqué ailleurs": heritage,
}
REGLAGE = "réglage"
LU = "lu dans les réglages, et non calculé sur les exports : dit seulement que le réglage est celui de l'imprimé"
VIDE = "la photo ne contient pas de quoi le calculer : dénominateur vide"


def comparer(dossier_reference: Path | str, calculer: Callable[..., pd.DataFrame], config: dict) -> pd.DataFrame:
    """One row per published figure, in the order of the text, beside what ``calculer`` gives.

    ``calculer`` is ``indicateurs.calculer`` already given its base and settings. Columns: identity and meaning of the
    figure, ``imprime`` (exact text), ``valeur_publiee``, ``valeur_calculee``, ``numerateur``, ``denominateur``,
    ``ecart`` (computed − published, in the unit of the figure), ``statut`` (égal, expliqué, écart, non calculable),
    ``regle`` and ``explication`` (French; the reason when it cannot be computed).
    Raises ``PlieError`` when the reference folder is wrong (see ``publiees.read_publiees``).
    """
    folder = Path(dossier_reference)
    publiees = {publiee.id: publiee for publiee in read_publiees(folder, config)}
    valeurs = Valeurs(Calculs(calculer), config)
    valeurs.prepare(publiees.values())
    dossier = Dossier(publiees, {}, valeurs, Liens(folder))
    told = _compute(dossier)
    told |= _explain(dossier)
    return pd.DataFrame([_row(publiee, dossier, *told.get(publiee.id, ("", ""))) for publiee in publiees.values()], columns=COLUMNS)


def regles() -> dict[str, dict]:
    """What each rule proves, by name, in the order they are tried: ``preuve`` (French), from ``regles.toml``."""
    return tomllib.loads((Path(__file__).parent / "regles.toml").read_text(encoding="utf-8"))


def en_csv(table: pd.DataFrame) -> str:
    """The table as CSV text (comma, dot decimals, LF), without what each rate is made of: the same figures always give the same bytes."""
    out = io.StringIO()
    table = table.drop(columns=["numerateur", "denominateur"], errors="ignore")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def resumer(table: pd.DataFrame) -> pd.DataFrame:
    """One row per document and section, in the order of the text: ``document``, ``section``, ``figures``, one column per status."""
    counts = table.groupby(["document", "section"], sort=False)["statut"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STATUTS), fill_value=0)
    order = list(dict.fromkeys(zip(table["document"], table["section"], strict=True)))
    counts = counts.loc[order]
    counts.insert(0, "figures", counts.sum(axis=1))
    return counts.reset_index().rename_axis(columns=None)


def _compute(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """Fill in values and the statuses that need no explanation; returns the reasons of what cannot be computed."""
    told = {}
    for publiee in dossier.publiees.values():
        status, reason = NON_CALCULABLE, publiee.raison
        if publiee.calculable:
            try:
                found = dossier.valeurs.obtenir(publiee)
            except PlieError as error:
                reason = " ".join(error.message.splitlines())
            else:
                dossier.obtenus[publiee.id] = found
                equal = prints_as(publiee.figure, found.valeur, publiee.parametres.get("signe", ""))
                status = EGAL if equal else ECART if found.valeur is not None else NON_CALCULABLE
                reason = VIDE
        dossier.statuts[publiee.id] = status
        if status == NON_CALCULABLE:
            told[publiee.id] = ("", reason)
        elif status == EGAL and dossier.valeurs.is_setting(publiee):
            told[publiee.id] = (REGLAGE, LU)
    return told


def _explain(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """What the rules say, again and again, since one may build on a figure explained already, until nothing new is said."""
    told: dict[str, tuple[str, str]] = {}
    while new := _ask(dossier):
        told |= new
    return told


def _ask(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """What the rules say of the figures still in gap, judged side by side: none builds on another of the same round."""
    told = {}
    for identifiant in _gaps(dossier):
        if dossier.publiees[identifiant].reglage:
            continue
        for name, rule in REGLES.items():
            if said := _try(rule, identifiant, dossier):
                told[identifiant] = (name, said)
                break
    dossier.statuts.update(dict.fromkeys(told, EXPLIQUE))
    return told


def _try(rule: Rule, identifiant: str, dossier: Dossier) -> str:
    """What a rule says; a proof that asks for something the base does not have is no proof."""
    try:
        return rule(dossier.publiees[identifiant], dossier.known(identifiant), dossier)
    except PlieError:
        return ""


def _gaps(dossier: Dossier) -> list[str]:
    return [identifiant for identifiant, status in dossier.statuts.items() if status == ECART]


def _row(publiee: Publiee, dossier: Dossier, regle: str, explication: str) -> tuple:
    figure, clock = publiee.figure, publiee.fenetre
    found = dossier.obtenus.get(publiee.id, Obtenu(None))
    dates = [date.isoformat() if date else "" for date in (clock.du, clock.au, clock.connu_au)] if clock else ["", "", ""]
    gap = None if found.valeur is None else found.valeur - figure.valeur
    values = [None if value is None else round(value, 6) + 0.0 for value in (found.valeur, found.numerateur, found.denominateur, gap)]
    return (
        publiee.id, publiee.document, publiee.section, publiee.tableau, figure.libelle, publiee.colonne, figure.ligne, publiee.indicateur,
        ";".join(map(_condition, publiee.conditions)), *dates, figure.unite, figure.imprime, figure.valeur, *values,
        dossier.statuts[publiee.id], regle, espaces(explication),
    )  # fmt: skip


def _cell(value) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(pour_tableur(value))


def _condition(condition: Condition) -> str:
    return f"{condition.axe}={'!' if condition.sauf else ''}{'|'.join(condition.modalites)}"
