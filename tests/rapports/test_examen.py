"""A page is audited before it is published, whoever chose what it hides: refused, it leaves nothing behind."""

import datetime as dt
import json
import re

import nbformat
import pytest

from plie_analysis.errors import PlieError
from plie_analysis.protection import effectifs
from plie_analysis.protection.choix import Suppression
from plie_analysis.protection.cles import CleDeCompte
from plie_analysis.protection.examen import Examen
from plie_analysis.protection.registre import MONTRE, Publication, write_registre
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import build

STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0", "limite": 60}
CLE = CleDeCompte(("sortie", "evenement"), (), (), (), (), "2017-01-01", "2017-12-31", "2018-01-02", (), "2018-01-02")
COMMUNES = 'plie.indicateurs(["sorties"], du="2017-01-01", au="2017-12-31", par=["commune"])'


@pytest.fixture
def settings(tmp_path):
    racine = build(tmp_path)
    (racine / "notebooks").mkdir()
    return load_settings(racine)


def publier(settings, *cells: str):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell('annee = "2017"', metadata={"tags": ["parameters"]}),
        *map(nbformat.v4.new_code_cell, cells),
    ]
    nbformat.write(notebook, settings.racine / "notebooks" / "essai.ipynb")
    return produire(settings, demander(settings, "essai", {"diffusion": "publique"}), **STAMP)


def registre(settings) -> list:
    path = settings.curated / "diffusion" / "publique" / "essai-2017-publique.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


OUVRIR = "from plie_analysis import ouvrir\nplie = ouvrir()"
SANS_CHOIX = """
from plie_analysis.protection import effectifs
effectifs.suppress = lambda page, systems, wider=None: effectifs.Suppression()
"""


def test_a_choice_that_hides_nothing_is_not_published(settings):
    with pytest.raises(PlieError, match="Publication refusée au niveau « publique »") as refused:
        publier(settings, SANS_CHOIX + OUVRIR, 'plie.indicateurs(["sorties"], du="2017-01-01", au="2017-12-31")', COMMUNES)
    assert refused.value.code == 1 and "sortie (commune = " in refused.value.message and "Rien n'a été publié" in refused.value.message
    # The period, and how many more cells there are, are no figure of the page.
    said = re.sub(r"2017-01-01|2017-12-31|et\s\d+\sautres?\seffectifs?", "", refused.value.message)
    assert not any(char.isdigit() for char in said)
    assert not (settings.rapports / "essai-2017-publique.html").exists()
    assert registre(settings) == []


def test_the_same_page_chosen_well_is_published_and_recorded(settings):
    assert publier(settings, OUVRIR, 'plie.indicateurs(["sorties"], du="2017-01-01", au="2017-12-31")', COMMUNES).is_file()
    assert len(registre(settings)) == 1


def test_a_run_that_fails_takes_out_of_the_register_what_it_wrote_there_and_no_more(settings):
    publier(settings, OUVRIR, COMMUNES)
    before = registre(settings)
    with pytest.raises(PlieError):
        publier(settings, OUVRIR, 'plie.indicateurs(["entrees"], du="2017-01-01", au="2017-12-31")', "raise ValueError")
    assert registre(settings) == before


def test_nothing_is_chosen_where_nothing_is_small():
    assert effectifs.mask([], []).choix == Suppression()


def test_a_register_that_has_lost_a_published_page_closes_the_protected_levels(settings):
    page = publier(settings, OUVRIR, COMMUNES)
    (settings.curated / "diffusion" / "publique" / "essai-2017-publique.json").unlink()
    with pytest.raises(PlieError, match=r"ne sait plus ce que ces pages ont montré : essai-2017-publique\.html") as refused:
        publier(settings, OUVRIR, COMMUNES)
    assert refused.value.code == 2 and page.is_file()
    page.unlink()
    assert publier(settings, OUVRIR, COMMUNES).is_file()


def test_a_run_that_fails_forgets_its_own_version_and_not_that_of_another_run(settings):
    publier(settings, OUVRIR, COMMUNES)
    folder = settings.curated / "diffusion" / "publique"
    mine, other = (Examen(settings, "publique", "essai-2017-publique", name) for name in ("un", "autre"))
    for name, count in (("un", 30.0), ("autre", 40.0)):
        write_registre(folder, "essai-2017-publique", f"{name}/1", Publication({CLE: count}, {CLE: MONTRE}))
    mine.renoncer()
    assert len(registre(settings)) == 2 and [one["execution"] for one in registre(settings)][-1] == "autre/1"
    other.renoncer()
    assert len(registre(settings)) == 1
