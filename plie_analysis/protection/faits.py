"""What the base says of its own columns: which one decides another, so that counts by the one are sums of counts by the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

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
        texts = {axe.id: _attributes(con, axe) for axe in plain if axe.attribut}
        for column in sorted({axe.colonne for axe in plain}):
            _of_column(faits, con, photo, table, column, plain, kept, texts)
        for carte in sorted({carte for axe in plain for carte in axe.cartes}):
            _under_map(faits, con, photo, table, [axe for axe in plain if carte in axe.cartes], carte)
        faits.contraires[table] = _opposites(con, photo, table, kept)
    return faits


def _under_map(faits: Faits, con, photo: str, table: str, plain: list[Axe], carte: str) -> None:
    """What the axes of the quartiers decide of each other under a map: values that the photo's own map does not have."""
    read = [replace(axe, colonne=f"{axe.colonne}_{carte}") for axe in plain]
    seen = Faits()
    for column in sorted({axe.colonne for axe in read}):
        _of_column(seen, con, photo, table, column, read, [], {})
    for key, values in seen.groupes.items():
        faits.groupes[key] = values | faits.groupes.get(key, {})


def _columns(con, table: str) -> dict[str, str]:
    rows = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'large' AND table_name = ?", [table]
    ).fetchall()
    return dict(rows)


def _attributes(con, wide: Axe) -> dict[str, str]:
    """Code → wide modality of an axis that reads an attribute of its nomenclature."""
    rows = con.execute(f"SELECT code, min({identifiant(wide.attribut)}) FROM ref.{identifiant(wide.ref)} GROUP BY 1").fetchall()
    return {code: found or NON_RENSEIGNE for code, found in rows}


def _of_column(
    faits: Faits, con, photo: str, table: str, column: str, plain: list[Axe], flags: list[str], texts: dict[str, dict[str, str]]
) -> None:
    """The axes and yes/no columns that the axes of one column decide: ``texts`` gives the modality of each value for those that group them."""
    others = sorted({axe.colonne for axe in plain} - {column})
    asked = [f"min({name})::VARCHAR, max({name})::VARCHAR, count({name}) IN (0, count(*))" for name in map(identifiant, others)]
    asked += [f"bool_and({name}), bool_or({name}), count({name}) = count(*)" for name in map(identifiant, flags)]
    name = identifiant(column)
    query = f"SELECT {', '.join([f'{name}::VARCHAR', *asked])} FROM large.{identifiant(table)} WHERE photo = ? AND {name} IS NOT NULL GROUP BY 1"
    rows = con.execute(query, [photo]).fetchall()
    seen: dict[str, dict[str, object]] = {column: {row[0]: row[0] for row in rows}}
    for rank, other in enumerate([*others, *flags]):
        ends = {row[0]: row[1 + 3 * rank : 4 + 3 * rank] for row in rows}
        if all(low == high and is_whole for low, high, is_whole in ends.values()):
            seen[other] = {value: low for value, (low, _, _) in ends.items()}
    for fine in (axe for axe in plain if axe.colonne == column):
        for wide in plain:
            if wide is not fine and wide.colonne in seen and not (fine.attribut and wide.colonne == column):
                found = _function(seen, fine, wide.colonne, texts)
                groups = {
                    value: texts.get(wide.id, {}).get(str(one), NON_RENSEIGNE) if wide.attribut else one for value, one in found.items()
                }
                if found:
                    faits.groupes[table, fine.id, wide.id] = {
                        value: NON_RENSEIGNE if one is None else str(one) for value, one in groups.items()
                    }
        for flag in flags:
            if flag in seen and (found := _function(seen, fine, flag, texts)):
                faits.drapeaux[table, flag, fine.id] = frozenset(value for value, one in found.items() if one)


def _function(seen: dict[str, dict[str, object]], fine: Axe, decided: str, texts: dict[str, dict[str, str]]) -> dict[str, object]:
    """What each modality of an axis gives in a column that its values decide; nothing when one modality gives two."""
    found: dict[str, object] = {}
    for value, one in seen[decided].items():
        modality = texts[fine.id].get(value, NON_RENSEIGNE) if fine.attribut else value
        if found.setdefault(modality, one) != one:
            return {}
    return found


def _opposites(con, photo: str, table: str, flags: list[str]) -> set[tuple[str, str]]:
    """The pairs of yes/no columns of which each line has exactly one."""
    pairs = [(one, other) for one in flags for other in flags if one < other]
    if not pairs:
        return set()
    asked = ", ".join(f"bool_and({identifiant(one)} IS DISTINCT FROM {identifiant(other)})" for one, other in pairs)
    row = con.execute(f"SELECT {asked} FROM large.{identifiant(table)} WHERE photo = ?", [photo]).fetchone()
    return {pair for pair, is_true in zip(pairs, row, strict=True) if is_true}
