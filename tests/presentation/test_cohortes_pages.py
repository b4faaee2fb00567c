"""The three pages on the reference year, cell by cell, without a kernel; one of them through papermill when time allows."""

import datetime as dt
import re

import nbformat
import pandas as pd
import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.cohortes import accompagnes as donnees
from plie_analysis.errors import PlieError
from plie_analysis.presentation.elements import Bloc
from plie_analysis.presentation.image import Image
from plie_analysis.presentation.parcours_types import noms
from plie_analysis.rapports.rapport import carnets, demander, produire
from plie_analysis.settings import PACKAGE
from plie_analysis.survie.reglages import en_jours

CARNETS = ("cohortes", "trajectoires", "methode_pas_a_pas")
SECTIONS = {
    "cohortes": ("effectifs", "incidences", "durees", "etapes", "publics", "detail", "fiches"),
    "trajectoires": ("mois_apres_mois", "un_par_ligne", "etape_apres_etape", "suites", "interruptions", "types", "freins"),
    "methode": ("depart", "moyennes", "censure", "retard", "resumes", "issues_concurrentes", "etapes_et_personnes", "bilan"),
}
INCONNU = re.compile(r"(?<![A-Za-zÀ-ÿ])(nan|None|NaT)(?![A-Za-zÀ-ÿ])")


@pytest.fixture(scope="module")
def atelier(annee_2017):
    return Atelier(annee_2017)


def _pieces(piece):
    if isinstance(piece, Image) or not isinstance(piece, Bloc):
        return [piece]
    return [inner for element in piece.elements for inner in _pieces(element)]


def _html(piece) -> str:
    if isinstance(piece, Image):
        return piece.html() if piece.toile else piece.titre
    return piece._repr_html_()


PAGES = {
    "cohortes": lambda plie: plie.rapports.cohortes("2017", par="qpv,rsa"),
    "trajectoires": lambda plie: plie.rapports.trajectoires("2017"),
    "methode": lambda plie: plie.rapports.methode("2017"),
}


@pytest.mark.parametrize("nom", PAGES)
def test_every_section_shows_itself(atelier, nom):
    page = PAGES[nom](atelier)
    pictures = 0
    for section in ("entete", *SECTIONS[nom], "pied"):
        for piece in _pieces(getattr(page, section)()):
            html = _html(piece)
            text = re.sub(r"<[^>]+>", " ", html)
            assert not INCONNU.search(text), (section, INCONNU.search(text))
            assert " :" not in text.replace("\u00a0:", "") or section == "fiches", (section, re.findall(r".{20} :.{5}", text))
            if isinstance(piece, Image) and piece.toile:
                pictures += 1
                assert "nan" not in html.partition("<svg")[2].partition("</svg>")[0].lower()
                assert piece.phrase.endswith(".")
                assert piece.tableau.lignes
    assert pictures >= {"cohortes": 5, "trajectoires": 2, "methode": 5}[nom]


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
@pytest.mark.parametrize("nom", PAGES)
def test_what_is_drawn_from_the_parcours_themselves_stays_in_the_house(atelier, nom, niveau):
    with pytest.raises(PlieError, match=f"(?s)niveau « interne ».*niveau « {niveau} »") as refused:
        PAGES[nom](Atelier(atelier._settings, niveau))
    assert len(refused.value.message.splitlines()) == 2


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
@pytest.mark.parametrize("nom", PAGES)
def test_its_report_is_refused_with_the_reason_before_anything_runs(annee_2017, nom, niveau):
    with pytest.raises(
        PlieError, match=f"« {nom} » ne se publie pas au niveau « {niveau} » \\(« interne » seulement\\)\\.\n.* : rien n"
    ) as refused:
        demander(annee_2017, nom, {"diffusion": niveau})
    assert refused.value.code == 2 and len(refused.value.message.splitlines()) == 2


def test_the_method_finds_the_published_mean_again(atelier):
    page = atelier.rapports.methode("2017")
    people = page.gens
    assert people.nombre == 1291
    assert round(people.moyenne_melangee) == 17
    said = _html(page.moyennes().elements[0])
    assert "17,0\xa0mois" in said and "23,5\xa0mois" in said
    # Each bias goes the way it is told to.
    assert donnees.un_moins_km("naïf", people.parcours, "retard_periode").lue_a(en_jours(24))[0] > 0.3
    assert donnees.mediane(people.sans_retard) > donnees.mediane(people.avec_retard)


def test_bad_parameters_are_told_in_french(atelier):
    with pytest.raises(PlieError, match="secret"):
        Atelier(atelier._settings, "secret")
    with pytest.raises(PlieError, match="n'existe pas"):
        atelier.rapports.cohortes("2017", par="âge du capitaine")
    with pytest.raises(PlieError, match="Aucune entrée"):
        atelier.rapports.cohortes("2010")


@pytest.mark.parametrize("nom", CARNETS)
def test_notebooks_are_stored_without_outputs_and_short(nom):
    notebook = nbformat.read(PACKAGE.parent / "notebooks" / f"{nom}.ipynb", as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
            if "parameters" not in cell.metadata.get("tags", []):
                assert len(cell.source.splitlines()) <= 4


def test_the_reports_have_their_names(annee_2017):
    assert {"cohortes", "trajectoires", "methode"} <= set(carnets(annee_2017))
    assert demander(annee_2017, "methode", {}).nom == "methode-2017"
    assert demander(annee_2017, "cohortes", {"grain": "trimestre", "diffusion": "interne"}).nom == "cohortes-2017"


@pytest.mark.lourd
@pytest.mark.parametrize("nom", ["cohortes", "trajectoires", "methode"])
def test_papermill_writes_the_page(annee_2017, nom):
    page = produire(annee_2017, demander(annee_2017, nom, {}), execution=dt.datetime(2018, 2, 1), version="essai")
    html = page.read_text(encoding="utf-8")
    assert html.count('<figure class="graphique') >= 3
    assert "Traceback" not in html


def test_a_type_bears_the_name_of_what_fills_it_in_the_order_it_is_met():
    """Types 2 and 3 are told apart by their next state."""
    months = {
        1: ["emploi"] * 9 + ["sorti"] * 9,
        2: ["sans étape"] * 14 + ["emploi"] * 3 + ["sorti"],
        3: ["sans étape"] * 15 + ["mobilisation"] * 2 + ["sorti"],
    }
    rows = [{"type": kind, "t": t, "etat": state, "n": 10} for kind, states in months.items() for t, state in enumerate(states)]
    assert noms(pd.DataFrame(rows)) == {1: "Emploi, puis sorti", 2: "Sans étape, puis emploi", 3: "Sans étape"}
