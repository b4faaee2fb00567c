"""The rules of the charte on each side of their bounds: the last day that is right, the first that is not.

Only the SQL of the rules is run, on a clean photo of 31 December 2017 where each case changes one person ``n``.
"""

import datetime as dt

import pytest

from plie_analysis.charte import travail
from plie_analysis.charte.seuils import en_vigueur
from tests.charte import photo_propre
from tests.charte.fautes import statements
from tests.tableau import PHOTO, reglages


def met(table: str, **columns: str) -> str:
    """The statement that sets columns of the person's line (dates and texts, quoted here)."""
    key = {
        "participants": "id_dossier = 'D{n}'",
        "prescriptions": "id_prescription = 'O{n}'",
        "etapes": "id_etape = 'T{n}'",
        "entretiens": "id_entretien = 'N{n}'",
    }.get(table, "id_parcours = 'P{n}'")
    values = ", ".join(f"{name} = '{value}'" for name, value in columns.items())
    return f"UPDATE raw.{table} SET {values} WHERE {key} AND {{photo}}"


def sorti(jour: str, motif: str = "EMPLOI", **columns: str) -> str:
    """The person has left."""
    return met("parcours", date_sortie=jour, motif_sortie=motif, **columns)


# Article, what is changed, and whether it is at fault. The person entered on 1 March 2017, prescribed on 1 February.
CAS = [
    # plus de trente mois
    ("c06", "{ancien 2015-06-30}", True),
    ("c06", "{ancien 2015-07-01}", False),
    ("c06", f"{{ancien 2015-01-01}}; {sorti('2017-12-20')}", False),  # fermé
    # le motif « + 30 mois »
    ("c09", f"{{ancien 2015-03-01}}; {sorti('2017-09-01', 'SUIVI PLIE + 30 MOIS')}", False),
    ("c09", f"{{ancien 2015-03-01}}; {sorti('2017-08-31', 'SUIVI PLIE + 30 MOIS')}", True),
    # de 0 à 180 jours entre la prescription et l'entrée
    ("c07", met("prescriptions", date_prescription="2017-03-01"), False),
    ("c07", met("prescriptions", date_prescription="2017-03-02"), True),
    ("c07", met("prescriptions", date_prescription="2016-09-02"), False),
    ("c07", met("prescriptions", date_prescription="2016-09-01"), True),
    # saisi dans les sept jours
    ("k01", met("prescriptions", date_saisie="2017-02-08"), False),
    ("k01", met("prescriptions", date_saisie="2017-02-09"), True),
    ("k01", met("parcours", date_saisie_entree="2017-03-08"), False),
    ("k01", met("parcours", date_saisie_entree="2017-03-09"), True),
    ("k01", sorti("2017-12-20", date_saisie_sortie="2017-12-27"), False),
    ("k01", sorti("2017-12-20", date_saisie_sortie="2017-12-28"), True),
    ("k01", met("etapes", date_saisie="2017-11-09"), False),
    ("k01", met("etapes", date_saisie="2017-11-10"), True),
    ("k01", met("entretiens", date_saisie="2017-12-21"), False),
    ("k01", met("entretiens", date_saisie="2017-12-22"), True),
    ("k01", met("entretiens", date_saisie="2018-01-01"), False),  # d'après la photo : c'est l'affaire de K02
    # au plus 31 jours d'avance, et pas après la photo
    ("k02", met("etapes", date_saisie="2017-10-02"), False),
    ("k02", met("etapes", date_saisie="2017-10-01"), True),
    ("k02", met("entretiens", date_saisie="2017-11-13"), False),
    ("k02", met("entretiens", date_saisie="2017-11-12"), True),
    ("k02", met("parcours", date_saisie_entree="2017-01-29"), False),
    ("k02", met("parcours", date_saisie_entree="2017-01-28"), True),
    ("k02", met("participants", date_saisie="2017-12-31"), False),
    ("k02", met("participants", date_saisie="2018-01-01"), True),
    # de 16 à 67 ans à l'entrée
    ("p02", met("participants", date_naissance="2001-03-01"), False),
    ("p02", met("participants", date_naissance="2001-03-02"), True),
    ("p02", met("participants", date_naissance="1949-03-02"), False),
    ("p02", met("participants", date_naissance="1949-03-01"), True),
    # une étape entre l'entrée et la sortie
    ("e02", met("etapes", date_debut="2017-03-01"), False),
    ("e02", met("etapes", date_debut="2017-02-28"), True),
    ("e02", sorti("2017-12-08"), False),
    ("e02", sorti("2017-12-07"), True),
    # une veille de deux mois au plus, dans le parcours
    ("v01", met("veilles", date_debut="2017-05-02", date_fin="2017-07-02"), False),
    ("v01", met("veilles", date_debut="2017-05-02", date_fin="2017-07-03"), True),
    ("v01", met("veilles", date_debut="2017-03-01"), True),  # commencée le 1er mars, finie le 30 mai : trop longue
    ("v01", met("veilles", date_debut="2017-03-01", date_fin="2017-04-30"), False),
    ("v01", met("veilles", date_debut="2017-02-28", date_fin="2017-04-01"), True),
    # une aide dans le parcours
    ("a01", met("aides", date_aide="2017-03-01"), False),
    ("a01", met("aides", date_aide="2017-02-28"), True),
    # une évaluation des freins dans les soixante jours
    ("f01", met("freins", date_evaluation="2017-04-30"), False),
    ("f01", met("freins", date_evaluation="2017-05-01"), True),
    # un motif de la nomenclature, pendant qu'il y est (SANTE du 1er juin au 30 septembre, pour ce test)
    ("c03", sorti("2017-06-01", "SANTE"), False),
    ("c03", sorti("2017-09-30", "SANTE"), False),
    ("c03", sorti("2017-05-31", "SANTE"), True),
    ("c03", sorti("2017-10-01", "SANTE"), True),
]
NOMENCLATURE = "UPDATE ref.motif_sortie SET debut = DATE '2017-06-01', fin = DATE '2017-09-30' WHERE code = 'SANTE'"


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    fautes = [NOMENCLATURE, *(statements(change, n) for n, (_, change, _) in enumerate(CAS, start=1))]
    settings = photo_propre.ecrire(tmp_path_factory.mktemp("bornes"), len(CAS), fautes)
    with travail.ouvrir(settings, PHOTO, en_vigueur(settings.config, PHOTO)) as opened:
        yield opened.con


@pytest.mark.parametrize("n", range(1, len(CAS) + 1), ids=lambda n: f"{CAS[n - 1][0]}-{n}")
def test_les_bornes_d_un_article(photo, n):
    article, change, is_wrong = CAS[n - 1]
    keys = {f"{letter}{n}" for letter in "DOPTN"}
    found = {cle.partition("/")[0] for (cle,) in photo.execute(f"SELECT cle FROM curated.charte_{article}").fetchall()}
    assert bool(found & keys) is is_wrong, change


@pytest.mark.parametrize(("entree", "trop_long"), [("2015-05-30", False), ("2015-05-29", True)])
def test_trente_mois_jour_pour_jour(tmp_path, entree, trop_long):
    """On a photo of the 30th: no day is thirty months before a 31 December."""
    jour = dt.date(2017, 11, 30)
    settings = photo_propre.ecrire(tmp_path, 1, [statements(f"{{ancien {entree}}}", 1)], photos=(jour,))
    with travail.ouvrir(settings, jour, en_vigueur(settings.config, jour)) as opened:
        assert bool(opened.con.execute("SELECT cle FROM curated.charte_c06").fetchall()) is trop_long


def test_un_seuil_date_vaut_des_son_premier_jour():
    periods = [{"valeur": 7}, {"debut": dt.date(2018, 1, 1), "valeur": 5}, {"debut": dt.date(2019, 1, 1), "valeur": 3}]
    config = {**reglages(), "charte": {"seuils": {"saisie_jours": periods}}}
    days = (dt.date(2017, 12, 31), dt.date(2018, 1, 1), dt.date(2018, 12, 31), dt.date(2019, 1, 1))
    assert [en_vigueur(config, day)["saisie_jours"].valeur for day in days] == [7, 5, 5, 3]
