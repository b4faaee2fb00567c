"""The tables that a bundle holds: which windows, which clock, which axes, as ``calculs.toml`` lists them."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import PlieError
from ..exercice import CIVIL, Exercice, fin_de_mois
from ..indicateurs import axes
from ..schema.natures import Definition, Suivie

INDICATEURS, CHARTE = "indicateurs", "charte"
LISTE = Path(__file__).with_name("calculs.toml")


@dataclass(frozen=True)
class FenetreScellee:
    """From ``du`` to ``au``, both days included, as known at ``connu_au`` (``None``: all that the photo knows)."""

    du: dt.date
    au: dt.date
    connu_au: dt.date | None


@dataclass(frozen=True)
class TableauScelle:
    """One table: its name (that of its CSV), what it shows, its axes, its windows; ``calcul``, what fills it (see ``suivis``).

    ``par`` are the columns that tell its rows apart. Of a table that follows parcours, ``publics`` are the axes among them.
    """

    nom: str
    titre: str
    par: tuple[str, ...]
    fenetres: tuple[FenetreScellee, ...]
    sans_survie: bool = False
    calcul: str = INDICATEURS
    grain: str = ""
    publics: tuple[str, ...] = ()

    def suits(self, definition: Definition) -> bool:
        """Whether the table holds an indicator of this kind."""
        return not (self.sans_survie and isinstance(definition, Suivie))


def tableaux(du: dt.date, au: dt.date, exercice: Exercice = CIVIL) -> list[TableauScelle]:
    """Every table of a bundle for ``[du ; au]``."""
    found = []
    for section in liste()["tableau"]:
        windows = tuple(_windows(section["fenetre"], section["horloge"], du, au, exercice))
        wanted = [tuple(par) for par in section["par"]]
        wanted += [(axe,) for axe in axes() if section.get("chaque_axe") and (axe,) not in wanted]
        for par in wanted:
            nom = section["nom"] + (f"_par_{'_'.join(par)}" if par else "")
            found.append(TableauScelle(nom, section["titre"], par, windows, section.get("sans_survie", False)))
    return found + list(_suivis(du, au, exercice))


def _suivis(du: dt.date, au: dt.date, exercice: Exercice) -> Iterator[TableauScelle]:
    for section in liste()["suivi"]:
        windows = tuple(_windows(section["fenetre"], section["horloge"], du, au, exercice))
        for publics in map(tuple, section["publics"]):
            nom = section["nom"] + (f"_par_{'_'.join(publics)}" if publics else "")
            par = tuple(name for column in section["colonnes"] for name in (publics if column == "publics" else (column,)))
            yield TableauScelle(nom, section["titre"], par, windows, calcul=section["calcul"], grain=section["grain"], publics=publics)


def carnets(du: dt.date, au: dt.date, exercice: Exercice = CIVIL) -> list[tuple[str, dict[str, str]]]:
    """The notebooks to run, as (report, parameters)."""
    found = []
    for section in liste()["carnet"]:
        if section["pour"] == "mois":
            found += [(section["rapport"], {"mois": f"{end:%Y-%m}"}) for start, end in months(du, au) if _is_whole(start, end)]
        else:
            years = map(exercice.annee, range(du.year, au.year + 1))
            found += [(section["rapport"], {"annee": str(year.numero)}) for year in years if du <= year.debut and year.fin <= au]
    return found


def months(du: dt.date, au: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The months of a period, the first and the last cut at its bounds."""
    found, first = [], du.replace(day=1)
    while first <= au:
        last = fin_de_mois(first)
        found.append((max(du, first), min(au, last)))
        first = last + dt.timedelta(days=1)
    return found


def default_period(photo: dt.date, exercice: Exercice = CIVIL) -> tuple[dt.date, dt.date]:
    """The last year that is over at the date of the photo."""
    year = exercice.derniere_finie(photo)
    return year.debut, year.fin


def check_period(du: dt.date, au: dt.date, photo: dt.date) -> None:
    """Raise ``PlieError`` when the period is upside down or goes beyond the photo."""
    if du > au:
        raise PlieError(f"La période commence le {du:%d/%m/%Y}, après sa fin, le {au:%d/%m/%Y}.\nInversez --du et --au.")
    if au > photo:
        raise PlieError(
            f"La période finit le {au:%d/%m/%Y}, après la photo du {photo:%d/%m/%Y}.\nArrêtez-la à la date de la photo, ou donnez --du et --au."
        )


@cache
def liste() -> dict:
    """The content of ``calculs.toml``."""
    return tomllib.loads(LISTE.read_text(encoding="utf-8"))


def _windows(fenetre: str, horloge: str, du: dt.date, au: dt.date, exercice: Exercice):
    spans = {
        "periode": [(du, au)],
        "mois": months(du, au),
        "cumul": [(max(du, exercice.annee_du(end).debut), end) for _, end in months(du, au)],
    }
    for start, end in spans[fenetre]:
        yield FenetreScellee(start, end, end if horloge == "fin" else None)


def _is_whole(start: dt.date, end: dt.date) -> bool:
    return start.day == 1 and (end + dt.timedelta(days=1)).day == 1
