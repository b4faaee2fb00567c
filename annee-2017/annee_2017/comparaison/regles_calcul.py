"""Rules proven by computing again as the print did: another clock, the whole period, the districts under watch."""

import math
from dataclasses import fields, replace
from functools import cache

from plie_analysis.contrat import REFERENTIELS
from plie_analysis.schema.natures import Comptee

from .calculs import Obtenu
from .coherence_figures import read_rows
from .dossier import EGAL, Dossier, number
from .precision import prints_as
from .publiees import Condition, Fenetre, Publiee
from .valeurs import is_share

PRESENTATION = {"id", "titre", "definition", "source", "limites", "meilleur", "fenetre"}
QUARTIERS = Condition("quartier_nomme", ("hors QPV", "non renseigné"), sauf=True)


def autre_depart(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The evolution of an equal number since a year of which facts were keyed late: with these, it is the print."""
    if not (year := publiee.parametres.get("evolution_sur")) or not _arrives_equal(publiee, dossier):
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


def _arrives_equal(publiee: Publiee, dossier: Dossier) -> bool:
    """Whether the number that the evolution arrives at is printed, and equal."""
    wanted = publiee.indicateur, publiee.conditions, publiee.fenetre
    return any(
        dossier.statuts.get(other.id) == EGAL and not other.parametres and (other.indicateur, other.conditions, other.fenetre) == wanted
        for other in dossier.publiees.values()
    )


def _known(fenetre: Fenetre) -> str:
    return f"connu au {fenetre.connu_au:%d/%m/%Y}" if fenetre.connu_au else "connu aujourd'hui"


def made_of(found: Obtenu) -> str:
    """A value in a sentence, with what a share is made of."""
    if found.numerateur is not None and found.denominateur:
        return f"{number(found.connue)} ({number(found.numerateur)} sur {number(found.denominateur)})"
    return number(found.connue)
