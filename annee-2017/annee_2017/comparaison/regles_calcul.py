"""Rules proven by computing again: truncation, coarse rounding, another clock, the method of the print."""

from dataclasses import fields, replace

from plie_analysis.schema.natures import Comptee

from .calculs import Obtenu
from .dossier import Dossier, number
from .precision import coarse_unit, is_truncated, prints_as
from .publiees import Condition, Fenetre, Publiee, month_end

PRESENTATION = {"id", "titre", "definition", "source", "limites", "meilleur", "fenetre"}
QUARTIERS = Condition("quartier_nomme", ("hors QPV", "non renseigné"), sauf=True)


def troncature(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print is the computed share or mean, cut instead of rounded."""
    if dossier.is_count(publiee) or "/" in publiee.figure.imprime or not is_truncated(publiee.figure, value):
        return ""
    return f"tronqué au lieu d'être arrondi ({number(value)})"


def arrondi_grossier(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print is the computed mean, rounded to the ten or the hundred."""
    unit = 0 if dossier.is_count(publiee) else coarse_unit(publiee.figure, value)
    return f"arrondi à la {'dizaine' if unit == 10 else 'centaine'} ({number(value)})" if unit else ""


def autre_horloge(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print is what another knowledge date gives: facts keyed between the two dates make exactly the gap."""
    if year := publiee.parametres.get("evolution_sur"):
        return _autre_depart(publiee, value, publiee.horloge.in_year(int(year)), dossier)
    for other in clocks(publiee.horloge):
        found = dossier.valeurs.obtenir(replace(publiee, fenetre=other))
        if not prints_as(publiee.figure, found.valeur) or found.valeur == value:
            continue
        here, there = (_known(clock) for clock in (publiee.horloge, other))
        if dossier.is_count(publiee):
            gap = number(abs(found.connue - value))
            return f"saisie tardive : {number(value)} {here}, {number(found.connue)} {there} ; les {gap} saisis entre les deux dates font exactement l'écart"
        return f"saisie tardive : {made_of(found)} {there}, {number(value)} {here}"
    return ""


def _autre_depart(publiee: Publiee, value: float, before: Fenetre, dossier: Dossier) -> str:
    """An evolution from a year whose late keyed facts were in by the time of the print."""
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
    if not prints_as(publiee.figure, found.valeur) or found.valeur == value:
        return ""
    return f"méthode imprimée : tous les quartiers nommés, ceux de veille compris, donnent {made_of(found)} ; les seuls QPV donnent {number(value)}"


def clocks(fenetre: Fenetre) -> list[Fenetre]:
    """Other dates at which the same period may have been read: a month later, today; its end when it was read today."""
    if fenetre.connu_au is None:
        return [replace(fenetre, connu_au=fenetre.au)]
    year, month = fenetre.connu_au.year, fenetre.connu_au.month
    later = month_end(year + month // 12, month % 12 + 1)
    return [replace(fenetre, connu_au=later), replace(fenetre, connu_au=None)]


def _known(fenetre: Fenetre) -> str:
    return f"connu au {fenetre.connu_au:%d/%m/%Y}" if fenetre.connu_au else "connu aujourd'hui"


def made_of(found: Obtenu) -> str:
    """A value in a sentence, with what a share is made of."""
    if found.numerateur is not None and found.denominateur:
        return f"{number(found.connue)} ({number(found.numerateur)} sur {number(found.denominateur)})"
    return number(found.connue)
