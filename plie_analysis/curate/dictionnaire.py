"""The data dictionary, compiled from the headers of the SQL files."""

from .tables import CuratedTable, tables

_HEADER = """\
# Dictionnaire des données

Page compilée depuis les en-têtes de `plie_analysis/sql/*.sql` : ne la modifiez pas à la main
(`make generes` la récrit).

Chaque table vit dans le schéma `curated` de `data/curated/plie.duckdb` et, en copie, dans
`data/curated/<table>.parquet`. Toutes les photos y sont côte à côte : filtrez sur `photo`.
Ce qui tient à la personne est dans `participant`, ce qui tient au parcours dans `parcours` ; les autres tables n'ont que
leurs colonnes et leur clé. La vue `large.<table>` donne une table avec tout ce qu'elle rejoint : `large.etape` a le QPV, le
motif de sortie… de chaque étape. Les indicateurs et leurs axes lisent ces colonnes comme si elles étaient dans la table.

Une case vide veut dire « on ne sait pas », jamais « non » ; les colonnes `est_…` valent toujours vrai ou faux.
"""


def dictionary() -> str:
    """The Markdown page ``docs/dictionnaire.md``: one section per table, one row per column, in French."""
    return _HEADER + "".join(_section(table) for table in sorted(tables(), key=lambda table: table.nom))


def _section(table: CuratedTable) -> str:
    lines = ["", f"## `{table.nom}`", "", table.titre[0].upper() + table.titre[1:], ""]
    if table.notes:
        lines += [" ".join(table.notes), ""]
    lines += ["| colonne | type | contenu |", "|---|---|---|"]
    lines += [f"| `{column.nom}` | {column.type} | {column.definition} |" for column in table.colonnes]
    return "\n".join(lines) + "\n"
