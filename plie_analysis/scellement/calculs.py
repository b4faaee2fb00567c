"""Computing the tables of a bundle: every indicator that suits each set of axes, window after window."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from .. import francais
from ..errors import PlieError
from ..indicateurs import definitions, executer, planifier
from ..indicateurs.definitions import NON_RENSEIGNE
from ..indicateurs.offre import offers
from ..schema.natures import Definition
from . import suivis
from .fenetres import CHARTE, INDICATEURS, FenetreScellee, TableauScelle, liste

FIGURES = ("valeur", "numerateur", "denominateur")
DECIMALES = 6
Progress = Callable[[str, int, int], None]


@dataclass
class Recalcul:
    """What was computed: rows of text by table, what could not be (table, indicator → reason), SQL by table."""

    lignes: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    refus: dict[tuple[str, str], str] = field(default_factory=dict)
    sql: dict[str, str] = field(default_factory=dict)


def entetes(par: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of the CSV of a table."""
    return ("du", "au", "connu_au", "indicateur", "parametres", *par, *FIGURES, "unite", "raison")


def compute(
    con,
    config: dict,
    wanted: Iterable[TableauScelle],
    photo,
    *,
    sauf: dict[str, str] | None = None,
    temoin=None,
    progress: Progress | None = None,
) -> tuple[Recalcul, dict[str, list[tuple[str, ...]]]]:
    """Compute tables on one photo; the result, then the rows that the same queries give on another base, ``temoin``.

    ``sauf`` names the indicators to leave out, each with its reason. Every number is written as the stable CSV does: a
    whole number without decimals, another one with at most six. Rows are sorted by window, indicator and modalities.
    """
    wanted = list(wanted)
    done, other = Recalcul(), {}
    known = {name: definition for name, definition in definitions(config).items() if name not in (sauf or {})}
    for rank, tableau in enumerate(wanted):
        if progress:
            progress(tableau.nom, rank, len(wanted))
        if tableau.calcul == CHARTE:  # it is judged apart, by its own engine
            continue
        if tableau.calcul != INDICATEURS:
            rows = _followed(con, config, tableau, photo, done)
            beside = _followed(temoin, config, tableau, photo, Recalcul()) if temoin is not None else []
            if rows or beside:
                done.lignes[tableau.nom], other[tableau.nom] = sorted(rows), sorted(beside)
            continue
        done.refus |= {(tableau.nom, name): reason for name, reason in (sauf or {}).items()}
        offered = [
            definition for name, definition in known.items() if tableau.suits(definition) and offers(definition, con, config, tableau.par)
        ]
        rows, beside = [], []
        for plan, fenetre, parametres in _tableau_plans(con, config, tableau, photo, offered, done):
            rows += _rows(plan, tableau, fenetre, parametres)
            if temoin is not None:
                beside += _rows(replace(plan, contexte=replace(plan.contexte, con=temoin)), tableau, fenetre, parametres)
            if not parametres:
                done.sql[tableau.nom] = _sql(plan)
        if rows or beside:
            done.lignes[tableau.nom], other[tableau.nom] = sorted(rows), sorted(beside)
    done.refus |= {(one["tableau"], one["quoi"]): one["raison"] for one in liste()["non_refait"]}
    return done, other


def _followed(con, config: dict, tableau: TableauScelle, photo, done: Recalcul) -> list[tuple[str, ...]]:
    rows = []
    for fenetre in tableau.fenetres:
        try:
            for name, parametres, where, figures, *end in suivis.lignes(con, config, tableau, fenetre, photo):
                rows.append((*_head(fenetre), name, parametres, *where, *map(written, figures), *end))
        except PlieError as error:
            done.refus[tableau.nom, tableau.calcul] = error.message.splitlines()[0]
    return rows


def translate(
    lignes: dict[str, list[tuple[str, ...]]], wanted: Iterable[TableauScelle], traductions: dict[str, dict[str, str]]
) -> dict[str, list[tuple[str, ...]]]:
    """The same rows with the modalities of some axes rewritten (``{axe: {former: new}}``)."""
    found = dict(lignes)
    for tableau in wanted:
        places = [(5 + rank, traductions[axe]) for rank, axe in enumerate(tableau.par) if axe in traductions]
        if places and tableau.nom in found:
            found[tableau.nom] = sorted(_translated(row, places) for row in found[tableau.nom])
    return found


def _translated(row: tuple[str, ...], places: list[tuple[int, dict[str, str]]]) -> tuple[str, ...]:
    cells = list(row)
    for place, mapping in places:
        cells[place] = cells[place] if cells[place] == NON_RENSEIGNE else mapping[cells[place]]
    return tuple(cells)


def _tableau_plans(con, config: dict, tableau: TableauScelle, photo, offered: list[Definition], done: Recalcul):
    """(plan, window, parameters) of everything that the table can hold."""
    doubtful: set[str] = set()
    for fenetre in tableau.fenetres:
        for parametres, ids in _variants(offered):
            asked = {
                "du": fenetre.du,
                "au": fenetre.au,
                "connu_au": fenetre.connu_au,
                "par": tableau.par,
                "photo": photo,
                "parametres": parametres,
                "config": config,
            }
            sure = [name for name in ids if name not in doubtful]
            for group in [sure, *([name] for name in ids if name in doubtful)]:
                for plan in _plans(con, group, asked, tableau, doubtful, done):
                    yield plan, fenetre, parametres


def _variants(offered: list[Definition]):
    """No parameter for all, then each choice beyond the first for the indicators that have it."""
    yield {}, [definition.id for definition in offered]
    choices: dict[tuple[str, str], list[str]] = {}
    for definition in offered:
        for name, values in definition.parametres.items():
            for value in list(values)[1:]:
                choices.setdefault((name, value), []).append(definition.id)
    for (name, value), ids in choices.items():
        yield {name: value}, ids


def _plans(con, ids: list[str], asked: dict, tableau: TableauScelle, doubtful: set[str], done: Recalcul):
    """The plan of these indicators; halves of them when one cannot be computed, which is then noted with the reason."""
    if not ids:
        return
    try:
        yield planifier(con, ids, **asked)
    except PlieError as error:
        if len(ids) == 1:
            doubtful.add(ids[0])
            done.refus[tableau.nom, ids[0]] = error.message.splitlines()[0]
            return
        middle = len(ids) // 2
        yield from _plans(con, ids[:middle], asked, tableau, doubtful, done)
        yield from _plans(con, ids[middle:], asked, tableau, doubtful, done)


def _rows(plan, tableau: TableauScelle, fenetre: FenetreScellee, parametres: dict[str, str]) -> list[tuple[str, ...]]:
    frame = executer(plan)
    head = _head(fenetre)
    told = ";".join(f"{name}={value}" for name, value in parametres.items())
    frame = frame.assign(raison=frame["raison"].fillna("") if "raison" in frame else "")
    columns = [frame[name].tolist() for name in ("indicateur", *tableau.par, *FIGURES, "unite", "raison")]
    width = 1 + len(tableau.par)
    return [
        (*head, row[0], told, *row[1:width], *(written(value) for value in row[width : width + 3]), *row[-2:])
        for row in zip(*columns, strict=True)
    ]


def _head(fenetre: FenetreScellee) -> tuple[str, str, str]:
    return fenetre.du.isoformat(), fenetre.au.isoformat(), fenetre.connu_au.isoformat() if fenetre.connu_au else ""


def written(value) -> str:
    """A number as the CSV holds it; nothing when it is empty."""
    if francais.is_empty(value):
        return ""
    rounded = round(float(value), DECIMALES)
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


def _sql(plan) -> str:
    blocks = [f"-- {suivi.definition.id} (durées lues, puis estimateur)\n{suivi.sql};\n" for suivi in plan.suivis]
    for sql, keys in plan.requetes:
        asked = sorted({d.nom for d in plan.demandes for key in keys if key in _keys(d.formule)})
        blocks.append(f"-- {', '.join(asked)}\n{sql};\n")
    return "\n".join(blocks)


def _keys(formule) -> set:
    return {(grandeur, terme.par) for terme in (formule.numerateur, formule.denominateur) if terme for _, grandeur in terme.parties}
