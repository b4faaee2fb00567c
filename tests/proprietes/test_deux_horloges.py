"""A photo taken on a day equals what a later photo knows of that day: every table, every indicator and axis, the cohorts.

Three bases drawn from the reference year, each fact keyed 0 to 75 days after it happened, each cut at a day of its own.
"""

import datetime as dt
from functools import partial

import ibis
import pandas as pd
import pytest

from annee_2017.territoire import preparer
from plie_analysis import curate
from plie_analysis.cohortes import suivre, tableau
from plie_analysis.cohortes.devenir import devenir
from plie_analysis.cohortes.lectures import lectures
from plie_analysis.cohortes.rsa_des_sorties import rsa_des_sorties
from plie_analysis.database import open_database
from plie_analysis.indicateurs import axes, calculer, definitions
from plie_analysis.indicateurs.contexte import open_contexte
from plie_analysis.indicateurs.offre import offered_axes
from plie_analysis.indicateurs.periode import Periode
from plie_analysis.ingest import load_photos
from plie_analysis.settings import load_settings
from tests.horloges import coupee, fichiers_du_jour, retardee

COUPES = {1: dt.date(2017, 6, 30), 2: dt.date(2017, 3, 31), 3: dt.date(2017, 10, 16)}
DU = dt.date(2017, 1, 1)
# Told by the budget of whole years, not by the base.
SANS_BASE = {"budget", "fse", "part_fse", "cout_moyen", "cout_par_sortie_positive"}
# Read from the photo itself and not from what was keyed: the last bearer structure known on its day.
DU_JOUR_DE_LA_PHOTO = {"photo", "structure"}


@pytest.fixture(scope="module", params=COUPES)
def deux(request, annee_2017, tmp_path_factory):
    """(later base, base of the day, the day, the settings)."""
    folder, jour = tmp_path_factory.mktemp("horloges"), COUPES[request.param]
    late = retardee(annee_2017.base, folder / "tard.duckdb", request.param, annee_2017)
    cut = coupee(folder / "tard.duckdb", folder / "coupee.duckdb", jour, annee_2017)
    return late, cut, jour, annee_2017.config


def test_the_lags_matter(deux):
    """Else the equalities that follow would prove nothing."""
    late, cut, jour, _ = deux
    for table in ("participant", "prescription", "parcours", "sortie", "etape", "entretien", "entretien_qualitatif"):
        (before,) = cut.execute(f"SELECT count(*) FROM curated.{table}").fetchone()
        (after,) = late.execute(f"SELECT count(*) FROM curated.{table}").fetchone()
        assert 0 < before < after, table
    for table, flag in (
        ("etape", "dehors_connu_le"),
        ("entretien_qualitatif", "etape_connue_le"),
        ("sortie", "preuve_connue_le"),
        ("sortie", "tenue_connue_le"),
        ("parcours", "prescription_connue_le"),
    ):
        assert late.execute(f"SELECT count(*) FROM curated.{table} WHERE connue_le <= ? AND {flag} > ?", [jour, jour]).fetchone()[0], flag


@pytest.mark.parametrize("table", [table.nom for table in curate.tables()])
def test_every_column_of_every_table(deux, table):
    late, cut, jour, config = deux
    _same_table(late, cut, jour, config, table)


def _same_table(late, cut, jour: dt.date, config: dict, table: str) -> None:
    one, other = (open_contexte(con, Periode(DU, jour), known, config, None) for con, known in ((late, jour), (cut, None)))
    names = [nom for nom in other.columns(table) if nom not in DU_JOUR_DE_LA_PHOTO and not nom.endswith("_le")]
    read = [
        contexte.con.execute(str(ibis.to_sql(contexte.lignes(table, set(names)).select(*names), dialect="duckdb"))).df()
        for contexte in (one, other)
    ]
    assert len(read[1])
    pd.testing.assert_frame_equal(*(frame.sort_values(names, ignore_index=True) for frame in read))


def _compared(deux, par: tuple[str, ...]) -> int:
    late, cut, jour, config = deux
    asked = {"du": DU, "au": jour, "par": par, "config": config}
    contexte = open_contexte(cut, Periode(DU, jour), None, config, None)
    ids = [nom for nom, d in definitions().items() if nom not in SANS_BASE and set(par) <= set(offered_axes(d, contexte))]
    of_the_day = calculer(cut, ids, **asked)
    pd.testing.assert_frame_equal(calculer(late, ids, connu_au=jour, **asked), of_the_day)
    return len(of_the_day)


def test_every_indicator(deux):
    assert _compared(deux, ()) >= len(definitions()) - len(SANS_BASE)


def test_every_indicator_by_some_axes(deux):
    """What leaked once, and an axis of each kind, spread over the bases; every axis on every base under ``lourd``."""
    for axe in (("prescripteur", "mois"), ("rang_parcours", "rsa"), ("motif_sortie", "tranche_age"))[list(COUPES.values()).index(deux[2])]:
        assert _compared(deux, (axe,)) > 50, axe


@pytest.mark.lourd
def test_every_indicator_by_every_axis(deux):
    for axe in sorted(set(axes()) - DU_JOUR_DE_LA_PHOTO):
        assert _compared(deux, (axe,)) > 0, axe


def test_the_cohorts(deux):
    late, cut, jour, config = deux
    asked = {"au": jour, "du": dt.date(jour.year - 1, 1, 1), "par": ("prescripteur",), "config": config}
    frames = [tableau(suivre(con, connu_au=known, **asked)) for con, known in ((late, jour), (cut, None))]
    pd.testing.assert_frame_equal(*frames)


def test_what_became_of_the_actions_and_of_the_rsa(deux):
    late, cut, jour, config = deux
    photos = [con.execute("SELECT DISTINCT photo FROM curated.parcours").fetchone()[0] for con in (late, cut)]
    read_four_ways = partial(lectures, regle=config["iae"], libelles={}, est_muette=False)
    for read in (devenir, rsa_des_sorties, read_four_ways):
        frames = [read(con, photo, du=DU, au=jour, connu_au=jour) for con, photo in zip((late, cut), photos, strict=True)]
        assert len(frames[0])
        pd.testing.assert_frame_equal(*frames)


def test_the_files_of_that_day_loaded_as_any_export(annee_2017, tmp_path):
    """The same through the load itself, which refuses the line of a dossier or of a parcours that is not in the files of the day."""
    jour = dt.date(2017, 6, 15)
    (photo,) = annee_2017.raw.iterdir()
    preparer(tmp_path)
    settings = load_settings(tmp_path)
    fichiers_du_jour(photo, settings.raw / jour.isoformat(), jour)
    load_photos(settings, None, charge_le=dt.datetime(2017, 6, 16), curate=curate.build)
    with open_database(annee_2017) as late, open_database(settings) as cut:
        # The year has no interviews of observation: they are drawn in the bases above.
        for table in (table.nom for table in curate.tables() if table.nom != "entretien_qualitatif"):
            _same_table(late, cut, jour, annee_2017.config, table)
