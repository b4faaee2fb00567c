"""``large.prescription``: one row per orientation towards the PLIE."""

from plie_analysis.indicateurs import calculer
from tests.tableau import base, lignes, reglages


def test_prescripteur_groupe_et_decision():
    con = base("""
    participants
    id_dossier | civilite
    D1         | Mme

    prescriptions
    id_prescription | id_dossier | prescripteur           | date_prescription | decision
    O1              | D1         | Espace emploi Longvic  | 2017-01-05        | entrée
    O2              | D1         | Pôle emploi            | 2017-02-05        | non-entrée
    O3              | D1         |                        | 2017-03-05        | en attente
    O4              | D1         | Pôle emploi            | 2017-04-05        |
    """)
    assert lignes(
        con,
        "SELECT id_prescription, sexe, prescripteur, prescripteur_detail, est_entree, est_non_entree, est_decidee FROM large.prescription ORDER BY 1",
    ) == [
        ("O1", "femme", "Services emploi des communes", "Espace emploi Longvic", True, False, True),
        ("O2", "femme", "Pôle emploi", "Pôle emploi", False, True, True),
        ("O3", "femme", None, None, False, False, False),
        ("O4", "femme", "Pôle emploi", "Pôle emploi", False, False, False),
    ]


def test_l_orientation_proposee_est_un_axe_des_non_entrees():
    """Vide ou inconnue, elle est non renseignée ; une prescription qui mène à une entrée n'y compte pas."""
    con = base("""
    participants
    id_dossier | civilite
    D1         | Mme

    prescriptions
    id_prescription | id_dossier | prescripteur | date_prescription | decision   | date_decision | orientation_proposee
    O1              | D1         | Pôle emploi  | 2017-01-05        | non-entrée | 2017-01-31    | APEC
    O2              | D1         | Pôle emploi  | 2017-02-05        | non-entrée | 2017-01-31    |
    O3              | D1         | Pôle emploi  | 2017-03-05        | non-entrée | 2017-02-01    | APEC
    O4              | D1         | Pôle emploi  | 2017-04-05        | entrée     | 2017-01-31    | ASF
    """)
    frame = calculer(con, ["non_entrees"], du="2017-01-01", au="2017-01-31", config=reglages(), par=["orientation_proposee"])
    assert frame[["orientation_proposee", "valeur"]].values.tolist() == [["APEC", 1.0], ["non renseigné", 1.0]]
