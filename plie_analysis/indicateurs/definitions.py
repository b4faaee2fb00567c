"""The definitions: indicators, axes and tables, read from the TOML files beside this module."""

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from ..errors import PlieError
from .propres import check_names

HERE = Path(__file__).parent
NON_RENSEIGNE = "non renseigné"


@dataclass(frozen=True)
class Definition:
    """One indicator, as its section of ``indicateurs.toml`` writes it (see the head of that file)."""

    id: str
    titre: str
    definition: str
    unite: str
    source: str
    limites: str = ""
    meilleur: str = ""
    table: str = ""
    evenement: str = ""
    presence: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    fin_incluse: bool = False
    fenetre: str = ""
    parcours_ouvert: bool = False
    date_axes: str = ""
    distinct: str = ""
    a_defaut: str = ""
    somme: str = ""
    moyenne: str = ""
    garder: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()
    avec: dict[str, tuple] = field(default_factory=dict)
    numerateur: tuple[str, ...] = ()
    denominateur: tuple[str, ...] = ()
    rapport: tuple[str, ...] = ()
    part_de: str = ""
    part_selon: tuple[str, ...] = ()
    objectif: dict = field(default_factory=dict)
    reglage: dict = field(default_factory=dict)
    survie: dict = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    axes_exclus: tuple[str, ...] = ()
    axes_numerateur: tuple[str, ...] = ()
    parametres: dict[str, dict[str, dict]] = field(default_factory=dict)

    @property
    def is_count(self) -> bool:
        """Whether the value is a number of things, that a share can be taken of."""
        return bool(self.table) and not (self.numerateur or self.moyenne or self.survie)


@dataclass(frozen=True)
class Axe:
    """One way of breaking a figure down."""

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


@dataclass(frozen=True)
class Source:
    """What « connu au » changes in one table, and the export it comes from."""

    id: str
    export: str
    saisie: tuple[str, ...] = ()
    sortie_cachee: tuple[str, ...] = ()
    sortie_fausse: tuple[str, ...] = ()
    sortie_requise: bool = False
    transmise: bool = False


def definitions(config: dict | None = None) -> dict[str, Definition]:
    """Every indicator by id: those shipped, then those of the section ``[indicateurs]`` of ``plie.toml``.

    Raises ``PlieError`` when a section of ``plie.toml`` is not a definition, or names what does not exist.
    """
    own = (config or {}).get("indicateurs", {})
    if not own:
        return _shipped()
    known = {**_shipped(), **{nom: _definition(nom, section) for nom, section in own.items()}}
    for nom in own:
        check_names(known[nom], known, sources(), axes(), config)
    return known


@cache
def _shipped() -> dict[str, Definition]:
    return {nom: _definition(nom, section) for nom, section in _read("indicateurs").items()}


@cache
def axes() -> dict[str, Axe]:
    """Every axis by id, in the order of ``axes.toml``."""
    return {nom: _frozen(Axe, nom, section) for nom, section in _read("axes").items()}


@cache
def sources() -> dict[str, Source]:
    """What to know of each curated table, by name."""
    return {nom: _frozen(Source, nom, section) for nom, section in _read("tables").items()}


def _read(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _definition(nom: str, section: dict) -> Definition:
    known = {f.name for f in fields(Definition)} - {"id"}
    needed = {"titre", "definition", "unite", "source"}
    if not isinstance(section, dict) or not needed <= set(section) <= known:
        unknown = sorted(set(section) - known) if isinstance(section, dict) else []
        missing = sorted(needed - set(section)) if isinstance(section, dict) else sorted(needed)
        detail = [f"clé inconnue : {', '.join(unknown)}"] * bool(unknown) + [f"il manque : {', '.join(missing)}"] * bool(missing)
        raise PlieError(f"L'indicateur « {nom} » de plie.toml est mal défini : {' ; '.join(detail)}.")
    return _frozen(Definition, nom, section)


def _frozen(kind, nom: str, section: dict):
    return kind(id=nom, **{key: tuple(value) if isinstance(value, list) else value for key, value in section.items()})
