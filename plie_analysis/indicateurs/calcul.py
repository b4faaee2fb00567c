"""Computing indicators: definitions → queries → one row per cell."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ..carte_qpv import debuts
from ..errors import PlieError
from ..francais import enumeration
from ..schema.definitions import variante
from ..schema.natures import Comptee, Definition, Nombre, Rapport, Suivie
from ..survie.dates import dates_impossibles
from .cartes import phrase_de_rupture
from .choix import find
from .colonnes_datees import COLONNES
from .contexte import Contexte, open_contexte
from .definitions import Axe, axes, definitions
from .grandeurs import Grandeur, compile_query
from .modalites import order_of, read_filtres
from .offre import blank_exports, check_exports, offered_axes
from .periode import read_date, read_periode
from .propres import check_columns, reads_duree
from .survivants import SuiviDeSurvie, suivi_of, suivi_rows
from .termes import Formule, Terme, formule_of, part_of

Cell = tuple[str, ...]
Key = tuple[Grandeur, tuple[Axe, ...]]


@dataclass(frozen=True)
class Demande:
    """One indicator asked for: its definition with its parameters, its name in the result, its formula."""

    definition: Definition
    nom: str
    unite: str
    formule: Formule


@dataclass(frozen=True)
class Plan:
    """What a computation will run: demands, and one query per population and set of axes.

    ``suivis`` are the indicators of survival: their rows come after those of ``demandes``, and their ``denominateur``
    says on how many parcours they rest, which is what protects small groups. ``avis``: what must be said of the exports, in French;
    ``ecartes``: numbers of the parcours whose dates cannot be, when a duration is asked for.
    """

    contexte: Contexte
    par: tuple[Axe, ...]
    demandes: tuple[Demande, ...]
    requetes: tuple[tuple[str, tuple[Key, ...]], ...]
    filtres: dict[Axe, tuple[str, ...]]
    suivis: tuple[SuiviDeSurvie, ...] = ()
    avis: tuple[str, ...] = ()
    ecartes: tuple[str, ...] = ()


def calculer(
    con,
    ids: Iterable[str],
    *,
    du: dt.date | str,
    au: dt.date | str,
    config: dict,
    connu_au: dt.date | str | None = None,
    par: Iterable[str] = (),
    filtres: Mapping[str, str | Iterable[str]] | None = None,
    parametres: Mapping[str, str] | None = None,
    photo: dt.date | str | None = None,
    part: Iterable[str] = (),
) -> pd.DataFrame:
    """Indicators over ``[du ; au]``, both days included, as known at ``connu_au``: one row per indicator and cell.

    Columns: ``indicateur``, one per axis of ``par`` in that order, ``valeur``, ``numerateur``, ``denominateur``
    (nullable floats) and ``unite``; with an indicator of survival, ``raison`` too: why its value is empty. Rows follow the indicators' ids (those of survival after the others), then the
    order of the modalities, « non renseigné » last; a count shows no empty cell. A share is between 0 and 100; an empty denominator gives an
    empty value. ``part`` names axes of ``par``: counts become shares (``part_<id>``) of the total over them.
    Raises ``PlieError`` for an unknown id, axis or modality, a period beyond the photo, an absent export.
    """
    plan = planifier(
        con, ids, du=du, au=au, config=config, connu_au=connu_au, par=par, filtres=filtres,
        parametres=parametres, photo=photo, part=part,
    )  # fmt: skip
    return executer(plan)


def planifier(con, ids, *, du, au, config, connu_au=None, par=(), filtres=None, parametres=None, photo=None, part=()) -> Plan:
    """Everything that ``calculer`` would run, checked and compiled, without running it."""
    contexte = open_contexte(
        con,
        read_periode(du, au),
        read_date(connu_au, "connu au") if connu_au else None,
        config,
        read_date(photo, "photo") if photo else None,
    )
    chosen = _chosen(ids, config, parametres or {})
    counting = list(_read_by(chosen, definitions(config)))
    for definition in counting:
        check_columns(definition, [*contexte.columns(definition.table), *COLONNES])
    read = {definition.id: offered_axes(definition, contexte) for definition in chosen}
    broken = tuple(_axe(name, chosen, read) for name in dict.fromkeys(par))
    selon = tuple(_axe(name, chosen, read) for name in dict.fromkeys(part))
    if not set(selon) <= set(broken):
        raise PlieError("Une part se prend sur un axe demandé : ajoutez-le aussi avec --par.")
    kept = {_axe(name, chosen, read): values for name, values in (filtres or {}).items()}
    filtered = tuple(kept)
    check_exports(chosen, (*broken, *filtered), contexte)
    counted = [definition for definition in chosen if not isinstance(definition, Suivie)]
    if selon and len(counted) < len(chosen):
        raise PlieError("Un indicateur de survie n'est pas un nombre : il n'a pas de part.\nDemandez-le sans --part.")
    demandes = tuple(_demande(definition, contexte, broken, selon) for definition in counted)
    keys = dict.fromkeys(key for demande in demandes for key in _keys(demande.formule))
    kept = read_filtres(kept, keys, contexte, {definition.table for definition in chosen if isinstance(definition, Suivie)})
    suivis = tuple(suivi_of(definition, contexte, broken, kept) for definition in chosen if isinstance(definition, Suivie))
    avis = blank_exports(chosen, (*broken, *filtered), contexte) + _rupture((*broken, *filtered), contexte)
    timed = any(map(reads_duree, counting)) or any(axe.calcul == "anciennete" for axe in (*broken, *filtered))
    ecartes = dates_impossibles(con, contexte.photo, contexte.connu_au) if timed else ()
    return Plan(contexte, broken, demandes, tuple(queries_of(keys, contexte, kept)), kept, suivis, avis, ecartes)


def executer(plan: Plan) -> pd.DataFrame:
    """Run the queries of a plan and assemble the rows (see ``calculer``)."""
    return assembler(plan, compter(plan))


def compter(plan: Plan) -> dict[Key, dict[Cell, float | None]]:
    """Run the queries of a plan: ``{(grandeur, axes): {modalities: number}}``, what every figure is made of."""
    found: dict[Key, dict[Cell, float | None]] = {}
    for sql, keys in plan.requetes:
        width = len(keys[0][1])
        rows = plan.contexte.con.execute(sql).fetchall()
        for rank, key in enumerate(keys):
            found[key] = {row[:width]: row[width + rank] for row in rows}
    return found


def assembler(plan: Plan, found: dict[Key, dict[Cell, float | None]]) -> pd.DataFrame:
    """The rows of a plan from what was counted (see ``calculer``)."""
    rows = [(*row, None) for demande in plan.demandes for row in rows_of(demande, plan, found)]
    rows += [row for suivi in plan.suivis for row in suivi_rows(suivi, plan.contexte, plan.par)]
    columns = ["indicateur", *(axe.id for axe in plan.par), "valeur", "numerateur", "denominateur", "unite", "raison"]
    frame = pd.DataFrame(rows, columns=columns)
    kinds = {"valeur": "Float64", "numerateur": "Float64", "denominateur": "Float64", "raison": "object"}
    frame = frame.astype({name: kinds.get(name, "str") for name in columns})
    return frame.assign(raison=frame["raison"].where(frame["raison"].notna(), None)) if plan.suivis else frame.drop(columns="raison")


def _chosen(ids: Iterable[str], config: dict, parametres: Mapping[str, str]) -> list[Definition]:
    known = definitions(config)
    names = [find(name, known, f"L'indicateur « {name} » n'existe pas.") for name in dict.fromkeys(ids)]
    chosen = [known[name] for name in sorted(set(names))]
    for name, value in parametres.items():
        offered = {key: set(choices) for d in chosen for key, choices in d.parametres.items()}
        key = find(name, offered, f"Aucun indicateur demandé n'a de paramètre « {name} ».")
        choice = find(value, sorted(offered[key]), f"Le paramètre « {key} » n'a pas de valeur « {value} ».")
        chosen = [variante(d, d.parametres[key][choice]) if key in d.parametres else d for d in chosen]
    return chosen


def _read_by(chosen: Iterable[Definition], known: Mapping[str, Definition]) -> Iterable[Comptee]:
    """The definitions that read lines, behind those asked for."""
    for definition in chosen:
        if isinstance(definition, Comptee):
            yield definition
        yield from _read_by((known[name] for name in definition.composantes), known)


def _rupture(used: Iterable[Axe], contexte: Contexte) -> tuple[str, ...]:
    """What must be said when an axis of the quartiers is read over two maps."""
    periode = contexte.periode
    said = phrase_de_rupture(periode.du, periode.au, contexte.config) if any(axe.cartes for axe in used) else ""
    under = enumeration([f"qpv_{name}" for name in debuts()])
    return (f"{said} Les axes {under} comptent sous une seule carte.",) if said else ()


def _axe(name: str, chosen: list[Definition], offered: dict[str, dict[str, Axe]]) -> Axe:
    key = find(name, axes(), f"L'axe « {name} » n'existe pas.")
    for definition in chosen:
        if key not in offered[definition.id]:
            listed = ", ".join(offered[definition.id]) or "aucun"
            raise PlieError(f"« {definition.id} » ne se répartit pas par {key}.\nAxes possibles : {listed}.")
    return offered[chosen[0].id][key]


def _demande(definition: Definition, contexte: Contexte, par: tuple[Axe, ...], selon: tuple[Axe, ...]) -> Demande:
    if selon and isinstance(definition, Nombre):
        return Demande(definition, f"part_{definition.id}", "%", part_of(definition, contexte, par, selon))
    if selon:
        raise PlieError(f"« {definition.id} » n'est pas un nombre : il n'a pas de part.\nDemandez-le sans --part.")
    return Demande(definition, definition.id, definition.unite, formule_of(definition, contexte, par))


def _keys(formule: Formule) -> Iterable[Key]:
    for terme in (formule.numerateur, formule.denominateur):
        if terme:
            yield from ((grandeur, terme.par) for _, grandeur in terme.parties)


def queries_of(keys: Iterable[Key], contexte: Contexte, filtres: dict[Axe, tuple[str, ...]]):
    """SQL and keys of each query: one query per population and axes: aggregates that share their lines are computed together."""
    together: dict = {}
    for grandeur, par in keys:
        together.setdefault((grandeur.population, par), []).append((grandeur, par))
    for (population, par), group in together.items():
        columns = contexte.columns(population.table)
        kept = {axe: values for axe, values in filtres.items() if not axe.colonne or axe.colonne in columns}
        yield compile_query((grandeur for grandeur, _ in group), contexte, par, kept), tuple(group)


def _value(terme: Terme, cell: Cell, par: tuple[Axe, ...], found: dict) -> float | None:
    """The term in one cell; unknown when one of its parts is, 0 where nothing was counted."""
    if terme.constante is not None:
        return terme.constante
    own = tuple(modalite for axe, modalite in zip(par, cell, strict=True) if axe in terme.par)
    parts = [(weight, found[grandeur, terme.par].get(own, 0)) for weight, grandeur in terme.parties]
    return None if any(value is None for _, value in parts) else sum(weight * value for weight, value in parts)


def rows_of(demande: Demande, plan: Plan, found: dict) -> list[tuple]:
    """Rows of one indicator: its name, modalities, value, numerator, denominator, unit."""
    formule, par = demande.formule, plan.par
    fills_cells = formule.denominateur is not None and not formule.is_partage
    rows = []
    for cell in sorted(_cells(demande, par, found), key=lambda cell: order_of(cell, par)):
        above = _value(formule.numerateur, cell, par, found)
        if par and above == 0 and not fills_cells:
            continue
        if formule.denominateur is None:
            rows.append((demande.nom, *cell, above, None, None, demande.unite))
            continue
        below = _value(formule.denominateur, cell, par, found)
        if par and not above and not below and isinstance(demande.definition, Rapport):
            continue
        value = above / below * formule.facteur if above is not None and below else None
        rows.append((demande.nom, *cell, value, above, below, demande.unite))
    return rows


def _cells(demande: Demande, par: tuple[Axe, ...], found: dict) -> set[Cell]:
    """Cells where something was counted; the only cell when no axis was asked for."""
    if not par:
        return {()}
    termes = [terme for terme in (demande.formule.numerateur, demande.formule.denominateur) if terme]
    full = [terme for terme in termes if terme.par == par]
    return {cell for terme in full for _, grandeur in terme.parties for cell in found[grandeur, par]}
