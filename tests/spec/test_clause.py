"""``large.clause``: one row per contract or candidature."""

from plie_analysis.indicateurs import calculer
from tests.tableau import base, lignes, reglages


def test_un_contrat_sans_parcours_est_garde():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01

    clauses
    id_contrat | id_parcours | secteur  | type_contrat | date_orientation | est_valide | date_debut | nb_heures
    C1         | P1          | BTP      | CDD          | 2017-01-10       | true       | 2017-02-01 | 300.25
    C2         |             | services |              | 2017-01-10       |            |            |
    """)
    assert lignes(con, "SELECT id_contrat, id_dossier, secteur, est_valide, est_salarie, nb_heures FROM large.clause ORDER BY 1") == [
        ("C1", "D1", "BTP", True, True, 300.25),
        ("C2", None, "services", False, False, None),
    ]


def test_le_quartier_de_veille_d_un_salarie_est_nomme():
    con = base("""
    participants
    id_dossier | commune  | quartier
    D1         | Quetigny | Quetigny Centre

    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01

    clauses
    id_contrat | id_parcours | date_orientation
    C1         | P1          | 2017-01-10
    C2         |             | 2017-01-10
    """)
    assert lignes(con, "SELECT quartier, quartier_nomme FROM large.clause ORDER BY id_contrat") == [
        ("hors QPV", "Quetigny Centre"),
        (None, None),
    ]


SORTIES = """
participants
id_dossier | commune  | quartier
D1         | Dijon    | Grésilles
D2         | Quetigny | Quetigny Centre
D3         | Dijon    |
D4         | Dijon    |
D5         | Dijon    |

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_sortie
P1          | D1         | R1            | 2016-01-01  | 2017-06-30  | EMPLOI       | 2017-07-10
P2          | D2         | R1            | 2016-01-01  | 2017-06-30  | EMPLOI       | 2017-06-30
P3          | D3         | R1            | 2016-01-01  | 2017-12-31  | SANTE        | 2017-12-31
P4          | D4         | R1            | 2016-01-01  |             |              |
P5          | D5         | R1            | 2016-01-01  | 2018-01-01  | EMPLOI       | 2018-01-01

clauses
id_contrat | id_parcours | prescripteur | type_contrat | date_orientation | date_debut | date_fin
C1         | P1          | PLIE         | CDD          | 2016-05-01       | 2016-06-01 | 2016-12-31
C2         | P1          | Pôle emploi  | CDI          | 2017-05-01       | 2017-06-30 |
C3         | P2          | PLIE         | CTTI         | 2017-05-01       | 2017-05-01 | 2017-05-31
C4         | P2          | PLIE         | CDI          | 2017-05-01       | 2017-07-01 |
C5         | P3          | PLIE         | CDD          | 2017-02-01       | 2017-03-01 |
C6         | P3          | PLIE         | CTTI         | 2017-02-01       | 2017-03-01 |
C7         | P4          | PLIE         | CDI          | 2017-02-01       | 2017-03-01 |
C8         | P5          | PLIE         | CDI          | 2017-02-01       | 2017-03-01 |
C9         |             | PLIE         | CDI          | 2017-02-01       | 2017-03-01 |
C10        | P5          | PLIE         |              | 2017-12-01       |            |
"""


def test_le_contrat_de_sortie_est_le_dernier_commence_ce_jour_la():
    """Un contrat commencé le jour de la sortie compte, un contrat du lendemain non ; de deux du même jour, le dernier numéro ; un seul par parcours."""
    con = base(SORTIES)
    assert lignes(con, "SELECT id_contrat FROM curated.clause WHERE est_contrat_de_sortie ORDER BY 1") == [
        ("C2",),
        ("C3",),
        ("C6",),
        ("C8",),
    ]


def _sorties(con, par: str = "", **question) -> dict:
    asked = ["sorties_clauses", "sorties_positives_clauses", "taux_sorties_positives_clauses"]
    frame = calculer(con, asked, config=reglages(), du="2017-01-01", au="2017-12-31", par=[par] if par else [], **question)
    names = ["indicateur", par] if par else ["indicateur"]
    return {tuple(row[:-1]): row[-1] for row in frame[[*names, "valeur"]].dropna().itertuples(index=False)}


def test_les_sorties_des_salaries_sont_celles_de_leurs_parcours():
    con = base(SORTIES)
    total = _sorties(con)
    assert (total["sorties_clauses",], total["sorties_positives_clauses",]) == (3, 2)
    assert round(total["taux_sorties_positives_clauses",], 1) == 66.7
    by_contract = _sorties(con, "type_contrat")
    assert {key[1]: value for key, value in by_contract.items() if key[0] == "sorties_positives_clauses"} == {"CDI": 1, "CTTI": 1}
    by_quartier = _sorties(con, "quartier_nomme")
    assert by_quartier["sorties_positives_clauses", "Quetigny Centre"] == by_quartier["sorties_positives_clauses", "Grésilles"] == 1
    assert _sorties(con, "prescripteur_clause_groupe")["sorties_clauses", "Autres prescripteurs"] == 1


def test_une_sortie_saisie_plus_tard_n_y_est_pas_encore():
    con = base(SORTIES)
    assert _sorties(con, connu_au="2017-07-09")["sorties_positives_clauses",] == 1
    assert _sorties(con, connu_au="2017-07-10")["sorties_positives_clauses",] == 2


def test_un_contrat_n_est_de_sortie_que_quand_la_sortie_est_connue():
    """Compté par le jour de l'orientation, qui ne lit pas la date de sortie : la marque elle-même attend la saisie."""
    con = base(SORTIES)
    own = {"titre": "t", "definition": "d", "unite": "contrats", "source": "s"}
    marked = {**own, "table": "clause", "evenement": "date_orientation", "garder": ["est_contrat_de_sortie"]}
    config = {**reglages(), "indicateurs": {"marques": marked}}
    asked = {"config": config, "du": "2017-01-01", "au": "2017-12-31"}
    counts = [
        calculer(con, ["marques"], connu_au=day, **asked).valeur.item()
        for day in ("2017-06-29", "2017-06-30", "2017-07-10", "2018-01-01", None)
    ]
    assert counts == [0, 1, 2, 4, 4]
