"""Invented published figures and an invented workbench, so that a comparison can be read in a few lines."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from annee_2017.comparaison import comparer
from plie_analysis.errors import PlieError

COLUMNS = "id,document,periode,section,tableau,ligne,colonne,valeur_imprimee,valeur,unite,ligne_source,indicateur,axes,du,au,connu_au,parametres,calculable,raison"
ANNEE = ("2017-01-01", "2017-12-31")
ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def figures(texte: str) -> str:
    """figures.csv of a text: one figure a line, « id | imprimé | indicateur | axes | période | paramètres ».

    Period: ``2017`` (the year, known today), ``2017@03`` (the year, known at the end of March), ``03`` (March, known at its
    end), ``>03`` (since January, known then).
    """
    rows = []
    for number, line in enumerate(texte.strip().splitlines(), 1):
        identity, printed, indicator, axes, period, parameters = ([cell.strip() for cell in line.split("|")] + [""] * 4)[:6]
        axes = axes.replace("/", "|")
        unit = (
            "points"
            if "points" in printed
            else "%"
            if "%" in printed or "1/3" in printed
            else "etapes"
            if indicator == "etapes"
            else "unités"
        )
        value = "33.33" if printed == "1/3" else printed.replace(",", ".").removesuffix("points").strip(" %€")
        document = "lettre" if identity.startswith("lettre") else "rapport"
        cells = [
            identity,
            document,
            "2017",
            identity.split(".")[1],
            "texte",
            "",
            "",
            printed.removesuffix(" points"),
            value,
            unit,
            number,
            indicator,
            axes,
            *_clock(period),
            parameters,
            "oui",
            "",
        ]
        rows.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join([COLUMNS, *rows, ""])


def _clock(period: str) -> tuple[str, str, str]:
    if period == "2017":
        return (*ANNEE, "")
    month = int(period.removeprefix("2017@").removeprefix(">"))
    end = f"2017-{month:02d}-{ENDS[month - 1]}"
    if period.startswith("2017@"):
        return (*ANNEE, end)
    return ("2017-01-01" if period.startswith(">") else f"2017-{month:02d}-01"), end, end


@dataclass
class Atelier:
    """An invented workbench: facts that it counts, and the other figures that it gives as they are, or by the last day asked.

    A fact: (indicator, how many, first month, last month, keyed on, its axes); months are counted from January 2017
    (1 to 12; 0 and below: before).
    """

    faits: list[tuple] = field(default_factory=list)
    autres: dict[str, Any] = field(default_factory=dict)
    appels: int = 0

    def fait(self, indicateur: str, nombre: int, debut: int = 1, fin: int | None = None, saisie: str = "", **axes: str) -> "Atelier":
        """Add facts; ``saisie`` is an ISO date, known from the start when empty."""
        self.faits.append((indicateur, nombre, debut, debut if fin is None else fin, saisie, axes))
        return self

    def calculer(self, ids, *, du, au, connu_au, par, parametres):
        """What ``indicateurs.calculer`` gives, on the facts."""
        self.appels += 1
        rows = []
        for name in ids:
            if name in self.autres:
                if self.autres[name] is None:
                    raise PlieError("L'export « aides » manque.")
                given = self.autres[name]
                rows.append((name, *("?" for _ in par), *(given(au) if callable(given) else given)))
                continue
            cells: dict[tuple, float] = {(): 0.0} if not par else {}
            for fact, count, first, last, keyed, axes in self.faits:
                known = connu_au is None or not keyed or dt.date.fromisoformat(keyed) <= connu_au
                if fact == name and known and _day(first) <= au and _day(last, end=True) >= du:
                    cell = tuple(axes.get(axe, "non renseigné") for axe in par)
                    cells[cell] = cells.get(cell, 0.0) + count
            rows += [(name, *cell, count, None, None) for cell, count in sorted(cells.items())]
        return pd.DataFrame(rows, columns=["indicateur", *par, "valeur", "numerateur", "denominateur"])


def _day(month: int, *, end: bool = False) -> dt.date:
    year, index = 2017 + (month - 1) // 12, (month - 1) % 12
    return dt.date(year, index + 1, ENDS[index] if end else 1)


def confronter(dossier: Path, texte: str, atelier: Atelier, relations: str = "", config: dict | None = None) -> pd.DataFrame:
    """The comparison of these figures with this workbench, by id."""
    (dossier / "figures.csv").write_text(figures(texte), encoding="utf-8")
    (dossier / "relations.toml").write_text(relations, encoding="utf-8")
    return comparer(dossier, atelier.calculer, config or {}).set_index("id")
