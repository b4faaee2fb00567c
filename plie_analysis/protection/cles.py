"""Published figures as counts: one key per number that somebody could read or work out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..indicateurs.calcul import Plan, queries_of, rows_of
from ..indicateurs.grandeurs import Grandeur

COUNTED = ("nombre", "distinct", "renseignes")
IMPERSONAL = ("referent",)


class CleDeCompte(NamedTuple):
    """What a count counts: lines (``base``, ``garder``, ``sauf``, ``avec``), modalities, period, knowledge, filters."""

    base: tuple[str, ...]
    garder: tuple[str, ...]
    sauf: tuple[str, ...]
    avec: tuple
    axes: tuple[tuple[str, str], ...]
    du: str
    au: str
    connu_au: str
    filtres: tuple

    def avec_axes(self, axes: Mapping[str, str]) -> "CleDeCompte":
        """The same count over other modalities."""
        return self._replace(axes=tuple(sorted(axes.items())))


@dataclass(frozen=True)
class Rangee:
    """One row of a frame: its position, and the counts it shows or rests on."""

    rang: int
    cles: tuple[CleDeCompte, ...]


@dataclass
class Calcul:
    """What one computation shows: counts by key, rows, and the parts of wholes that it gives away."""

    comptes: dict[CleDeCompte, float]
    rangees: list[Rangee]
    parts: list[tuple[CleDeCompte, CleDeCompte]]


def read_calcul(plan: Plan, found: dict) -> Calcul:
    """Keys and rows of a computation, in the order of ``indicateurs.assembler`` (``found`` comes from ``compter``)."""
    weights = _people_behind_sums(plan)
    calcul = Calcul({}, [], [])
    for (grandeur, par), cells in found.items():
        if grandeur.operation in COUNTED and grandeur.population.table not in IMPERSONAL:
            for cell, value in cells.items():
                calcul.comptes[_cle(plan, grandeur, par, cell)] = float(value or 0)
    for (grandeur, par), cells in weights.items():
        for cell, value in cells.items():
            calcul.comptes[_cle(plan, grandeur, par, cell)] = float(value or 0)
    for demande, cell in _rows(plan, found):
        keys, terms = [], (demande.formule.numerateur, demande.formule.denominateur)
        for terme in terms:
            for _, grandeur in terme.parties if terme else ():
                own = tuple(modality for axe, modality in zip(plan.par, cell, strict=True) if axe in terme.par)
                key = _cle(plan, _counted(grandeur), terme.par, own)
                if key in calcul.comptes:
                    keys.append(key)
        calcul.rangees.append(Rangee(len(calcul.rangees), tuple(keys)))
        if demande.formule.facteur == 100 and len(keys) == 2 and keys[0] != keys[1]:
            calcul.parts.append((keys[0], keys[1]))
    return calcul


def _rows(plan: Plan, found: dict):
    """Demand and modalities of each row, by the very function that assembles the frame."""
    for demande in plan.demandes:
        for row in rows_of(demande, plan, found):
            yield demande, tuple(row[1 : 1 + len(plan.par)])


def _counted(grandeur: Grandeur) -> Grandeur:
    """The aggregate itself, or for a sum the number of persons behind it."""
    if grandeur.operation in COUNTED:
        return grandeur
    fallback = "id_contrat" if grandeur.population.table == "clause" else ""
    return replace(grandeur, operation="distinct", colonne="id_dossier", a_defaut=fallback)


def _people_behind_sums(plan: Plan) -> dict:
    """How many persons stand behind each sum of hours or of euros: a sum over three people says much of each."""
    sums = [
        (_counted(grandeur), par)
        for _, keys in plan.requetes
        for grandeur, par in keys
        if grandeur.operation == "somme" and grandeur.population.table not in IMPERSONAL
    ]
    counted: dict = {}
    for sql, keys in queries_of(dict.fromkeys(sums), plan.contexte, plan.filtres):
        width = len(keys[0][1])
        rows = plan.contexte.con.execute(sql).fetchall()
        for rank, key in enumerate(keys):
            counted[key] = {row[:width]: row[width + rank] for row in rows}
    return counted


def _cle(plan: Plan, grandeur: Grandeur, par: tuple, cell: tuple) -> CleDeCompte:
    population = grandeur.population
    periode = population.periode(plan.contexte)
    base = (population.table, population.temps, *population.dates, grandeur.operation, grandeur.colonne, str(population.parcours_ouvert))
    du = periode.au if population.temps == "stock" else periode.du
    return CleDeCompte(
        base,
        tuple(sorted(set(grandeur.garder))),
        tuple(sorted(set(grandeur.sauf))),
        tuple((column, tuple(map(str, values))) for column, values in grandeur.avec),
        tuple(sorted((axe.id, modality) for axe, modality in zip(par, cell, strict=True))),
        du.isoformat(),
        periode.au.isoformat(),
        plan.contexte.connu_au.isoformat() if plan.contexte.connu_au else "",
        tuple(sorted((axe.id, tuple(values)) for axe, values in plan.filtres.items())),
    )
