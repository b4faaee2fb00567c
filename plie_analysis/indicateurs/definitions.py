"""The definitions: indicators (see ``schema.definitions``), axes and tables, read from the TOML files beside this module."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..schema.definitions import lues
from ..schema.natures import Definition
from .ages import ans, tranches_d_age
from .propres import check_names

HERE = Path(__file__).parent
NON_RENSEIGNE = "non renseigné"


@dataclass(frozen=True)
class Axe:
    """One way of breaking a figure down.

    ``court`` heads its column when the title is long; ``libelles`` say how each of ``modalites`` reads, in the same order.
    ``cartes``: the maps of the quartiers under which the column was read, each in ``<colonne>_<carte>``.
    """

    id: str
    titre: str
    colonne: str = ""
    tables: tuple[str, ...] = ()
    ref: str = ""
    attribut: str = ""
    calcul: str = ""
    bornes: tuple[int, ...] = ()
    modalites: tuple[str, ...] = ()
    ouvert: str = ""
    exports: tuple[str, ...] = ()
    court: str = ""
    libelles: tuple[str, ...] = ()
    cartes: tuple[str, ...] = ()

    @property
    def colonnes(self) -> tuple[str, ...]:
        """The column, then the same under each map."""
        return (self.colonne, *(f"{self.colonne}_{carte}" for carte in self.cartes))

    @property
    def nom(self) -> str:
        """What heads its column."""
        return self.court or self.titre

    def libelle(self, modalite: str) -> str:
        """How a modality reads."""
        if self.calcul == "age":
            return ans(modalite)
        return dict(zip(self.modalites, self.libelles, strict=True)).get(modalite, modalite) if self.libelles else modalite


@dataclass(frozen=True)
class Rang:
    """A rank counted among the lines of ``par`` in this order, those where the flag ``parmi`` is true if there is one."""

    par: str
    ordre: tuple[str, ...]
    parmi: str = ""


@dataclass(frozen=True)
class TableSource:
    """The export that one table comes from, and what « connu au » changes in its columns (see ``tables.toml``).

    ``avant``: for each date, what the columns are worth as long as it is after « connu au ». ``rangs``: ranks to count again.
    """

    id: str
    export: str
    avant: dict[str, dict[str, bool | None]]
    rangs: dict[str, Rang]


def definitions(config: dict | None = None) -> dict[str, Definition]:
    """Every indicator by id: those shipped, then the PLIE's own.

    Raises ``PlieError`` when a section of the PLIE's is not a definition, or names what does not exist.
    """
    known = lues(config or {})
    for nom in (config or {}).get("indicateurs", {}):
        check_names(known[nom], known, sources(), axes(), config or {})
    return known


def axes(config: dict | None = None) -> dict[str, Axe]:
    """Every axis by id, in the order of ``axes.toml``, with the age brackets of the PLIE (those shipped without ``config``)."""
    return _axes(tuple((config or {}).get("ages", {}).get("bornes", ())))


@cache
def _axes(ages: tuple[int, ...]) -> dict[str, Axe]:
    shipped = {nom: _frozen(Axe, nom, section) for nom, section in _read("axes").items()}
    own = {"tranche_age": replace(shipped["tranche_age"], bornes=ages, modalites=tranches_d_age(ages), libelles=())} if ages else {}
    return {nom: _lisible(axe) for nom, axe in (shipped | own).items()}


def _lisible(axe: Axe) -> Axe:
    """The axis with its labels: those of ages are made of their codes."""
    return replace(axe, libelles=tuple(map(ans, axe.modalites))) if axe.calcul == "age" else axe


@cache
def sources() -> dict[str, TableSource]:
    """What to know of each curated table, by name."""
    return {nom: _source(nom, section) for nom, section in _read("tables").items()}


def _source(nom: str, section: dict) -> TableSource:
    worth = {"vides": None, "faux": False, "vrais": True}
    avant = {
        date: {colonne: worth[kind] for kind in worth.keys() & told.keys() for colonne in told[kind]} | told.get("valeurs", {})
        for date, told in section.get("avant", {}).items()
    }
    rangs = {colonne: Rang(told["par"], tuple(told["ordre"]), told.get("parmi", "")) for colonne, told in section.get("rangs", {}).items()}
    return TableSource(nom, section["export"], avant, rangs)


def _read(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _frozen(kind, nom: str, section: dict):
    return kind(id=nom, **{key: tuple(value) if isinstance(value, list) else value for key, value in section.items()})
