"""The truth test: what was spoiled in the reference year is what the charte finds, both ways."""

import datetime as dt

import pytest

from annee_2017.synthese import export, fautes
from annee_2017.synthese import photo as synthese
from plie_analysis.charte import execution
from plie_analysis.charte.seuils import en_vigueur
from plie_analysis.charte.suites import load_suites
from plie_analysis.curate import build, write_parquet
from plie_analysis.ingest import load_photos
from plie_analysis.settings import PACKAGE, load_settings

PHOTO = synthese.PHOTOS[2017]
AVANT = PHOTO - dt.timedelta(days=1)


def constats(settings):
    with execution.executer(settings, PHOTO) as controle:
        return set(controle.con.execute("SELECT article, nom_table, cle FROM constat").fetchall())


def gravites():
    settings = load_settings(PACKAGE.parent)
    return {regle.article: regle.gravite for suite in load_suites(settings, en_vigueur(settings.config, PHOTO)) for regle in suite.regles}


@pytest.fixture(scope="module")
def annee(tmp_path_factory):
    """The clean photo, the same one spoiled, and the truth; each has the clean exports as the photo before."""
    settings = {name: load_settings(tmp_path_factory.mktemp(name)) for name in ("propre", "gatee")}
    scratch = tmp_path_factory.mktemp("plan")
    with synthese.open_plan(2017, scratch) as con:
        synthese.expand(con, 2017, 0, 1)
        for one in settings.values():
            write(con, one, AVANT)
        write(con, settings["propre"], PHOTO)
        truth = set(fautes.appliquer(con, PHOTO))
        write(con, settings["gatee"], PHOTO)
    for one in settings.values():
        load_photos(one, None, charge_le=dt.datetime(2018, 2, 1), curate=build, export=write_parquet, progress=lambda *_: None)
    return constats(settings["propre"]), constats(settings["gatee"]), truth


def write(con, settings, photo):
    folder = settings.raw / photo.isoformat()
    folder.mkdir(parents=True)
    export.write_csv(con, folder, photo, append=False)


def test_every_article_is_spoiled(annee):
    _, _, truth = annee
    # The year has no interviews of observation: their articles are spoiled one by one in tests/charte.
    assert {row[0] for row in truth} == {article for article in gravites() if not article.startswith("Q")}


def test_precision_is_100_percent(annee):
    clean, spoiled, truth = annee
    assert sorted(spoiled - clean - truth) == []


def test_recall_is_100_percent(annee):
    clean, spoiled, truth = annee
    assert sorted(truth - (spoiled - clean)) == []


def test_the_clean_year_has_no_blocking_finding(annee):
    clean, _, _ = annee
    assert [row for row in clean if gravites()[row[0]] == "bloquante"] == []
