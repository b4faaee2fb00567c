"""What every step of a computation needs to know: the base, the photo, the period, what was known."""

import datetime as dt
from dataclasses import dataclass, field

import duckdb
import ibis

from ..database import newest_photo
from ..errors import PlieError
from .definitions import sources
from .periode import Periode

_TYPES = {
    "DATE": "date",
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "BIGINT": "int64",
    "DOUBLE": "float64",
}


@dataclass(frozen=True)
class Contexte:
    """One computation: its connection, photo, period, knowledge date and configuration."""

    con: duckdb.DuckDBPyConnection
    photo: dt.date
    periode: Periode
    connu_au: dt.date | None
    config: dict
    _columns: dict[str, dict[str, str]] = field(default_factory=dict)
    _exports: dict[str, tuple[int, int]] = field(default_factory=dict)

    def columns(self, table: str) -> dict[str, str]:
        """Names and Ibis types of the columns of ``curated.<table>``."""
        if table not in self._columns:
            rows = self.con.execute(f"DESCRIBE curated.{table}").fetchall()
            self._columns[table] = {name: _TYPES[kind] for name, kind, *_ in rows}
        return self._columns[table]

    def has_export(self, requete: str) -> bool:
        """Whether the photo holds a file for this query."""
        return requete in self._counts()

    def is_lost_export(self, requete: str) -> bool:
        """Whether the lines of this export were all rejected: what is computed on it is unknown, not zero."""
        read, kept = self._counts().get(requete, (0, 0))
        return bool(read) and not kept

    def is_blank_export(self, requete: str) -> bool:
        """Whether this export is there and has no line: what is computed on it is zero, and must be said to rest on nothing."""
        return self._counts().get(requete) == (0, 0)

    def _counts(self) -> dict[str, tuple[int, int]]:
        """Lines read and kept of each export of the photo."""
        if not self._exports:
            rows = self.con.execute(
                "SELECT requete, sum(nb_lues)::BIGINT, sum(nb_retenues)::BIGINT FROM raw.fichier WHERE photo = ? GROUP BY ALL", [self.photo]
            ).fetchall()
            self._exports.update({requete: (read, kept) for requete, read, kept in rows})
        return self._exports

    def lignes(self, table: str, utiles: set[str]) -> ibis.Table:
        """The lines of ``curated.<table>`` in the photo as known at ``connu_au``, with the useful columns."""
        source = sources()[table]
        columns = self.columns(table)
        clocks = ({*source.saisie, "date_saisie_sortie"} & set(columns)) if self.connu_au else set()
        names = ({"photo"} | utiles | clocks) & set(columns)
        t = ibis.table({name: columns[name] for name in columns if name in names}, name=table, database="curated")
        t = t.filter(t.photo == self.photo)
        t = self._connu(t, source) if self.connu_au else t
        return t.select(*(name for name in t.columns if name in utiles))

    def _connu(self, t: ibis.Table, source) -> ibis.Table:
        for date in source.saisie:
            t = t.filter(t[date].isnull() | (t[date] <= self.connu_au))
        if source.sortie_requise:
            return t.filter(t.date_saisie_sortie.isnull() | (t.date_saisie_sortie <= self.connu_au))
        hidden = {name: ibis.null(t[name].type()) for name in source.sortie_cachee if name in t.columns}
        hidden |= {name: ibis.literal(False) for name in source.sortie_fausse if name in t.columns}
        if not hidden:
            return t
        later = t.date_saisie_sortie.notnull() & (t.date_saisie_sortie > self.connu_au)
        return t.mutate(**{name: ibis.ifelse(later, value, t[name]) for name, value in hidden.items()})


def open_contexte(con, periode: Periode, connu_au: dt.date | None, config: dict, photo: dt.date | None) -> Contexte:
    """Check the photo and the period against each other. Raises ``PlieError`` when they do not fit."""
    if photo is None:
        photo = newest_photo(con)
    else:
        known = [found for (found,) in con.execute("SELECT DISTINCT photo FROM raw.fichier ORDER BY 1").fetchall()]
        if photo not in known:
            listed = ", ".join(f"{found:%d/%m/%Y}" for found in known) or "aucune"
            raise PlieError(f"La photo du {photo:%d/%m/%Y} n'est pas chargée.\nPhotos chargées : {listed}.")
    if periode.au > photo:
        raise PlieError(
            f"La période finit le {periode.au:%d/%m/%Y}, après la photo du {photo:%d/%m/%Y} : le chiffre n'est pas connu.\n"
            "Arrêtez la période à la date de la photo, ou chargez une photo plus récente."
        )
    return Contexte(con, photo, periode, connu_au, config)
