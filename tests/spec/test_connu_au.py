"""What was known on a day: a line keyed after it does not exist, an exit keyed after it has not happened."""

import datetime as dt

import ibis
import pytest

from plie_analysis.indicateurs.contexte import open_contexte
from plie_analysis.indicateurs.periode import Periode
from tests.tableau import base, reglages

TEXTE = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P1          | D1         | R1            | 2017-01-10  | 2017-06-01  | EMPLOI       | 2017-02-01         | 2017-07-01
P2          | D2         | R1            | 2017-01-10  |             |              |                    |

etapes
id_etape | id_parcours | operation | date_debut | date_saisie
E1       | P1          | PMSMP     | 2017-01-20 | 2017-03-01
E2       | P2          | PMSMP     | 2017-01-20 |

entretiens
id_entretien | id_parcours | date_entretien | date_saisie
N1           | P1          | 2017-01-20     | 2017-03-01
N2           | P2          | 2017-01-20     |

veilles
id_parcours | date_debut | date_fin
P1          | 2017-02-01 | 2017-03-01
P2          | 2017-02-01 | 2017-03-01
"""
AVANT_PARCOURS, PARCOURS, AVANT_ETAPE, ETAPE, AVANT_SORTIE, SORTIE = (
    dt.date(2017, 1, 31),
    dt.date(2017, 2, 1),
    dt.date(2017, 2, 28),
    dt.date(2017, 3, 1),
    dt.date(2017, 6, 30),
    dt.date(2017, 7, 1),
)


@pytest.fixture(scope="module")
def con():
    return base(TEXTE)


def connu(con, table: str, jour: dt.date) -> dict:
    """Parcours → exit, of the lines of a table known on a day."""
    contexte = open_contexte(con, Periode(dt.date(2017, 1, 1), dt.date(2017, 12, 31)), jour, reglages(), None)
    t = contexte.lignes(table, {"id_parcours", "date_sortie"})
    rows = con.execute(str(ibis.to_sql(t.select("id_parcours", "date_sortie"), dialect="duckdb"))).fetchall()
    return dict(rows)


@pytest.mark.parametrize(
    ("table", "jour", "attendu"),
    [
        ("parcours", AVANT_PARCOURS, {"P2"}),
        ("parcours", PARCOURS, {"P1", "P2"}),
        ("veille", AVANT_PARCOURS, {"P2"}),
        ("veille", PARCOURS, {"P1", "P2"}),
        ("etape", AVANT_ETAPE, {"P2"}),
        ("etape", ETAPE, {"P1", "P2"}),
        ("entretien", AVANT_ETAPE, {"P2"}),
        ("entretien", ETAPE, {"P1", "P2"}),
        ("sortie", AVANT_SORTIE, set()),
        ("sortie", SORTIE, {"P1"}),
    ],
)
def test_une_ligne_saisie_apres_n_existe_pas(con, table, jour, attendu):
    assert set(connu(con, table, jour)) == attendu


@pytest.mark.parametrize("table", ["parcours", "etape", "entretien", "veille"])
def test_une_sortie_saisie_apres_n_a_pas_eu_lieu(con, table):
    assert connu(con, table, AVANT_SORTIE)["P1"] is None
    assert connu(con, table, SORTIE)["P1"] == dt.date(2017, 6, 1)


def test_une_etape_n_est_pas_connue_avant_son_parcours():
    con = base(TEXTE.replace("| 2017-01-20 | 2017-03-01", "| 2017-01-20 |"))
    assert set(connu(con, "etape", AVANT_PARCOURS)) == {"P2"}
    assert set(connu(con, "etape", PARCOURS)) == {"P1", "P2"}


def lus(con, table: str, colonnes: str, jour: dt.date | None) -> list[tuple]:
    """These columns of the lines known on a day, in order."""
    names = colonnes.split()
    contexte = open_contexte(con, Periode(dt.date(2017, 1, 1), dt.date(2017, 12, 31)), jour, reglages(), None)
    t = contexte.lignes(table, set(names)).select(*names)
    return sorted(con.execute(str(ibis.to_sql(t, dialect="duckdb"))).fetchall())


@pytest.mark.parametrize("table", ["parcours", "etape", "veille"])
def test_rien_de_la_sortie_n_est_dit_avant_sa_saisie(con, table):
    colonnes = "id_parcours date_sortie motif_sortie nature_sortie est_sorti est_sortie_positive"
    ouvert = ("P2", None, None, None, False, False)
    assert lus(con, table, colonnes, AVANT_SORTIE) == [("P1", None, None, None, False, False), ouvert]
    assert lus(con, table, colonnes, SORTIE) == [("P1", dt.date(2017, 6, 1), "EMPLOI", "positive", True, True), ouvert]


FICHES = """
participants
id_dossier | commune | date_saisie
D1         | Dijon   | 2017-05-01
D2         | Talant  |

clauses
id_contrat | id_parcours | date_debut
C1         | P1          | 2017-02-01
C2         |             | 2017-02-01
"""


def test_rien_d_une_personne_n_existe_avant_son_dossier():
    """As a load refuses the line of a dossier that is not there; the contract alone may stand without a parcours."""
    con = base(TEXTE, FICHES)
    assert lus(con, "participant", "id_dossier", AVANT_SORTIE) == [("D1",), ("D2",)]
    for table in ("participant", "parcours", "veille"):
        assert lus(con, table, "id_dossier commune", ETAPE) == [("D2", "Talant")]
    assert lus(con, "etape", "id_etape commune", ETAPE) == [("E2", "Talant")]
    assert lus(con, "clause", "id_contrat id_parcours", ETAPE) == [("C1", None), ("C2", None)]
    assert lus(con, "clause", "id_contrat id_parcours", AVANT_SORTIE) == [("C1", "P1"), ("C2", None)]


def test_une_ligne_qui_n_atteint_ni_parcours_ni_personne_reste():
    con = base(TEXTE, FICHES)
    assert con.execute(_requete(con, "clause", {"id_contrat", "commune"}) + " ORDER BY 1").fetchall() == [("C1", "Dijon"), ("C2", None)]


def test_une_ligne_ne_rejoint_que_sa_photo():
    con = base(TEXTE, FICHES, photo=dt.date(2017, 12, 30))
    base(TEXTE, FICHES.replace("Dijon", "Ahuy"), con=con)
    assert lus(con, "etape", "id_etape commune", None) == [("E1", "Ahuy"), ("E2", "Talant")]


@pytest.mark.parametrize(
    ("colonnes", "jointes"),
    [
        ({"id_etape"}, set()),
        ({"id_etape", "date_entree"}, {"parcours"}),
        ({"id_etape", "id_dossier"}, {"parcours"}),
        ({"id_etape", "commune"}, {"parcours", "participant"}),
    ],
)
def test_une_table_ne_se_joint_que_si_elle_est_lue(con, colonnes, jointes):
    query = _requete(con, "etape", colonnes)
    assert {table for table in ("parcours", "participant") if f'"curated"."{table}"' in query} == jointes


def _requete(con, table: str, colonnes: set[str]) -> str:
    contexte = open_contexte(con, Periode(dt.date(2017, 1, 1), dt.date(2017, 12, 31)), None, reglages(), None)
    return str(ibis.to_sql(contexte.lignes(table, colonnes), dialect="duckdb"))


TARDIVES = """
prescriptions
id_prescription | id_dossier | prescripteur | date_prescription | date_saisie
O1              | D1         | Pôle emploi  | 2017-01-02        | 2017-05-01

parcours
id_parcours | id_dossier | code_referent | id_prescription | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P0          | D1         | R1            |                 | 2015-01-10  | 2015-06-01  | SANTE        | 2017-04-01         | 2017-04-01
P1          | D1         | R1            | O1              | 2017-01-10  | 2017-06-10  | EMPLOI       | 2017-02-01         | 2017-06-01

etapes
id_etape | id_parcours | operation      | date_debut | date_fin   | date_saisie
E1       | P1          | PMSMP          | 2017-01-20 |            | 2017-05-01
E2       | P1          | Mission intérim | 2017-01-25 | 2017-09-01 | 2017-03-01
E3       | P1          | PMSMP          | 2017-06-12 |            | 2017-03-01
E0       | P1          | PMSMP          | 2016-12-01 |            | 2017-03-01
"""
AVANT, APRES = dt.date(2017, 3, 1), dt.date(2017, 6, 30)


def test_la_prescription_saisie_plus_tard_ne_prete_rien_au_parcours():
    con = base(TARDIVES)
    colonnes = "id_parcours id_prescription date_prescription preaffectation_jours"
    assert lus(con, "parcours", colonnes, AVANT) == [("P1", None, None, None)]
    assert lus(con, "parcours", colonnes, APRES)[1] == ("P1", "O1", dt.date(2017, 1, 2), 8)
    for table, jour, attendu in (("parcours", AVANT, {None}), ("etape", AVANT, {None}), ("etape", APRES, {"Pôle emploi"})):
        assert {prescripteur for _, prescripteur in lus(con, table, "id_parcours prescripteur", jour)} == attendu


def test_les_rangs_se_recomptent_parmi_ce_qui_est_connu():
    con = base(TARDIVES)
    assert lus(con, "parcours", "id_parcours rang_parcours", AVANT) == [("P1", 1)]
    assert lus(con, "parcours", "id_parcours rang_parcours", APRES) == [("P0", 1), ("P1", 2)]
    # E0 began before the entry; E3 begins after the exit, which nobody knows yet.
    assert rangs(con, AVANT) == [("E0", None, False), ("E2", 1, True), ("E3", 2, True)]
    assert rangs(con, APRES) == [("E0", None, False), ("E1", 1, True), ("E2", 2, True), ("E3", None, False)]


def rangs(con, jour: dt.date) -> list[tuple]:
    return lus(con, "etape", "id_etape rang_etape est_dans_parcours", jour)


def test_une_preuve_attend_la_saisie_de_ses_etapes():
    text = TARDIVES.replace("2017-06-10", "2017-08-10").replace("2017-09-01 | 2017-03-01", "2017-09-01 | 2017-09-15")
    con = base(text)
    colonnes = "id_parcours est_prouvee preuve"
    assert lus(con, "sortie", colonnes, APRES) == [("P0", False, None), ("P1", False, None)]
    assert lus(con, "sortie", colonnes, dt.date(2017, 9, 15)) == [("P0", False, None), ("P1", True, "intérim")]


def test_une_sortie_saisie_d_avance_est_a_venir():
    """Keyed on 1 June for the 10th: on the photo of the 5th, it would be after the photo."""
    con = base(TARDIVES)
    colonnes = "id_parcours a_dates_impossibles duree_jours"
    assert lus(con, "parcours", colonnes, dt.date(2017, 6, 5))[1] == ("P1", True, None)
    assert lus(con, "parcours", colonnes, dt.date(2017, 6, 10))[1] == ("P1", False, 151)
