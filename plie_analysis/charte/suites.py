"""The suites of the charte: one JSON file per table, in Great Expectations' own format.

Read here without Great Expectations, so that a page, a list or a test can name the rules at no cost.
Great Expectations drops in silence a rule whose type or severity it does not know: what can be
checked is checked here, and ``charte.juge`` counts what was built.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from .. import contrat
from ..errors import PlieError
from ..francais import vouliez_vous_dire
from ..settings import Settings
from .articles import A_CORRIGER_PAR, GRAVITES, SEVERITES, Article
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
    def dit(self) -> Article:
        """What the rule says of its article; all the rules of an article say the same."""
        return Article(self.article, *(self.meta[key] for key in ("phrase", "gravite", "corrige_par", "source")))

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

    The rules that the working folder adds follow those of the house; one that bears the id of a rule of the house
    stands in its place.
    Raises ``PlieError`` when a file is broken, names a threshold or a severity that does not exist, when the rules of
    an article do not say the same of it, or when a name is not a suite.
    """
    paths = settings.files("expectations", "*.json")
    unknown = [name for name in names if name not in paths]
    if unknown:
        raise PlieError(f"Suite inconnue : « {unknown[0]} ».{vouliez_vous_dire(unknown[0], paths)}\nSuites : {', '.join(paths)}.")
    if not paths:
        raise PlieError("Aucune suite de contrôle dans expectations/.\nRemettez-y les fichiers du projet.")
    every = tuple(_merge([_read(path, seuils) for path in paths[name]]) for name in paths)
    _agree(every)
    return tuple(suite for suite in every if not names or suite.table in names)


def _merge(suites: list["Suite"]) -> "Suite":
    """The suite of a table, with the rules that the working folder adds or puts in the place of others."""
    regles = {regle.id: regle for suite in suites for regle in suite.regles}
    definition = {**suites[0].definition, "expectations": [regle.definition for regle in regles.values()]}
    return Suite(suites[0].table, definition, tuple(regles.values()))


def _agree(suites: tuple["Suite", ...]) -> None:
    """Refuse an article of which two rules do not say the same."""
    told: dict[str, Regle] = {}
    for regle in (regle for suite in suites for regle in suite.regles):
        first = told.setdefault(regle.article, regle)
        if first.dit != regle.dit:
            raise PlieError(
                f"{regle.table}.json, règle {regle.id} : elle ne dit pas de l'article {regle.article} la même chose que la règle"
                f" {first.id} de {first.table}.json.\nÉcrivez la même phrase, la même gravité, le même correcteur et la même source."
            )


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
    if not re.fullmatch(r"[A-Z][0-9]{2}", str(regle.article)) or not str(regle.id).startswith(f"{regle.article}."):
        raise PlieError(
            f"{where} : « {regle.article} » n'est pas le numéro d'un article.\n"
            "Un article s'écrit d'une majuscule et de deux chiffres (X01), et ses règles X01.1, X01.2…"
        )
    if regle.meta["corrige_par"] not in A_CORRIGER_PAR:
        raise PlieError(f"{where} : « corrige_par » vaut {' ou '.join(A_CORRIGER_PAR)}.")
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
