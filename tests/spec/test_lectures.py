"""The same exits read four ways: the motive, Alliance Villes Emploi, the classes of the IAE, the étapes; and the reason of each disagreement."""

import datetime as dt

import pytest

from plie_analysis.cohortes.lectures import CLASSES, classe_iae, lectures
from plie_analysis.protection.cles import CleDeCompte
from plie_analysis.protection.suites import calcul_lectures
from tests.tableau import PHOTO, base, reglages

ANNEE = {"du": dt.date(2017, 1, 1), "au": dt.date(2017, 12, 31)}
REGLE = reglages()["iae"]
CDI, CDD, INTERIM = "Contrat long (CDI / CDD +6 mois)", "CDD Court (moins de 6 mois)", "Mission intérim"
TEXTE = f"""
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI
P2          | D2         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI
P3          | D3         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI
P4          | D4         | R1            | 2016-01-01  | 2017-09-30  | DEMENAGEMENT
P5          | D5         | R1            | 2016-01-01  | 2017-09-30  | SANTE
P6          | D6         | R1            | 2016-01-01  | 2017-09-30  |
P7          | D7         | R1            | 2016-01-01  | 2018-01-01  | EMPLOI

etapes
id_etape | id_parcours | operation | date_debut | date_fin   | date_saisie
E1       | P1          | {CDI}     | 2017-01-01 |            |
E2       | P2          | {CDI}     | 2017-09-01 |            |
E3       | P2          | {CDD}     | 2017-09-15 | 2017-10-15 |
E4       | P3          | {CDD}     | 2017-06-01 | 2017-09-29 |
E5       | P5          | {INTERIM} | 2017-01-01 | 2017-12-31 | 2017-12-01
"""


def lues(con=None, connu_au: dt.date = PHOTO, **autres) -> dict[str, tuple]:
    """Reason → (PLIE, AVE, IAE, étapes, agreement, number)."""
    asked = {"regle": REGLE, "libelles": {"DEMENAGEMENT": "Déménagement"}, "est_muette": False} | autres
    frame = lectures(con or base(TEXTE), PHOTO, **ANNEE, connu_au=connu_au, **asked)
    return {
        row["raison"]: (row["plie"], row["ave"], row["iae"], row["etapes"], row["est_accord"], row["sorties"])
        for row in frame.to_dict("records")
    }


def test_chaque_sortie_a_quatre_lectures_et_une_raison():
    assert lues() == {
        "six mois tenus, contrat de plus de six mois en cours": ("positive", "positive", "durable", "tenu", True, 1),
        # La meilleure étape en cours l'emporte sur le contrat court qui l'accompagne.
        "plus de six mois signés, pas encore tenus": ("positive", "positive", "durable", "non tenu", False, 1),
        # Une étape finie la veille n'est plus en cours.
        "aucune étape ne montre la sortie positive": ("positive", "positive", "autre", "non tenu", False, 1),
        "écartée par Alliance Villes Emploi : déménagement": ("autre", "écartée", "autre", "non tenu", False, 1),
        "six mois tenus et contrat en cours, motif d’une autre sortie": ("autre", "autre", "durable", "tenu", False, 1),
        "motif inconnu : seules les étapes disent quelque chose": ("motif inconnu", "motif inconnu", "autre", "non tenu", False, 1),
    }


def test_une_etape_saisie_plus_tard_n_est_pas_vue():
    found = lues(connu_au=dt.date(2017, 11, 30))
    assert found["rien en cours, rien de tenu"] == ("autre", "autre", "autre", "non tenu", True, 1)
    assert "six mois tenus et contrat en cours, motif d’une autre sortie" not in found


def test_une_nomenclature_muette_ne_fait_pas_dire_non_a_l_ave():
    found = lues(est_muette=True)
    assert {ave for _, ave, *_ in found.values()} == {"non dite"}
    assert found["rien en cours, rien de tenu"][:2] == ("autre", "non dite")


def test_sans_libelle_le_motif_ecarte_n_est_pas_nomme():
    assert "écartée par Alliance Villes Emploi" in lues(libelles={})


def test_sans_export_des_etapes_rien_n_est_lu():
    con = base(TEXTE)
    con.execute("DELETE FROM raw.fichier WHERE requete = 'etapes'")
    assert not lues(con)


@pytest.mark.parametrize(
    ("fin", "reglage", "attendu"),
    [
        ("2017-06-29", "transition", ("transition", False)),  # un jour de moins
        ("2017-06-30", "transition", ("transition", True)),  # six mois juste : ce que dit le réglage
        ("2017-06-30", "durable", ("durable", True)),
        ("2017-06-29", "durable", ("transition", False)),
        ("2017-07-01", "transition", ("durable", False)),  # un jour de plus
    ],
)
@pytest.mark.parametrize("cas", ["cdd", "interim", "cdi", "clause", "alternance"])
def test_six_mois_juste_est_un_reglage(cas, fin, reglage, attendu):
    assert classe_iae(cas, dt.date(2017, 1, 1), dt.date.fromisoformat(fin), REGLE | {"six_mois_juste": reglage}) == attendu


@pytest.mark.parametrize(
    ("cas", "attendu"),
    [("cdi", "durable"), ("cdd", "transition"), ("creation", "durable"), ("aide", "transition"), ("cddi", "positive"), (None, "autre")],
)
def test_un_contrat_sans_fin_se_lit_a_son_genre(cas, attendu):
    assert classe_iae(cas, dt.date(2017, 1, 1), None, REGLE) == (attendu, False)
    assert attendu in CLASSES


def test_une_duree_de_six_mois_juste_est_dite_dans_la_raison():
    juste = TEXTE.replace("| 2017-06-01 | 2017-09-29", "| 2017-04-01 | 2017-09-30")
    assert any(raison.endswith("d’une durée de six mois juste") for raison in lues(base(juste)))


def test_les_lignes_font_les_sorties_les_positives_et_celles_que_l_ave_compte():
    con = base(TEXTE)
    frame = lectures(con, PHOTO, **ANNEE, connu_au=PHOTO, regle=REGLE, libelles={}, est_muette=False)
    sorties = CleDeCompte(
        ("sortie", "evenement", "date_sortie", "nombre", "", "False"), (), (), (), (), "2017-01-01", "2017-12-31", "2017-12-31", ()
    )
    positives = sorties._replace(garder=("est_sortie_positive",))
    calcul = calcul_lectures(frame, sorties, positives)
    assert calcul.comptes[sorties] == 6 and calcul.comptes[positives] == 3
    assert calcul.comptes[sorties._replace(sauf=("est_hors_ave",))] == 5
    for relation in calcul.relations:
        assert sum(weight * calcul.comptes[key] for key, weight in relation.items()) == 0
    assert [len(row.cles) for row in calcul.rangees] == [1] * len(frame)
