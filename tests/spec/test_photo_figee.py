"""A notebook that opens again sees what was loaded; a run sees one base from its first page to its last."""

import signal
import sys
from html import unescape

import pytest

from plie_analysis import ouvrir
from plie_analysis.atelier import ANCIENNE
from plie_analysis.database import open_database
from plie_analysis.photo_figee import NOM, balayer, figer
from plie_analysis.settings import load_settings
from plie_analysis.temporaire import abri
from tests.arret import ICI, arreter, processus
from tests.exports import load, write_photo

AVANT, APRES = "2017-12-31", "2018-03-31"


@pytest.fixture
def racine(tmp_path):
    write_photo(tmp_path, AVANT)
    load(tmp_path)
    return tmp_path


def charger_la_suite(racine) -> None:
    write_photo(racine, APRES)
    load(racine)


def test_opening_again_sees_the_new_photo_while_the_old_one_is_open(racine):
    ancien = ouvrir(racine)
    charger_la_suite(racine)
    assert str(ouvrir(racine).photo) == APRES and str(ancien.photo) == AVANT


def test_an_old_notebook_says_that_it_is_old(racine, capsys):
    ancien = ouvrir(racine)
    ancien.rejets()
    assert ANCIENNE not in repr(ancien) and not capsys.readouterr().err
    charger_la_suite(racine)
    assert ANCIENNE in repr(ancien) and ANCIENNE in unescape(ancien._repr_html_())
    ancien.rejets()
    assert ANCIENNE in capsys.readouterr().err


def photo_lue(settings) -> str:
    with open_database(settings) as con:
        return str(con.execute("SELECT max(photo) FROM raw.fichier").fetchone()[0])


def test_a_run_keeps_its_base_and_leaves_nothing(racine):
    settings = load_settings(racine)
    with figer(settings) as frozen:
        charger_la_suite(racine)
        assert photo_lue(frozen) == AVANT and photo_lue(settings) == APRES
        balayer(settings)
        assert photo_lue(frozen) == AVANT
        with figer(frozen) as same:
            assert same.base == frozen.base
    assert not list(abri(settings).iterdir())


def test_a_killed_run_is_swept_by_the_next_one(racine):
    code = f"import sys, time\nsys.path.insert(0, {str(ICI)!r})\nfrom plie_analysis.photo_figee import figer\nfrom plie_analysis.settings import load_settings\nwith figer(load_settings({str(racine)!r})):\n    print('figée', flush=True)\n    time.sleep(60)\n"
    process = processus(sys.executable, "-c", code)
    assert process.stdout.readline() == "figée\n"
    folder = abri(load_settings(racine))
    balayer(load_settings(racine))
    assert len(list(folder.glob(f"{NOM}-*/plie.duckdb"))) == 1
    arreter(process, signal.SIGKILL)
    with figer(load_settings(racine)):
        assert sum(path.is_dir() for path in folder.iterdir()) == 1
    assert not list(folder.iterdir())
