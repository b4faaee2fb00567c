"""The memory that ``plie.toml`` grants to the embedded engine, and what is said when it is short."""

import dataclasses

import duckdb
import pytest

from plie_analysis import ouverture
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.moteurs import open_moteur
from plie_analysis.settings import load_settings

LUE = "SELECT current_setting('memory_limit')"


@pytest.mark.parametrize(("accordee", "lue"), [(None, "1.3 GiB"), (8, "7.4 GiB"), (0.5, "476.8 MiB")])
def test_the_engine_has_what_the_settings_grant(annee_2017, accordee, lue):
    moteur = {} if accordee is None else {"moteur": {"memoire_go": accordee}}
    settings = dataclasses.replace(annee_2017, config=annee_2017.config | moteur)
    for ouvrir in (open_database, open_moteur):
        with ouvrir(settings) as con:
            assert con.execute(LUE).fetchone() == (lue,)


@pytest.mark.parametrize("text", ["memoire_go = 0.1", 'memoire_go = "8 Go"', "memoire = 8"])
def test_what_is_no_amount_of_memory_is_refused(tmp_path, text):
    (tmp_path / "plie.toml").write_text(f"[moteur]\n{text}\n", encoding="utf-8")
    with pytest.raises(PlieError, match=text.split(" ")[0]):
        load_settings(tmp_path)


def test_when_memory_is_short_the_setting_is_named():
    assert "memoire_go sous [moteur]" in ouverture.trouble_of_engine(duckdb.OutOfMemoryException("Out of Memory Error: failed to pin"))
