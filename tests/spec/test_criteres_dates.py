"""``[protocole.preuve]`` may be dated: the exits of a photo are judged by what stands on the day of the photo."""

import datetime as dt

import pytest

from plie_analysis import curate
from plie_analysis.errors import PlieError
from plie_analysis.settings import PACKAGE, Settings, value_on
from tests.tableau import brute, lignes, reglages

TEXTE = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-01-01  | 2017-09-30  | EMPLOI

etapes
id_etape | id_parcours | operation                        | date_debut | date_fin | nb_heures_hebdo
E1       | P1          | Contrat long (CDI / CDD +6 mois) | 2017-01-01 |          | 18
"""
HEURES = [{"debut": dt.date(2018, 1, 1), "valeur": 20}, {"valeur": 17.5}]
AVANT, APRES = dt.date(2017, 12, 31), dt.date(2018, 1, 1)


def construire(con, *photos: dt.date, heures=HEURES) -> list[tuple]:
    """Photo → proof, of the exits of a base once these photos are built."""
    protocole = reglages()["protocole"]
    preuve = protocole["preuve"] | {"heures_hebdo": heures}
    curate.build(con, photos, Settings(PACKAGE, reglages(protocole=protocole | {"preuve": preuve})))
    return lignes(con, "SELECT photo, preuve FROM curated.sortie ORDER BY photo")


def test_dix_huit_heures_prouvent_jusqu_a_la_veille_du_nouveau_critere():
    con = brute(TEXTE, photo=AVANT)
    brute(TEXTE, photo=APRES, con=con)
    assert construire(con, AVANT, APRES) == [("2017-12-31", "CDI"), ("2018-01-01", None)]


def test_une_photo_refaite_remplace_ses_lignes_et_laisse_les_autres():
    con = brute(TEXTE, photo=AVANT)
    brute(TEXTE, photo=APRES, con=con)
    construire(con, AVANT, APRES)
    assert construire(con, APRES, heures=15) == [("2017-12-31", "CDI"), ("2018-01-01", "CDI")]
    assert construire(con, AVANT, heures=20) == [("2017-12-31", None), ("2018-01-01", "CDI")]


def test_un_reglage_qui_n_a_pas_commence_est_refuse():
    with pytest.raises(PlieError, match="pas de valeur au 31/12/2017"):
        value_on([{"debut": APRES, "valeur": 20}], AVANT)
