"""The suites of the charte: one JSON file per table, in Great Expectations' own format.

Read here without Great Expectations, so that a page, a list or a test can name the rules at no cost.
Great Expectations drops in silence a rule whose type or severity it does not know: what can be
checked is checked here, and ``charte.juge`` counts what was built.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from .. import contrat
from ..ecriture import raison
from ..errors import PlieError
from ..francais import vouliez_vous_dire
from ..settings import Settings
from . import propres
from .articles import A_CORRIGER_PAR, GRAVITES, SEVERITES, Article
from .seuils import Seuil

VUE = "unexpected_rows_expectation"
REQUETE = "unexpected_rows_query"
META = ("article", "regle", "phrase", "gravite", "corrige_par", "seuils", "source", "exports")
NOMME = re.compile(r"\b(seuil|part)\('(\w*)'\)")  # a threshold in a query


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
        return self.definition["kwargs"][REQUETE] if self.definition["type"] == VUE else None


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
    tables = {path.stem for path in contrat.TABLES.glob("*.sql")}
    if strange := next((name for name in paths if name not in tables), None):
        raise PlieError(
            f"expectations/{strange}.json : aucune table ne s'appelle « {strange} ».{vouliez_vous_dire(strange, tables)}\n"
            f"Tables : {', '.join(sorted(tables))}."
        )
    every = tuple(_whole(paths[name], seuils) for name in paths)
    _agree(every)
    return tuple(suite for suite in every if not names or suite.table in names)


def _whole(paths: list[Path], seuils: dict[str, Seuil]) -> "Suite":
    """The suite of a table: that of the house, completed by that of the working folder."""
    house = _suite(paths[0].name, _json(paths[0]), seuils)
    own = [_suite(path.name, propres.completer(path.name, _json(path), house.definition), seuils) for path in paths[1:]]
    return _merge([house, *own])


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


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PlieError(f"{path.name} ne peut pas être ouvert ({raison(error)}).") from error
    except UnicodeDecodeError as error:
        raise PlieError(f"{path.name} n'est pas enregistré en UTF-8.\nEnregistrez-le sous… en choisissant cet encodage.") from error
    except (ValueError, RecursionError) as error:
        where = f" à la ligne {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise PlieError(
            f"{path.name} ne peut pas être lu{where} : ce n'est pas du JSON.\n"
            "Vérifiez un peu avant : une virgule entre deux valeurs et aucune après la dernière, des guillemets droits, des accolades fermées."
        ) from error


def _suite(file: str, definition: Any, seuils: dict[str, Seuil]) -> Suite:
    table = file.removesuffix(".json")
    try:
        regles = tuple(Regle(table, rule) for rule in definition["expectations"])
        if definition["name"] != table or definition["meta"]["vue"] != f"charte_lignes_{table}":
            raise PlieError(f"{file} : « name » doit valoir « {table} », et « vue » « charte_lignes_{table} ».")
        if definition["meta"]["export"] not in contrat.queries():
            raise PlieError(f"{file} : l'export « {definition['meta']['export']} » n'existe pas.")
    except (KeyError, TypeError, AttributeError) as error:
        raise PlieError(f"{file} n'a pas la forme d'une suite Great Expectations : il y manque {error}.") from error
    if not regles:
        raise PlieError(f"{file} ne contient aucune règle : une suite vide réussirait toujours.")
    for regle in regles:
        _check(file, regle, seuils)
    return Suite(table, definition, regles)


def _check(file: str, regle: Regle, seuils: dict[str, Seuil]) -> None:
    """Refuse what Great Expectations would drop or never look at."""
    meta = regle.definition.get("meta") or {}
    missing = [key for key in META if key not in meta]
    if missing:
        raise PlieError(f"{file} : une règle n'a pas « {missing[0]} » dans « meta ».")
    where = f"{file}, règle {regle.id}"
    kwargs = regle.definition.get("kwargs")
    if not isinstance(kwargs, dict) or (regle.definition.get("type") == VUE) != isinstance(kwargs.get(REQUETE), str):
        raise PlieError(f"{where} : « {REQUETE} » va avec « {VUE} », dans « kwargs », et ne va qu'avec lui.")
    if regle.requete is None and not ("attendu" in meta and isinstance(meta.get("valeur"), dict)):
        raise PlieError(f"{where} : « meta » dit « attendu » (ce qui est attendu) et « valeur » (les colonnes à montrer).")
    if not re.fullmatch(r"[A-Z][0-9]{2}", str(regle.article)) or not str(regle.id).startswith(f"{regle.article}."):
        raise PlieError(
            f"{where} : « {regle.article} » n'est pas le numéro d'un article.\n"
            "Un article s'écrit d'une majuscule et de deux chiffres (X01), et ses règles X01.1, X01.2…"
        )
    if regle.meta["corrige_par"] not in A_CORRIGER_PAR:
        raise PlieError(f"{where} : « corrige_par » vaut {' ou '.join(A_CORRIGER_PAR)}.")
    if regle.gravite not in GRAVITES or regle.definition.get("severity") != SEVERITES[regle.gravite]:
        raise PlieError(
            f"{where} : gravité « {regle.gravite} » inconnue, ou différente de « severity ».\nGravités : {', '.join(GRAVITES)}."
        )
    told = [_braces(where, meta[key]) for key in ("phrase", "attendu") if key in meta]
    called = {cle: function for function, cle in NOMME.findall(regle.requete or "")}
    used = {*meta["seuils"], *_parameters(kwargs), *called}.union(*told) - {"photo"}
    unknown = sorted(used - set(seuils))
    if unknown:
        raise PlieError(f"{where} : seuil « {unknown[0]} » inconnu.\nAjoutez-le à [charte.seuils] de plie.toml.")
    for cle, function in called.items():
        right = "part" if seuils[cle].est_part else "seuil"
        if function != right:  # the other function knows nothing of it, and the query would find nothing
            raise PlieError(f"{where} : le seuil « {cle} » vaut {seuils[cle].texte} : écrivez {right}('{cle}') et non {function}('{cle}').")


def _braces(where: str, text: object) -> set[str]:
    """Names of the thresholds between braces in a sentence."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(str(text)) if name is not None]
    except ValueError:
        named = [""]
    if not all(named):
        raise PlieError(f"{where} : une accolade est seule ou vide dans « {text} ».\nUne phrase n'a entre accolades que le nom d'un seuil.")
    return set(named)


def _parameters(node: object) -> set[str]:
    """Names of Great Expectations' ``{"$PARAMETER": name}`` anywhere below a node."""
    if isinstance(node, dict):
        own = {node["$PARAMETER"]} if "$PARAMETER" in node else set()
        return own.union(*(_parameters(child) for child in node.values()))
    if isinstance(node, list):
        return set().union(*(_parameters(child) for child in node))
    return set()
