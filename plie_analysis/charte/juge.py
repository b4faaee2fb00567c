"""Great Expectations as the judge: one suite validated inside the working database.

The only module that imports Great Expectations, and only when a suite is judged (its import takes seconds).
"""

import contextlib
import datetime as dt
import io
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import PlieError
from .seuils import Seuil
from .suites import Regle, Suite

SANS_PLAFOND = 2**31 - 1  # Great Expectations keeps 20 keys unless told otherwise


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says of one rule.

    ``nb`` lines at fault out of ``nb_lignes`` judged (``None`` for a view, which says only what is wrong);
    ``cles``: one dict per line at fault (the key and the columns of ``meta.valeur``), empty for a view;
    ``erreur``: the reason, when the rule could not be judged at all.
    """

    regle: Regle
    est_tenue: bool
    nb: int
    nb_lignes: int | None
    cles: list[dict] = field(default_factory=list, repr=False)
    erreur: str = ""


class Juge:
    """A Great Expectations session over one working database."""

    def __init__(self, nom: str, photo: dt.date, seuils: dict[str, Seuil]):
        with _quiet():
            from . import pont

            self._context = pont.open_context()
            self._source = self._context.data_sources.add_duckdb("charte", connection_string=f"duckdb:///{nom}?schema=curated")
        self._batches: dict[str, Any] = {}
        self._parameters = {**{cle: seuil.valeur for cle, seuil in seuils.items()}, "photo": photo}

    def __enter__(self) -> "Juge":
        return self

    def __exit__(self, *exc: object) -> None:
        self._source.get_engine().dispose()

    def juger(self, suite: Suite, regles: tuple[Regle, ...]) -> list[Verdict]:
        """The verdicts on these rules of the suite, in their order.

        Raises ``PlieError`` when Great Expectations would have left a rule out.
        """
        with _quiet():
            built = self._build(suite, regles)
            if suite.table not in self._batches:
                asset = self._source.add_table_asset(suite.table, table_name=suite.vue)
                self._batches[suite.table] = asset.add_batch_definition_whole_table("tout").get_batch()
            columns = tuple(dict.fromkeys(column for regle in regles for column in regle.meta.get("valeur", ())))
            outcome = self._batches[suite.table].validate(built, result_format=_format(columns), expectation_parameters=self._parameters)
        found = {result.expectation_config.meta["regle"]: result for result in outcome.results}
        missing = [regle.id for regle in regles if regle.id not in found]
        if missing:
            raise PlieError(f"{suite.table}.json : la règle {missing[0]} n'a pas été jugée par Great Expectations.")
        return [_verdict(regle, found[regle.id]) for regle in regles]

    def _build(self, suite: Suite, regles: tuple[Regle, ...]) -> Any:
        import great_expectations as gx

        try:
            built = gx.ExpectationSuite(
                name=suite.table,
                expectations=[{**regle.definition, "meta": {**regle.meta}} for regle in regles],
            )
        except Exception as error:
            raise PlieError(f"{suite.table}.json est refusé par Great Expectations : {_first_line(error)}") from error
        kept = {expectation.meta["regle"] for expectation in built.expectations if expectation.meta}
        dropped = [regle for regle in regles if regle.id not in kept]
        if dropped or len(built.expectations) != len(regles):
            which = dropped[0] if dropped else regles[-1]
            raise PlieError(
                f"{suite.table}.json, règle {which.id} : Great Expectations ne connaît pas « {which.definition.get('type')} »"
                " ou ses paramètres.\nUne règle ignorée passerait pour respectée : corrigez-la ou retirez-la."
            )
        return built


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations prints, logs and warns about things that are ours to check."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _format(columns: tuple[str, ...]) -> dict:
    return {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": ["cle", *columns],
        "partial_unexpected_count": SANS_PLAFOND,
        "return_unexpected_index_query": False,
    }


def _verdict(regle: Regle, result: Any) -> Verdict:
    erreur = _exception(result.exception_info)
    if erreur:
        return Verdict(regle, False, 0, None, erreur=erreur)
    if regle.requete:
        return Verdict(regle, bool(result.success), int(result.result["observed_value"]), None)
    cles = result.result.get("unexpected_index_list") or []
    nb = int(result.result["unexpected_count"] or 0)  # no count at all when no line meets the condition
    if nb != len(cles):
        raise PlieError(f"Règle {regle.id} : Great Expectations compte {nb} lignes et n'en nomme que {len(cles)}.")
    return Verdict(regle, bool(result.success), nb, int(result.result["element_count"] or 0), cles)


def _exception(info: dict | None) -> str:
    """The message of an exception inside a result (one dict, or one per metric); empty when there was none."""
    if not info:
        return ""
    if "raised_exception" in info:
        return _first_line(info.get("exception_message")) if info["raised_exception"] else ""
    return next((_first_line(one.get("exception_message")) for one in info.values() if one.get("raised_exception")), "")


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else "erreur inconnue"
