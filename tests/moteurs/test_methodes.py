"""What is drawn from the parcours one by one: étapes before the exit, monthly states, transitions, becoming of actions, typical parcours.

The engine delivers the parcours and the étapes of a question; the sequences are made of them here, by the same code whatever the engine.
"""

import datetime as dt

import pandas as pd
import pytest

from plie_analysis import cohortes, trajectoires
from plie_analysis.cohortes import avant_apres, devenir, lectures, rsa_des_sorties
from plie_analysis.cohortes.avant_sortie import compter_etapes, mesures_d_etapes
from plie_analysis.cohortes.sequences import Sequences
from plie_analysis.curate import write_parquet
from plie_analysis.database import newest_photo, open_database
from plie_analysis.indicateurs import compter, planifier
from plie_analysis.indicateurs.dossiers import dossiers
from plie_analysis.moteurs import open_moteur
from plie_analysis.protection import faits
from plie_analysis.protection.cles import read_calcul
from plie_analysis.protection.parcours_types import parcours_types
from tests.tableau import base, reglages

DU, AU = dt.date(2017, 1, 1), dt.date(2017, 12, 31)
INCONNUES = """
participants
id_dossier | civilite | commune | quartier | date_naissance
D1 | Mme | Dijon | Grésilles | 1991-12-31
D2 | M. | Talant | | 1992-02-29
D3 | | | hors QPV |
D4 | Mme | Dijon | | 1975-06-01

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P1 | D1 | R1 | 2017-01-31 | 2017-12-31 | EMPLOI | 2017-02-02 | 2018-01-15
P2 | D2 | R1 | 2016-02-29 | | | |
P3 | D3 | R2 | 2017-03-31 | 2017-09-30 | | | 2017-10-02
P4 | D4 | R2 | 2017-05-01 | 2017-04-01 | SANTE | |
P5 | D4 | R2 | 2015-11-30 | 2017-02-28 | SUIVI PLIE + 30 MOIS | |

etapes
id_etape | id_parcours | operation | date_debut | date_fin
E1 | P1 | PMSMP | 2017-01-31 | 2017-02-28
E2 | P1 | CDI | 2017-06-15 |
E3 | P2 | Mission intérim | 2017-01-01 | 2017-01-01
E4 | P2 | | 2017-02-01 | 2017-05-31
E5 | P3 | Remobilisation | 2017-04-01 |
E6 | P3 | Remobilisation | 2017-08-01 | 2017-07-01
E7 | P5 | CDD | 2016-02-29 | 2016-12-31

situations
id_dossier | situation | date_debut | date_fin
D1 | RSA | 2016-01-01 | 2017-12-30
D2 | ARE | 2017-01-01 |

veilles
id_parcours | date_debut | date_fin | motif
P2 | 2017-07-01 | | santé

freins
id_parcours | famille | intensite | date_evaluation
P1 | mobilité | 2 | 2017-03-20
P1 | santé | | 2017-03-20
P2 | mobilité | 3 |

actions
id_parcours | action | session | date_orientation | date_entree | date_fin | issue
P1 | Start Again | S1 | 2017-04-03 | 2017-04-30 | 2017-05-12 | achevée
P2 | Start Again | | | 2017-08-31 | |
P3 | | | | 2017-06-30 | |
"""


@pytest.fixture(scope="module", params=["annee", "inconnues"])
def deux(request, annee_2017, adresse, distant):
    """The reference year and a small base of unknown dates, read by both engines: configuration, here, there."""
    if request.param == "inconnues":
        con = base(INCONNUES)
        yield reglages(), con, distant(con)
        return
    with open_database(annee_2017) as con:
        write_parquet(con, annee_2017.curated)
    with open_database(annee_2017) as here, open_moteur(annee_2017, adresse) as there:
        yield annee_2017.config, here, there


def suivi(con, config):
    return cohortes.suivre(con, config=config, au=AU, par=["sexe"])


def sequences(con, config):
    return Sequences(suivi(con, config), 5, {})


METHODES = {
    "parcours": lambda con, config: suivi(con, config).parcours,
    "etapes": lambda con, config: suivi(con, config).etapes,
    "cohortes": lambda con, config: cohortes.tableau(suivi(con, config)),
    "ecarts": lambda con, config: cohortes.comparer(suivi(con, config)),
    "etapes_par_parcours": lambda con, config: compter_etapes(suivi(con, config)),
    "etapes_avant_sortie": lambda con, config: pd.DataFrame(mesures_d_etapes((one := suivi(con, config)), one.groupes())),
    "etats_mensuels": lambda con, config: sequences(con, config).mensuelles,
    "chronogramme": lambda con, config: trajectoires.chronogramme(sequences(con, config).mensuelles),
    "transitions": lambda con, config: trajectoires.transitions(sequences(con, config).mensuelles),
    "interruptions": lambda con, config: sequences(con, config).interruptions,
    "freins": lambda con, config: sequences(con, config).scores,
    "devenir": lambda con, config: devenir.devenir(con, newest_photo(con), du=DU, au=AU, connu_au=AU),
    "avant_apres": lambda con, config: avant_apres.avant_apres(con, newest_photo(con), du=DU, au=AU, connu_au=AU, jour=AU),
    "rsa_des_sorties": lambda con, config: rsa_des_sorties.rsa_des_sorties(
        con, newest_photo(con), du=DU, au=AU, connu_au=newest_photo(con)
    ),
    "lectures": lambda con, config: lectures.lectures(
        con, newest_photo(con), du=DU, au=AU, connu_au=newest_photo(con), regle=config["iae"], libelles={}, est_muette=False
    ),
    "parcours_types": lambda con, config: pd.DataFrame(parcours_types(con, newest_photo(con), du=DU, au=AU, connu_au=AU, seuil=1)),
}


@pytest.mark.parametrize("methode", METHODES)
def test_a_method_gives_the_same_on_both_engines(deux, methode):
    config, here, there = deux
    expected = METHODES[methode](here, config)
    pd.testing.assert_frame_equal(METHODES[methode](there, config), expected, check_exact=True)
    assert len(expected)


def test_the_dossiers_behind_a_figure_are_the_same(deux):
    config, here, there = deux
    asked = {"config": config, "du": DU, "au": AU, "par": ["sexe"]}
    found = [dossiers(planifier(con, ["entrees"], **asked), "entrees", {"sexe": "femme"}) for con in (here, there)]
    assert found[0] == found[1] and found[0]["numerateur"]


def test_what_columns_decide_is_observed_alike(deux):
    """What the protection reads of the lines: which motif is positive, which quartier is in a QPV."""
    config, here, there = deux
    seen = []
    for con in (here, there):
        plan = planifier(con, ["sorties", "sorties_positives"], config=config, du=DU, au=AU, par=["motif_sortie"])
        more = planifier(con, ["entrees"], config=config, du=DU, au=AU, par=["quartier", "qpv"])
        keys = [key for one in (plan, more) for key in read_calcul(one, compter(one)).comptes]
        seen.append(vars(faits.observe(con, newest_photo(con).isoformat(), keys)))
    assert seen[0] == seen[1] and seen[0]["groupes"]
