"""One definition, two engines: the same rows, to the last figure."""

import datetime as dt

import pandas as pd
import pytest

from plie_analysis import cohortes
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes, calculer, definitions
from plie_analysis.moteurs import open_moteur
from plie_analysis.settings import load_settings
from tests.tableau import base, reglages

DU, AU = dt.date(2017, 1, 1), dt.date(2017, 12, 31)
CROISEMENTS = [("qpv", "rsa"), ("quartier", "sexe"), ("mois", "prescripteur")]


@pytest.fixture(scope="module")
def deux(annee_2017, adresse, tmp_path_factory):
    """The reference year read by both engines."""
    from plie_analysis.curate import write_parquet

    with open_database(annee_2017) as con:
        write_parquet(con, annee_2017.curated)
    here, there = open_database(annee_2017), open_moteur(annee_2017, adresse)
    yield annee_2017.config, here, there
    there.close()
    here.close()


def _egales(config, here, there, name, **question) -> int:
    """How many of these questions both engines answer alike (0 when the definition does not offer the axes)."""
    asked = {"config": config, **question}
    try:
        expected = calculer(here, [name], **asked)
    except PlieError as error:
        with pytest.raises(PlieError) as raised:
            calculer(there, [name], **asked)
        assert raised.value.message == error.message
        return 0
    pd.testing.assert_frame_equal(calculer(there, [name], **asked), expected, check_exact=True)
    return 1


@pytest.mark.parametrize("name", sorted(definitions()))
def test_an_indicator_says_the_same_on_every_axis(deux, name):
    config, here, there = deux
    asked = 0
    for rank, par in enumerate([(), *((axe,) for axe in axes())]):
        # Each axis at one clock, the other half at the other: all of them at both are asked by the heavy test.
        clock = AU if rank % 2 else None
        asked += _egales(config, here, there, name, du=DU, au=AU, connu_au=clock, par=par)
    assert asked


@pytest.mark.lourd
@pytest.mark.parametrize("name", sorted(definitions()))
def test_an_indicator_says_the_same_at_both_clocks_crossed_and_filtered(deux, name):
    config, here, there = deux
    for par in [(), *((axe,) for axe in axes()), *CROISEMENTS]:
        for clock in (None, AU, dt.date(2017, 6, 30)):
            _egales(config, here, there, name, du=DU, au=AU, connu_au=clock, par=par)
            _egales(config, here, there, name, du=DU, au=AU, connu_au=clock, par=par, filtres={"rsa": "oui"})


def test_cohorts_and_their_gaps_are_the_same(deux):
    config, here, there = deux
    for par in ((), ("qpv", "rsa")):
        one, other = (cohortes.suivre(con, config=config, au=AU, par=par) for con in (here, there))
        pd.testing.assert_frame_equal(cohortes.tableau(one), cohortes.tableau(other), check_exact=True)
        pd.testing.assert_frame_equal(cohortes.comparer(one), cohortes.comparer(other), check_exact=True)
        pd.testing.assert_frame_equal(one.etapes, other.etapes, check_exact=True)


TROUS = """
participants
id_dossier | civilite | commune | quartier | date_naissance
D1 | Mme | Dijon | Grésilles | 1991-12-31
D2 | M. | Talant | | 1992-01-01
D3 | | | hors QPV |

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P1 | D1 | R1 | 2017-01-01 | 2017-12-31 | EMPLOI | 2017-01-02 | 2018-01-15
P2 | D2 | R1 | 2016-02-29 | | | |
P3 | D3 | R2 | 2017-12-31 | | | 2018-01-01 |
P4 | D1 | R2 | 2017-05-01 | 2017-04-01 | SANTE | |

etapes
id_etape | id_parcours | operation | date_debut | date_fin
E1 | P1 | PMSMP | 2017-12-31 |
E2 | P2 | Mission intérim | 2017-01-01 | 2017-01-01

situations
id_dossier | situation | date_debut | date_fin
D1 | RSA | 2016-01-01 | 2017-12-30
D2 | ARE | 2017-01-01 |
"""


@pytest.mark.parametrize("par", [(), ("rsa",), ("tranche_age",), ("qpv",), ("commune",), ("anciennete",), ("mois",)], ids=str)
def test_bounds_and_unknowns_are_read_alike(distant, par):
    """The day before a birthday, a spell that ends the day before, the 29 February, an exit before the entry, a commune left empty."""
    con = base(TROUS)
    there, config = distant(con), reglages()
    asked = sum(
        _egales(config, con, there, name, du=DU, au=AU, connu_au=clock, par=par)
        for name in ("accompagnes", "entrees", "sorties", "file_active", "taux_sorties_positives", "etapes", "duree_moyenne_sortis")
        for clock in (None, AU)
        if name in definitions()
    )
    assert asked >= 8


def test_what_is_not_a_reading_is_refused(deux):
    _, _, there = deux
    for query in ("DROP TABLE curated.parcours", "SELECT 1 FROM curated.parcours; SELECT 2", "COPY curated.parcours TO 'x'"):
        with pytest.raises(PlieError, match="ne fait que lire"):
            there.execute(query)


def test_a_missing_table_is_named(annee_2017, adresse, tmp_path):
    from shutil import copyfile

    (tmp_path / "data" / "curated").mkdir(parents=True)
    copyfile(annee_2017.base, tmp_path / "data" / "curated" / "plie.duckdb")
    settings = load_settings(tmp_path)
    with open_moteur(settings, adresse) as there, pytest.raises(PlieError, match="Il manque la table « parcours »"):
        calculer(there, ["entrees"], du=DU, au=AU, config=settings.config)
