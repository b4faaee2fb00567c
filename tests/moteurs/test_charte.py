"""The articles of the charte that are SQL: the same findings on both engines, but for those that a file names.

``plie controler`` itself judges on the embedded engine: it reads the lines as they were keyed (``raw``), which stay where they are, and
writes a journal. Here each article is made one query: the views that it reads as its first lines, its thresholds as values.
"""

import datetime as dt

import pytest
import sqlglot
from sqlglot import exp

from annee_2017.synthese import export, fautes
from annee_2017.synthese import photo as synthese
from plie_analysis.charte import seuils, travail
from plie_analysis.curate import build
from plie_analysis.errors import PlieError
from plie_analysis.ingest import load_photos
from plie_analysis.moteurs.dialecte import intraduisibles
from plie_analysis.settings import load_settings
from tests.charte import photo_propre
from tests.charte.fautes import FAUTES, statements
from tests.spec.test_charte import CHARTE
from tests.tableau import PHOTO

FONCTIONS = {
    "la_photo": "DATE '{photo}'",
    "seuil": "{valeur}::INTEGER",
    "part": "{valeur}::DOUBLE",
    "jour": "strftime({0}, '%d/%m/%Y')",
    "age_complet": "date_sub('year', {0}, {1})",
}
# The one export of which no article of its own has a mistake in ``FAUTES``: the same line twice.
COLLEE_DEUX_FOIS = (
    "INSERT INTO raw.etapes_action (photo, fichier, ligne, id_parcours, date_etape_action, est_retenue)"
    f" SELECT DATE '{PHOTO}', 'etapes_action.csv', n, 'P1', DATE '2017-05-02', true FROM range(2, 4) AS t (n)"
)
ARTICLES = sorted(travail.vues("articles"))
VUES = {
    f"charte_{prefix}{name}": sql
    for folder, prefix in (("communs", ""), ("lignes", "lignes_"), ("articles", ""))
    for name, sql in travail.vues(folder).items()
}


def lu(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, read="duckdb")


def vues_lues(name: str) -> list[str]:
    """The views that a view reads, itself last, each after those that it reads."""
    found: list[str] = []
    for table in lu(VUES[name]).find_all(exp.Table):
        if table.name in VUES:
            found += vues_lues(table.name)
    return list(dict.fromkeys([*found, name]))


def requete(article: str, controle) -> str:
    """An article as one query of ``curated``, where ``raw.x`` is read under the name ``raw__x``."""
    name = f"charte_{article}"
    tree = lu(f"WITH {', '.join(f'{one} AS ({VUES[one]})' for one in vues_lues(name))} SELECT * FROM {name}")
    while calls := [node for node in tree.find_all(exp.Anonymous) if node.name.lower() in FONCTIONS]:
        call, told = calls[0], [one.sql("duckdb") for one in calls[0].expressions]
        valeur = controle.seuils[call.expressions[0].name].valeur if call.name.lower() in ("seuil", "part") else ""
        call.replace(lu(f"SELECT {FONCTIONS[call.name.lower()].format(*told, photo=controle.photo, valeur=valeur)}").selects[0])
    for table in list(tree.find_all(exp.Table)):
        if table.name in VUES:
            table.set("db", None)
        elif table.db in ("raw", "precedent"):
            table.replace(exp.to_table(f"curated.{table.db}__{table.name}", alias=table.alias or table.name))
    return tree.sql("duckdb", comments=False)


class Controle:
    """The working database of a control, with what the engine reads of it."""

    def __init__(self, settings, photo: dt.date, distant):
        self.photo = photo
        self.seuils = seuils.en_vigueur(settings.config, photo)
        self._ouvert = travail.ouvrir(settings, photo, self.seuils)
        self.con = self._ouvert.__enter__().con
        for schema, table in self.con.execute(
            "SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = 'memory' AND schema_name IN ('raw', 'precedent')"
        ).fetchall():
            self.con.execute(f"CREATE VIEW curated.{schema}__{table} AS FROM {schema}.{table}")
        self.la_bas = distant(self.con)

    def fermer(self) -> None:
        self._ouvert.__exit__(None, None, None)

    def egales(self, article: str) -> int:
        """How many findings, alike on both engines; those of a listed article are refused for its reason."""
        here = self.con.execute(f"FROM curated.charte_{article}").fetchall()
        asked = requete(article, self)
        assert sorted(map(repr, self.con.execute(asked).fetchall())) == sorted(map(repr, here))
        refused = [raison for fonction, raison in intraduisibles().items() if f"{fonction}(" in VUES[f"charte_{article}"]]
        if refused:
            with pytest.raises(PlieError, match=refused[0]):
                self.la_bas.execute(asked)
        else:
            assert sorted(map(repr, self.la_bas.execute(asked).fetchall())) == sorted(map(repr, here))
        return len(here)


@pytest.fixture(scope="module")
def une_faute_par_personne(tmp_path_factory, distant):
    """Person 1 is clean; each other person is spoiled by one mistake, one for each rule."""
    spoiled = [statements(faute[3], n) for n, faute in enumerate(FAUTES, start=2)] + [COLLEE_DEUX_FOIS]
    controle = Controle(photo_propre.ecrire(tmp_path_factory.mktemp("fautes"), 1 + len(FAUTES), spoiled, charte=CHARTE), PHOTO, distant)
    yield controle
    controle.fermer()


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_finds_the_same_lines(une_faute_par_personne, article):
    assert une_faute_par_personne.egales(article)


@pytest.mark.lourd
def test_the_spoiled_year_has_the_same_findings(tmp_path, distant):
    photo = synthese.PHOTOS[2017]
    settings = load_settings(tmp_path)
    (tmp_path / "plan").mkdir()
    with synthese.open_plan(2017, tmp_path / "plan") as con:
        synthese.expand(con, 2017, 0, 1)
        for day in (photo - dt.timedelta(days=1), photo):
            if day == photo:
                fautes.appliquer(con, photo)
            (settings.raw / day.isoformat()).mkdir(parents=True)
            export.write_csv(con, settings.raw / day.isoformat(), day, append=False)
    load_photos(settings, None, charge_le=dt.datetime(2018, 2, 1), curate=build, progress=lambda *_: None)
    controle = Controle(settings, photo, distant)
    assert sum(controle.egales(article) for article in ARTICLES) > 500
    controle.fermer()
