"""One definition, two engines: the same rows, to the last figure."""

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import calculer, definitions
from plie_analysis.moteurs import open_moteur
from plie_analysis.settings import load_settings
from tests.moteurs.questions import AU, AXES_DES_TROUS, DU, TROUS, chaque_axe, egales, suivis_egaux, toutes, trous_egaux
from tests.spec.test_entretien_qualitatif import DITS
from tests.tableau import base, reglages

# The reference year has no interviews: a base that has some is asked.
ENTENDUS = sorted(name for name, d in definitions().items() if getattr(d, "table", "") == "entretien_qualitatif")
DE_L_ANNEE = sorted(set(definitions()) - set(ENTENDUS))


@pytest.mark.parametrize("name", DE_L_ANNEE)
def test_an_indicator_says_the_same_on_every_axis(deux, name):
    assert sum(egales(*deux, name, **question) for question in chaque_axe())


@pytest.mark.parametrize("name", ENTENDUS)
def test_interviews_are_counted_alike_on_every_axis(distant, name):
    con = base(DITS)
    there = distant(con)
    assert sum(egales(reglages(), con, there, name, **question) for question in chaque_axe()) > 5


@pytest.mark.lourd
@pytest.mark.parametrize("name", DE_L_ANNEE)
def test_an_indicator_says_the_same_at_both_clocks_crossed_and_filtered(deux, name):
    assert sum(egales(*deux, name, **question) for question in toutes())


def test_cohorts_and_their_gaps_are_the_same(deux):
    suivis_egaux(*deux)


@pytest.mark.parametrize("par", AXES_DES_TROUS, ids=str)
def test_bounds_and_unknowns_are_read_alike(distant, par):
    con = base(TROUS)
    # What is counted on a day has no month: four of the seven indicators.
    asked = 8 if par == ("mois",) else 14
    assert trous_egaux(reglages(), con, distant(con), par) == asked


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
