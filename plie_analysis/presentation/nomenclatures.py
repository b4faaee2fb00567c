"""The nomenclatures as pages read them: those of the base that a page tells, which a PLIE may have replaced, else those shipped."""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache

import duckdb

from .. import indicateurs
from ..indicateurs.nomenclatures import Lignes, lire, livrees

REUNION, RESTE = "diffusion", "Autres "
_SUIVIES: ContextVar[Lignes | None] = ContextVar("nomenclatures", default=None)


def suivre(con: duckdb.DuckDBPyConnection) -> None:
    """From now on, read the nomenclatures of this base."""
    _SUIVIES.set(lire(con))


def lignes() -> Lignes:
    """The lines that the page reads."""
    return _SUIVIES.get() or livrees()


def attributs(nomenclature: str, attribut: str = "libelle") -> dict[str, str]:
    """``{code: libelle}`` of a nomenclature, in its order; a code seen twice keeps its last line."""
    return {row["code"]: row[attribut] for row in lignes()[nomenclature] if row.get(attribut)}


def libelles(nomenclature: str) -> dict[str, str]:
    """``{modality: how a person writes it}``: codes, and what stands for one of them alone where rare modalities stand together."""
    names, together = attributs(nomenclature), attributs(nomenclature, REUNION)
    alone = {wide: code for code, wide in together.items() if list(together.values()).count(wide) == 1}
    return {wide: names[code] for wide, code in alone.items()} | names


def dans_l_ordre(nomenclature: str, noms: Iterable[str]) -> list[str]:
    """Modalities in the order of their nomenclature, which is that of the printed tables; those that gather the rest at the end."""
    order: dict[str, int] = {}
    together, last = attributs(nomenclature, REUNION), restes()
    for rank, code in enumerate(attributs(nomenclature, "code")):
        order[code] = rank
        order.setdefault(together.get(code, code), rank)
    return sorted(noms, key=lambda one: (one in last, order.get(one, len(order)), one))


@cache
def axes_reunis() -> dict[str, str]:
    """``{axis: the same axis where rare modalities stand together}``: what a page of a protected level asks and shows instead of the first.

    Which modality goes with which is written in its nomenclature: a grouping that followed the figures would tell which are small.
    """
    return {axis.ref: name for name, axis in indicateurs.axes().items() if axis.attribut == REUNION}


def restes() -> frozenset[str]:
    """What the rare modalities that stand together are called when nothing better names them: never a first reason of anything."""
    return frozenset(name for axis in axes_reunis() for name in attributs(axis, REUNION).values() if name.startswith(RESTE))


def partenaires() -> list[str]:
    """The groups of prescripteurs whose prescriptions have an objective (``partenaire_objectif``), in the order of their nomenclature."""
    groups, marked = attributs("prescripteur", "groupe"), attributs("prescripteur", "partenaire_objectif")
    return list(dict.fromkeys(group for code, group in groups.items() if marked.get(code) == "oui"))
