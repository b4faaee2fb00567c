"""What the base says of its own columns: which one decides another, so that counts by the one are sums of counts by the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..indicateurs import axes as known_axes
from ..indicateurs.definitions import NON_RENSEIGNE, Axe
from ..libelles import identifiant
from .cles import CleDeCompte


@dataclass
class Faits:
    """Functions between columns, seen on every line of a photo.

    ``groupes``: (table, fine axis, wide axis) → {fine modality: wide modality}. ``drapeaux``: (table, yes/no column, axis) → the
    modalities for which it is yes. ``contraires``: table → pairs of yes/no columns of which each line has exactly one.
    """

    groupes: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    drapeaux: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    contraires: dict[str, set[tuple[str, str]]] = field(default_factory=dict)


def observe(con, photo: str, keys: Iterable[CleDeCompte]) -> Faits:
    """The functions between the columns that these counts read; what the base does not hold as a column decides nothing."""
    faits = Faits()
    read: dict[str, tuple[set[str], set[str]]] = {}
    for key in keys:
        axes, flags = read.setdefault(key.base[0], (set(), set()))
        axes.update(name for name, _ in key.axes)
        flags.update((*key.garder, *key.sauf))
    for table, (names, flags) in sorted(read.items()):
        columns = _columns(con, table)
        plain = [known_axes()[name] for name in sorted(names & known_axes().keys()) if known_axes()[name].colonne in columns]
        kept = [flag for flag in sorted(flags) if columns.get(flag) == "BOOLEAN"]
        for fine in plain:
            if not fine.attribut:
                faits.groupes |= {
                    (table, fine.id, wide.id): _attributes(con, wide) for wide in plain if wide.attribut and wide.colonne == fine.colonne
                }
                others = [axe for axe in plain if axe.colonne != fine.colonne and not axe.attribut]
                _of_axis(faits, con, photo, table, fine, others, kept)
        faits.contraires[table] = _opposites(con, photo, table, kept)
    return faits


def _columns(con, table: str) -> dict[str, str]:
    rows = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'large' AND table_name = ?", [table]
    ).fetchall()
    return dict(rows)


def _attributes(con, wide: Axe) -> dict[str, str]:
    """Code → wide modality of an axis that reads an attribute of its nomenclature."""
    rows = con.execute(f"SELECT code, min({identifiant(wide.attribut)}) FROM ref.{identifiant(wide.ref)} GROUP BY 1").fetchall()
    return {code: found or NON_RENSEIGNE for code, found in rows}


def _of_axis(faits: Faits, con, photo: str, table: str, fine: Axe, others: list[Axe], flags: list[str]) -> None:
    """The axes and yes/no columns that one column decides."""
    asked = [
        f"min({name})::VARCHAR, max({name})::VARCHAR, count({name}) IN (0, count(*))"
        for name in (identifiant(axe.colonne) for axe in others)
    ]
    asked += [f"bool_and({name}), bool_or({name}), count({name}) = count(*)" for name in map(identifiant, flags)]
    if not asked:
        return
    column = identifiant(fine.colonne)
    query = (
        f"SELECT {column}::VARCHAR, {', '.join(asked)} FROM large.{identifiant(table)} WHERE photo = ? AND {column} IS NOT NULL GROUP BY 1"
    )
    rows = con.execute(query, [photo]).fetchall()
    every: list[Axe | str] = [*others, *flags]
    for rank, decided in enumerate(every):
        found = {row[0]: row[1 + 3 * rank : 4 + 3 * rank] for row in rows}
        if not found or not all(low == high and is_whole for low, high, is_whole in found.values()):
            continue
        if isinstance(decided, Axe):
            faits.groupes[table, fine.id, decided.id] = {name: NON_RENSEIGNE if low is None else low for name, (low, _, _) in found.items()}
        else:
            faits.drapeaux[table, str(decided), fine.id] = frozenset(name for name, (low, _, _) in found.items() if low)


def _opposites(con, photo: str, table: str, flags: list[str]) -> set[tuple[str, str]]:
    """The pairs of yes/no columns of which each line has exactly one."""
    pairs = [(one, other) for one in flags for other in flags if one < other]
    if not pairs:
        return set()
    asked = ", ".join(f"bool_and({identifiant(one)} IS DISTINCT FROM {identifiant(other)})" for one, other in pairs)
    row = con.execute(f"SELECT {asked} FROM large.{identifiant(table)} WHERE photo = ?", [photo]).fetchone()
    return {pair for pair, is_true in zip(pairs, row, strict=True) if is_true}
