"""The suites of the charte: one JSON file per table, in Great Expectations' own format.

Read here without Great Expectations, so that a page, a list or a test can name the rules at no cost.
Great Expectations drops in silence a rule whose type or severity it does not know: what can be
checked is checked here, and ``charte.juge`` counts what was built.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from .. import contrat
from ..errors import PlieError
from ..francais import vouliez_vous_dire
from ..settings import Settings
from .articles import GRAVITES, SEVERITES, articles
from .seuils import Seuil

VUE = "unexpected_rows_expectation"
META = ("article", "regle", "phrase", "gravite", "corrige_par", "seuils", "source", "exports")


@dataclass(frozen=True)
class Regle:
    """One expectation: ``definition`` is Great Expectations' dict, ``meta`` ours inside it."""

    table: str
    definition: dict

    @property
    def meta(self) -> dict:
        return self.definition["meta"]

    @property
    def id(self) -> str:
        """« O02.3 »: third rule of the article O02."""
        return self.meta["regle"]

    @property
    def article(self) -> str:
        return self.meta["article"]

    @property
    def gravite(self) -> str:
        return self.meta["gravite"]

    @property
    def exports(self) -> tuple[str, ...]:
        """Optional exports without which the rule says nothing, besides its own table's."""
        return tuple(self.meta["exports"])

    @property
    def requete(self) -> str | None:
        """The query of the lines at fault when the rule is a view; ``None`` for an expectation on columns."""
        return self.definition["kwargs"]["unexpected_rows_query"] if self.definition["type"] == VUE else None


@dataclass(frozen=True)
class Suite:
    """The rules of one table, and the view of the lines they judge (``curated.charte_lignes_<table>``)."""

    table: str
    definition: dict
    regles: tuple[Regle, ...]

    @property
    def vue(self) -> str:
        return self.definition["meta"]["vue"]

    @property
    def export(self) -> str:
        """The export whose lines are judged."""
        return self.definition["meta"]["export"]


def load_suites(settings: Settings, seuils: dict[str, Seuil], names: tuple[str, ...] = ()) -> tuple[Suite, ...]:
    """The suites of ``expectations/``, in the order of their names; only those named when names are given.

    Raises ``PlieError`` when a file is broken, names an article, a threshold or a severity that does not exist,
    or when a name is not a suite.
    """
    paths = {path.stem: path for path in sorted(settings.expectations.glob("*.json"))}
    unknown = [name for name in names if name not in paths]
    if unknown:
        raise PlieError(f"Suite inconnue : « {unknown[0]} ».{vouliez_vous_dire(unknown[0], paths)}\nSuites : {', '.join(paths)}.")
    if not paths:
        raise PlieError(f"Aucune suite de contrôle dans {settings.expectations.name}/.\nRemettez-y les fichiers du projet.")
    return tuple(_read(paths[name], seuils) for name in (names or paths))


def _read(path: Path, seuils: dict[str, Seuil]) -> Suite:
    try:
        definition = json.loads(path.read_text(encoding="utf-8"))
        regles = tuple(Regle(definition["name"], rule) for rule in definition["expectations"])
        if definition["name"] != path.stem or definition["meta"]["vue"] != f"charte_lignes_{path.stem}":
            raise PlieError(f"{path.name} : « name » doit valoir « {path.stem} », et « vue » « charte_lignes_{path.stem} ».")
        if definition["meta"]["export"] not in contrat.queries():
            raise PlieError(f"{path.name} : l'export « {definition['meta']['export']} » n'existe pas.")
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PlieError(f"{path.name} ne peut pas être lu : {error}.\nCorrigez ce fichier JSON (UTF-8).") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise PlieError(f"{path.name} n'a pas la forme d'une suite Great Expectations : il y manque {error}.") from error
    if not regles:
        raise PlieError(f"{path.name} ne contient aucune règle : une suite vide réussirait toujours.")
    for regle in regles:
        _check(path.name, regle, seuils)
    return Suite(path.stem, definition, regles)


def _check(file: str, regle: Regle, seuils: dict[str, Seuil]) -> None:
    """Refuse what Great Expectations would drop or never look at."""
    meta = regle.definition.get("meta") or {}
    missing = [key for key in META if key not in meta]
    if missing:
        raise PlieError(f"{file} : une règle n'a pas « {missing[0]} » dans « meta ».")
    where = f"{file}, règle {regle.id}"
    if regle.article not in articles():
        raise PlieError(f"{where} : l'article « {regle.article} » n'existe pas dans la charte.")
    if regle.gravite not in GRAVITES or regle.definition.get("severity") != SEVERITES[regle.gravite]:
        raise PlieError(f"{where} : gravité « {regle.gravite} » inconnue, ou différente de « severity ».")
    used = {*meta["seuils"], *_parameters(regle.definition.get("kwargs"))} - {"photo"}
    unknown = sorted(used - set(seuils))
    if unknown:
        raise PlieError(f"{where} : seuil « {unknown[0]} » inconnu.\nAjoutez-le à [charte.seuils] de plie.toml.")


def _parameters(node: object) -> set[str]:
    """Names of Great Expectations' ``{"$PARAMETER": name}`` anywhere below a node."""
    if isinstance(node, dict):
        own = {node["$PARAMETER"]} if "$PARAMETER" in node else set()
        return own.union(*(_parameters(child) for child in node.values()))
    if isinstance(node, list):
        return set().union(*(_parameters(child) for child in node))
    return set()
