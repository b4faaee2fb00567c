"""The indicators that a PLIE writes in its ``plie.toml``: what they name exists, or they are refused by name."""

from collections.abc import Iterable, Mapping

from ..errors import PlieError
from ..francais import vouliez_vous_dire

MESURES = ("table", "rapport", "part_de", "objectif", "reglage")
COLONNES = ("evenement", "presence", "stock", "distinct", "a_defaut", "somme", "moyenne", "garder", "sauf", "numerateur", "denominateur")
SURVIES = ("mediane", "moyenne", "incidence")
LUS = ("estimation", "ic_bas", "ic_haut")


def check_names(definition, known: Mapping, tables: Iterable[str], axes: Iterable[str], config: Mapping) -> None:
    """Raise ``PlieError`` when a definition of ``plie.toml`` names a table, an indicator, an axis, a norm or a measure that does not exist."""
    nom, rule, survie = definition.id, definition.objectif, definition.survie
    if not any(getattr(definition, mesure) for mesure in MESURES):
        raise _refus(nom, f"il lui faut l'une de ces clés : {', '.join(MESURES)}.")
    if definition.rapport and len(definition.rapport) != 2:
        raise _refus(nom, "« rapport » nomme deux indicateurs, le premier divisé par le second.")
    norms = [name for name, value in config.get("protocole", {}).items() if name != "bilans_mois" or not isinstance(value, list)]
    _each(nom, "table", [definition.table] if definition.table else [], tables)
    _each(nom, "rapport", definition.rapport, known)
    _each(nom, "part_de", [definition.part_de] if definition.part_de else [], known)
    for key in ("part_selon", "axes_exclus", "axes_numerateur"):
        _each(nom, key, getattr(definition, key), axes)
    if rule:
        _each(nom, "objectif, norme", [rule.get("norme", "")], norms)
        _each(nom, "objectif, part", [rule["part"]] if "part" in rule else [], norms)
    if definition.reglage:
        _each(nom, "reglage, section", [definition.reglage.get("section", "")], ("budget", "objectifs"))
    if survie:
        _each(nom, "survie, mesure", [survie.get("mesure", "")], SURVIES)
        _each(nom, "survie, lu", [survie.get("lu", "")], LUS)
        horizon = survie.get("horizon")
        if survie["mesure"] != "mediane" and (type(horizon) is not int or not 1 <= horizon <= 600):
            raise _refus(nom, "survie, horizon : un nombre entier de mois est attendu, de 1 à 600.")


def check_columns(definition, columns: Iterable[str]) -> None:
    """Raise ``PlieError`` when a definition reads a column that its table does not have."""
    for key in COLONNES:
        value = getattr(definition, key)
        _each(definition.id, key, [value] if isinstance(value, str) and value else value or (), columns)
    _each(definition.id, "avec", definition.avec, columns)


def _each(nom: str, key: str, names: Iterable, known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            hint = vouliez_vous_dire(str(name), known) or f" Au choix : {', '.join(known[:30])}."
            raise _refus(nom, f"{key} = « {name} » n'existe pas.{hint}")


def _refus(nom: str, said: str) -> PlieError:
    return PlieError(f"plie.toml, [indicateurs.{nom}] : {said}")
