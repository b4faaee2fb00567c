"""Lines that are the same in every column that is read, in the queries whose lines have no number of their own.

Nothing tells a paste done twice from two facts alike: the lines are kept, said at the load, and the charte asks for someone to look.
"""

import datetime as dt

import duckdb

from .. import francais
from ..contrat import queries, raw_columns
from .messages import insecables
from .retenue import key_of
from .source import Source

HORS_COMPARAISON = ("photo", "fichier", "ligne", "est_retenue")


def without_key() -> tuple[str, ...]:
    """The queries whose lines have no number of their own."""
    return tuple(requete for requete in queries() if key_of(requete) is None)


def tell(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> tuple[str, ...]:
    """How many kept lines of ``raw.<requete>`` repeat another one, and the amounts they add, after ``retenue.write``."""
    if source.requete not in without_key():
        return ()
    compared = ", ".join(name for name, _ in raw_columns(source.requete) if name not in HORS_COMPARAISON)
    amounts = [column.colonne for column in queries()[source.requete] if column.nature == "euros"]
    added = f"sum((n - 1) * {amounts[0]})" if amounts else "NULL"
    repeated, total = con.execute(
        f"SELECT coalesce(sum(n - 1), 0), {added} FROM (SELECT {compared}, count(*) AS n FROM raw.{source.requete} WHERE photo = DATE '{photo}' AND est_retenue GROUP BY ALL HAVING count(*) > 1)"
    ).fetchall()[0]
    if not repeated:
        return ()
    money = f", soit {francais.quantite(total, '€', 2)} comptés en plus" if total else ""
    return (
        insecables(
            f"{francais.compte(repeated, 'ligne identique', 'lignes identiques')} à une autre en tout point{money} : elles sont gardées ; si elles ont été collées deux fois, retirez-les et rechargez."
        ),
    )
