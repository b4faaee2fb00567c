"""The year 2017 asked of a photo of 2026: the same people, the same figures, though the map of the quartiers has changed since."""

import datetime as dt
import shutil

import duckdb
import pandas as pd
import pytest

from plie_analysis import curate
from plie_analysis.atelier import Atelier
from plie_analysis.database import open_database
from plie_analysis.indicateurs import calculer, definitions
from plie_analysis.indicateurs.offre import offers
from plie_analysis.settings import Settings, load_settings

EN_2026 = dt.date(2026, 6, 30)
CONNU_AU = "2018-01-31"
AXES = ("qpv", "quartier", "quartier_nomme")
SECTIONS = (
    "chiffres_cles",
    "profil",
    "niveaux",
    "territoires",
    "entrees",
    "prescripteurs",
    "sorties",
    "sorties_positives",
    "par_sexe_et_motif",
)


@pytest.fixture(scope="module")
def en_2026(annee_2017, tmp_path_factory) -> Settings:
    """The reference year as a photo of 2026 would give it: every line of the exports, under another day."""
    racine = tmp_path_factory.mktemp("en-2026")
    shutil.copy(annee_2017.racine / "plie.toml", racine)
    settings = load_settings(racine)
    settings.base.parent.mkdir(parents=True)
    with duckdb.connect(str(settings.base)) as con:
        con.execute(f"ATTACH '{annee_2017.base}' AS source (READ_ONLY)")
        con.execute(f"COPY FROM DATABASE source TO {settings.base.stem}")
        for schema, table in con.execute(
            "SELECT schema_name, table_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name IN ('raw', 'journal') AND column_name = 'photo'"
        ).fetchall():
            con.execute(f"UPDATE {schema}.{table} SET photo = $photo", {"photo": EN_2026})
        con.execute("DROP SCHEMA large CASCADE; DROP SCHEMA curated CASCADE")
        curate.build(con, [EN_2026], settings)
    return settings


def figures(settings: Settings, axe: str) -> pd.DataFrame:
    config = settings.config
    with open_database(settings) as con:
        names = [
            name
            for name, definition in definitions(config).items()
            if offers(definition, con, config, [axe])
            and not hasattr(definition, "survie")
            # The year has no interviews of observation.
            and getattr(definition, "table", "") != "entretien_qualitatif"
        ]
        return calculer(con, names, du="2017-01-01", au="2017-12-31", connu_au=CONNU_AU, par=[axe], config=config)


@pytest.mark.parametrize("axe", AXES)
def test_les_chiffres_de_2017_par_quartier_sont_les_memes_sur_une_photo_de_2026(annee_2017, en_2026, axe):
    expected = figures(annee_2017, axe)
    assert len(expected) > 30
    pd.testing.assert_frame_equal(figures(en_2026, axe), expected)


def test_le_rapport_annuel_de_2017_est_le_meme_sur_une_photo_de_2026(annee_2017, en_2026):
    before, after = (Atelier(one).rapports.rapport_annuel(2017, connu_au=CONNU_AU) for one in (annee_2017, en_2026))
    for section in SECTIONS:
        assert getattr(after, section)() == getattr(before, section)(), section
