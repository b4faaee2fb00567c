"""A line that the reading left aside (``est_retenue`` false) never reaches the curated tables."""

import pytest

from tests.tableau import base, lignes

# query → (curated table, columns, a line); the same line stands twice, once retained.
LIGNES = {
    "participants": ("participant", "id_dossier", "D7"),
    "prescriptions": ("prescription", "id_prescription | id_dossier | date_prescription", "O7 | D7 | 2017-01-05"),
    "parcours": ("parcours", "id_parcours | id_dossier | code_referent | date_entree", "P7 | D7 | R1 | 2017-01-01"),
    "etapes": ("etape", "id_etape | id_parcours | operation | date_debut", "E7 | P7 | PMSMP | 2017-02-01"),
    "entretiens": ("entretien", "id_entretien | id_parcours | date_entretien", "N7 | P7 | 2017-02-01"),
    "situations": ("situation", "id_dossier | situation | date_debut", "D7 | RSA | 2017-01-01"),
    "veilles": ("veille", "id_parcours | date_debut", "P7 | 2017-02-01"),
    "referents": ("referent", "code_referent | structure", "R7 | Maison"),
    "freins": ("frein", "id_parcours | famille | date_evaluation", "P7 | mobilité | 2017-01-20"),
    "actions": ("action", "id_parcours | action | date_orientation", "P7 | Start Again | 2017-02-01"),
    "aides": ("aide", "id_parcours | date_aide | nature", "P7 | 2017-02-01 | transport"),
    "clauses": ("clause", "id_contrat | id_parcours | date_orientation", "C7 | P7 | 2017-02-01"),
}


@pytest.mark.parametrize("requete", LIGNES)
def test_une_ligne_ecartee_ne_compte_pas(requete):
    table, columns, line = LIGNES[requete]
    con = base(f"""
    {requete}
    {columns} | est_retenue
    {line} | true
    {line} | false
    """)
    assert lignes(con, f"SELECT count(*) FROM curated.{table}") == [(1,)]


def test_la_structure_ne_vient_pas_d_une_ligne_ecartee():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01

    referents
    code_referent | structure | date_debut | est_retenue
    R1            | Maison    | 2015-01-01 | true
    R1            | Écartée   | 2016-01-01 | false
    """)
    assert lignes(con, "SELECT structure FROM curated.parcours") == [("Maison",)]
