"""The types of a setting: each says what is wrong with a value, in French, or nothing."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

from ..errors import PlieError
from ..francais import guillemets, nombre
from ..jours import PREMIER_MOIS, read_month

TEXTE_MAX = 500
CITE_MAX = 40


def cite(value: object, *, bare: bool = False) -> str:
    """A value as it is told: short, on one line, without control characters; ``bare``: without quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "[…]" if isinstance(value, list) else "{…}"
    text = "".join(c if c.isprintable() else "·" for c in str(value))
    text = text if len(text) <= CITE_MAX else text[:CITE_MAX] + "…"
    return text if bare or not isinstance(value, str) else guillemets(text)


def _texte(value: object, rule: dict) -> str:
    if not isinstance(value, str):
        return "un texte entre guillemets droits est attendu"
    if not value.strip() and not rule.get("vide"):
        return "un texte non vide est attendu"
    if len(value) > TEXTE_MAX:
        return f"ce texte est trop long ({TEXTE_MAX} caractères au plus)"
    if not all(c.isprintable() or c in "\n\t\u00a0\u202f" for c in value):
        return "ce texte contient un caractère de contrôle ou invisible : retapez-le"
    return ""


def _textes(value: object, rule: dict) -> str:
    fault = 'une liste de textes est attendue, par exemple ["…", "…"]'
    return "" if isinstance(value, list) and not any(_texte(item, rule) for item in value) else fault


def _texte_or_textes(value: object, rule: dict) -> str:
    return _texte(value, rule) if isinstance(value, str) else _textes(value, rule)


def _bounds(rule: dict) -> str:
    unit = f" {rule['unite']}" if "unite" in rule else ""
    return f"de {nombre(rule.get('min', 0))} à {nombre(rule['max'])}{unit}"


def _within(value: float, rule: dict) -> bool:
    # NaN fails both comparisons.
    return rule.get("min", 0) <= value <= rule["max"]


def _entier(value: object, rule: dict) -> str:
    return "" if type(value) is int and _within(value, rule) else f"un nombre entier est attendu, {_bounds(rule)}"


def _entiers(value: object, rule: dict) -> str:
    good = isinstance(value, list) and value and not any(_entier(item, rule) for item in value)
    return "" if good else f"une liste de nombres entiers est attendue, chacun {_bounds(rule)}"


def _croissants(value: Any, rule: dict) -> str:
    if fault := _entiers(value, rule):
        return fault
    good = all(before < after for before, after in itertools.pairwise(value))
    return "" if good else "ces nombres doivent aller en croissant, sans se répéter"


def _nombre(value: Any, rule: dict) -> str:
    return "" if type(value) in (int, float) and _within(value, rule) else f"un nombre est attendu, {_bounds(rule)}"


def _part(value: object, _rule: dict) -> str:
    # « 1 » could mean 1 % or everything: a share is written with its decimal point.
    return "" if type(value) is float and 0 <= value <= 1 else "une part est attendue, de 0.0 à 1.0 avec un point décimal (0.05 pour 5 %)"


def _oui_non(value: object, _rule: dict) -> str:
    return "" if isinstance(value, bool) else "true ou false est attendu, sans guillemets"


def _date(value: object, _rule: dict) -> str:
    good = type(value) is dt.date and 1900 <= value.year <= 2100
    return "" if good else "une date est attendue, sans guillemets, par exemple 2017-01-31"


def _mois(value: object, _rule: dict) -> str:
    try:
        good = isinstance(value, str) and bool(read_month(value))
    except PlieError:
        good = False
    return "" if good else f'un mois est attendu, entre guillemets, par exemple "2017-01", à partir de {PREMIER_MOIS}'


def _choix(value: object, rule: dict) -> str:
    return "" if isinstance(value, str) and value in rule["choix"] else f"au choix : {', '.join(filter(None, rule['choix']))}"


def _libre(value: object, _rule: dict) -> str:
    if isinstance(value, str):
        return _texte(value, {"vide": True})
    return "" if isinstance(value, bool | int | float | dt.date) else "un texte, un nombre ou une date est attendu"


def _table(value: object, _rule: dict) -> str:
    return "" if isinstance(value, dict) else "une table est attendue, { … }"


def _dated(inner: Callable[[object, dict], str]) -> Callable[[object, dict], str]:
    """A value, or the list of its values with the day from which each counts."""

    def judge(value: object, rule: dict) -> str:
        if not isinstance(value, list):
            return inner(value, rule)
        shape = 'une liste datée s\'écrit [{ valeur = … }, { debut = 2019-01-01, valeur = …, source = "…" }]'
        if not value or not all(
            isinstance(period, dict) and "valeur" in period and set(period) <= {"debut", "valeur", "source"} for period in value
        ):
            return shape
        if any("debut" in period and _date(period["debut"], {}) for period in value):
            return f"« debut » doit être une date ; {shape}"
        if any(_texte(period.get("source", ""), {"vide": True}) for period in value):
            return f"« source » doit être un texte ; {shape}"
        if len({period.get("debut") for period in value}) < len(value):
            return "deux valeurs ont le même « debut »"
        return next(filter(None, (inner(period["valeur"], rule) for period in value)), "")

    return judge


ESPECES: dict[str, Callable[[object, dict], str]] = {
    "texte": _texte,
    "textes": _textes,
    "texte(s)": _texte_or_textes,
    "entier": _entier,
    "entiers": _entiers,
    "croissants": _croissants,
    "nombre": _nombre,
    "part": _part,
    "oui_non": _oui_non,
    "date": _date,
    "mois": _mois,
    "choix": _choix,
    "libre": _libre,
    "table": _table,
    "seuil": _dated(_entier),
    "seuil_part": _dated(_part),
    "seuil_libre": _dated(_nombre),
}
