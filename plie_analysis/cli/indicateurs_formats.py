"""The forms of a result: text table, stable CSV, JSON, XLSX; and the list of what can be asked."""

import json
from pathlib import Path

import click
import pandas as pd

from .. import francais
from ..indicateurs import axes, definitions
from ..libelles import propre
from . import formes
from .formes import MASQUE

NUMBERS = ("valeur", "numerateur", "denominateur")
RESTE = ("unite", "masque", "raison")
DECIMALES = {"%": 1, "mois": 1, "€": 2, "heures": 2, "ETP": 2}


def write(frame: pd.DataFrame, forme: str, target: Path | None, avis: tuple[str, ...] = (), inventees: bool = False) -> None:
    """Print the result, or write it in ``target``; ``avis`` stands at its head, or beside it when its form is fixed.

    ``inventees``: the people are invented, which each record of the JSON says.
    """
    if forme != "tableau":
        for sentence in avis:
            click.secho(sentence, fg="yellow", err=True)
    if forme == "xlsx":
        assert target is not None
        formes.write(target, formes.xlsx_bytes({"Indicateurs": _sorted(frame)}, avis))
        return
    text = {
        "tableau": lambda: "".join(f"{sentence}\n" for sentence in avis) + _tableau(frame),
        "csv": lambda: formes.csv_text(_sorted(frame)),
        "json": lambda: _json(frame, inventees),
    }[forme]()
    if target:
        formes.write(target, text.encode("utf-8"))
    else:
        click.echo(text, nl=False)


def liste_text(config: dict) -> str:
    """Every indicator, then every axis, in French."""
    lines = []
    for definition in definitions(config).values():
        lines += [f"{definition.id} ({definition.unite})", f"    {definition.titre}. {definition.definition}"]
        if definition.meilleur:
            lines.append(f"    À préférer : {definition.meilleur}.")
    lines += ["", "Axes (--par, --filtre) :"]
    width = max(len(name) for name in axes())
    for axe in axes(config).values():
        detail = f" ({', '.join(axe.modalites)})" if axe.modalites else ""
        lines.append(f"    {axe.id:<{width}}  {axe.titre}{detail}")
    return "\n".join(lines) + "\n"


def _axes(frame: pd.DataFrame) -> list[str]:
    """The indicator and the axes: what tells a row apart."""
    return [name for name in frame.columns if name not in (*NUMBERS, *RESTE)]


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by indicator then modality, in the plain order of texts: what a program expects."""
    rest = [name for name in RESTE if name in frame]
    return frame[[*_axes(frame), *NUMBERS, *rest]].sort_values(_axes(frame), kind="stable")


def _json(frame: pd.DataFrame, inventees: bool) -> str:
    """One object per row; when the people are invented, each says so."""
    told = {"donnees_inventees": True} if inventees else {}
    records = [
        {name: formes.number(value) if name in NUMBERS else value for name, value in row.items()} | told
        for row in _sorted(frame).to_dict("records")
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _tableau(frame: pd.DataFrame) -> str:
    """Aligned columns; figures in French, with the numerator and denominator of a quotient; under them, why some are empty."""
    named = _axes(frame)
    rows = [[*named, "valeur", "numérateur", "dénominateur"]]
    reasons: dict[str, int] = {}
    for row in frame.to_dict("records"):
        decimals = DECIMALES.get(row["unite"], 0)
        value = row["valeur"]
        if not francais.is_empty(value) and not decimals and not float(value).is_integer():
            decimals = 1
        shown = MASQUE if row["masque"] else francais.quantite(value, row["unite"], decimals)
        if row.get("raison"):
            shown += f" ({reasons.setdefault(row['raison'], len(reasons) + 1)})"
        rest = [_detail(row[name]) for name in NUMBERS[1:]]
        rows.append([*(propre(row[name]) for name in named), shown, *rest])
    return formes.aligned(rows, len(named)) + "".join(f"({rank}) {reason}\n" for reason, rank in reasons.items())


def _detail(value) -> str:
    if francais.is_empty(value):
        return ""
    return francais.nombre(value, 0 if float(value).is_integer() else 1)
