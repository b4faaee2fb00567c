"""What every step of a computation needs to know: the base, the photo, the period, what was known."""

import datetime as dt
from dataclasses import dataclass, field

import duckdb
import ibis

from ..curate import LIENS, atteintes, held_columns
from ..database import is_lake, newest_photo
from ..errors import PlieError
from ..survie.couverture import Couverture, debut_de_couverture
from .connaissance import clocks_of, known
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
    _held: dict[str, dict[str, str]] = field(default_factory=dict)
    _exports: dict[str, tuple[int, int]] = field(default_factory=dict)
    _etat: list[str] = field(default_factory=list)

    def columns(self, table: str) -> dict[str, str]:
        """Every column that a line of ``curated.<table>`` gives, with the table that holds it: its own, its parcours, its person."""
        return atteintes(table, self.tables())

    def tables(self) -> dict[str, dict[str, str]]:
        """Names and Ibis types of the columns that each table holds."""
        if not self._held:
            for table, columns in held_columns(self.con).items():
                self._held[table] = {nom: _TYPES[kind] for nom, kind in columns.items()}
        return self._held

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

    @property
    def est_un_lac(self) -> bool:
        """Whether several PLIE are read together."""
        return is_lake(self.con)

    def manque_a(self, requete: str) -> list[str]:
        """The PLIE of a lake without which this export cannot be counted; nobody when what is read is one PLIE's base."""
        if not self.est_un_lac:
            return []
        return [
            plie for (plie,) in self.con.execute("SELECT plie FROM journal.manque WHERE requete = ? ORDER BY plie", [requete]).fetchall()
        ]

    @property
    def couverture(self) -> Couverture:
        """From which day on the photo shows everybody, told by what was known at ``connu_au``."""
        return debut_de_couverture(self.con, self.photo, self.config, self.connu_au)

    @property
    def etat(self) -> str:
        """The photo as it is loaded: its day, and the moment when its files were last read."""
        if not self._etat:
            (when,) = self.con.execute("SELECT max(charge_le) FROM raw.fichier WHERE photo = ?", [self.photo]).fetchone() or (None,)
            self._etat.append(f"{self.photo}@{when or ''}")
        return self._etat[0]

    def _counts(self) -> dict[str, tuple[int, int]]:
        """Lines read and kept of each export of the photo."""
        if not self._exports:
            rows = self.con.execute(
                "SELECT requete, sum(nb_lues)::BIGINT, sum(nb_retenues)::BIGINT FROM raw.fichier WHERE photo = ? GROUP BY ALL", [self.photo]
            ).fetchall()
            self._exports.update({requete: (read, kept) for requete, read, kept in rows})
        return self._exports

    def lignes(self, table: str, utiles: set[str]) -> ibis.Table:
        """The lines of a table in the photo as known at ``connu_au``, with the useful columns, wherever each is held."""
        columns = self.columns(table)
        wanted = [nom for nom in columns if nom in utiles]
        return self._joined(table, columns, set(wanted)).select(*wanted)

    def _joined(self, table: str, columns: dict[str, str], read: set[str]) -> ibis.Table:
        """The lines of a table, joined to its parcours and to its person when a column that they hold is read."""
        links = [(parent, key) for parent, key in LIENS if parent != table and key in columns]
        needed = set(read)
        for parent, key in reversed(links):
            needed |= {key} if any(columns[nom] == parent for nom in needed) else set()
        t = self._held_in(table, [nom for nom in columns if nom in needed and columns[nom] == table])
        for parent, key in links:
            names = [nom for nom in columns if nom in needed and columns[nom] == parent]
            if names:
                right = self._held_in(parent, names, cle=key)
                t = t.left_join(right, t[key] == right.cle).select(*t.columns, *names)
        return t

    def _held_in(self, table: str, names: list[str], cle: str = "") -> ibis.Table:
        """The lines of the photo known in one table, with these columns as they were known, and ``cle`` under that name."""
        held = self.tables()[table]
        wanted = {*names, cle, "photo"}
        read = wanted | (clocks_of(table, wanted) if self.connu_au else set())
        t = ibis.table({nom: kind for nom, kind in held.items() if nom in read}, name=table, database="curated")
        t = t.filter(t.photo == self.photo)
        t = known(t, table, wanted, self.connu_au) if self.connu_au else t
        return t.select(*names, **({"cle": t[cle]} if cle else {}))


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
