"""``large.sortie``: one row per exit; a positive exit is proven by an étape, as the protocol asks."""

import pytest

from tests.tableau import base, lignes

CDI = "Contrat long (CDI / CDD +6 mois)"
CDD = "CDD Court (moins de 6 mois)"
INTERIM = "Mission intérim"
AIDE = "CAE / CIE"
CHANTIER = "Chantier ETHIC O FIL"
CREATION = "Création ou reprise activité"
FORMATION = "Formation qualifiante COMMERCE"


def preuve(motif: str, *etapes: tuple, naissance: str = "1980-01-01") -> str | None:
    """Proof of an exit on 30 September 2017, entered on 1 January 2016; étape = (operation, start, end, hours)."""
    lines = "\n".join(
        f"    E{rank} | P1 | {operation} | {debut} | {fin} | {heures}" for rank, (operation, debut, fin, heures) in enumerate(etapes)
    )
    con = base(
        f"""
    participants
    id_dossier | date_naissance
    D1         | {naissance}

    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2016-01-01  | 2017-09-30  | {motif}

    etapes
    id_etape | id_parcours | operation | date_debut | date_fin | nb_heures_hebdo
{lines}
    """
    )
    ((proven, proof),) = lignes(con, "SELECT est_prouvee, preuve FROM large.sortie")
    assert proven is (proof is not None)
    return proof


@pytest.mark.parametrize(
    ("motif", "etapes", "attendu"),
    [
        # CDI à mi-temps ou plus, après six mois dans l'entreprise
        ("EMPLOI", [(CDI, "2017-04-01", "", 35)], "CDI"),
        ("EMPLOI", [(CDI, "2017-04-01", "", "")], "CDI"),
        ("EMPLOI", [(CDI, "2017-04-01", "2017-09-30", 17.5)], "CDI"),
        ("EMPLOI", [(CDI, "2017-05-01", "", 35)], None),
        # intérim, six mois en douze
        ("EMPLOI", [(INTERIM, "2016-11-01", "2017-01-31", 35), (INTERIM, "2017-04-01", "2017-06-30", 35)], "intérim"),
        ("EMPLOI", [(INTERIM, "2016-02-01", "2016-07-31", 35), (INTERIM, "2017-07-01", "2017-08-31", 35)], None),
        # un ou plusieurs CDD, six mois en douze ; le contrat en cours compte pour sa durée signée
        ("EMPLOI", [(CDD, "2016-12-01", "2017-02-28", 35), (CDD, "2017-06-01", "2017-09-10", 35)], "CDD"),
        ("EMPLOI", [(CDI, "2017-09-01", "2018-03-31", 35)], "CDD"),
        ("EMPLOI", [(CDD, "2017-08-01", "2017-09-30", 35)], None),
        # formation qualifiante
        ("FORMATION QUALIFIANTE", [(FORMATION, "2017-09-15", "2018-02-01", "")], "formation qualifiante"),
        ("FORMATION QUALIFIANTE", [(CDI, "2017-01-01", "", 35)], None),
        ("EMPLOI", [(FORMATION, "2017-09-15", "2018-02-01", "")], None),
        # création suivie six mois
        ("CREATION D'ACTIVITE", [(CREATION, "2017-03-01", "", "")], "création d'activité"),
        ("CREATION D'ACTIVITE", [(CREATION, "2017-08-01", "", "")], None),
        # contrat aidé de plus de six mois, hors chantier d'insertion
        ("EMPLOI AIDE", [(AIDE, "2017-09-01", "2018-08-31", 26)], "contrat aidé"),
        ("EMPLOI AIDE", [(AIDE, "2017-09-01", "2017-12-31", 26)], None),
        ("EMPLOI AIDE", [(CHANTIER, "2017-01-01", "2017-12-31", 26)], None),
        # une étape qui commence après la sortie ne prouve rien, l'absence d'étape non plus
        ("EMPLOI", [(CDI, "2017-10-15", "2018-12-31", 35)], None),
        ("EMPLOI", [], None),
        # une autre sortie n'a rien à prouver
        ("SANTE", [(CDI, "2016-04-01", "", 35)], None),
    ],
)
def test_criteres_du_protocole(motif, etapes, attendu):
    assert preuve(motif, *etapes) == attendu


@pytest.mark.parametrize(
    ("motif", "etape", "attendu"),
    [
        # 182 jours dans les douze mois : prouvé ; 181 : non
        ("EMPLOI", (INTERIM, "2017-04-02", "2017-09-30", 35), "intérim"),
        ("EMPLOI", (INTERIM, "2017-04-03", "2017-09-30", 35), None),
        ("EMPLOI", (CDD, "2017-04-02", "2017-09-30", 35), "CDD"),
        ("EMPLOI", (CDD, "2017-04-03", "2017-09-30", 35), None),
        # une mission ne compte que jusqu'à la sortie
        ("EMPLOI", (INTERIM, "2017-05-01", "2018-01-31", 35), None),
        # le contrat signé le jour de la sortie compte pour sa durée
        ("EMPLOI", (CDI, "2017-09-30", "2018-03-30", 35), "CDD"),
        ("EMPLOI", (CDI, "2017-09-30", "2018-03-29", 35), None),
        # une formation finie dans les douze mois
        ("FORMATION QUALIFIANTE", (FORMATION, "2016-05-01", "2016-09-30", ""), "formation qualifiante"),
        ("FORMATION QUALIFIANTE", (FORMATION, "2016-05-01", "2016-09-29", ""), None),
        # six mois d'un contrat aidé, d'une création, jour pour jour
        ("EMPLOI AIDE", (AIDE, "2017-09-01", "2018-02-28", 26), "contrat aidé"),
        ("EMPLOI AIDE", (AIDE, "2017-09-01", "2018-02-27", 26), None),
        ("CREATION D'ACTIVITE", (CREATION, "2017-04-01", "", ""), "création d'activité"),
        ("CREATION D'ACTIVITE", (CREATION, "2017-04-02", "", ""), None),
    ],
)
def test_les_bornes_des_criteres(motif, etape, attendu):
    assert preuve(motif, etape) == attendu


def test_sans_date_de_naissance_un_chantier_ne_prouve_rien():
    assert preuve("EMPLOI AIDE", (CHANTIER, "2017-01-01", "2017-12-31", 26), naissance="") is None


def test_un_cdi_a_moins_d_un_mi_temps_ne_prouve_rien():
    assert preuve("EMPLOI", (CDI, "2017-01-01", "", 17)) is None


def test_le_chantier_prouve_des_55_ans():
    chantier = (CHANTIER, "2017-01-01", "2017-12-31", 26)
    assert preuve("EMPLOI AIDE", chantier, naissance="1962-09-30") == "contrat aidé"
    assert preuve("EMPLOI AIDE", chantier, naissance="1962-10-01") is None


def test_l_etape_d_un_parcours_ne_prouve_pas_la_sortie_d_un_autre():
    con = base(f"""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI
    P2          | D1         | R1            | 2014-01-01  | 2015-12-31  | EMPLOI
    P3          | D2         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI

    etapes
    id_etape | id_parcours | operation | date_debut | date_fin
    E1       | P1          | {CDI} | 2015-01-01 |
    """)
    assert lignes(con, "SELECT id_parcours, preuve FROM large.sortie ORDER BY 1") == [("P1", "CDI"), ("P2", None), ("P3", None)]


def test_une_etape_se_juge_a_la_sortie_de_son_parcours():
    """Two months before its own exit: the later exit of another parcours does not make it older."""
    con = base(f"""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2015-01-01  | 2016-03-01  | EMPLOI
    P2          | D2         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI

    etapes
    id_etape | id_parcours | operation | date_debut | date_fin
    E1       | P1          | {CDI} | 2016-01-01 |
    """)
    assert lignes(con, "SELECT id_parcours, preuve FROM large.sortie ORDER BY 1") == [("P1", None), ("P2", None)]


def test_duree_en_mois():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2016-01-01  | 2017-12-31  | AUTRE
    P2          | D2         | R1            | 2016-01-01  |             |
    """)
    assert lignes(con, "SELECT id_parcours, duree_jours, round(duree_mois, 3) FROM large.sortie") == [("P1", 730, 23.984)]
