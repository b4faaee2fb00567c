"""What each indicator offers: its axes, and the exports it needs."""

from collections.abc import Iterable

from ..errors import PlieError
from ..francais import enumeration, guillemets
from ..libelles import identifiant
from ..schema.natures import Comptee, Definition, Objectif, Rapport, Reglage, Repartition
from .choix import find
from .contexte import Contexte
from .definitions import Axe, axes, definitions, sources
from .par_axe import is_offered


def offered_axes(definition: Definition, contexte: Contexte) -> dict[str, Axe]:
    """Axes by which an indicator can be broken down and filtered, by id."""
    known = definitions(contexte.config)
    if isinstance(definition, Repartition):
        return offered_axes(known[definition.part_de], contexte)
    if isinstance(definition, Rapport):
        above, below = (offered_axes(known[name], contexte) for name in definition.rapport)
        kept = (set(above) & set(below) | set(definition.axes_numerateur)) - set(definition.axes_exclus)
        return {name: axe for name, axe in above.items() if name in kept}
    if isinstance(definition, Objectif):
        return offered_axes(known["etp"], contexte)
    if not isinstance(definition, Comptee):
        return {}
    columns = set(contexte.columns(definition.table))
    return {
        name: axe
        for name, axe in axes(contexte.config).items()
        if name not in definition.axes_exclus and is_offered(axe, definition, columns)
    }


def needed_exports(definition: Definition, config: dict) -> set[str]:
    """Exports without which an indicator cannot be computed."""
    known = definitions(config)
    needed = set(definition.exports)
    for name in definition.composantes:
        needed |= needed_exports(known[name], config)
    if isinstance(definition, Objectif):
        needed.add(sources()["referent"].export)
    if isinstance(definition, Comptee):
        needed |= {sources()[table].export for table in definition.tables}
    return needed


def silence_of(definition: Definition, con, config: dict) -> str:
    """Why a nomenclature of the base does not say what an indicator, or one it is made of, asks of each of its codes; empty when it does.

    A motive that says neither « oui » nor « non » is unknown: counted as « non », it would make a rate out of nothing.
    """
    for nomenclature, column in (definition.exige if isinstance(definition, Comptee) else {}).items():
        if silent := _silent(con, nomenclature, column):
            return (
                f"« {definition.titre} » n'est pas calculable : dans la nomenclature « {nomenclature} » de la base, la colonne « {column} » ne dit ni oui ni non pour {enumeration(silent)}.\n"
                f"Complétez cette colonne de referentiels/{nomenclature}.csv, dans votre dossier de travail, ou la ligne de plie.toml ; puis lancez « plie charger --relire »."
            )
    known = definitions(config)
    return next(filter(None, (silence_of(known[name], con, config) for name in definition.composantes)), "")


def _silent(con, nomenclature: str, column: str) -> list[str]:
    """The codes of a nomenclature that say neither yes nor no in a column, the first three; « tous les codes » when it has no such column."""
    columns = "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'ref' AND table_name = ?"
    if (column,) not in con.execute(columns, [nomenclature]).fetchall():
        return ["tous les codes"]
    asked = (
        f"SELECT code FROM ref.{identifiant(nomenclature)} WHERE coalesce({identifiant(column)}, '') NOT IN ('oui', 'non') ORDER BY rowid"
    )
    rows = con.execute(asked).fetchall()
    (whole,) = con.execute(f"SELECT count(*) FROM ref.{identifiant(nomenclature)}").fetchone()
    if len(rows) == whole:
        return ["tous les codes"]
    return [*(guillemets(code) for (code,) in rows[:3]), *([f"{len(rows) - 3} autres"] if len(rows) > 3 else [])]


def check_exports(chosen: Iterable[Definition], used: Iterable[Axe], contexte: Contexte) -> None:
    """Raise ``PlieError`` when the photo lacks an export that an indicator or an axis needs, or kept no line of it, or the base a column."""
    for definition in chosen:
        if contexte.est_un_lac and (told := sorted(_reglages(definition, contexte.config))):
            raise PlieError(
                f"L'indicateur « {definition.id} » lit [{'], ['.join(told)}] de plie.toml, qui est celui d'un seul PLIE : il ne vaut pas pour un lac.\nDemandez-le à chaque PLIE sur sa base."
            )
        _check(f"L'indicateur « {definition.id} »", needed_exports(definition, contexte.config), contexte)
        if why := silence_of(definition, contexte.con, contexte.config):
            raise PlieError(why)
    for axe in used:
        _check(f"L'axe « {axe.id} »", set(axe.exports), contexte)
        _check_attribute(axe, contexte)


def blank_exports(chosen: Iterable[Definition], used: Iterable[Axe], contexte: Contexte) -> tuple[str, ...]:
    """One French sentence per export that is there without a line, and on which these indicators or axes rest."""
    needed = {export for definition in chosen for export in needed_exports(definition, contexte.config)} | {
        export for axe in used for export in axe.exports
    }
    return tuple(
        f"L'export « {export} » de la photo du {contexte.photo:%d/%m/%Y} n'a aucune ligne : ce qui en est compté vaut zéro parce qu'il est vide."
        for export in sorted(needed)
        if contexte.is_blank_export(export)
    )


def _reglages(definition: Definition, config: dict) -> set[str]:
    """The sections of yearly values of ``plie.toml`` that a figure is made of."""
    if isinstance(definition, Reglage):
        return {definition.reglage.section}
    known = definitions(config)
    return set().union(*(_reglages(known[name], config) for name in definition.composantes))


def _check(who: str, exports: set[str], contexte: Contexte) -> None:
    for export in sorted(exports):
        if lacking := contexte.manque_a(export):
            raise PlieError(
                f"{who} demande l'export « {export} », qui manque au dépôt de {enumeration([guillemets(plie) for plie in lacking])}, ou dont aucune ligne n'y est retenue.\n"
                "Compté sans lui, le chiffre de tous serait faux : demandez-lui de charger cet export et de déposer de nouveau."
            )
        if not contexte.has_export(export):
            raise PlieError(
                f"{who} demande l'export « {export} », absent de la photo du {contexte.photo:%d/%m/%Y}.\n"
                f"Déposez-le dans data/raw/{contexte.photo.isoformat()}/ puis lancez « plie charger »."
            )
        if contexte.is_lost_export(export):
            raise PlieError(
                f"{who} demande l'export « {export} », dont aucune ligne n'a été retenue dans la photo du {contexte.photo:%d/%m/%Y} : son résultat est inconnu, ce n'est pas zéro.\n"
                f"Voyez data/curated/rejets-{contexte.photo.isoformat()}.csv, corrigez l'export, puis lancez « plie charger »."
            )


def _check_attribute(axe: Axe, contexte: Contexte) -> None:
    columns = "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'ref' AND table_name = ?"
    if axe.attribut and (axe.attribut,) not in contexte.con.execute(columns, [axe.ref]).fetchall():
        raise PlieError(
            f"L'axe « {axe.id} » lit une colonne « {axe.attribut} » que la nomenclature « {axe.ref} » de la base n'a pas.\n"
            f"Si referentiels/{axe.ref}.csv est dans votre dossier de travail, ajoutez-lui cette colonne ; puis lancez « plie charger --relire »."
        )


def offers(definition: Definition, con, config: dict, names: Iterable[str]) -> bool:
    """Whether an indicator can be broken down or filtered by all these axes. Raises ``PlieError`` on an unknown one."""
    wanted = {find(name, axes(), f"L'axe « {name} » n'existe pas.") for name in names}
    contexte = Contexte(con, None, None, None, config)  # type: ignore[arg-type]  # only what the tables hold is asked of it
    return wanted <= set(offered_axes(definition, contexte))
