"""Rules proven by computing again as the print did: another clock, the whole period, the districts under watch."""

import math
from dataclasses import dataclass, fields, replace
from functools import cache

from plie_analysis.contrat import REFERENTIELS
from plie_analysis.schema.natures import Comptee

from .calculs import Obtenu
from .coherence_causes import rounded
from .coherence_figures import read_rows
from .dossier import EGAL, Dossier, number
from .precision import prints_as
from .publiees import Condition, Fenetre, Publiee
from .valeurs import is_share

PRESENTATION = {"id", "titre", "definition", "source", "limites", "meilleur", "fenetre"}
QUARTIERS = Condition("quartier_nomme", ("hors QPV", "non renseigné"), sauf=True)


def autre_depart(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The evolution of an equal number since a year of which facts were keyed late: with these, it is the print."""
    if (
        not (year := publiee.parametres.get("evolution_sur"))
        or publiee.conditions
        or not _equal(publiee.indicateur, publiee.horloge, dossier)
    ):
        return ""
    before = publiee.horloge.in_year(int(year))
    later = replace(before, connu_au=None)
    found = dossier.valeurs.obtenir(publiee, avant=later)
    if found.valeur == value or not prints_as(publiee.figure, found.valeur):
        return ""
    known = dossier.obtenus[publiee.id].denominateur
    assert known is not None and found.denominateur is not None
    late = number(abs(found.denominateur - known))
    return (
        f"saisie tardive : l'année {before.au.year} vaut {number(known)} {_known(before)} et {number(found.denominateur)} {_known(later)} ; "
        f"avec les {late} saisis entre les deux dates, l'évolution est de {number(found.connue)}"
    )


def arrondi_mensuel(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print multiplies by the months a goal already rounded for one of them, where the page prorates the goal of the year."""
    if (goal := _objectif(publiee, value, dossier)) is None or not prints_as(publiee.figure, goal.imprime):
        return ""
    done = f", moins {number(goal.fait)}," if goal.fait else ""
    return (
        f"méthode imprimée : l'objectif d'un mois, arrondi à {number(goal.mois)} puis compté {goal.rang} fois{done} donne {number(goal.imprime)} ; "
        f"le prorata de l'année ({goal.annuel.id}, {goal.annuel.figure.imprime}) donne {number(value)}"
    )


def retard_contredit(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The arrears printed are not the printed goal minus the printed count; those of the page are settled by the goal of the year."""
    if "retard_sur" not in publiee.parametres or (goal := _objectif(publiee, value, dossier)) is None:
        return ""
    return (
        f"contradiction dans l'imprimé : {goal.rang} fois {number(goal.mois)} moins {number(goal.fait)} font {number(goal.imprime)}, "
        f"et non {publiee.figure.imprime} ; le prorata de l'année ({goal.annuel.id}, {goal.annuel.figure.imprime}) donne {number(value)}"
    )


@dataclass(frozen=True)
class Objectif:
    """A goal of the year and what is left of it: the goal of one month rounded, the months, what was done, and what these make."""

    annuel: Publiee
    mois: float
    rang: int
    fait: float

    @property
    def imprime(self) -> float:
        """What the print makes of them."""
        return self.mois * self.rang - self.fait


def _objectif(publiee: Publiee, value: float, dossier: Dossier) -> Objectif | None:
    """The goal behind a figure, once the equal goal of the year and the equal count of what was done fix its value."""
    clock, behind = publiee.horloge, publiee.parametres.get("retard_sur")
    annual = _equal(behind or publiee.indicateur, replace(clock, au=clock.au.replace(month=12, day=31)), dossier)
    done = _equal(publiee.indicateur, clock, dossier) if behind else None
    if annual is None or (behind and done is None) or publiee.conditions:
        return None
    rank, fait = clock.au.month, dossier.known(done.id) if done else 0.0
    prorated = dossier.known(annual.id) * rank / 12
    if abs((rounded(prorated, 0) - fait if behind else prorated) - value) > 1e-6:
        return None
    return Objectif(annual, rounded(dossier.known(annual.id) / 12, 0), rank, fait)


def fenetre_de_la_periode(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The indicator looks at the last month; the print counted the whole period, as a sibling definition does."""
    known = dossier.valeurs.definitions
    asked = known[publiee.indicateur]
    if not isinstance(asked, Comptee) or not asked.fenetre:
        return ""
    same = [field.name for field in fields(asked) if field.name not in PRESENTATION]
    for sibling in known.values():
        if (
            isinstance(sibling, Comptee)
            and type(sibling) is type(asked)
            and not sibling.fenetre
            and all(getattr(sibling, name) == getattr(asked, name) for name in same)
        ):
            found = dossier.valeurs.obtenir(replace(publiee, indicateur=sibling.id))
            if prints_as(publiee.figure, found.valeur):
                return f"méthode imprimée : toute la période ({sibling.id} {publiee.fenetre} : {number(found.connue)}), là où l'indicateur {asked.id} s'en tient au dernier mois"
    return ""


def quartiers_de_veille(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print counts as QPV every named district, those under watch included."""
    if publiee.modalites("qpv") != ("oui",):
        return ""
    wider = tuple(QUARTIERS if c.axe == "qpv" else c for c in publiee.conditions)
    found = dossier.valeurs.obtenir(replace(publiee, conditions=wider))
    if not prints_as(publiee.figure, found.valeur) or found.valeur == value or not _settled_by_district(publiee, value, dossier):
        return ""
    return f"méthode imprimée : tous les quartiers nommés, ceux de veille compris, donnent {made_of(found)} ; les seuls QPV donnent {number(value)}"


def _settled_by_district(publiee: Publiee, value: float, dossier: Dossier) -> bool:
    """Whether the equal counts printed district by district, those under watch left out, make a count; a share has none."""
    if is_share(publiee):
        return True
    elsewhere = {c for c in publiee.conditions if c.axe != "qpv"}
    counts = {}
    for other in dossier.publiees.values():
        named = other.modalites("quartier_nomme")
        same = (other.indicateur, other.fenetre, other.parametres) == (publiee.indicateur, publiee.fenetre, publiee.parametres)
        if same and len(named) == 1 and {c for c in other.conditions if c.axe != "quartier_nomme"} == elsewhere:
            counts[named[0]] = other.figure.valeur if dossier.statuts.get(other.id) == EGAL else math.nan
    priority = _prioritaires(publiee.horloge.au.isoformat())
    return sum(counts.values()) == publiee.figure.valeur and sum(n for name, n in counts.items() if name in priority) == value


@cache
def _prioritaires(jour: str) -> frozenset[str]:
    """The districts that the nomenclature holds for QPV on a day (AAAA-MM-JJ)."""
    rows = [row for _, row in read_rows(REFERENTIELS / "quartier.csv", ("code", "type", "debut", "fin"))]
    valid = [row for row in rows if row["debut"] <= jour <= (row["fin"] or jour)]
    return frozenset(row["code"] for row in valid if row["type"] == "QPV")


def _equal(indicateur: str, fenetre: Fenetre, dossier: Dossier) -> Publiee | None:
    """The figure, equal to what is computed, that prints an indicator as it is over this clock."""
    for other in dossier.publiees.values():
        plain = not other.parametres and not other.conditions
        if plain and (other.indicateur, other.fenetre) == (indicateur, fenetre) and dossier.statuts.get(other.id) == EGAL:
            return other
    return None


def _known(fenetre: Fenetre) -> str:
    return f"connu au {fenetre.connu_au:%d/%m/%Y}" if fenetre.connu_au else "connu aujourd'hui"


def made_of(found: Obtenu) -> str:
    """A value in a sentence, with what a share is made of."""
    if found.numerateur is not None and found.denominateur:
        return f"{number(found.connue)} ({number(found.numerateur)} sur {number(found.denominateur)})"
    return number(found.connue)
