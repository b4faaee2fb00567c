"""The SQL compiled for each indicator, kept as a plain file: a change of definition shows in its query."""

from plie_analysis import contrat
from plie_analysis.indicateurs import definitions, planifier
from tests.tableau import base, reglages

CONFIG = reglages(budget={"2017": 1}, fse={"2017": 1}, objectifs={"2017": {"prescriptions_pe_cd": 1, "entrees_pe_cd": 1}})
QUESTIONS = {
    "": {},
    "accompagnes par tranche d'âge, RSA et commune regroupée, connu au 15 juin": {
        "ids": ["accompagnes"], "par": ["tranche_age", "rsa", "commune_groupe"], "connu_au": "2017-06-15",
    },
    "sorties de femmes ou non renseigné, par mois": {
        "ids": ["sorties"], "par": ["mois"], "filtres": {"sexe": ["femme", "non renseigné"]},
    },
}  # fmt: skip


def _every_export() -> str:
    """A photo where every export came, with a header only."""
    return "\n\n".join(f"{requete}\n{columns[0].colonne}" for requete, columns in contrat.queries().items())


def compiled() -> str:
    """Every query, under the name of what asks for it."""
    con = base(_every_export())
    asked = {name: {"ids": [name]} for name in definitions(CONFIG)} | {name: q for name, q in QUESTIONS.items() if q}
    blocks = []
    for name, question in asked.items():
        plan = planifier(con, du="2017-01-01", au="2017-12-31", config=CONFIG, **question)
        queries = [sql for sql, _ in plan.requetes] + [suivi.sql for suivi in plan.suivis]
        blocks.append("\n".join([f"-- {name}", *(f"{sql};" for sql in queries), ""]))
    return "\n".join(blocks)
