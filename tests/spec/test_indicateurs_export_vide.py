"""An export that is there but of which no line was kept: what is asked of it is unknown, and is not printed as zero."""

import pytest

from plie_analysis.curate import build
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import calculer
from plie_analysis.settings import load_settings
from tests.exports import load, opened, write_photo

ENTETE = "N° parcours;Date;Nature;Motif;Montant\n"


@pytest.mark.parametrize(
    ("lignes", "message"),
    [("P99;03/03/2017;transport;Emploi;12\n", "dont aucune ligne n'a été retenue"), ("P1;03/03/2017;transport;Emploi;12\n", None)],
)
def test_an_indicator_of_an_empty_export_says_so(tmp_path, lignes, message):
    write_photo(tmp_path, aides=ENTETE + lignes)
    load(tmp_path, curate=build)
    question = {"du": "2017-01-01", "au": "2017-12-31", "config": load_settings(tmp_path).config}
    if message:
        with pytest.raises(PlieError, match=message):
            calculer(opened(tmp_path), ["montant_aides"], **question)
    else:
        assert list(calculer(opened(tmp_path), ["montant_aides"], **question)["valeur"]) == [12.0]
