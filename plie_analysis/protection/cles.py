"""Published figures as counts: one key per number that somebody could read or work out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..indicateurs.calcul import Plan, queries_of, rows_of
from ..indicateurs.grandeurs import Grandeur

COUNTED = ("nombre", "distinct", "renseignes")
SOMME = "somme"
IMPERSONAL = ("referent",)


class CleDeCompte(NamedTuple):
    """What a number counts: lines (``base``, ``garder``, ``sauf``, ``avec``), modalities, period, knowledge, filters.

    ``base``: table, kind of time, dates, operation, column, whether the parcours must be open. ``connu_au`` is never after the day of the photo;
    ``photo`` is its day and the moment of its loading: loaded again, corrected perhaps, its numbers are others. A filter on one modality is written as this modality (``axes``): it is the same count.
    """

    base: tuple[str, ...]
    garder: tuple[str, ...]
    sauf: tuple[str, ...]
    avec: tuple
    axes: tuple[tuple[str, str], ...]
    du: str
    au: str
    connu_au: str
    filtres: tuple
    photo: str = ""

    def avec_axes(self, axes: Mapping[str, str]) -> "CleDeCompte":
        """The same count over other modalities."""
        return self._replace(axes=tuple(sorted(axes.items())))

    @property
    def est_somme(self) -> bool:
        """Whether the number is a sum of hours, days or euros, and not a count."""
        return SOMME in self.base


@dataclass(frozen=True)
class Rangee:
    """One row of a frame: its position, and the numbers it shows."""

    rang: int
    cles: tuple[CleDeCompte, ...]


@dataclass
class Calcul:
    """What one computation shows: numbers by key, rows, and the parts of wholes that it gives away.

    ``derriere``: how many persons or lines stand behind each sum. ``relations``: sums that these numbers obey and that their keys do
    not tell (key → coefficient, the weighted sum is 0). ``completes``: numbers given by modalities of these axes, all of them: one
    that is not listed is 0.
    """

    comptes: dict[CleDeCompte, float] = field(default_factory=dict)
    rangees: list[Rangee] = field(default_factory=list)
    parts: list[tuple[CleDeCompte, CleDeCompte]] = field(default_factory=list)
    derriere: dict[CleDeCompte, float] = field(default_factory=dict)
    relations: list[dict[CleDeCompte, float]] = field(default_factory=list)
    completes: list[tuple[CleDeCompte, tuple[str, ...]]] = field(default_factory=list)


def read_calcul(plan: Plan, found: dict) -> Calcul:
    """Keys and rows of a computation, in the order of ``indicateurs.assembler`` (``found`` comes from ``compter``)."""
    calcul = Calcul()
    behind = _lines_behind_sums(plan)
    for (grandeur, par), cells in found.items():
        if grandeur.population.table in IMPERSONAL:
            continue
        if par and grandeur.operation != SOMME and cells and all(axe.calcul != "mois" for axe in par):
            names = tuple(sorted(axe.id for axe in par))
            whole = cle_de(plan, grandeur, par, next(iter(cells)))
            calcul.completes.append((whole.avec_axes({name: value for name, value in whole.axes if name not in names}), names))
        for cell, value in cells.items():
            if value is None:
                continue
            key = cle_de(plan, grandeur, par, cell)
            calcul.comptes[key] = float(value)
            if grandeur.operation == SOMME:
                calcul.derriere[key] = float(behind[grandeur, par].get(cell) or 0)
    for demande, cell in _rows(plan, found):
        keys = []
        for terme in (demande.formule.numerateur, demande.formule.denominateur):
            for _, grandeur in terme.parties if terme else ():
                own = tuple(modality for axe, modality in zip(plan.par, cell, strict=True) if axe in terme.par)
                key = cle_de(plan, grandeur, terme.par, own)
                if key in calcul.comptes:
                    keys.append(key)
        calcul.rangees.append(Rangee(len(calcul.rangees), tuple(keys)))
        if demande.formule.facteur == 100 and len(keys) == 2 and _is_part(*keys):
            calcul.parts.append((keys[0], keys[1]))
    return calcul


def _is_part(part: CleDeCompte, whole: CleDeCompte) -> bool:
    """Whether what is left of the one once the other is taken away is a number of persons or lines: not so for exits over entries."""
    return part != whole and (part.base[0] == whole.base[0] or whole.base[1] == "presence")


def _rows(plan: Plan, found: dict):
    """Demand and modalities of each row, by the very function that assembles the frame."""
    for demande in plan.demandes:
        for row in rows_of(demande, plan, found):
            yield demande, tuple(row[1 : 1 + len(plan.par)])


def _lines_behind_sums(plan: Plan) -> dict:
    """How many persons stand behind each sum of hours, of days or of euros: a sum over three people says much of each."""
    sums = [key for _, keys in plan.requetes for key in keys if key[0].operation == SOMME and key[0].population.table not in IMPERSONAL]
    asked = {(grandeur, par): (_persons(grandeur), par) for grandeur, par in sums}
    counted: dict = {}
    for sql, keys in queries_of(dict.fromkeys(asked.values()), plan.contexte, plan.filtres):
        width = len(keys[0][1])
        rows = plan.contexte.con.execute(sql).fetchall()
        for rank, key in enumerate(keys):
            counted[key] = {row[:width]: row[width + rank] for row in rows}
    return {key: counted[one] for key, one in asked.items()}


def _persons(grandeur: Grandeur) -> Grandeur:
    """The number of persons behind a sum."""
    fallback = "id_contrat" if grandeur.population.table == "clause" else ""
    return replace(grandeur, operation="distinct", colonne="id_dossier", a_defaut=fallback)


def cle_de(plan: Plan, grandeur: Grandeur, par: tuple, cell: tuple) -> CleDeCompte:
    """The key of one number of a computation."""
    population, contexte = grandeur.population, plan.contexte
    periode = population.periode(contexte)
    base = (population.table, population.temps, *population.dates, grandeur.operation, grandeur.colonne, str(population.parcours_ouvert))
    modalities = {axe.id: modality for axe, modality in zip(par, cell, strict=True)}
    columns = contexte.columns(population.table)
    kept = {axe.id: tuple(values) for axe, values in plan.filtres.items() if not axe.colonne or axe.colonne in columns}
    single = {name: values[0] for name, values in kept.items() if len(values) == 1}
    return CleDeCompte(
        base,
        tuple(sorted(set(grandeur.garder))),
        tuple(sorted(set(grandeur.sauf))),
        tuple((column, tuple(map(str, values))) for column, values in grandeur.avec),
        tuple(sorted({**single, **modalities}.items())),
        (periode.au if population.temps == "stock" else periode.du).isoformat(),
        periode.au.isoformat(),
        _connaissance(contexte).isoformat(),
        tuple(sorted((name, tuple(sorted(values))) for name, values in kept.items() if len(values) > 1)),
        contexte.etat,
    )


def _connaissance(contexte) -> dt.date:
    """The day whose knowledge a number holds: nothing is known after the photo."""
    return min(contexte.connu_au or contexte.photo, contexte.photo)
