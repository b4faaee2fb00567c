"""The solved plan of a reference year, loaded into DuckDB."""

from pathlib import Path

import duckdb

from .. import DONNEES

TYPES = {
    "parcours": {
        "date_prescription": "DATE",
        "date_entree": "DATE",
        "date_sortie": "DATE",
        "est_fixe": "BOOLEAN",
        "mois_saisie_entree": "DATE",
        "mois_saisie_sortie": "DATE",
        "niveau": "VARCHAR",
    },
    "etapes": {"mois_debut": "DATE", "mois_fin": "DATE", "date_debut": "DATE", "date_fin": "DATE", "est_preuve": "BOOLEAN"},
    "prescriptions": {"date_prescription": "DATE", "date_decision": "DATE"},
    "clauses": {"date_orientation": "DATE", "date_debut": "DATE", "date_fin": "DATE", "est_valide": "BOOLEAN", "nb_heures": "DOUBLE"},
    "actions": {"date_orientation": "DATE", "date_entree": "DATE", "date_fin": "DATE", "session": "VARCHAR"},
    "etapes_action": {"date_etape_action": "DATE", "session": "VARCHAR"},
    "aides": {"date_aide": "DATE"},
    "veilles": {"date_debut": "DATE", "date_fin": "DATE"},
    "referents": {"date_debut": "DATE", "date_fin": "DATE", "nb_etp": "DOUBLE"},
}
NUMBERS = ("parcours", "personne", "etape", "prescription", "contrat", "montant_euros")


def load_plan(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``plan_<table>`` for each file of ``donnees/plan/``."""
    for name, types in TYPES.items():
        path = DONNEES / "plan" / f"{name}.csv"
        con.execute(
            f"CREATE TABLE plan_{name} AS SELECT {_typed(con, path, types)} FROM read_csv(?, all_varchar = true, header = true, nullstr = '')",
            [str(path)],
        )


def _typed(con: duckdb.DuckDBPyConnection, path: Path, types: dict[str, str]) -> str:
    """Columns of one file with their types."""
    names = [row[0] for row in con.execute("DESCRIBE SELECT * FROM read_csv(?, all_varchar = true, header = true)", [str(path)]).fetchall()]
    parts = []
    for name in names:
        kind = types.get(name, "INTEGER" if name in NUMBERS else "VARCHAR")
        source = f"{name} || '-01'" if name.startswith("mois_saisie") else f"{name} = 'oui'" if kind == "BOOLEAN" else name
        parts.append(f"CAST({source} AS {kind}) AS {name}")
    return ", ".join(parts)
