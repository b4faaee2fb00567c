"""One door: whatever notebook is dropped in notebooks/, a page at a protected level shows protected results, or nothing."""

import datetime as dt
import re
from html import unescape

import nbformat
import pytest

from plie_analysis.atelier import Atelier, ouvrir
from plie_analysis.errors import PlieError
from plie_analysis.protection.niveaux import VARIABLE
from plie_analysis.rapports.erreurs import RapportError
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import build

SEUIL = 11
STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
ANNEE = 'du="2017-01-01", au="2017-12-31"'
OUVRIR = "from plie_analysis import ouvrir\nplie = ouvrir()"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    racine = build(tmp_path_factory.mktemp("porte"))
    (racine / "notebooks").mkdir()
    return load_settings(racine)


def publier(settings, nom: str, *cells: str, diffusion: str = "publique", parametres: str = 'annee = "2017"') -> str:
    """The page of a notebook dropped there, its tags stripped."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(parametres, metadata={"tags": ["parameters"]}),
        *map(nbformat.v4.new_code_cell, cells),
    ]
    nbformat.write(notebook, settings.racine / "notebooks" / f"{nom}.ipynb")
    page = produire(settings, demander(settings, nom, {"diffusion": diffusion}), limite=60, **STAMP)
    assert page.name == (f"{nom}-2017.html" if diffusion == "interne" else f"{nom}-2017-{diffusion}.html")
    return unescape(re.sub(r"<style.*?</style>|<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))


def cells(html: str) -> list[str]:
    return re.findall(r'<td class="n">([^<]*)', html)


def test_indicators_of_a_dropped_notebook_are_protected_though_it_knows_of_no_level(settings):
    asked = f'plie.indicateurs(["sorties", "sorties_positives", "taux_sorties_positives"], {ANNEE}, par=["commune"])'
    plain = cells(publier(settings, "communes", OUVRIR, asked, diffusion="interne"))
    shown = cells(publier(settings, "communes", OUVRIR, asked))
    assert len(plain) == len(shown) and any(0 < int(value) < SEUIL for value in plain if value.isdigit())
    assert not [value for value in shown if value.isdigit() and 0 < int(value) < SEUIL]
    assert "n. c." in shown and any(value.isdigit() for value in shown)


def test_a_second_question_does_not_give_back_what_the_first_one_hid(settings):
    """The total and all communes but one would give the last one."""
    frames = []
    for par in ((), ("commune",)):
        frames.append(Atelier(settings, "publique").indicateurs("sorties", du="2017-01-01", au="2017-12-31", par=par).frame)
    whole, parts = frames
    assert not whole["Masqué"].any() and parts["Masqué"].sum() != 1


@pytest.mark.parametrize(
    ("cellule", "dit"),
    [
        (
            'plie.sql("SELECT commune, count(*) AS n FROM curated.participant GROUP BY ALL")',
            "Requête.*ne se montre qu'au niveau « interne »",
        ),
        ("import pandas\npandas.DataFrame({'commune': ['Ahuy'], 'n': [1]})", "un affichage"),
        ("print(1)", "un texte imprimé"),
        ("from plie_analysis.atelier import dire\ndire('Une sortie à Ahuy.')", "un affichage"),
        ("import plotly.express as px\npx.bar(x=['Ahuy'], y=[1])", "un affichage"),
        ('plie.rapports.qpv("2017").public', "un affichage"),
        ('plie.rapports.cohortes("2017")', "Le suivi des cohortes ne se montre qu'au niveau « interne »"),
        ("from IPython.display import HTML, display\ndisplay(HTML('<p>1</p>'))", "un affichage"),
    ],
)
def test_what_does_not_come_through_the_door_is_refused_and_no_page_is_written(settings, cellule, dit):
    with pytest.raises(RapportError, match=dit) as refused:
        publier(settings, "brut", OUVRIR, cellule)
    assert refused.value.cellule == 3 and len(refused.value.message.splitlines()) <= 5 and "Rien n'a été publié" in refused.value.message
    assert not (settings.rapports / "brut-2017-publique.html").exists()


def test_the_same_notebook_shows_everything_in_the_house(settings):
    html = publier(settings, "maison", OUVRIR, 'plie.sql("SELECT 1 AS un")', "print('deux')", diffusion="interne")
    assert "<td" in html and "deux" in html


def test_a_level_that_the_notebook_takes_as_a_parameter_is_the_one_of_the_run(settings):
    html = publier(
        settings, "avise", "from plie_analysis import ouvrir\nplie = ouvrir(diffusion=diffusion)", f'plie.indicateurs("entrees", {ANNEE})',
        diffusion="partenaires", parametres='annee = "2017"\ndiffusion = "interne"',
    )  # fmt: skip
    assert cells(html) and (settings.curated / "diffusion" / "partenaires" / "avise-2017-partenaires.json").is_file()


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
@pytest.mark.parametrize(
    "demande",
    [
        lambda plie: plie.sql("SELECT 1"),
        lambda plie: plie.table("parcours"),
        lambda plie: plie.rejets(),
        lambda plie: plie.photos(),
        lambda plie: plie.con,
        lambda plie: plie.rapports.qualite_saisie("2017-12"),
        lambda plie: plie.rapports.methode("2017"),
        lambda plie: plie.rapports.cohortes("2017"),
        lambda plie: plie.rapports.trajectoires("2017"),
        lambda plie: plie.indicateurs("duree_mediane_km", du="2017-01-01", au="2017-12-31"),
    ],
)
def test_a_session_at_a_protected_level_refuses_raw_figures(settings, niveau, demande):
    with pytest.raises(PlieError, match=rf"(?s)niveau « interne ».*niveau « {niveau} »") as refused:
        demande(ouvrir(settings.racine, diffusion=niveau))
    assert len(refused.value.message.splitlines()) <= 4


def test_the_level_of_a_session_is_the_one_of_its_run(settings, monkeypatch):
    assert ouvrir(settings.racine).niveau == "interne"
    monkeypatch.setenv(VARIABLE, "publique")
    assert ouvrir(settings.racine).niveau == ouvrir(settings.racine, diffusion="publique").niveau == "publique"
    with pytest.raises(PlieError, match="ne peut pas ouvrir"):
        ouvrir(settings.racine, diffusion="partenaires")
    with pytest.raises(PlieError, match="n'existe pas"):
        ouvrir(settings.racine, diffusion="tous")
