"""The new surfaces at the level of the public: what one form hides no other gives, and several answers together neither."""

import re
import shutil
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document

from plie_analysis.atelier import Atelier
from plie_analysis.atelier.questions import Gardee, garder
from plie_analysis.database import open_database
from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.session import Session
from plie_analysis.presentation.modele_plotly import MIME
from plie_analysis.protection.audit import auditer
from plie_analysis.protection.effectifs import Lecteurs
from plie_analysis.protection.faits import observe
from plie_analysis.protection.niveaux import seuil_de
from plie_analysis.protection.registre import CACHE, MONTRE, Publication, dossier, read_registre
from plie_analysis.settings import load_settings

MOIS = ("2017-10", "2017-11", "2017-12")


@pytest.fixture
def settings(annee_2017, tmp_path):
    """A working folder of one's own on the reference year: nobody was shown anything yet."""
    (tmp_path / "data" / "curated").mkdir(parents=True)
    shutil.copyfile(annee_2017.base, tmp_path / "data" / "curated" / annee_2017.base.name)
    (tmp_path / "plie.toml").write_text("", encoding="utf-8")
    return load_settings(tmp_path)


def test_no_form_of_the_page_gives_what_another_hides(settings):
    page = Cadre(Session(settings.racine, "publique"))
    question = page.onglets["Question"]
    question.theme.value = "Sorties"
    next(box for box in question.liste.children if box.description == "Sorties").value = True
    question.genre.value, question.valeur.value, question.lignes.value = "annee", "2017", "commune"
    question.repondre.click()
    found = page.session.resultat
    hidden = {row[0] for row in found.table.lignes if all(found.table.cases[row, column].masquee for column in found.table.colonnes)}
    assert len(hidden) > 3 and len(hidden) < len(found.table.lignes)
    tab, out = page.onglets["Résultat"], page.onglets["Exporter"]
    assert not [name for name in hidden if name in tab.phrase.value]
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="n">\s*([^<]*)', tab._tableau.value)
    assert {name for name, said in rows if said.strip() == "n. c."} == hidden and "data-plie-case" not in tab._tableau.value
    (trace,) = tab.graphique.outputs[0]["data"][MIME]["data"]
    drawn = {
        name: (high, said, text) for name, high, said, text in zip(trace["x"], trace["y"], trace["hovertext"], trace["text"], strict=True)
    }
    assert all(drawn[name][0] is None and not re.search(r"\d", drawn[name][1] + drawn[name][2]) for name in hidden)
    cells = {row.cells[0].text: row.cells[1].text for row in Document(BytesIO(out.contenu(".docx"))).tables[0].rows}
    assert {name for name, said in cells.items() if said == "n. c."} == hidden
    written = [element.text for element in ElementTree.fromstring(out.contenu(".svg")).iter() if element.text]
    assert written.count("n. c.") == len(hidden)


def test_a_question_asked_month_after_month_and_by_the_quarter_gives_no_hidden_number(settings):
    garder(settings, Gardee("Entrées", ("entrees",), "mois", MOIS[-1], par=("commune",)))
    garder(settings, Gardee("Entrées en trimestre", ("entrees",), "trimestre", "2017-T4", par=("commune",)))
    asked = [("entrees", mois) for mois in MOIS] + [("entrees-en-trimestre", MOIS[-1])]
    tables = [Atelier(settings, "publique").rapports.question(nom, mois=mois).table for nom, mois in asked]
    plie = Atelier(settings, "publique")
    for filtres in ({"commune": ["Dijon"]}, {"commune": ["Dijon", "Talant"]}, {"qpv": ["oui"]}):
        tables.append(plie.indicateurs("entrees", du="2017-12-01", au="2017-12-31", filtres=filtres, par="sexe").tri())
    seuil = seuil_de(settings.config, "publique")
    assert not [cell for table in tables for cell in table.cases.values() if not cell.est_vide and 0 < cell.connue < seuil]
    shown = read_registre([dossier(settings) / "publique"])
    with open_database(settings) as con:
        facts = {"faits": observe(con, str(plie.photo), list(shown.comptes)), "homogeneite": settings.config["homogeneite"]}
    readers = [("publique", Lecteurs(seuil, Publication()))]
    assert auditer(readers, shown, **facts) == []
    small = next(key for key, state in shown.etats.items() if state == CACHE and 0 < shown.comptes[key] < seuil)
    shown.etats[small] = MONTRE
    assert auditer(readers, shown, **facts), "the auditor can win"
