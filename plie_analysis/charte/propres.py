"""The articles that a PLIE writes in its own ``expectations/<table>.json``: what the short form leaves out, filled in.

A file of one's own may hold nothing but its rules, and of each rule only what nobody can guess: the expectation, the
number of the article, its sentence, its gravity, who corrects it. The rest comes from the suite of the house.
"""

from collections import Counter
from typing import Any

from .. import contrat
from ..errors import PlieError
from .articles import PARTIES, SEVERITES

DITS = ("article", "phrase", "gravite", "corrige_par")
SOURCE = "Article propre au PLIE"
RETENUES = {"type": "comparison", "column": {"name": "est_retenue"}, "operator": "==", "parameter": True}


def completer(file: str, written: Any, maison: dict) -> dict:
    """The whole suite that a file of the working folder stands for.

    ``written``: what the file holds; ``maison``: the definition of the house's suite of the same table.
    A file with a ``name`` is a whole suite and is left as it is.
    Raises ``PlieError`` when it is neither, naming what is missing.
    """
    if not isinstance(written, dict) or not isinstance(written.get("expectations"), list):
        raise PlieError(f'{file} : « expectations » manque.\nCe fichier s\'écrit {{"expectations": [ une règle, une autre… ]}}.')
    if "name" in written:
        return written
    count: Counter[str] = Counter()
    rules = []
    for place, rule in enumerate(written["expectations"], start=1):
        _check(f"{file}, règle n° {place}", rule, maison)
        article = rule["meta"]["article"]
        count[article] += 1
        rules.append(_whole(rule, f"{article}.{count[article]}", maison))
    return {**maison, "expectations": rules}


def _check(where: str, rule: Any, maison: dict) -> None:
    if not isinstance(rule, dict) or not isinstance(rule.get("type"), str):
        raise PlieError(f'{where} : « type » manque.\nC\'est le nom de ce qui est vérifié : "type": "expect_column_values_to_not_be_null".')
    if not isinstance(rule.get("kwargs"), dict) or not isinstance(rule.get("meta"), dict):
        raise PlieError(f"{where} : « kwargs » (ce qui est vérifié) ou « meta » (l'article) manque, ou n'est pas entre accolades.")
    missing = [key for key in DITS if not isinstance(rule["meta"].get(key), str) or not rule["meta"][key].strip()]
    if missing:
        raise PlieError(
            f"{where} : « {missing[0]} » manque dans « meta ».\nUn article dit son numéro, sa phrase, sa gravité et qui le corrige."
        )
    article = rule["meta"]["article"]
    of_the_house = {known["meta"]["article"] for known in maison["expectations"]}
    if article in of_the_house and "regle" not in rule["meta"]:
        raise PlieError(
            f"{where} : l'article {article} est de la maison.\n"
            f'Pour changer une de ses règles, dites laquelle ("regle": "{article}.1" dans « meta »)\u00a0; pour en ajouter un, numérotez-le X01.'
        )
    if article[0] in PARTIES and article not in of_the_house:
        raise PlieError(
            f"{where} : l'article {article} commence par une lettre de la charte, qui pourrait un jour avoir le sien.\n"
            "Numérotez les vôtres X01, X02… (ou d'une autre de ces lettres : B G H I J M N Q U W Y Z)."
        )


def _whole(rule: dict, number: str, maison: dict) -> dict:
    """The rule with all that the format asks for; what it says itself always counts."""
    kwargs, meta = dict(rule["kwargs"]), rule["meta"]
    told = {"regle": number, "seuils": [], "source": SOURCE, "exports": [], "attendu": meta["phrase"]}
    if query := kwargs.get("unexpected_rows_query"):
        kwargs["unexpected_rows_query"] = str(query).replace("{batch}", f"curated.{maison['meta']['vue']}")
    else:
        kwargs.setdefault("row_condition", RETENUES)
        told["valeur"] = {name: _header(name, maison["meta"]["export"]) for name in columns(kwargs)}
    severity = SEVERITES.get(meta["gravite"], "")
    return {"severity": severity, "description": meta["phrase"], **rule, "kwargs": kwargs, "meta": {**told, **meta}}


def columns(kwargs: dict) -> list[str]:
    """The columns that an expectation looks at."""
    named = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
    return [str(name) for name in (*named, *kwargs.get("column_list", ()))]


def _header(column: str, export: str) -> str:
    """The header of the export that fills a column, as people know it."""
    return next((known.entete for known in contrat.queries()[export] if known.colonne == column.removesuffix("_saisi")), column)
